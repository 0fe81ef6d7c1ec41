"""Milestones of a deployment. Three dates each (baseline, forecast, actual), and every revision of each is kept."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Versioned
from tracker.networks.models.deployment import Deployment
from tracker.networks.vocabulary import MilestoneType, RevisionKind, SlipCause

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class Milestone(Versioned):
    """One milestone of one deployment; its dates are its revisions."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="milestones")
    type = models.CharField(max_length=30, choices=MilestoneType.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deployment", "type"], name="networks_milestone_one_of_a_type"),
            models.CheckConstraint(
                condition=Q(type__in=MilestoneType.values),
                name="networks_milestone_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, {self.deployment}"


class RevisionBase(AppendOnly):
    """One setting of one of the three dates of a planned event. An empty date takes the date away (a forecast that is
    withdrawn, an actual that was wrong). It counts from `effective_on`; later recorded stands over earlier on one day."""

    kind = models.CharField(max_length=10, choices=RevisionKind.choices)
    date = models.DateField(null=True, blank=True)
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    cause = models.CharField(max_length=10, choices=SlipCause.choices, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        abstract = True
        ordering = ["effective_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RevisionKind.values),
                name="%(app_label)s_%(class)s_kind_is_known",
            ),
            models.CheckConstraint(
                # An actual says that it happened; what has happened can be known on its own day at the earliest.
                condition=~Q(kind=RevisionKind.ACTUAL) | Q(date__isnull=True) | Q(date__lte=models.F("effective_on")),
                name="%(app_label)s_%(class)s_actual_is_not_ahead",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=["", *SlipCause.values]),
                name="%(app_label)s_%(class)s_cause_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}"


@tracked()
class MilestoneRevision(RevisionBase):
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="revisions")

    class Meta(RevisionBase.Meta):
        abstract = False
