"""The filters of the list of reports."""

from tracker.core.filters import Choice, ListFilter, Offered, Words
from tracker.reports.models import ReportKind, ReportStatus


class ReportFilter(ListFilter):
    """Choices over the newest reports that a person may know of."""

    one = "report"
    orders = {
        "title": lambda report: report.title.casefold(),
        "asked": lambda report: report.requested_at,
        "by": lambda report: str(report.requested_by).casefold(),
    }

    text = Words(label="Trust, network or code", of=lambda report: (report.title, report.key))
    kind = Choice(label="Kind", choices=ReportKind.choices, of=lambda report: report.kind)
    status = Choice(label="State", choices=ReportStatus.choices, of=lambda report: report.status)
    by = Offered(label="Asked for by", of=lambda report: (report.requested_by_id, str(report.requested_by)))
