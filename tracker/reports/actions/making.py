"""What a worker records while it makes a report. Only the newest attempt may write, so that a worker which lost its
database session and lives on can't finish over the one that took its place."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.reports.locks import being_made
from tracker.reports.models import Report, ReportStatus
from tracker.reports.policies import INTERRUPTED, LOST_AFTER, MAX_ATTEMPTS, TRY_AGAIN


class Superseded(Exception):
    """Another attempt at the same report began after this one; this one stops."""


def begin_report(report_id: UUID, *, by: User) -> Report | None:
    """Starts an attempt, or answers None when there is nothing to do: the report is ready, has failed, is gone, or is
    given up because it was interrupted too often. The caller holds the report's lock."""
    with change(door=Door.JOB, by=by):
        report = (
            Report.objects.unfinished()
            .select_for_update(of=("self",))
            .select_related("requested_by")
            .filter(pk=report_id)
            .first()
        )
        if report is None:
            return None
        if report.attempts >= MAX_ATTEMPTS:
            _fail(report, f"{INTERRUPTED} {TRY_AGAIN}")
            return None
        report.attempts += 1
        report.status, report.progress, report.step = ReportStatus.RUNNING, 5, "Starting"
        report.started_at = timezone.now()
        report.save()
        return report


def record_step(report: Report, *, percent: int, step: str) -> None:
    """Says on the report's page how far it is. Committed at once; raises `Superseded`."""
    _write(report, progress=percent, step=step)


def finish_report(
    report: Report,
    *,
    file: str,
    sha256: str,
    size_bytes: int,
    pages: int,
    shows_money: bool,
    shows_whole: bool,
    by: User,
) -> None:
    """The file is stored: the report is ready. Raises `Superseded`."""
    with change(door=Door.JOB, by=by):
        _write(
            report,
            status=ReportStatus.READY,
            progress=100,
            step="Ready",
            finished_at=timezone.now(),
            file=file,
            sha256=sha256,
            size_bytes=size_bytes,
            pages=pages,
            shows_money=shows_money,
            shows_whole=shows_whole,
        )


def fail_report(report: Report, *, error: str, by: User) -> None:
    """The report could not be made; `error` says why and what to do. Raises `Superseded`."""
    with change(door=Door.JOB, by=by):
        _write(report, status=ReportStatus.FAILED, error=error[:1000], finished_at=timezone.now(), step="Failed")


def requeue_lost(*, by: User) -> list[UUID]:
    """The reports whose job was lost, marked as queued again: running ones that no worker holds (it was killed), and
    waiting ones that nobody began within a minute (Redis lost the job)."""
    with change(door=Door.JOB, by=by):
        rows = list(Report.objects.unfinished().select_for_update(skip_locked=True).order_by("queued_at"))
        held = being_made([row.pk for row in rows])
        late = timezone.now() - LOST_AFTER
        lost = [
            row.pk
            for row in rows
            if row.pk not in held and (row.status == ReportStatus.RUNNING or row.queued_at < late)
        ]
        Report.objects.filter(pk__in=lost).update(queued_at=timezone.now())
        return lost


def _fail(report: Report, error: str) -> None:
    report.status, report.error, report.finished_at, report.step = ReportStatus.FAILED, error, timezone.now(), "Failed"
    report.save()


def _write(report: Report, **fields: Any) -> None:
    current = Report.objects.filter(pk=report.pk, attempts=report.attempts, status=ReportStatus.RUNNING)
    if not current.update(**fields):
        raise Superseded
