"""One thing that one person was told."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.notifications.models.delivery import Delivery
from tracker.notifications.vocabulary import Topic

if TYPE_CHECKING:
    from tracker.accounts.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, person: "User") -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def about(self, topic: str) -> Self:
        return self.filter(topic=topic)

    def waiting_for_an_email(self) -> Self:
        """Unread ones that no e-mail has carried yet."""
        return self.unread().filter(delivery__isnull=True)


class Notification(models.Model):
    """What one person is told about one thing that happened or comes due. `key` names that thing, so that telling it
    again adds nothing. `href` is the page of the subject; `title` and `text` hold names and dates, never amounts or
    scores, and show only while the person may open that page (`tracker.notifications.sight`). `delivery` is the e-mail
    that carries it, if one does.

    Not audited: a row holds nothing that the audited change behind it doesn't, is nobody's to edit but for having been
    read, and would double the audit with every sweep.
    """

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    topic = models.CharField(max_length=20, choices=Topic.choices)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    href = models.CharField(max_length=300)
    is_critical = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="notifications_newest"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notifications_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notifications_notification_told_once"),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values), name="notifications_notification_topic_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(key=""), name="notifications_notification_says_something"
            ),
            models.CheckConstraint(
                condition=Q(href__regex=r"^/([^/\\]|$)"), name="notifications_notification_stays_in_the_service"
            ),
        ]

    def __str__(self) -> str:
        return self.title
