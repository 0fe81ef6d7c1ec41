"""The Organisation Data Service's file of trusts (etr.csv), read into plain lines.

The file has 27 columns and no header; see the data dictionary for the meaning of each. Closed trusts stay in the file,
Welsh trusts and trusts without imaging (mental health, community, ambulance) are mixed in, and nothing in a line tells
what kind of trust it is: whether a trust belongs to a programme is the programme's to say, never this file's.
"""

import csv
import datetime as dt
import re
from dataclasses import dataclass, field

COLUMN_COUNT = 27
MAX_BYTES = 20 * 1024 * 1024
MAX_LINE_BYTES = 10_000

# Codes issued before 1 October 2020 have three characters, later ones five: letter digit letter digit letter.
TRUST_CODE = re.compile(r"^(R[0-9A-Z]{2}|[A-Z][0-9][A-Z][0-9][A-Z])$")
REGION_CODE = re.compile(r"^(Y[0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z])$")
ICB_CODE = re.compile(r"^(Q[0-9A-Z]{2}|[A-Z][0-9][A-Z][0-9][A-Z])$")
ENGLISH_OFFICE_REGIONS = frozenset("ABDEFGHJK")

# Places of the columns that are used, counted from nought.
CODE, NAME, REGION, ICB = 0, 1, 2, 3
ADDRESS, TOWN, POSTCODE = slice(4, 9), 7, 9
OPENED, CLOSED = 10, 11
TELEPHONE, OFFICE_REGION = 17, 23

BYTE_ORDER_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with one line, and what to do about it. `line` is 0 for the file as a whole."""

    line: int
    column: str
    value: str
    remedy: str

    def __str__(self) -> str:
        where = f"Line {self.line}" if self.line else "The file"
        what = f", {self.column}" if self.column else ""
        shown = f" “{self.value}”" if self.value else ""
        return f"{where}{what}{shown}: {self.remedy}"


@dataclass(frozen=True)
class OrganisationLine:
    """One English trust as the file tells it. Dates are days; an open trust has no `closed_on`."""

    line: int
    code: str
    name: str
    region_code: str
    icb_code: str
    address: tuple[str, ...]  # the lines that are filled, but for the town
    town: str
    postcode: str
    telephone: str
    opened_on: dt.date
    closed_on: dt.date | None


@dataclass
class OrganisationFile:
    """What one file holds: good lines, the codes of trusts outside England, and every problem."""

    lines: list[OrganisationLine] = field(default_factory=list)
    outside_england: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_organisations(content: bytes) -> OrganisationFile:
    """Read the whole file. Never raises on its content: what can't be read becomes a problem with its line number."""
    result = OrganisationFile()
    refusal = refuse_file(content)
    if refusal:
        result.problems.append(Problem(0, "", "", refusal))
        return result
    seen: dict[str, int] = {}
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), start=1):
        if raw.strip(b" \t\x1a"):
            read_line(result, seen, number, raw)
    if not (result.lines or result.outside_england or result.problems):
        result.problems.append(Problem(0, "", "", EMPTY))
    return result


EMPTY = "The file is empty. Download the current file of NHS trusts (etr.csv) from ODS and try again."


def refuse_file(content: bytes) -> str:
    """Why the file as a whole can't be read; empty if it can be tried."""
    if not content.strip():
        return EMPTY
    if len(content) > MAX_BYTES:
        return "The file is larger than 20 MB. The file of NHS trusts is far smaller: check that this is etr.csv."
    if content.startswith(b"PK"):
        return "The file is a zip archive or a spreadsheet. Unpack it and import the etr.csv inside."
    if content.startswith(BYTE_ORDER_MARKS_OF_UTF_16):
        return "The file is saved as UTF-16. Save it as CSV in UTF-8."
    if content.lstrip()[:1] == b"<":
        return "The file is a web page, not a CSV. Download etr.csv again."
    return ""


def read_line(result: OrganisationFile, seen: dict[str, int], number: int, raw: bytes) -> None:
    """Read one line into the result: a good line, a trust outside England, or its problems."""
    cells = split_line(raw)
    if isinstance(cells, str):
        result.problems.append(Problem(number, "", "", cells))
        return
    code = cells[CODE].upper()
    if code in seen:
        remedy = f"The code is on line {seen[code]} already. Keep one line for each trust."
        result.problems.append(Problem(number, "code", code, remedy))
        return
    problems = check_cells(number, cells)
    if not problems:
        seen[code] = number
    if is_outside_england(cells) and not problems:
        result.outside_england.append(code)
    elif problems:
        result.problems.extend(problems)
    else:
        result.lines.append(build_line(number, cells))


def split_line(raw: bytes) -> list[str] | str:
    """The 27 trimmed cells of a line, or the reason why it can't be split."""
    if len(raw) > MAX_LINE_BYTES:
        return f"The line is longer than {MAX_LINE_BYTES:,} bytes. Check that line breaks were kept."
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            text = raw.decode("windows-1252")
        except UnicodeDecodeError:
            return "The line holds bytes that are neither UTF-8 nor Windows-1252. Save the file as CSV in UTF-8."
    if any(ord(character) < 32 and character != "\t" for character in text):
        return "The line holds control characters. Download the file again."
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error:
        return "The quotation marks don't pair up. Put each value in one pair, and double a mark inside a value."
    cells = [cell.strip() for cell in rows[0]]
    if len(cells) != COLUMN_COUNT:
        columns = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
        return f"The line has {columns} where the file of NHS trusts has {COLUMN_COUNT}. Check that this is etr.csv."
    return cells


def check_cells(number: int, cells: list[str]) -> list[Problem]:
    """Every problem of a line that could be split."""
    problems = []
    if not TRUST_CODE.match(cells[CODE].upper()):
        remedy = (
            "This is not an ODS trust code, such as RM3 or G6V2S. Correct it, or remove the line if it is a header."
        )
        problems.append(Problem(number, "code", cells[CODE], remedy))
    if not cells[NAME]:
        problems.append(Problem(number, "name", "", "The name is missing. Add the trust's name."))
    opened, closed = parse_day(cells[OPENED]), parse_day(cells[CLOSED])
    if not cells[OPENED]:
        problems.append(
            Problem(
                number,
                "open date",
                "",
                "The open date is missing. Write it as CCYYMMDD.",
            )
        )
    elif opened is None:
        problems.append(Problem(number, "open date", cells[OPENED], NOT_A_DAY))
    if cells[CLOSED] and closed is None:
        problems.append(Problem(number, "close date", cells[CLOSED], NOT_A_DAY))
    if opened and closed and closed < opened:
        remedy = f"The close date is before the open date {cells[OPENED]}. Correct one of them."
        problems.append(Problem(number, "close date", cells[CLOSED], remedy))
    if not is_outside_england(cells):
        problems.extend(check_places(number, cells))
    return problems


NOT_A_DAY = "This is not a date. Write it as CCYYMMDD, such as 20241101."


def check_places(number: int, cells: list[str]) -> list[Problem]:
    """Problems with the region and the integrated care board of an English trust; a closed one may have neither."""
    problems = []
    for column, place, pattern, example in (
        ("region", REGION, REGION_CODE, "Y62"),
        ("ICB", ICB, ICB_CODE, "QOP"),
    ):
        code = cells[place].upper()
        if code and not pattern.match(code):
            remedy = f"This is not a code of {'a region' if column == 'region' else 'an ICB'}, such as {example}."
            problems.append(Problem(number, column, cells[place], remedy))
        elif not code and not cells[CLOSED]:
            problems.append(
                Problem(
                    number,
                    column,
                    "",
                    f"An open trust needs its {column} code, such as {example}.",
                )
            )
    return problems


def is_outside_england(cells: list[str]) -> bool:
    """Whether the trust is in Wales or further: older files say W00 and Q99, the 2026 file leaves both blank."""
    office_region = cells[OFFICE_REGION].upper()
    if office_region in ENGLISH_OFFICE_REGIONS:
        return cells[REGION].upper() == "W00" or cells[ICB].upper() == "Q99"
    has_no_place = not cells[REGION] and not cells[ICB]
    return bool(office_region) or has_no_place or cells[REGION].upper() == "W00" or cells[ICB].upper() == "Q99"


def build_line(number: int, cells: list[str]) -> OrganisationLine:
    """A line whose cells were checked."""
    opened = parse_day(cells[OPENED])
    if opened is None:
        raise ValueError(f"line {number} was not checked")
    return OrganisationLine(
        line=number,
        code=cells[CODE].upper(),
        name=cells[NAME],
        region_code=cells[REGION].upper(),
        icb_code=cells[ICB].upper(),
        address=tuple(part for place, part in enumerate(cells[ADDRESS], start=4) if part and place != TOWN),
        town=cells[TOWN],
        postcode=cells[POSTCODE],
        telephone=cells[TELEPHONE],
        opened_on=opened,
        closed_on=parse_day(cells[CLOSED]),
    )


def parse_day(text: str) -> dt.date | None:
    """A day written as CCYYMMDD; None if it is anything else."""
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
