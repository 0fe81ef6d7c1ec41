"""Reports that people asked for: visible jobs, one row each, with the file they made."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

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


@tracked(exclude=["progress", "step"])
class Report(models.Model):
    """One request for a PDF about a subject on a day. `key` is a trust's ODS code or a network's slug; `progress` is
    in percent; `sha256` is the digest of the file that was made."""

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
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="reports/%Y/%m/", blank=True, max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="reports_report_kind_is_known"),
            models.CheckConstraint(condition=Q(status__in=ReportStatus.values), name="reports_report_status_is_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="reports_report_progress_is_a_percentage"),
            models.CheckConstraint(
                condition=~Q(status=ReportStatus.READY) | (~Q(file="") & ~Q(sha256="") & Q(finished_at__isnull=False)),
                name="reports_report_ready_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.title
