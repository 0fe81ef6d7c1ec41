"""What people decided about a DPIA: confirmations, advice, decisions and their conditions; and what the ICO said."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.governance.models.dpia import Dpia
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, IcoOutcome

if TYPE_CHECKING:
    from tracker.accounts.models import User

NEEDS_WORDS = (DpiaOpinion.NOT_CONFIRMED, DpiaOpinion.SUPPORTS, DpiaOpinion.ADVISES_AGAINST, DpiaOpinion.REJECTED)


@tracked()
class DpiaDecision(AppendOnly):
    """What one person said in one capacity about exactly the content with this hash. `text` is the data protection
    officer's advice, or why somebody refuses."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="decisions")
    role = models.CharField(max_length=30, choices=DpiaRole.choices)
    opinion = models.CharField(max_length=30, choices=DpiaOpinion.choices)
    text = models.CharField(max_length=4000, blank=True)
    content_hash = models.CharField(max_length=64)
    decided_on = models.DateField()
    signatory: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signatory_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        verbose_name = "DPIA decision"
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=DpiaRole.values), name="governance_dpiadecision_role_is_known"),
            models.CheckConstraint(
                condition=Q(opinion__in=DpiaOpinion.values), name="governance_dpiadecision_opinion_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(opinion__in=NEEDS_WORDS) | ~Q(text=""), name="governance_dpiadecision_says_why"
            ),
            models.CheckConstraint(
                condition=Q(content_hash__regex=r"^[0-9a-f]{64}$"), name="governance_dpiadecision_is_bound_to_content"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.get_opinion_display()}"


@tracked()
class AdviceResponse(AppendOnly):
    """The data protection officer's advice was accepted, or overruled with reasons (UK GDPR Articles 38 and 39; the ICO's
    template, step 7)."""

    advice = models.ForeignKey(DpiaDecision, on_delete=models.PROTECT, related_name="responses")
    is_accepted = models.BooleanField()
    reasons = models.CharField(max_length=4000, blank=True)
    responded_on = models.DateField()
    responded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["responded_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(reasons=""), name="governance_adviceresponse_overruling_has_reasons"
            )
        ]

    def __str__(self) -> str:
        return "Accepted" if self.is_accepted else "Overruled"


@tracked()
class DpiaCondition(Versioned):
    """What has to be done for an approval with conditions, by whom and by when."""

    decision = models.ForeignKey(DpiaDecision, on_delete=models.PROTECT, related_name="conditions")
    text = models.CharField(max_length=1000)
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    met_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = "DPIA condition"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(owner=""), name="governance_dpiacondition_is_whole")
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class IcoConsultation(Versioned):
    """A prior consultation of the Information Commissioner about a high residual risk (UK GDPR Article 36). Processing
    does not start before it is closed."""

    dpia = models.ForeignKey(Dpia, on_delete=models.PROTECT, related_name="consultations")
    reference = models.CharField(max_length=100, blank=True)
    submitted_on = models.DateField()
    accepted_on = models.DateField(null=True, blank=True)
    is_extended = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, choices=IcoOutcome.choices, blank=True)
    advice = models.CharField(max_length=4000, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "ICO consultation"
        ordering = ["submitted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", *IcoOutcome.values]), name="governance_icoconsultation_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=(Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("submitted_on")))
                & (Q(closed_on__isnull=True) | Q(closed_on__gte=F("submitted_on"))),
                name="governance_icoconsultation_days_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="governance_icoconsultation_closed_has_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["dpia"],
                condition=Q(closed_on__isnull=True),
                name="governance_icoconsultation_one_is_open",
            ),
        ]

    def __str__(self) -> str:
        return f"ICO consultation of {self.submitted_on}"
