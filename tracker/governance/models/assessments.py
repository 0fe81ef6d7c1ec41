"""How far each requirement is that people assess: at one deployment, or once for a network whose trusts adopt it."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.models.catalogue import Requirement
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.models import Deployment, ImagingNetwork, Programme, UseCase

if TYPE_CHECKING:
    from tracker.accounts.models import User

NEEDS_REASON = [AssessmentStatus.RETURNED, AssessmentStatus.NOT_APPLICABLE, AssessmentStatus.REOPENED]


@tracked()
class Assessment(Versioned):
    """One requirement at one deployment, or of one use case in one network: who looks after it, by when, and its states.
    A network's assessment (one core pack, many sites) counts for a trust that confirms it locally."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="assessments")
    deployment = models.ForeignKey(
        Deployment, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(
        ImagingNetwork, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    use_case = models.ForeignKey(UseCase, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    deployment__isnull=False, programme__isnull=True, network__isnull=True, use_case__isnull=True
                )
                | Q(deployment__isnull=True, programme__isnull=False, network__isnull=False, use_case__isnull=False),
                name="governance_assessment_has_one_subject",
            ),
            models.UniqueConstraint(
                fields=["deployment", "requirement"], name="governance_assessment_one_of_a_deployment"
            ),
            models.UniqueConstraint(
                fields=["programme", "network", "use_case", "requirement"],
                name="governance_assessment_one_of_a_network",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}, {self.deployment or self.network}"


@tracked()
class AssessmentState(AppendOnly):
    """From `effective_on` the assessment has this status; a status that is met or not applicable counts until
    `expires_on`, when one is set."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="states")
    status = models.CharField(max_length=20, choices=AssessmentStatus.choices)
    effective_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=AssessmentStatus.values), name="governance_assessmentstate_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=NEEDS_REASON) | ~Q(reason=""),
                name="governance_assessmentstate_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gt=F("effective_on")),
                name="governance_assessmentstate_expires_after_it_counts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} from {self.effective_on}"


@tracked()
class LocalConfirmation(AppendOnly):
    """A trust adopts its network's assessment: somebody who signs for the trust itself says that it holds there (or, with
    `is_confirmed` false, that it no longer does). The newest that counts on a day stands."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="confirmations")
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="local_confirmations")
    is_confirmed = models.BooleanField()
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
                condition=Q(is_confirmed=True) | ~Q(reason=""), name="governance_localconfirmation_says_why_not"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deployment}: {'confirmed' if self.is_confirmed else 'withdrawn'} on {self.effective_on}"
