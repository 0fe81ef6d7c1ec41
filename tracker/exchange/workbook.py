"""A programme workbook read into typed rows, with every problem of its cells collected."""

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from tracker.exchange.cells import (
    CLEAR,
    LEAVE,
    CellProblem,
    Raw,
    nearest,
    read_cell,
    shown,
)
from tracker.exchange.problems import Problem, Refused
from tracker.exchange.safety import KNOWN_SUFFIXES, check_name, check_size, open_archive
from tracker.exchange.sheets import BY_NAME, Column, Sheet
from tracker.exchange.tables import Table, column_letters, read_csv, read_xlsx

MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says which thing it is about. `cells` holds what the row says: values and `CLEAR`, by column.

    `bad` names the columns whose cells are problems already, so that nothing more is said about them.
    """

    number: int
    cells: dict[str, object]
    bad: frozenset[str] = frozenset()

    def get(self, column: str) -> object:
        """The value of a column, `CLEAR`, or `LEAVE` when the row says nothing of it."""
        return self.cells.get(column, LEAVE)

    def day(self, column: str) -> dt.date:
        """The day in a dating column, which every row has by the time it is imported."""
        value = self.cells[column]
        if not isinstance(value, dt.date):
            raise TypeError(f"row {self.number} has no day in {column}")
        return value


@dataclass
class Workbook:
    """The rows of each sheet that was there, and every problem. `dropped` counts rows whose key could not be read."""

    sheets: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)


def read_workbook(path: Path) -> Workbook:
    """Read a workbook, a CSV, a zip of CSVs or a folder of CSVs. Never raises on their content."""
    try:
        if path.is_dir():
            return assemble(read_folder(path))
        if not path.exists():
            return refused(f"There is no file {path}. Check its name.")
        check_size(path.stat().st_size)
        return read_upload(path.name, path.read_bytes())
    except Refused as refusal:
        return refused(str(refusal))
    except OSError as error:
        return refused(f"The file can't be opened: {error.strerror}. Check its name and who may read it.")


def read_upload(name: str, content: bytes) -> Workbook:
    """Read a workbook that came as bytes under a file name. Never raises on its content."""
    try:
        check_size(len(content))
        suffix = check_name(name, content)
        if suffix == ".csv":
            return assemble([read_csv(name, content)])
        archive = open_archive(content)
        return assemble(read_xlsx(archive, content) if suffix == ".xlsx" else read_zip(archive))
    except Refused as refusal:
        return refused(str(refusal))


def refused(reason: str) -> Workbook:
    """A workbook of which nothing was read."""
    return Workbook(problems=[Problem("", 0, "", "", reason)])


def read_folder(path: Path) -> list[Table]:
    """The CSVs in a folder, in order of their names."""
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise Refused(f"The folder holds no CSV. {KNOWN_SUFFIXES}")
    check_size(max(1, sum(file.stat().st_size for file in files)))
    tables = []
    for file in files:
        content = file.read_bytes()
        if content:
            check_name(file.name, content)
        tables.append(read_csv(file.name, content))
    return tables


def read_zip(archive: zipfile.ZipFile) -> list[Table]:
    """The CSVs in a zip archive; what a Mac adds of its own is passed over."""
    if "xl/workbook.xml" in archive.namelist():
        raise Refused("The file is an Excel workbook. Name it .xlsx.")
    tables = []
    for part in archive.infolist():
        name = PurePath(part.filename)
        if part.is_dir() or name.parts[0] == "__MACOSX" or name.name.startswith("."):
            continue
        if name.suffix.lower() != ".csv":
            raise Refused(f"The zip archive holds {name.name}, which is not a CSV. {KNOWN_SUFFIXES}")
        content = archive.read(part)
        check_name(name.name, content)
        tables.append(read_csv(name.name, content))
    if not tables:
        raise Refused(f"The zip archive holds no CSV. {KNOWN_SUFFIXES}")
    return tables


def assemble(tables: list[Table]) -> Workbook:
    """Match tables to sheets and read their rows."""
    book = Workbook()
    known = {name.casefold(): sheet for name, sheet in BY_NAME.items()}
    row_count = sum(1 for table in tables for row in table.rows[1:] if any(has_value(cell) for cell in row))
    if row_count > MAX_ROWS:
        raise Refused(f"The workbook has {row_count:,} rows, more than the limit of {MAX_ROWS:,}. Split it by sheet.")
    for table in tables:
        sheet = known.get(" ".join(table.name.split()).casefold())
        if sheet is None:
            if table.broken or any(has_value(cell) for row in table.rows for cell in row):
                book.problems.append(Problem(table.name, 0, "", "", unknown_sheet(table.name)))
        elif sheet.name in book.sheets or sheet.name in book.unreadable:
            book.problems.append(Problem(sheet.name, 0, "", "", "The sheet is there twice. Keep one of them."))
        else:
            read_sheet(book, sheet, table)
    if not (book.sheets or book.problems):
        book.problems.append(
            Problem(
                "",
                0,
                "",
                "",
                f"The file holds no sheet of the workbook. Use: {', '.join(BY_NAME)}.",
            )
        )
    return book


def unknown_sheet(name: str) -> str:
    """What to do about a sheet that the workbook does not know."""
    found = nearest(name, list(BY_NAME))
    hint = f"Did you mean “{found}”? Rename it" if found else f"Known sheets are {', '.join(BY_NAME)}. Rename it"
    return f"The workbook has no sheet of this name. {hint}, or remove it from the file."


def read_sheet(book: Workbook, sheet: Sheet, table: Table) -> None:
    """Read one sheet's header and rows into the workbook."""
    if table.broken:
        book.problems.append(Problem(sheet.name, table.broken_at, "", "", table.broken))
    if not table.rows or not any(has_value(cell) for row in table.rows for cell in row):
        if table.broken:
            book.unreadable.add(sheet.name)
        return
    columns, problems = match_header(sheet, table.rows)
    book.problems.extend(problems)
    missing = [column.name for column in sheet.keys if not column.may_default and column not in columns.values()]
    if missing:
        book.unreadable.add(sheet.name)
        remedy = "The column is missing, and without it no row can be read. Add it to row 1."
        book.problems.extend(Problem(sheet.name, 1, name, "", remedy) for name in missing)
        return
    rows = book.sheets.setdefault(sheet.name, [])
    for number, cells in enumerate(table.rows[1:], start=2):
        if any(has_value(cell) for cell in cells):
            row, problems = read_row(sheet, columns, number, cells)
            book.problems.extend(problems)
            if row:
                rows.append(row)
            else:
                book.dropped[sheet.name] = book.dropped.get(sheet.name, 0) + 1


def has_value(cell: Raw) -> bool:
    """Whether a cell holds anything but spaces."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def plain_header(cell: Raw) -> str:
    """A header in small letters without spaces at its ends or a note in brackets at its end."""
    text = " ".join(str("" if cell is None else cell).split()).casefold()
    return re.sub(r"\s*\([^()]*\)$", "", text) or text


def match_header(sheet: Sheet, rows: list[list[Raw]]) -> tuple[dict[int, Column], list[Problem]]:
    """Which place holds which column, and what is wrong with the header."""
    columns: dict[int, Column] = {}
    problems = []
    width = max(len(row) for row in rows)
    header = [*rows[0], *[""] * (width - len(rows[0]))]
    for place, cell in enumerate(header):
        name = plain_header(cell)
        column = sheet.by_name.get(name)
        if column and column in columns.values():
            problems.append(
                Problem(
                    sheet.name,
                    1,
                    name,
                    shown(cell),
                    "The column is there twice. Keep one of them.",
                )
            )
        elif column:
            columns[place] = column
        elif name:
            problems.append(Problem(sheet.name, 1, shown(cell), "", unknown_column(sheet, name)))
        elif filled := next(
            (n for n, row in enumerate(rows, 1) if len(row) > place and has_value(row[place])),
            0,
        ):
            letters = column_letters(place + 1)
            remedy = f"Column {letters} has values but no header. Name it in row 1 or empty it."
            problems.append(Problem(sheet.name, filled, letters, shown(rows[filled - 1][place]), remedy))
    return columns, problems


def unknown_column(sheet: Sheet, name: str) -> str:
    """What to do about a column that the sheet does not know."""
    found = nearest(name, list(sheet.by_name))
    hint = f"Did you mean “{found}”? Rename it" if found else f"Its columns are {', '.join(sheet.by_name)}. Rename it"
    return f"The sheet has no column of this name. {hint}, or remove it."


def read_row(
    sheet: Sheet, columns: dict[int, Column], number: int, cells: list[Raw]
) -> tuple[Row | None, list[Problem]]:
    """One row with the problems of its cells; no row when its key can't be read."""
    values: dict[str, object] = {}
    problems = []
    for place, column in columns.items():
        value = read_cell(column.kind, cells[place]) if place < len(cells) else LEAVE
        if isinstance(value, CellProblem):
            problems.append(Problem(sheet.name, number, column.name, value.value, value.remedy))
        elif value is CLEAR and column.is_key:
            remedy = "This column tells which row it is and can't be cleared. Write its value."
            problems.append(Problem(sheet.name, number, column.name, "-", remedy))
        elif value is not LEAVE:
            values[column.name] = value
    bad = frozenset(problem.column for problem in problems)
    for column in sheet.keys:
        if not column.may_default and column.name not in values and column.name not in bad:
            remedy = "The cell is empty, and without it nobody can tell which row this is. Write its value."
            problems.append(Problem(sheet.name, number, column.name, "", remedy))
            bad |= {column.name}
    if any(column.name in bad for column in sheet.keys):
        return None, problems
    return Row(number, values, bad), problems
