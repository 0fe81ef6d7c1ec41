"""The list of contracts in words, dates and tags, and as the rows of a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.csv_export import CsvCell
from tracker.core.filters import address
from tracker.core.formats import in_words, money, nhs_date, plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.procurement.policies.contract_register import Line, Status, Totals, totals

STATUS_TAGS = {
    Status.PLANNED: Tag("Planned", "blue", "state-not-started"),
    Status.SIGNED: Tag("Signed", "green", "state-live-full"),
    Status.ENDING: Tag("Ends soon", "orange", "severity-high"),
    Status.ENDED: Tag("Ended", "grey", "state-withdrawn"),
}
COLUMNS = (
    ("reference", TableColumn("Contract")),
    ("network", TableColumn("Network")),
    ("supplier", TableColumn("Supplier")),
    ("use-case", TableColumn("Use case")),
    ("", TableColumn("Status")),
    ("signed", TableColumn("Signed or expected")),
    ("ends", TableColumn("Last day")),
    ("trusts", TableColumn("Trusts", numeric=True)),
)
MONEY_COLUMNS = (("value", TableColumn("Value", numeric=True)), ("paid", TableColumn("Paid", numeric=True)))
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
    """The list. `columns` are its heads with the names of their orders."""

    lead: str
    shown: str
    columns: Sequence[tuple[str, TableColumn]]
    rows: Sequence[Row]
    export_href: str
    empty: str
    actions: Sequence[Action] = ()


@dataclass(frozen=True)
class Slice:
    """One page of a longer list, and all that were found."""

    lines: Sequence[Line]
    found: Sequence[Line]


def present_register(
    part: Slice, *, kept: Sequence[tuple[str, str]], day: date, is_filtered: bool, is_today: bool, add_href: str = ""
) -> RegisterPage:
    """`kept` are the choices of the address, which the file has too; `add_href` is empty for who may not add."""
    sums = totals(part.found)
    dated = [] if is_today else [("as_of", day.isoformat())]
    rows: list[Row] = [_row(line, day, sums.shown > 0, "" if is_today else f"?as_of={day}") for line in part.lines]
    if sums.shown:
        rows.append(_total_row(sums))
    return RegisterPage(
        lead=_lead(part.found, day),
        shown=_shown(sums),
        columns=[*COLUMNS, *(MONEY_COLUMNS if sums.shown else ())],
        rows=rows if part.lines else [],
        export_href=address(reverse("contracts-export"), [*dated, *kept]),
        empty="No contract fits these filters." if is_filtered else "No contract is recorded yet.",
        actions=[Action("Add a contract", add_href)] if add_href else [],
    )


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
