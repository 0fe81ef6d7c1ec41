"""What the search finds of this app: the reports that a person may know of."""

from datetime import date

from tracker.core.formats import nhs_date
from tracker.core.searching import Entry
from tracker.networks.access import Access
from tracker.networks.search_kinds import register_kind
from tracker.reports.selectors import list_reports


def reports(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - reports are kept as they were made
    return [
        Entry(each.title, ("report", each.pk), f"Data as at {nhs_date(each.as_of)}, {each.key}")
        for each in list_reports(access)
    ]


def register() -> None:
    register_kind("reports", "Reports", hint="a trust or a network", read=reports)
