"""Looking back after go-live: reviews at set times, reviews of the supplier, audits of bias, and the question whether the
local validation still holds."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.vocabulary import (
    RevalidationResult,
    RevalidationTrigger,
    ReviewResult,
    SupplierReviewResult,
)
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class ReviewStep(Dated):
    """A review that falls due so many days and months after the first day of clinical use."""

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=100)
    after_days = models.PositiveSmallIntegerField(default=0)
    after_months = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="governance_reviewstep_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Review(AppendOnly):
    """A review that was held; the newest of a step stands."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="reviews")
    step = models.SlugField(max_length=40)
    held_on = models.DateField()
    result = models.CharField(max_length=20, choices=ReviewResult.choices)
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=ReviewResult.values), name="governance_review_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result=ReviewResult.CONTINUE) | ~Q(note=""), name="governance_review_says_what_to_do"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.get_result_display()}"


@tracked()
class SupplierReview(AppendOnly):
    """The supplier's service to a deployment in one quarter, reviewed; the newest of a quarter stands. `quarter` is its
    first day."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="supplier_reviews")
    quarter = models.DateField()
    held_on = models.DateField()
    service_level_met = models.BooleanField()
    result = models.CharField(max_length=20, choices=SupplierReviewResult.choices)
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["quarter", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=SupplierReviewResult.values), name="governance_supplierreview_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=(1, 4, 7, 10)),
                name="governance_supplierreview_is_of_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(held_on__gte=F("quarter")), name="governance_supplierreview_is_held_once_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}: {self.get_result_display()}"


@tracked()
class RevalidationCase(AppendOnly):
    """Something happened that may end what the local validation said. `key` names the cause, so that it opens one case
    only; a decision is due by `due_on`."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="revalidation_cases")
    trigger = models.CharField(max_length=20, choices=RevalidationTrigger.choices)
    key = models.CharField(max_length=120)
    detail = models.CharField(max_length=500)
    opened_on = models.DateField()
    due_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deployment", "key"], name="governance_revalidationcase_one_a_cause"),
            models.CheckConstraint(
                condition=Q(trigger__in=RevalidationTrigger.values), name="governance_revalidationcase_trigger_is_known"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opened_on")), name="governance_revalidationcase_is_due_after_it_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_trigger_display()}: {self.detail}"


@tracked()
class RevalidationDecision(AppendOnly):
    """What the clinical safety officer decided on a case, once, with the reason."""

    case = models.OneToOneField(RevalidationCase, on_delete=models.PROTECT, related_name="decision")
    result = models.CharField(max_length=20, choices=RevalidationResult.choices)
    reason = models.CharField(max_length=1000)
    decided_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=RevalidationResult.values), name="governance_revalidationdecision_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="governance_revalidationdecision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.get_result_display()


@tracked()
class BiasAudit(AppendOnly):
    """How the tool did in each group of patients over a time, as counts; `impact_assessment` is the reference of the
    equality impact assessment that it was held against (Equality Act 2010, section 149)."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="bias_audits")
    first_day = models.DateField()
    last_day = models.DateField()
    held_on = models.DateField()
    impact_assessment = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day"), held_on__gte=F("last_day")),
                name="governance_biasaudit_days_are_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"Bias audit of {self.held_on}"


@tracked()
class BiasAuditGroup(AppendOnly):
    """The counts of one group within a dimension (sex, age band, scanner); one group of a dimension is what the others
    are compared with."""

    audit = models.ForeignKey(BiasAudit, on_delete=models.PROTECT, related_name="groups")
    dimension = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    is_reference = models.BooleanField(default=False)
    true_positives = models.PositiveIntegerField()
    false_positives = models.PositiveIntegerField()
    true_negatives = models.PositiveIntegerField()
    false_negatives = models.PositiveIntegerField()

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "dimension", "name"], name="governance_biasauditgroup_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["audit", "dimension"],
                condition=Q(is_reference=True),
                name="governance_biasauditgroup_one_is_the_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}: {self.name}"
