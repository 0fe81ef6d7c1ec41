"""Data protection impact assessments (UK GDPR Article 35), one per deployment."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.vocabulary import DpiaStatus, ResidualRisk
from tracker.networks.models import Deployment

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Dpia(Versioned):
    """The assessment of one deployment: who controls and processes, on which bases, for how long, at what risk."""

    deployment = models.OneToOneField(Deployment, on_delete=models.PROTECT, related_name="dpia")
    controller = models.CharField(max_length=200, blank=True)
    processor = models.CharField(max_length=200, blank=True)
    lawful_basis = models.CharField(max_length=200, blank=True)
    special_category_basis = models.CharField(max_length=200, blank=True)
    retention = models.CharField(max_length=200, blank=True)
    residual_risk = models.CharField(max_length=10, choices=ResidualRisk.choices, blank=True)
    review_due_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "DPIA"
        constraints = [
            models.CheckConstraint(
                condition=Q(residual_risk__in=["", *ResidualRisk.values]),
                name="governance_dpia_residual_risk_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"DPIA, {self.deployment}"


@tracked()
class DpiaState(AppendOnly):
    """From `effective_on` the assessment has this status."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=20, choices=DpiaStatus.choices)
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
                condition=Q(status__in=DpiaStatus.values),
                name="governance_dpiastate_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.effective_on}"
