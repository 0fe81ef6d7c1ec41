"""A programme workbook written from rows, by the same declarations that read it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.amounts import Money
from tracker.exchange.cells import CLEAR, LEAVE, Kind
from tracker.exchange.days import Date, Month
from tracker.exchange.sheets import BY_NAME, Column, Sheet

WIDTHS = {Date: 14, Month: 12, Money: 16}
LONGEST_CELL = 32_767  # Excel's own limit
# A fixed day, so that the same rows give the same file.
CREATED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_workbook(target: Path | IO[bytes], sheets: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
    """Write the named sheets, in the order of the declarations, each with its header and its rows.

    A row maps column names to values: days as `date`, money as pence, lists as sequences, yes and no as booleans;
    `None` and an absent column give an empty cell, `CLEAR` gives `-`. An unknown sheet or column raises `KeyError`.
    """
    unknown = set(sheets) - set(BY_NAME)
    if unknown:
        raise KeyError(f"no such sheet: {', '.join(sorted(unknown))}")
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, options) as book:
        book.set_properties({"created": CREATED})
        formats: dict[type, Format] = {
            Date: book.add_format({"num_format": "dd/mm/yyyy"}),
            Month: book.add_format({"num_format": "yyyy-mm"}),
            Money: book.add_format({"num_format": "£#,##0.00"}),
        }
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, sheet in BY_NAME.items():
            if name in sheets:
                write_sheet(book.add_worksheet(name), sheet, sheets[name], heading, formats)


def write_sheet(
    page: Worksheet,
    sheet: Sheet,
    rows: Iterable[Mapping[str, object]],
    heading: Format,
    formats: Mapping[type, Format],
) -> None:
    """Write one sheet: a header that stays in view, then a typed cell for each value."""
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.name, heading)
        page.set_column(place, place, WIDTHS.get(type(column.kind), 22))
    for number, row in enumerate(rows, start=1):
        unknown = set(row) - set(sheet.by_name)
        if unknown:
            raise KeyError(f"no such column on sheet {sheet.name}: {', '.join(sorted(unknown))}")
        for place, column in enumerate(sheet.columns):
            write_cell(page, (number, place), column, row.get(column.name), formats.get(type(column.kind)))


def write_cell(
    page: Worksheet, place: tuple[int, int], column: Column, value: object, cell_format: Format | None
) -> None:
    """Write one value so that reading it gives the same value."""
    cell = as_cell(column.kind, value)
    if isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise ValueError(f"{column.name} holds {len(cell):,} characters, more than a cell of a spreadsheet can")
        page.write_string(*place, cell)
    elif isinstance(cell, dt.date):
        page.write_datetime(*place, dt.datetime.combine(cell, dt.time()), cell_format)
    elif cell is not None:
        page.write_number(*place, cell, cell_format)


def as_cell(kind: Kind, value: object) -> str | float | dt.date | None:
    """A value as the cell that carries it: words, a number, a day, or nothing."""
    if value is None or value is LEAVE or value == "":
        return None
    if value is CLEAR:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | dt.date):
        return value
    if isinstance(value, int | float | Decimal):
        return float(Decimal(value) / 100) if isinstance(kind, Money) else float(value)
    if not isinstance(value, Iterable):
        raise TypeError(f"a cell can't hold {type(value).__name__}")
    return "; ".join(str(part) for part in value) or None
