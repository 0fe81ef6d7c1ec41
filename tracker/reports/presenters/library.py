"""The list of reports and the page of one report."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from tracker.core.formats import nhs_date, nhs_datetime, number, plural
from tracker.core.presentation import Cell, Progress, Row, TableColumn, Tag
from tracker.networks.access import Access
from tracker.reports.models import Report, ReportKind, ReportStatus
from tracker.reports.policies import Sight, may_open
from tracker.reports.selectors import Subject

STATUS_TAGS = {
    ReportStatus.WAITING: Tag("Waiting to start", "grey"),
    ReportStatus.RUNNING: Tag("Being made", "blue"),
    ReportStatus.READY: Tag("Ready", "green"),
    ReportStatus.FAILED: Tag("Failed", "red"),
}
KILOBYTE = 1000


def preview_name(kind: str) -> str:
    """The URL name of the HTML twin of reports of this kind."""
    return "report-preview-network" if kind == ReportKind.NETWORK else "report-preview-trust"


def preview_href(report: Report, *, is_today: bool = False) -> str:
    """The address of a report's HTML twin, for the report's day."""
    path = reverse(preview_name(report.kind), args=[report.key])
    return path if is_today else f"{path}?as_of={report.as_of.isoformat()}"


@dataclass(frozen=True)
class StatusPage:
    """One report: how far it is, and what can be done with it."""

    title: str
    lead: str
    href: str
    preview_href: str
    progress: Progress
    error: str = ""
    refusal: str = ""
    may_retry: bool = False
    retry_href: str = ""


@dataclass(frozen=True)
class ListPage:
    lead: str
    columns: Sequence[tuple[str, TableColumn]] = field(default_factory=tuple)
    rows: Sequence[Row] = field(default_factory=tuple)


def made_with(report: Report) -> Sight:
    """What the maker of a report could see."""
    return Sight(money=report.shows_money, whole=report.shows_whole)


def present_status(report: Report, subject: Subject, access: Access) -> StatusPage:
    """The page of one report, for somebody who may know of it."""
    href = reverse("report", args=[report.pk])
    is_ready, has_failed = report.status == ReportStatus.READY, report.status == ReportStatus.FAILED
    decision = may_open(made_with(report), subject.sight(access))
    return StatusPage(
        title=report.title,
        lead=f"Data as at {nhs_date(report.as_of)}. "
        f"Asked for by {report.requested_by} on {nhs_datetime(report.requested_at)}.",
        href=href,
        preview_href=preview_href(report),
        progress=Progress(
            label=_file_label(report) if is_ready else "PDF",
            state=STATUS_TAGS[ReportStatus(report.status)],
            percent=report.progress,
            message=_message(report),
            poll_href=href,
            href=reverse("report-download", args=[report.pk]) if is_ready and decision else "",
            is_finished=is_ready or has_failed,
        ),
        error=report.error if has_failed else "",
        refusal=decision.sentence if is_ready else "",
        may_retry=has_failed and report.requested_by_id == access.user.pk,
        retry_href=reverse("report-retry", args=[report.pk]),
    )


def _file_label(report: Report) -> str:
    size = number(max(1, round(report.size_bytes / KILOBYTE)))
    return f"PDF, {plural(report.pages, 'page')}, {size} kB"


def _message(report: Report) -> str:
    if report.status == ReportStatus.READY:
        return f"Made on {nhs_datetime(report.finished_at)}."
    if report.status == ReportStatus.FAILED:
        return "Nothing was stored."
    return f"{report.step}."


def present_list(reports: Sequence[Report], access: Access) -> ListPage:
    """The newest reports, each with a link to its page."""
    rows: list[Row] = [
        (
            Cell(report.title, href=reverse("report", args=[report.pk]), hint=f"Data as at {nhs_date(report.as_of)}"),
            Cell(tag=STATUS_TAGS[ReportStatus(report.status)]),
            Cell(nhs_datetime(report.requested_at)),
            Cell(str(report.requested_by)),
        )
        for report in reports
    ]
    whose = "made for anybody in the programme" if access.is_national else "that you asked for"
    return ListPage(
        lead=f"Readiness reports {whose}. Each is also a page, and shows what its reader may see.",
        columns=[
            ("title", TableColumn("Report", width="wide")),
            ("", TableColumn("State")),
            ("asked", TableColumn("Asked for")),
            ("by", TableColumn("By")),
        ],
        rows=rows,
    )
