"""A programme workbook written from rows, by the same declarations that read it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.exchange.amounts import Money
from tracker.exchange.cells import CLEAR, LEAVE, Choice, Kind, ListOf, YesNo
from tracker.exchange.days import Date, Month
from tracker.exchange.sheets import BY_NAME, Column, Sheet
from tracker.exchange.workbook import MAX_ROWS

WIDTHS = {Date: 14, Month: 12, Money: 16}
WIDTH = 22
NUMBER_FORMATS = {Date: "dd/mm/yyyy", Month: "yyyy-mm", Money: "£#,##0.00"}
LONGEST_CELL = 32_767  # Excel's own limit
LONGEST_NOTE = 255  # of a cell's input message, Excel's own limit
# A fixed day, so that the same rows give the same file.
CREATED = dt.datetime(2024, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
# The sheet is locked against slips alone, without a password: what stands under a key stays there, all else may be done.
MAY = dict.fromkeys(
    (
        "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows", "delete_rows", "sort",
        "autofilter", "select_locked_cells", "select_unlocked_cells",
    ),
    True,
)  # fmt: skip


class Formats:
    """The formats of a book's cells: by kind, and whether the cell is locked."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}
        self.heading: Format = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})

    def of(self, column: Column, *, is_locked: bool) -> Format:
        shape = NUMBER_FORMATS.get(type(column.kind), "General")
        if (shape, is_locked) not in self._made:
            self._made[shape, is_locked] = self._book.add_format({"num_format": shape, "locked": is_locked})
        return self._made[shape, is_locked]


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
        formats = Formats(book)
        for name, sheet in BY_NAME.items():
            if name in sheets:
                write_sheet(book.add_worksheet(name), sheet, sheets[name], formats)


def write_sheet(page: Worksheet, sheet: Sheet, rows: Iterable[Mapping[str, object]], formats: Formats) -> None:
    """Write one sheet: a header that stays in view, columns that say what they take, then a typed cell for each value."""
    page.freeze_panes(1, 0)
    page.protect("", MAY)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.name, formats.heading)
        page.set_column(place, place, WIDTHS.get(type(column.kind), WIDTH), formats.of(column, is_locked=False))
        page.data_validation(0, place, MAX_ROWS, place, validation_of(column))
    cell_formats = [formats.of(column, is_locked=column.is_key) for column in sheet.columns]
    for number, row in enumerate(rows, start=1):
        unknown = set(row) - set(sheet.by_name)
        if unknown:
            raise KeyError(f"no such column on sheet {sheet.name}: {', '.join(sorted(unknown))}")
        for place, (column, cell_format) in enumerate(zip(sheet.columns, cell_formats, strict=True)):
            write_cell(page, (number, place), column, row.get(column.name), cell_format)


def validation_of(column: Column) -> dict[str, Any]:
    """What a spreadsheet says when a cell of the column is chosen, and which words it offers there. It warns of another
    word and lets it stand, since the import says better what is wrong with it."""
    note = {"input_title": column.name[:32], "input_message": note_of(column)[:LONGEST_NOTE]}
    words = choices_of(column)
    if not words:
        return {"validate": "any", **note}
    warning = {"error_title": "Not one of the list", "error_message": "The import will refuse this value."}
    return {"validate": "list", "source": words, "error_type": "warning", **warning, **note}


def choices_of(column: Column) -> list[str]:
    """The words that a cell of the column may hold, where there are only a few; a hyphen clears it."""
    kind = column.kind
    words = list(kind.options) if isinstance(kind, Choice) else ["yes", "no"] if isinstance(kind, YesNo) else []
    return [*words, "-"] if words and not column.is_required else words


def note_of(column: Column) -> str:
    """What the column takes, in words."""
    kind = column.kind
    about = f"{kind.label[0].upper()}{kind.label[1:]}{f': {column.note}' if column.note else ''}."
    several = (
        f" Known: {'; '.join(kind.kind.options)}." if isinstance(kind, ListOf) and isinstance(kind.kind, Choice) else ""
    )
    if column.is_key:
        return f"{about}{several} This column tells which row it is, so a row that stands keeps it. Add rows below."
    needed = " A new row needs it." if column.is_required else " A hyphen (-) clears it."
    return f"{about}{several} An empty cell changes nothing.{needed}"


def write_cell(page: Worksheet, place: tuple[int, int], column: Column, value: object, cell_format: Format) -> None:
    """Write one value so that reading it gives the same value."""
    cell = as_cell(column.kind, value)
    if isinstance(cell, str):
        if len(cell) > LONGEST_CELL:
            raise ValueError(f"{column.name} holds {len(cell):,} characters, more than a cell of a spreadsheet can")
        page.write_string(*place, cell, cell_format)
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
