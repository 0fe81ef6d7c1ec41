"""The list of contracts in words, dates and tags, and as the rows of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from tracker.core.csv_export import CsvCell
from tracker.core.formats import in_words, money, nhs_date, plural
from tracker.core.presentation import Action, Cell, Link, Row, TableColumn, Tag
from tracker.procurement.policies.contract_register import Line, Status, Totals, Wish, totals

STATUS_TAGS = {
    Status.PLANNED: Tag("Planned", "blue", "state-not-started"),
    Status.SIGNED: Tag("Signed", "green", "state-live-full"),
    Status.ENDING: Tag("Ends soon", "orange", "severity-high"),
    Status.ENDED: Tag("Ended", "grey", "state-withdrawn"),
}
COLUMNS = (
    ("reference", "Contract", False),
    ("network", "Network", False),
    ("supplier", "Supplier", False),
    ("use-case", "Use case", False),
    ("", "Status", False),
    ("signed", "Signed or expected", False),
    ("ends", "Last day", False),
    ("trusts", "Trusts", True),
)
MONEY_COLUMNS = (("value", "Value", True), ("paid", "Paid", True))
HEADER = (
    "contract",
    "network",
    "supplier",
    "use case",
    "status",
    "baseline signature",
    "expected signature",
    "signed on",
    "starts on",
    "ends on",
    "notice by",
    "trusts covered",
)
MONEY_HEADER = ("value in pounds", "committed in pounds", "paid in pounds")
HIDDEN = "Not shown to you"


@dataclass(frozen=True)
class RegisterPage:
    """The list. `summary` counts all that were found, `totals` are of the values that may be seen."""

    lead: str
    summary: str
    shown: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    is_filtered: bool
    clear_href: str
    export_href: str
    empty: str
    actions: Sequence[Action] = ()
    previous: Link | None = None
    following: Link | None = None


@dataclass(frozen=True)
class Slice:
    """One page of a longer list, and all that were found."""

    lines: Sequence[Line]
    found: Sequence[Line]
    number: int = 1
    pages: int = 1


def present_register(
    part: Slice, *, wish: Wish, kept: Sequence[tuple[str, str]], day: date, is_today: bool, add_href: str = ""
) -> RegisterPage:
    """`kept` are the choices of the address, which its links keep; `add_href` is empty for who may not add."""
    sums = totals(part.found)
    without_order = [(name, value) for name, value in kept if name not in ("order", "page")]
    dated = [] if is_today else [("as_of", day.isoformat())]
    all_kept = [(name, value) for name, value in kept if name != "page"]
    query = f"?{urlencode(all_kept)}" if all_kept else ""
    rows: list[Row] = [_row(line, day, sums.shown > 0, "" if is_today else f"?as_of={day}") for line in part.lines]
    if sums.shown:
        rows.append(_total_row(sums))
    return RegisterPage(
        lead=_lead(part.found, day),
        summary=plural(len(part.found), "contract"),
        shown=_shown(sums),
        columns=[
            _column(column, wish.order, without_order) for column in (*COLUMNS, *(MONEY_COLUMNS if sums.shown else ()))
        ],
        rows=rows if part.lines else [],
        is_filtered=wish.is_in_use,
        clear_href=reverse("contracts") + (f"?{urlencode(dated)}" if dated else ""),
        export_href=reverse("contracts-export") + query,
        empty="No contract fits these filters." if wish.is_in_use else "No contract is recorded yet.",
        actions=[Action("Add a contract", add_href)] if add_href else [],
        previous=_page_link(part, part.number - 1, all_kept) if part.number > 1 else None,
        following=_page_link(part, part.number + 1, all_kept) if part.number < part.pages else None,
    )


def _page_link(part: Slice, number: int, kept: Sequence[tuple[str, str]]) -> Link:
    address = f"{reverse('contracts')}?{urlencode([*kept, ('page', str(number))])}"
    return Link(f"Page {number} of {part.pages}", address)


def _lead(lines: Sequence[Line], day: date) -> str:
    counts = {status: sum(1 for line in lines if line.status(day) == status) for status in Status}
    running, ending = counts[Status.SIGNED] + counts[Status.ENDING], counts[Status.ENDING]
    parts = [
        f"{running} signed and running",
        f"{ending} of them {'ends' if ending == 1 else 'end'} within 90 days" if ending else "",
        f"{counts[Status.PLANNED]} still to be signed" if counts[Status.PLANNED] else "",
        f"{counts[Status.ENDED]} ended" if counts[Status.ENDED] else "",
    ]
    return ", ".join(part for part in parts if part) + "."


def _shown(sums: Totals) -> str:
    if not sums.contracts:
        return ""
    if sums.shown == sums.contracts:
        return f"Values of all {plural(sums.contracts, 'contract')} are shown to you."
    if not sums.shown:
        return "Values are not shown to you: they are for procurement, programme managers and national leads."
    return (
        f"Values of {sums.shown} of {plural(sums.contracts, 'contract')} are shown to you, and the total is of these."
    )


def _column(column: tuple[str, str, bool], order: str, kept: Sequence[tuple[str, str]]) -> TableColumn:
    name, label, numeric = column
    if not name:
        return TableColumn(label, numeric=numeric)
    is_sorted = order.removeprefix("-") == name
    wanted = f"-{name}" if order == name else name
    return TableColumn(
        label,
        numeric=numeric,
        sort_href=f"{reverse('contracts')}?{urlencode([*kept, ('order', wanted)])}",
        sorted=("descending" if order.startswith("-") else "ascending") if is_sorted else "",
    )


def _row(line: Line, day: date, has_money: bool, query: str) -> Row:  # noqa: FBT001 - one of a table's two shapes
    status, signature = line.status(day), line.signature
    cells: list[Cell | str | int] = [
        Cell(line.reference, href=reverse("contract", args=[line.id]) + query),
        line.network,
        line.supplier,
        line.use_case_name,
        Cell(tag=STATUS_TAGS[status], hint=_hint(line, status, day)),
        Cell(nhs_date(signature.expected), hint="" if signature.is_done or not signature.expected else "Expected"),
        nhs_date(line.ends_on),
        line.trusts,
    ]
    if has_money:
        cells += (
            [money(line.value_pence, empty="Not set"), money(line.paid_pence, empty="Not set")]
            if line.shows_money
            else [HIDDEN, HIDDEN]
        )
    return cells


def _hint(line: Line, status: Status, day: date) -> str:
    if status == Status.ENDING and line.ends_on:
        return f"In {in_words((line.ends_on - day).days)}" if line.ends_on > day else "Today"
    return f"{in_words(line.signature.overdue_days(day))} overdue" if line.signature.is_overdue(day) else ""


def _total_row(sums: Totals) -> Row:
    label = f"Total of {plural(sums.shown, 'contract')}"
    blanks: list[Cell | str | int] = [""] * (len(COLUMNS) - 1)
    return [label, *blanks, money(sums.value_pence), money(sums.paid_pence)]


def export_header(lines: Sequence[Line]) -> tuple[str, ...]:
    """The columns of the file; of money only where some of it may be seen."""
    return (*HEADER, *(MONEY_HEADER if has_money(lines) else ()))


def has_money(lines: Sequence[Line]) -> bool:
    """The file holds at least one figure that is commercial."""
    return any(line.shows_money for line in lines)


def export_rows(lines: Sequence[Line], day: date) -> Iterator[list[CsvCell]]:
    """The rows of the file, in the order of the list."""
    with_money = has_money(lines)
    for line in lines:
        cells: list[CsvCell] = [
            line.reference,
            line.network,
            line.supplier,
            line.use_case_name,
            line.status(day).label,
            line.signature.baseline,
            None if line.signature.is_done else line.signature.expected,
            line.signature.actual,
            line.starts_on,
            line.ends_on,
            line.notice_by,
            line.trusts,
        ]
        if with_money:
            cells += [_pounds(each) for each in (line.value_pence, line.committed_pence, line.paid_pence)]
        yield cells


def _pounds(amount_pence: int | None) -> CsvCell:
    return None if amount_pence is None else f"{amount_pence / 100:.2f}"
