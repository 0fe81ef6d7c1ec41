"""What a person chose: how they hear of each topic, when their e-mails come, what they follow, their calendar's link.

Each row is one person's own; nobody else writes it, so the last save wins and there is no version.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.core.history import tracked
from tracker.notifications.vocabulary import FollowedKind, Frequency, Topic, Weekday

if TYPE_CHECKING:
    from tracker.accounts.models import User

DEFAULT_HOUR = 8
LAST_HOUR = 23


@tracked()
class TopicChoice(models.Model):
    """How one person hears of one topic; without a row, as `DEFAULT_FREQUENCIES` says."""

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="topic_choices"
    )
    topic = models.CharField(max_length=20, choices=Topic.choices)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="notifications_topicchoice_one_each"),
            models.CheckConstraint(
                condition=Q(topic__in=Topic.values), name="notifications_topicchoice_topic_is_known"
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values), name="notifications_topicchoice_frequency_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_frequency_display()}"


@tracked()
class DigestTime(models.Model):
    """From which hour, in London, a person's daily and weekly e-mails come, and on which day of the week the weekly one
    does; without a row, 8am and Monday."""

    person: "models.OneToOneField[User, User]" = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digest_time"
    )
    hour = models.PositiveSmallIntegerField(default=DEFAULT_HOUR)
    weekday = models.CharField(max_length=1, choices=Weekday.choices, default=Weekday.MONDAY)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=LAST_HOUR), name="notifications_digesttime_hour_is_of_a_day"),
            models.CheckConstraint(
                condition=Q(weekday__in=Weekday.values), name="notifications_digesttime_weekday_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hour}:00, {self.get_weekday_display()}"


class FollowQuerySet(models.QuerySet["Follow"]):
    def of(self, person: "User") -> Self:
        return self.filter(person=person)

    def about(self, kind: str, subject_id: int) -> Self:
        return self.filter(subject_kind=kind, subject_id=subject_id)


@tracked(exclude=["told_at"])
class Follow(models.Model):
    """A person wants to hear of changes to a thing. What changed up to `told_at` has been told."""

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="follows"
    )
    subject_kind = models.CharField(max_length=20, choices=FollowedKind.choices)
    subject_id = models.BigIntegerField()
    followed_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["subject_kind", "subject_id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="notifications_followers")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject_kind", "subject_id"], name="notifications_follow_one_each"
            ),
            models.CheckConstraint(
                condition=Q(subject_kind__in=FollowedKind.values), name="notifications_follow_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} follows {self.subject_kind} {self.subject_id}"


class CalendarLinkQuerySet(models.QuerySet["CalendarLink"]):
    def in_force(self) -> Self:
        return self.filter(revoked_at__isnull=True)


@tracked(exclude=["token_hash", "last_used_at"])
class CalendarLink(models.Model):
    """The private address of a person's calendar, of all that they may see or of what they follow. Only the SHA-256 of
    its secret is kept: whoever reads the database can't read a calendar with it. A replaced or revoked link stays as a
    row and never works again."""

    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    only_followed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="notifications_calendarlink_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(token_hash__regex=r"^[0-9a-f]{64}$"),  # noqa: S106 - a hash, no password
                name="notifications_calendarlink_has_a_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person_id}"
