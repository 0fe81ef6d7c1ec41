"""Rollback and downtime plans: how use of the tool is ended at once, and how reading goes on without it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.governance.models.assurance import Approval
from tracker.governance.validation_vocabulary import DrillResult, PlanKind
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class ContingencyPlan(AppendOnly):
    """One edition of a deployment's rollback or downtime plan. A change is a further edition, and the newest that was
    approved is in force. `reread_rule` says which cases are read again, and what becomes of late results."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="contingency_plans")
    kind = models.CharField(max_length=10, choices=PlanKind.choices)
    number = models.PositiveIntegerField()
    triggers = models.CharField(max_length=1000)
    authority = models.CharField(max_length=1000)
    steps = models.CharField(max_length=2000)
    reread_rule = models.CharField(max_length=1000)
    communication = models.CharField(max_length=1000, blank=True)
    target_minutes = models.PositiveIntegerField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PlanKind.values), name="governance_contingencyplan_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["deployment", "kind", "number"], name="governance_contingencyplan_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(target_minutes__gte=1), name="governance_contingencyplan_target_is_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}, {self.deployment}"


@tracked()
class PauseAuthority(AppendOnly):
    """Somebody whom a rollback plan gives the authority to pause use of the tool."""

    plan = models.ForeignKey(ContingencyPlan, on_delete=models.PROTECT, related_name="pausers")
    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        verbose_name_plural = "pause authorities"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "person"], name="governance_pauseauthority_person_is_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} may pause"


@tracked()
class ContingencyApproval(Approval):
    """A decision on one edition of a plan."""

    plan = models.ForeignKey(ContingencyPlan, on_delete=models.PROTECT, related_name="approvals")
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Approval.Meta):
        pass


@tracked()
class ContingencyTest(AppendOnly):
    """One try of a plan: whether it worked, and how long it took."""

    plan = models.ForeignKey(ContingencyPlan, on_delete=models.PROTECT, related_name="tests")
    tested_on = models.DateField()
    result = models.CharField(max_length=10, choices=DrillResult.choices)
    minutes_taken = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["tested_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=DrillResult.values), name="governance_contingencytest_result_is_known"
            ),
            models.CheckConstraint(
                condition=Q(result=DrillResult.PASSED, minutes_taken__isnull=False) | Q(result=DrillResult.FAILED),
                name="governance_contingencytest_pass_tells_its_time",
            ),
            models.CheckConstraint(
                condition=Q(result=DrillResult.PASSED) | ~Q(note=""),
                name="governance_contingencytest_failure_is_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} tested on {self.tested_on}: {self.get_result_display()}"
