"""Data protection impact assessments (UK GDPR Article 35), one per deployment."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.models.dpia_template import DpiaTemplate
from tracker.governance.vocabulary import DpiaStatus, ResidualRisk
from tracker.networks.models import Deployment
from tracker.networks.vocabulary import ReferralSource
from tracker.procurement.models import ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Dpia(Versioned):
    """The assessment of one deployment. The texts from `controller` to `residual_risk` are what the workbook tells: where
    activities and risks are described here, they sum those up.

    `release` and `sources` are what was assessed. `lead` is the assessment of another trust of the network that this one
    adopts: its answers, activities and risks count here too, and `local_addendum` says what is different here. Each trust
    signs for itself. `edition` counts the assessments of one deployment that followed each other.
    """

    deployment = models.OneToOneField(Deployment, on_delete=models.PROTECT, related_name="dpia")
    controller = models.CharField(max_length=200, blank=True)
    processor = models.CharField(max_length=200, blank=True)
    lawful_basis = models.CharField(max_length=200, blank=True)
    special_category_basis = models.CharField(max_length=200, blank=True)
    retention = models.CharField(max_length=200, blank=True)
    residual_risk = models.CharField(max_length=10, choices=ResidualRisk.choices, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    template = models.ForeignKey(DpiaTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    edition = models.PositiveSmallIntegerField(default=1)
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sources = ArrayField(
        models.CharField(max_length=20, choices=ReferralSource.choices),
        default=list,
        blank=True,
    )
    lead = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers")
    local_addendum = models.TextField(blank=True)

    class Meta:
        verbose_name = "DPIA"
        constraints = [
            models.CheckConstraint(
                condition=Q(residual_risk__in=["", *ResidualRisk.values]),
                name="governance_dpia_residual_risk_is_known",
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True) | ~Q(lead=F("pk")),
                name="governance_dpia_does_not_lead_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"DPIA, {self.deployment}"


@tracked()
class DpiaState(AppendOnly):
    """From `effective_on` the assessment has this status. `is_as_told` tells that it is history as the programme's records
    give it, where nobody signed here; `content_hash` is the content that an approval approved."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=30, choices=DpiaStatus.choices)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    is_as_told = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64, blank=True)
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


@tracked()
class DpiaRevision(AppendOnly):
    """The content changed: from then on this is its hash, and a signature on another one no longer counts."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="revisions")
    content_hash = models.CharField(max_length=64)
    what = models.CharField(max_length=300)
    revised_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["revised_on", "pk"]

    def __str__(self) -> str:
        return f"{self.content_hash[:12]} from {self.revised_on}"


@tracked()
class DpiaAuthor(AppendOnly):
    """Somebody who has written in an assessment, and so neither advises on it nor decides it."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="authors")
    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    edition = models.PositiveSmallIntegerField()
    since = models.DateField()

    class Meta(AppendOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["dpia", "person", "edition"], name="governance_dpiaauthor_is_named_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} since {self.since}"
