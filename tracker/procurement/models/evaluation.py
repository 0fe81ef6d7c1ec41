"""The evaluation of a procurement: its scale, how far it is, and the award criteria with their weights."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.procurement.evaluation_vocabulary import CriterionGroup, EvaluationStatus
from tracker.procurement.models.procurement import Procurement

if TYPE_CHECKING:
    from tracker.accounts.models import User

WHOLE = Decimal(100)


@tracked()
class Evaluation(Versioned):
    """How the bids of one procurement are judged: every score lies on the scale, in whole or half steps.

    `comparison_volume` is how many examinations of the kind a typical trust of the network has in a year, which a
    reference site is held against.
    """

    procurement = models.OneToOneField(Procurement, on_delete=models.PROTECT, related_name="evaluation")
    scale_minimum = models.PositiveSmallIntegerField(default=0)
    scale_maximum = models.PositiveSmallIntegerField(default=5)
    half_steps = models.BooleanField(default=False)
    comparison_volume = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["procurement", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scale_maximum__gt=F("scale_minimum")), name="procurement_evaluation_scale_rises"
            )
        ]

    def __str__(self) -> str:
        return f"Evaluation, {self.procurement}"


@tracked()
class EvaluationState(AppendOnly):
    """From `effective_on` the evaluation is this far."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=20, choices=EvaluationStatus.choices)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=EvaluationStatus.values), name="procurement_evaluationstate_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=EvaluationStatus.WITHDRAWN) | ~Q(reason=""),
                name="procurement_evaluationstate_withdrawal_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.effective_on}"


@tracked()
class AwardCriterion(Versioned):
    """Something that every bid is judged by (Procurement Act 2023, section 23); what it says is its newest revision."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="criteria")
    code = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "award criteria"
        ordering = ["evaluation", "code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "code"], name="procurement_awardcriterion_code_is_unique"),
            models.CheckConstraint(condition=~Q(code=""), name="procurement_awardcriterion_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class AwardCriterionRevision(AppendOnly):
    """What a criterion says from `effective_on`; one that is removed says so. `is_formula`: it is the price, and its score
    is worked out from the bids' prices instead of being given by the panel."""

    criterion = models.ForeignKey(AwardCriterion, on_delete=models.PROTECT, related_name="revisions")
    effective_on = models.DateField()
    group = models.CharField(max_length=20, choices=CriterionGroup.choices)
    name = models.CharField(max_length=200)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    good_answer = models.CharField(max_length=2000, blank=True)
    is_formula = models.BooleanField(default=False)
    is_removed = models.BooleanField(default=False)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=CriterionGroup.values), name="procurement_awardcriterionrevision_group_is_known"
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0, weight__lte=WHOLE),
                name="procurement_awardcriterionrevision_weight_is_a_share",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="procurement_awardcriterionrevision_has_a_name"),
            models.CheckConstraint(
                condition=Q(is_formula=False) | Q(group=CriterionGroup.PRICE),
                name="procurement_awardcriterionrevision_formula_is_of_a_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.weight}% from {self.effective_on}"
