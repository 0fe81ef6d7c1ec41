"""What validation, training and plans are held to, as dated data: a change of policy is a row, not a release."""

from django.db import models
from django.db.models import Q

from tracker.accounts.roles import SignOffRole
from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject


@tracked()
class AssuranceLimit(Dated):
    """One number that records are held to, over a time: how long a test counts, how many local cases a course needs.
    `name` says the unit."""

    name = models.CharField(max_length=60)
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["name", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["name"], condition=Q(valid_to__isnull=True), name="governance_assurancelimit_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"


@tracked()
class RequiredApproval(Dated):
    """Over this time, a record of this kind counts once somebody has approved it in this capacity."""

    subject = models.CharField(max_length=20, choices=ApprovalSubject.choices)
    role = models.CharField(max_length=30, choices=SignOffRole.choices)
    source = models.CharField(max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["subject", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(subject__in=ApprovalSubject.values), name="governance_requiredapproval_subject_is_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=SignOffRole.values), name="governance_requiredapproval_role_is_known"
            ),
            models.UniqueConstraint(
                fields=["subject", "role"],
                condition=Q(valid_to__isnull=True),
                name="governance_requiredapproval_one_is_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.get_role_display()}"


class Approval(AppendOnly):
    """One decision on a record in one capacity. It is bound to the hash of what was read, so that it lapses when that
    changes; the newest of a capacity stands."""

    role = models.CharField(max_length=30, choices=SignOffRole.choices)
    decision = models.CharField(max_length=10, choices=ApprovalDecision.choices)
    decided_on = models.DateField()
    note = models.CharField(max_length=1000, blank=True)
    content_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = True
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=SignOffRole.values), name="%(app_label)s_%(class)s_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=ApprovalDecision.values), name="%(app_label)s_%(class)s_decision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decision=ApprovalDecision.APPROVED) | ~Q(note=""),
                name="%(app_label)s_%(class)s_refusal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_decision_display()}"
