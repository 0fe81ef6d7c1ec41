"""Beginning again after a pause."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.networks.models import DeploymentState

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class ResumptionApproval(AppendOnly):
    """The clinical safety officer lets clinical use begin again after one pause."""

    pause = models.ForeignKey(DeploymentState, on_delete=models.PROTECT, related_name="resumption_approvals")
    approved_on = models.DateField()
    reason = models.CharField(max_length=1000)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["approved_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="governance_resumptionapproval_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Approved on {self.approved_on}"
