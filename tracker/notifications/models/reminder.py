"""How long before a day people are told of it, as dated data: a change of policy is a row, not a release."""

from django.db import models
from django.db.models import Q

from tracker.core.history import tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.notifications.vocabulary import DueKind


@tracked()
class Reminder(Dated):
    """So many days before a thing of this kind falls due, those who look after it are told once. There may be several
    for one kind."""

    kind = models.CharField(max_length=20, choices=DueKind.choices)
    days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["kind", "-days"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "days"],
                condition=Q(valid_to__isnull=True),
                name="notifications_reminder_one_is_current",
            ),
            models.CheckConstraint(condition=Q(kind__in=DueKind.values), name="notifications_reminder_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days} days before"
