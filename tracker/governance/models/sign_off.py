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

SHA_256 = r"^[0-9a-f]{64}$"


@tracked()
class SignOffRequest(AppendOnly):
    """Somebody who runs delivery asks the signatories of a deployment to decide. Who asks never signs it."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="sign_off_requests")
    note = models.CharField(max_length=1000, blank=True)
    requested_on = models.DateField()
    requested_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["requested_on", "pk"]

    def __str__(self) -> str:
        return f"{self.deployment}, asked on {self.requested_on}"


@tracked()
class SignOff(AppendOnly):
    """One decision on a deployment in one capacity on one day; the newest of a capacity is the one that stands.

    A decision that was signed here carries what it was about (`covers`: the release, the catalogue's version and how each
    requirement stood) and the SHA-256 of that. One that was recorded from a workbook carries neither.
    """

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="sign_offs")
    role = models.CharField(max_length=30, choices=SignOffRole.choices)
    decision = models.CharField(max_length=30, choices=SignOffDecision.choices)
    decided_on = models.DateField()
    signatory_name = models.CharField(max_length=200)
    conditions = models.CharField(max_length=1000, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    signatory: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    covers = models.JSONField(default=dict, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
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
            models.CheckConstraint(
                condition=Q(content_hash="", covers={}, signatory__isnull=True)
                | (Q(content_hash__regex=SHA_256, signatory__isnull=False) & ~Q(covers={})),
                name="governance_signoff_is_bound_to_what_was_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_decision_display()}"
