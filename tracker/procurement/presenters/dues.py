"""What is due in words: for one procurement, and for all of them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date
from tracker.core.presentation import Cell, Row, TableColumn, Tag
from tracker.procurement.selectors.pipeline import Due, DueKind

DUE_COLUMNS = tuple(map(TableColumn, ("What", "By", "Kind")))
PLACED_COLUMNS = (TableColumn("Procurement"), *DUE_COLUMNS)


def due_rows(dues: Sequence[Due], *, day: date, with_place: bool) -> Sequence[Row]:
    """Rows of `DUE_COLUMNS`, or of `PLACED_COLUMNS` where several procurements are told of."""
    return [_row(due, day, with_place=with_place) for due in dues]


def _row(due: Due, day: date, *, with_place: bool) -> Row:
    own = due.line.procurement
    overdue = Tag("Overdue", "red", "severity-critical") if due.is_overdue(day) else None
    until = "until the end of " if due.kind == DueKind.STANDSTILL else ""
    row: list[Cell | str | int] = [due.what, Cell(f"{until}{nhs_date(due.on)}", tag=overdue), due.kind.value]
    place = Cell(own.network_name, reverse("procurement", args=[own.id]), hint=own.use_case_name)
    return [place, *row] if with_place else row
