"""Shapes that the domain's models share, and the outbox."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class Versioned(models.Model):
    """A row that people edit. A form carries the version that it showed; an action refuses a write over a newer one."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day up to, and not including, another day."""

    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Dated(models.Model):
    """Holds from `valid_from` up to, and not including, `valid_to`; open-ended when that is empty."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]


class OutboxItem(models.Model):
    """Something that has to follow a change, stored in the change's own transaction (see `tracker.core.outbox`)."""

    topic = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(delivered_at__isnull=True), name="core_outbox_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"
