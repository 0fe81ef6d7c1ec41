"""What people do with reports: ask for one, and try a failed one again."""

from datetime import date

from django.utils import timezone

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core import outbox
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, deny, require
from tracker.networks.access import access_of
from tracker.reports.models import Report, ReportKind, ReportStatus
from tracker.reports.policies import GONE, SAME_REQUEST_WITHIN, may_retry
from tracker.reports.selectors import find_subject

REPORT_WANTED = "report-wanted"


def request_report(*, kind: ReportKind, key: str, as_of: date, by: User) -> Report:
    """Stores the request and has a worker make the report once that commits.

    The same request within a minute (a double click) answers the report that the first one made. Raises `NotPermitted`
    when the person may not see the trust or network.
    """
    with change(by=by):
        User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks of one person take turns
        subject = find_subject(access_of(by, day=today_in_london()), kind, key, on=as_of)
        if subject is None:
            raise NotPermitted(deny(GONE))
        recent = Report.objects.of(by).requested_since(timezone.now() - SAME_REQUEST_WITHIN)
        repeated = recent.filter(kind=kind, key=key, as_of=as_of).exclude(status=ReportStatus.FAILED).first()
        if repeated is not None:
            return repeated
        report = Report.objects.create(
            kind=kind,
            key=key,
            title=subject.title[:300],
            as_of=as_of,
            requested_by=by,
            step="Waiting for a free worker",
        )
        outbox.publish(REPORT_WANTED, {"report": str(report.pk)})
        return report


def retry_report(*, report: Report, by: User) -> Report:
    """Puts a failed report back in the queue; the person who asked for it does that. Raises `Refused`."""
    with change(reason="Tried again", by=by):
        current = Report.objects.select_for_update().get(pk=report.pk)
        if current.requested_by_id != by.pk:
            raise NotPermitted(deny("Only the person who asked for a report may try it again."))
        require(may_retry(current.status))
        current.status, current.error, current.progress, current.attempts = ReportStatus.WAITING, "", 0, 0
        current.step, current.queued_at, current.finished_at = "Waiting for a free worker", timezone.now(), None
        current.save()
        outbox.publish(REPORT_WANTED, {"report": str(report.pk)})
        return current
