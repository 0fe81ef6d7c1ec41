"""Sign-offs: decisions of named people in their capacity, which are added and never edited."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.accounts.roles import SignOffRole
from tracker.core.history import AppendOnly, tracked
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class SignOff(AppendOnly):
    """One decision on a deployment in one capacity on one day; the newest of a capacity is the one that stands."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=30, choices=SignOffRole.choices)
    decision = models.CharField(max_length=30, choices=SignOffDecision.choices)
    decided_on = models.DateField()
    signatory_name = models.CharField(max_length=200)
    conditions = models.CharField(max_length=1000, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=SignOffRole.values),
                name="governance_signoff_role_is_known",
            ),
            models.CheckConstraint(
                condition=Q(decision__in=SignOffDecision.values),
                name="governance_signoff_decision_is_known",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("decided_on")),
                name="governance_signoff_expires_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=~Q(decision=SignOffDecision.APPROVED_WITH_CONDITIONS) | ~Q(conditions=""),
                name="governance_signoff_conditions_are_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_decision_display()}"
