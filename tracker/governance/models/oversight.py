"""Human oversight: who reads, what the AI may change, and whom to turn to."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.governance.models.assurance import Approval
from tracker.governance.validation_vocabulary import EscalationRole, PermittedEffect
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class OversightRecord(AppendOnly):
    """One edition of a deployment's oversight record. A change is a further edition, and the newest that was approved is
    in force."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="oversight_records")
    number = models.PositiveIntegerField()
    readers = models.CharField(max_length=1000)
    permitted_effects = ArrayField(models.CharField(max_length=20, choices=PermittedEffect.choices))
    decides = models.CharField(max_length=1000)
    disagreement_rule = models.CharField(max_length=1000)
    override_logging = models.CharField(max_length=1000)
    alert_cap_per_session = models.PositiveIntegerField(null=True, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["deployment", "number"], name="governance_oversightrecord_number_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(permitted_effects__len__gte=1), name="governance_oversightrecord_names_an_effect"
            ),
        ]

    def __str__(self) -> str:
        return f"Oversight record {self.number}, {self.deployment}"


@tracked()
class EscalationContact(AppendOnly):
    """Whom a reader reaches in one role, how, and in which hours."""

    record = models.ForeignKey(OversightRecord, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=30, choices=EscalationRole.choices)
    contact = models.CharField(max_length=200)
    hours = models.CharField(max_length=200)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "role"], name="governance_escalationcontact_one_of_a_role"),
            models.CheckConstraint(
                condition=Q(role__in=EscalationRole.values), name="governance_escalationcontact_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.contact}"


@tracked()
class OversightApproval(Approval):
    """A decision on one edition of an oversight record."""

    record = models.ForeignKey(OversightRecord, on_delete=models.PROTECT, related_name="approvals")
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Approval.Meta):
        pass
