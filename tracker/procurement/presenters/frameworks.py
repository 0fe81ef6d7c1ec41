"""Frameworks in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.procurement.selectors.pipeline import FRAMEWORK_WITHIN, Line
from tracker.procurement.selectors.routes import FrameworkRow


@dataclass(frozen=True)
class FrameworksPage:
    actions: Sequence[Action]
    rows: Sequence[Row]
    empty: str
    columns = (
        ("framework", TableColumn("Framework")),
        ("", TableColumn("Lot")),
        ("starts", TableColumn("Starts")),
        ("expires", TableColumn("Expires")),
        ("", TableColumn("Procurements that you may see")),
    )


def present_frameworks(
    frameworks: Sequence[FrameworkRow], lines: Sequence[Line], *, day: date, may_edit: bool, is_filtered: bool
) -> FrameworksPage:
    """The frameworks on record, with the procurements of the viewer that name each."""
    return FrameworksPage(
        actions=[Action("Add a framework", reverse("new-framework"))] if may_edit else [],
        rows=[_row(each, lines, day, may_edit=may_edit) for each in frameworks],
        empty="No framework fits these filters." if is_filtered else "No framework is on record yet.",
    )


def _row(each: FrameworkRow, lines: Sequence[Line], day: date, *, may_edit: bool) -> Row:
    own = [line for line in lines if line.procurement.framework == each.name]
    waiting = sum(1 for line in own if not line.signed_on)
    href = reverse("edit-framework", args=[each.id]) if may_edit else ""
    used = f"{plural(len(own), 'procurement')}, {waiting} without a contract" if own else "None"
    return [
        Cell(each.name, href, hint=each.reference),
        each.lot,
        nhs_date(each.starts_on),
        Cell(nhs_date(each.expires_on), tag=_expiry_tag(each.expires_on, day)),
        used,
    ]


def _expiry_tag(expires_on: date | None, day: date) -> Tag | None:
    if expires_on is None or expires_on > day + timedelta(days=FRAMEWORK_WITHIN):
        return None
    return Tag("Expired", "red", "severity-critical") if expires_on < day else Tag("Soon", "orange", "severity-high")
