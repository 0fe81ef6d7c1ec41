"""What panel members scored, each alone, and what they agreed on together."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.procurement.models.bids import Bid
from tracker.procurement.models.evaluation import AwardCriterion
from tracker.procurement.models.panel import PanelMember

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Score(Versioned):
    """What one member gives one bid by one criterion, and why. Its member may change it until they submit.

    Nobody else may see it, whatever their role, until every member who still has to score has submitted. That holds for
    its audit events too: whoever shows them leaves out the evaluations that
    `tracker.procurement.selectors.scores.sealed_evaluations` names.
    """

    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(AwardCriterion, on_delete=models.PROTECT, related_name="scores")
    value = models.DecimalField(max_digits=6, decimal_places=1)
    comment = models.CharField(max_length=2000)

    class Meta:
        ordering = ["member", "bid", "criterion"]
        constraints = [
            models.UniqueConstraint(fields=["member", "bid", "criterion"], name="procurement_score_one_of_a_cell"),
            models.CheckConstraint(condition=~Q(comment=""), name="procurement_score_says_why"),
            models.CheckConstraint(condition=Q(value__gte=0), name="procurement_score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"Score of a panel member, {self.pk}"


@tracked()
class ScoreSubmission(AppendOnly):
    """A member has scored everything that they may score, and changes nothing any more."""

    member = models.OneToOneField(PanelMember, on_delete=models.PROTECT, related_name="submission")
    submitted_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.member}, submitted on {self.submitted_on}"


@tracked()
class ModeratedScore(AppendOnly):
    """The score on which the panel agreed for one bid by one criterion, with the reasons that its assessment summary will
    give; the newest one counts."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="moderated_scores")
    criterion = models.ForeignKey(AwardCriterion, on_delete=models.PROTECT, related_name="moderated_scores")
    value = models.DecimalField(max_digits=6, decimal_places=1)
    reasons = models.CharField(max_length=2000)
    moderated_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="procurement_moderatedscore_says_why"),
            models.CheckConstraint(condition=Q(value__gte=0), name="procurement_moderatedscore_not_negative"),
        ]

    def __str__(self) -> str:
        return f"Moderated score of {self.moderated_on}"
