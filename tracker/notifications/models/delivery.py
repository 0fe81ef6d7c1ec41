"""The ledger of e-mails: one row for each that was, is being, or was to be sent."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from tracker.notifications.vocabulary import DeliveryKind, DeliveryState

if TYPE_CHECKING:
    from tracker.accounts.models import User


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to_try_again(self, *, now: datetime) -> Self:
        """Those that were refused for certain, and whose pause has passed."""
        return self.filter(state=DeliveryState.FAILED, next_attempt_at__lte=now)

    def abandoned(self, *, before: datetime) -> Self:
        """Those whose worker has stopped: nothing was heard of them since."""
        return self.filter(state__in=[DeliveryState.CLAIMED, DeliveryState.HANDING_OVER], state_changed_at__lt=before)

    def needing_an_administrator(self) -> Self:
        """Those that were given up or of which nobody knows, unless somebody looked at them since."""
        is_open = Q(settled_at__isnull=True) | Q(settled_at__lt=F("state_changed_at"))
        return self.filter(is_open, state__in=[DeliveryState.UNKNOWN, DeliveryState.GIVEN_UP])


class Delivery(models.Model):
    """One e-mail to one person: the digest of a day or a week, or one critical thing at once.

    The unique key (person, kind, period) is claimed before anything is sent, and `attempts` says which claim is the
    newest; only that one may hand the e-mail over. `period` is a day (2026-11-24), an ISO week (2026-W48) or the id of
    the notification. Decision record 5 says what happens when a worker dies at each step. `settled_at` is when an
    administrator looked at one that needed a person, and `settled_by` who that was.

    Not audited: it is itself the record of a job, with its state, attempts and last error.
    """

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries"
    )
    kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    period = models.CharField(max_length=20)
    state = models.CharField(max_length=15, choices=DeliveryState.choices, default=DeliveryState.CLAIMED)
    attempts = models.PositiveSmallIntegerField(default=1)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    state_changed_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["state_changed_at"],
                condition=Q(state__in=["claimed", "handing-over", "failed"]),
                name="notifications_unfinished",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "period"], name="notifications_delivery_once"),
            models.CheckConstraint(
                condition=Q(kind__in=DeliveryKind.values), name="notifications_delivery_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="notifications_delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True)),
                name="notifications_delivery_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.FAILED, next_attempt_at__isnull=False)
                | (~Q(state=DeliveryState.FAILED) & Q(next_attempt_at__isnull=True)),
                name="notifications_delivery_failed_is_tried_again",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="notifications_delivery_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period} to {self.person_id}"

    @property
    def reference(self) -> str:
        """What names the e-mail to a mail server, the same for each attempt at it."""
        return f"{self.kind}.{self.period}.{self.person_id}"
