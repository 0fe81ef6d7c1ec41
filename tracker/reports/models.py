"""Reports that people asked for: visible jobs, one row each, with the file they made."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tracker.core.history import tracked

if TYPE_CHECKING:
    from tracker.accounts.models import User


class ReportKind(models.TextChoices):
    TRUST = "trust", "Trust readiness"
    NETWORK = "network", "Network readiness"


class ReportStatus(models.TextChoices):
    WAITING = "waiting", "Waiting to start"
    RUNNING = "running", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports in the words of the people and jobs that ask for them."""

    def unfinished(self) -> Self:
        return self.filter(status__in=[ReportStatus.WAITING, ReportStatus.RUNNING])

    def of(self, user: "User") -> Self:
        return self.filter(requested_by=user)

    def requested_since(self, moment: datetime) -> Self:
        return self.filter(requested_at__gte=moment)


@tracked(exclude=["progress", "step", "attempts", "queued_at"])
class Report(models.Model):
    """One request for a PDF about a subject on a day, made with the rights of the person who asked.

    `key` is a trust's ODS code or a network's slug; `progress` is in percent. `attempts` counts how often a worker
    began, and only the newest attempt may write; `queued_at` is when the job was last put in the queue. `shows_money`
    and `shows_whole` tell what the maker could see, which whoever opens the file must be able to see as well: contract
    values, and the whole of the subject rather than its plan. `sha256` is the digest of the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=ReportKind.choices)
    key = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    as_of = models.DateField()
    requested_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reports"
    )
    requested_at = models.DateTimeField(auto_now_add=True)
    status = models.CharField(max_length=20, choices=ReportStatus.choices, default=ReportStatus.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(blank=True, max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    shows_money = models.BooleanField(default=False)
    shows_whole = models.BooleanField(default=True)
    error = models.CharField(max_length=1000, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=Q(status__in=["waiting", "running"]), name="reports_report_unfinished"
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="reports_report_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="reports_report_status_is_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="reports_report_progress_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.READY) | (~Q(file="") & ~Q(sha256="") & Q(finished_at__isnull=False)),
                name="reports_report_ready_has_a_file",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.FAILED) | ~Q(error=""), name="reports_report_failed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title
