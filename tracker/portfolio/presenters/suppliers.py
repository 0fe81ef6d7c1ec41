"""The list of suppliers in words: who trades, where they are used, and until when their products are vetted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.portfolio.selectors.suppliers import SuppliersView, Usage
from tracker.procurement.selectors.supply import StatusOn, SupplierOn
from tracker.procurement.vocabulary import SupplierStatusCode

COLUMNS = (
    ("supplier", TableColumn("Supplier")),
    ("", TableColumn("Status")),
    ("", TableColumn("Products")),
    ("use", TableColumn("In use at")),
    ("", TableColumn("Vetted until")),
)
STATUS_TAGS = {
    SupplierStatusCode.ACTIVE: Tag("Active", "green", "state-live-full"),
    SupplierStatusCode.IN_ADMINISTRATION: Tag("In administration", "red", "state-paused"),
    SupplierStatusCode.WITHDRAWN: Tag("Withdrawn", "red", "state-withdrawn"),
}
NOT_VETTED = Tag("Not vetted", "red", "severity-high")
NO_ROLE = "You have no role over a network or trust, so no supplier is shown. An administrator can change that."


@dataclass(frozen=True)
class SuppliersPage:
    lead: str
    sight: str
    columns: Sequence[tuple[str, TableColumn]]
    rows: Sequence[Row]
    actions: Sequence[Action]
    empty: str


def supplier_href(supplier_id: int, as_of: date | None = None) -> str:
    query = f"?{urlencode({'as_of': as_of.isoformat()})}" if as_of else ""
    return f"{reverse('supplier', args=[supplier_id])}{query}"


def status_tag(status: StatusOn) -> Tag:
    return STATUS_TAGS[status.status]


def sight_of(*, sees_all: bool) -> str:
    """What the counts of use are of."""
    if sees_all:
        return ""
    return "Use is counted over the networks and trusts that you may see. Others may use a supplier too."


def present_suppliers(
    view: SuppliersView, found: Sequence[SupplierOn], *, as_of: date | None, is_filtered: bool = False
) -> SuppliersPage:
    """The suppliers that were found, in their order; the lead is about all of them."""
    failed = [each for each in view.suppliers if not each.is_active]
    trades = plural(len(failed), "supplier does", "suppliers do")
    return SuppliersPage(
        lead=f"{trades} not trade. {plural(len(view.suppliers), 'supplier')} in all."
        if failed
        else "All of them trade.",
        sight=sight_of(sees_all=view.sees_all),
        columns=COLUMNS,
        rows=[_row(each, view, as_of) for each in found],
        actions=[Action("Shortlist of vetted products", reverse("shortlist"), "secondary")],
        empty=_empty(view, is_filtered),
    )


def _empty(view: SuppliersView, is_filtered: bool) -> str:  # noqa: FBT001 - one of three wordings
    if is_filtered:
        return "No supplier fits these filters."
    return "No supplier is recorded." if view.needs else NO_ROLE


def _row(supplier: SupplierOn, view: SuppliersView, as_of: date | None) -> Row:
    now = supplier.now
    return [
        Cell(supplier.name, supplier_href(supplier.id, as_of), hint=supplier.company_number),
        Cell(tag=status_tag(now), hint=f"Since {nhs_date(now.since)}" if now.since else ""),
        ", ".join(product.name for product in supplier.products) or "None",
        used_at(view.usage[supplier.id]),
        _vetted(supplier, view),
    ]


def used_at(usage: Usage) -> Cell:
    """How many trusts and contracts, of those that the viewer sees."""
    if not usage.is_some:
        return Cell("Nowhere that you see")
    return Cell(plural(usage.trusts, "trust"), hint=plural(len(usage.contracts), "contract"))


def _vetted(supplier: SupplierOn, view: SuppliersView) -> Cell:
    """The first end among the products, each by the newest of its releases that lack least; or which lacks what."""
    lacking = view.lacking(supplier)
    if lacking:
        names = ", ".join(product.name for product, _ in lacking)
        many = sum(len(wanting) for _, wanting in lacking)
        lacks = plural(many, "kind of evidence", "kinds of evidence")
        return Cell(tag=NOT_VETTED, hint=f"{names}: {lacks} wanting")
    best = [(product, own) for product in supplier.products if (own := view.best_of(product))]
    ends = [(until, product.name) for product, own in best if (until := own.vetted_until(view.needs))]
    if not ends:
        return Cell("No release is recorded" if not best else "No end is recorded")
    until, name = min(ends)
    return Cell(nhs_date(until), hint=f"{name} ends first" if len(best) > 1 else "")
