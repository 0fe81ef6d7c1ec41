"""Makes a report: reads, lays out, writes and stores it, saying on the way how far it is."""

from hashlib import sha256
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError
from django.template.loader import render_to_string
from django.utils import timezone

from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.networks.access import access_of
from tracker.reports import pdf, storage
from tracker.reports.actions.making import Superseded, begin_report, fail_report, finish_report, record_step
from tracker.reports.composing import compose
from tracker.reports.document import Document, Issue
from tracker.reports.locks import only_one
from tracker.reports.models import Report
from tracker.reports.policies import FAULT, GONE, TRY_AGAIN, Sight
from tracker.reports.selectors import find_subject_of

log = structlog.get_logger(__name__)
DATABASE_LOST = (OperationalError, InterfaceError)


class NothingToReport(Exception):
    """The person may not, or can no longer, see what they asked for."""


def make(report_id: UUID) -> None:
    """Makes the report unless it is made, has failed, or somebody else is at it. When the database is lost, the report
    stays as it is and `resume_reports` takes it up."""
    with only_one(report_id) as is_ours:
        report = begin_report(report_id, by=system_user()) if is_ours else None
        if report is None:
            return
        try:
            _make(report)
        except Superseded:
            log.warning("report_superseded", report=str(report_id))
        except DATABASE_LOST:
            raise
        except NothingToReport:
            fail_report(report, error=GONE, by=system_user())
        except Exception:
            log.exception("report_failed", report=str(report_id))
            fail_report(report, error=f"{FAULT} {TRY_AGAIN}", by=system_user())


def _make(report: Report) -> None:
    record_step(report, percent=10, step="Reading the plan, the documents and the flags")
    document, sight = _read(report)
    record_step(report, percent=30, step="Laying out the pages")
    pages = pdf.lay_out(to_html(document))
    record_step(report, percent=75, step="Writing the PDF")
    made = pdf.write(pages)
    record_step(report, percent=95, step="Storing the file")
    finish_report(
        report,
        file=storage.store(report.pk, made.content),
        sha256=sha256(made.content).hexdigest(),
        size_bytes=len(made.content),
        pages=made.pages,
        shows_money=document.shows_money,
        shows_whole=sight.whole,
        by=system_user(),
    )


def _read(report: Report) -> tuple[Document, Sight]:
    """What the person who asked may see now, whatever they could see when they asked."""
    access = access_of(report.requested_by, day=today_in_london())
    issue = Issue(made_by=str(report.requested_by), made_at=timezone.now(), report_id=str(report.pk))
    document = compose(access, report.kind, report.key, on=report.as_of, issue=issue)
    subject = find_subject_of(access, report)
    if document is None or subject is None:
        raise NothingToReport
    return document, subject.sight(access)


def to_html(document: Document) -> str:
    """The whole HTML document that becomes the PDF."""
    return render_to_string("reports/document.jinja", {"document": document})
