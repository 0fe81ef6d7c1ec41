"""Raw tables out of files: rows of cells as the spreadsheet or the CSV holds them, nothing interpreted yet."""

import csv
import io
import posixpath
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree import ElementTree as ET

import python_calamine

from tracker.exchange.cells import Raw
from tracker.exchange.problems import Refused
from tracker.exchange.safety import SAVE_AS_XLSX, check_spreadsheet

# The widest sheet has 24 columns. Beyond this area a stray cell far from the table would fill the memory.
MAX_AREA = 4_000_000

CELL = re.compile(rb"<(?:\w+:)?c(\s[^>]*)?>")
REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
ERROR_TYPE = re.compile(rb"""\st\s*=\s*["']e["']""")


@dataclass
class Table:
    """One sheet as it stands in a file. Row 1 is `rows[0]`; `broken` says why the rest could not be read."""

    name: str
    rows: list[list[Raw]]
    broken: str = ""
    broken_at: int = 0


def read_xlsx(archive: zipfile.ZipFile, content: bytes) -> list[Table]:
    """Every worksheet of an XLSX whose archive was checked."""
    check_spreadsheet(archive)
    try:
        parts = find_worksheets(archive)
        errors = check_extent(archive, parts)
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return [read_worksheet(book, name, errors[name]) for name in parts]
    except (
        python_calamine.CalamineError,
        ET.ParseError,
        KeyError,
        ValueError,
    ) as error:
        raise Refused(f"The workbook is damaged. {SAVE_AS_XLSX}") from error


def find_worksheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The name of each worksheet with its part of the archive; chart sheets hold no table and are left out."""
    targets = {}
    for element in parse_xml(archive, "xl/_rels/workbook.xml.rels"):
        if element.get("Type", "").endswith("/worksheet"):
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[element.get("Id")] = path
    found = {}
    for element in parse_xml(archive, "xl/workbook.xml").iter():
        if local_name(element.tag) == "sheet":
            identity = next(
                (value for name, value in element.items() if local_name(name) == "id"),
                None,
            )
            if identity in targets:
                found[element.get("name", "")] = targets[identity]
    return found


def parse_xml(archive: zipfile.ZipFile, path: str) -> ET.Element:
    """A small part as XML. A document type is refused: no spreadsheet program writes one, and entities can be bombs."""
    text = archive.read(path)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Refused(f"The workbook is not one that a spreadsheet program saved. {SAVE_AS_XLSX}")
    return ET.fromstring(text)  # noqa: S314 - no document type, and its size was checked


def local_name(tag: str) -> str:
    """An XML name without its namespace: there is a transitional and a strict one."""
    return tag.rpartition("}")[2]


def check_extent(archive: zipfile.ZipFile, parts: dict[str, str]) -> dict[str, dict[tuple[int, int], str]]:
    """The error cells of each sheet, once no stray cell makes a sheet larger than the memory may hold.

    calamine gives an error cell as an empty one, which would silently leave the stored value; so they are found here.
    """
    errors: dict[str, dict[tuple[int, int], str]] = {}
    area = 0
    for name, path in parts.items():
        text = archive.read(path)
        last_row = last_column = 0
        errors[name] = {}
        for found in CELL.finditer(text):
            attributes = found.group(1) or b""
            if attributes.endswith(b"/"):
                continue
            place = REFERENCE.search(attributes)
            if not place:
                raise Refused(f"The cells of sheet {name} have no places. {SAVE_AS_XLSX}")
            row, column = int(place.group(2)), column_number(place.group(1))
            last_row, last_column = max(last_row, row), max(last_column, column)
            if ERROR_TYPE.search(attributes):
                errors[name][row, column] = read_error(text, found.start())
        area += last_row * last_column
        if area > MAX_AREA:
            corner = f"{column_letters(last_column)}{last_row}"
            raise Refused(f"Sheet {name} reaches to cell {corner}. Delete what stands beside or below its table.")
    return errors


def read_error(text: bytes, start: int) -> str:
    """The error that a cell shows, such as #DIV/0!."""
    found = re.search(rb"<(?:\w+:)?v>([^<]{1,20})<", text[start : start + 2000])
    return found.group(1).decode("ascii", "replace") if found else "#VALUE!"


def read_worksheet(
    book: python_calamine.CalamineWorkbook,
    name: str,
    errors: dict[tuple[int, int], str],
) -> Table:
    """The cells of one worksheet, with its errors where they stand."""
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    rows: list[list[Raw]] = [list[Raw](line) for line in cells]
    for (row, column), error in errors.items():
        while len(rows) < row:
            rows.append([])
        line = rows[row - 1]
        line.extend([""] * (column - len(line)))
        line[column - 1] = error
    return Table(name, rows)


def column_number(letters: bytes) -> int:
    """The place of a column, counted from one: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """The letters of a column counted from one."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def read_csv(file_name: str, content: bytes) -> Table:
    """One CSV as the table that it is named after. Never raises: what can't be read is told in `broken`."""
    table = Table(PurePath(file_name).stem.strip(), [])
    text = decode_csv(content)
    if text is None:
        table.broken = "The file is neither UTF-8 nor Windows-1252. Save it as CSV UTF-8."
        return table
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        table.rows.extend(list(row) for row in reader)
    except csv.Error:
        table.broken_at = len(table.rows) + 1
        table.broken = (
            "A quotation mark is not closed or not doubled, so this row and those below can't be read. Correct it."
        )
    header = table.rows[0] if table.rows else []
    if len(header) == 1 and re.search(r"[;\t]", str(header[0])):
        table.broken, table.broken_at = (
            "The columns are not parted by commas. Save the file as CSV with commas.",
            1,
        )
        table.rows.clear()
    return table


def decode_csv(content: bytes) -> str | None:
    """The text of a CSV in UTF-8, with or without its mark, or Windows-1252; None if it is neither."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
