"""The shortlist in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Cell, Row, TableColumn, Tag
from tracker.portfolio.presenters.suppliers import NOT_VETTED, sight_of, supplier_href
from tracker.portfolio.selectors.shortlist import ShortlistView
from tracker.portfolio.shortlist import Candidate

COLUMNS = (
    TableColumn("Product"),
    TableColumn("Vetted until"),
    TableColumn("Reference sites"),
    TableColumn("Used by"),
)
VETTED = Tag("Vetted", "green", "state-live-full")


@dataclass(frozen=True)
class ShortlistPage:
    summary: str
    sight: str
    asks: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str


def present_shortlist(view: ShortlistView) -> ShortlistPage:
    """The products that fit, the best vetted first."""
    wish, vetted = view.wish, sum(each.is_vetted for each in view.found)
    needed = ", ".join(kind.label for kind in view.needs)
    are = "is" if vetted == 1 else "are"
    return ShortlistPage(
        summary=f"{vetted} of {plural(view.offered, 'product')} for {wish.use_case_name} {are} vetted on "
        f"{nhs_date(wish.day)}",
        sight=sight_of(sees_all=view.sees_all),
        asks=f"The rules of that day ask for: {needed}." if needed else "No rule asks for any evidence on that day.",
        columns=COLUMNS,
        rows=[_row(each, view) for each in view.found],
        empty="No product fits. Choose “Show those that lack something” to see what is wanting.",
    )


def _row(each: Candidate, view: ShortlistView) -> Row:
    return [
        Cell(f"{each.product.name} {each.release.version}", supplier_href(each.supplier.id), hint=each.supplier.name),
        _vetted(each),
        _sites(each),
        Cell(plural(each.networks, "network"), hint="" if view.sees_all else "that you may see"),
    ]


def _vetted(each: Candidate) -> Cell:
    if each.lacks:
        return Cell(tag=NOT_VETTED, hint="; ".join(evidence.wanting for evidence in each.lacks))
    return Cell(nhs_date(each.until, "No end is recorded"), tag=VETTED)


def _sites(each: Candidate) -> Cell:
    if not each.sites:
        return Cell("None that compares")
    names = "; ".join(f"{site.organisation}{_systems(site.pacs_vendor, site.ris_vendor)}" for site in each.sites)
    return Cell(plural(len(each.sites), "site"), hint=names)


def _systems(pacs: str, ris: str) -> str:
    named = " and ".join(part for part in (pacs, ris) if part)
    return f" ({named})" if named else ""
