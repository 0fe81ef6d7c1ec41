"""Cells of the programme workbook: what a person may type in one, and the value that it becomes.

Every kind of column parses a raw cell, as a spreadsheet or a CSV file gives it, into a value or a `CellProblem` that
says what is wrong and what to write. A cell is never guessed at. An empty cell leaves the stored value as it is; `-`
alone clears it.
"""

import datetime as dt
import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

Raw = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None

EXCEL_ERRORS = frozenset(
    {
        "#DIV/0!",
        "#N/A",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#REF!",
        "#VALUE!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    }
)
# The hyphen's look-alikes, which word processors and some spreadsheets put in its place.
OTHER_DASHES = frozenset("‐‑‒–—―−")
TEXT_LIMIT = 10_000
SHOWN_LIMIT = 80
# Characters that no spreadsheet shows and the database refuses; tab and line breaks are text.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Marker(Enum):
    """What a cell says when it says no value."""

    LEAVE = "leave the stored value as it is"
    CLEAR = "clear the stored value"


LEAVE, CLEAR = Marker.LEAVE, Marker.CLEAR


@dataclass(frozen=True)
class CellProblem:
    """Why a cell can't be used: what it holds, and what to write in its place."""

    value: str
    remedy: str


class Kind(Protocol):
    """What a column holds. `label` names it for people; `parse` turns one raw cell into a value or a problem."""

    @property
    def label(self) -> str: ...

    def parse(self, raw: Raw) -> object: ...


def read_cell(kind: Kind, raw: Raw) -> object:
    """The value of a cell, or `LEAVE`, `CLEAR` or a `CellProblem`."""
    if isinstance(raw, str):
        raw = raw.strip()
        if raw == "-":
            return CLEAR
        if raw in OTHER_DASHES:
            return CellProblem(
                raw,
                "This is a dash. Type a plain hyphen (-) to clear the value, or leave the cell empty.",
            )
        if raw.upper() in EXCEL_ERRORS:
            return CellProblem(
                raw,
                "The spreadsheet shows an error here. Correct its formula or type the value.",
            )
        if UNPRINTABLE.search(raw):
            return CellProblem(
                shown(raw),
                "The cell holds characters that can't be shown. Type the text again.",
            )
    if raw is None or raw == "":
        return LEAVE
    return kind.parse(raw)


def shown(raw: Raw) -> str:
    """A raw cell as a person would recognise it, shortened, for a list of problems."""
    if isinstance(raw, bool):
        text = "TRUE" if raw else "FALSE"
    elif isinstance(raw, dt.datetime):
        text = raw.strftime("%d/%m/%Y %H:%M")
    elif isinstance(raw, dt.date):
        text = f"{raw.day:02}/{raw.month:02}/{raw.year:04}"
    elif isinstance(raw, int | float):
        text = plain_number(raw)
    else:
        text = "" if raw is None else str(raw)
    text = UNPRINTABLE.sub("�", text)
    return text if len(text) <= SHOWN_LIMIT else text[: SHOWN_LIMIT - 1] + "…"


def plain_number(number: float) -> str:
    """A number as a spreadsheet keeps it: 15 significant digits, no exponent for everyday sizes, no `.0`."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:.15g}"
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return text


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word that looks most like this one, if any does."""
    by_folded = {other.casefold(): other for other in known}
    found = difflib.get_close_matches(word.casefold()[:200], list(by_folded), n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def suggest(word: str, known: Collection[str], *, limit: int = 12) -> str:
    """A sentence that names the nearest known word, or all of them when they are few."""
    found = nearest(word, known)
    if found:
        return f"Did you mean “{found}”?"
    if len(known) <= limit:
        return f"Use one of: {', '.join(known)}."
    return "Check the spelling."


@dataclass(frozen=True)
class Text:
    """Words, trimmed. A number is taken as its digits unless zeros at its front could have been lost."""

    limit: int = TEXT_LIMIT
    keeps_leading_zeros: bool = False
    label: str = "text"

    def parse(self, raw: Raw) -> object:
        if isinstance(raw, bool) or not isinstance(raw, str | int | float):
            return CellProblem(
                shown(raw),
                "This cell should hold words. Format it as text and type it again.",
            )
        if isinstance(raw, int | float):
            if self.keeps_leading_zeros:
                remedy = "A number cell loses the zeros at its front. Format the cell as text and type it again."
                return CellProblem(shown(raw), remedy)
            raw = plain_number(raw)
        if len(raw) > self.limit:
            return CellProblem(
                shown(raw),
                f"This is {len(raw):,} characters long. Shorten it to {self.limit:,}.",
            )
        return raw


@dataclass(frozen=True)
class Choice:
    """One of a few known words, whatever their capitals; the value is the word as declared."""

    options: tuple[str, ...]
    label: str = "one of a list"

    def parse(self, raw: Raw) -> object:
        text = Text().parse(raw)
        if isinstance(text, CellProblem):
            return text
        for option in self.options:
            if option.casefold() == str(text).casefold():
                return option
        return CellProblem(
            shown(raw),
            f"This is not a value of this column. {suggest(str(text), self.options)}",
        )


@dataclass(frozen=True)
class Code:
    """A code of a fixed pattern: kept in one case, so that `rm3` and `RM3` are the same trust."""

    pattern: str
    what: str
    example: str
    is_upper: bool = False
    limit: int = 60
    label: str = "code"

    def parse(self, raw: Raw) -> object:
        text = Text(self.limit).parse(raw)
        if isinstance(text, CellProblem):
            return text
        code = str(text).upper() if self.is_upper else str(text).lower()
        if not re.fullmatch(self.pattern, code):
            return CellProblem(shown(raw), f"This is not {self.what}, such as {self.example}.")
        return code


# Old ODS codes have three characters, those issued since October 2020 five: letter digit letter digit letter.
ODS_TRUST = Code(
    r"R[0-9A-Z]{2}|[A-Z][0-9][A-Z][0-9][A-Z]",
    "an ODS code of a trust",
    "RM3",
    is_upper=True,
    label="ODS code",
)
ODS_REGION = Code(
    r"Y[0-9]{2}|[A-Z][0-9][A-Z][0-9][A-Z]",
    "an ODS code of a region",
    "Y62",
    is_upper=True,
    label="ODS code",
)
SLUG = Code(
    r"[a-z0-9]+(-[a-z0-9]+)*",
    "a short name of small letters, digits and hyphens",
    "north-west",
    label="short name",
)


@dataclass(frozen=True)
class YesNo:
    """Yes or no, as a word or as a spreadsheet's true and false."""

    label: str = "yes or no"

    def parse(self, raw: Raw) -> object:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str):
            word = raw.casefold()
            if word in ("yes", "true"):
                return True
            if word in ("no", "false"):
                return False
        return CellProblem(shown(raw), "This is neither yes nor no. Write yes or no.")


@dataclass(frozen=True)
class ListOf:
    """Several values of one kind, parted by semicolons; the value is a tuple without repeats, in the order typed.

    `every` is a word that stands alone for all of them, such as `all`, and is kept as that word.
    """

    kind: Kind
    every: str = ""

    @property
    def label(self) -> str:
        return f"list of {self.kind.label} parted by semicolons" + (f", or {self.every}" if self.every else "")

    def parse(self, raw: Raw) -> object:
        if not isinstance(raw, str):
            value = self.kind.parse(raw)
            return value if isinstance(value, CellProblem) else (value,)
        parts = [part.strip() for part in raw.split(";") if part.strip()]
        if self.every and [part.casefold() for part in parts] == [self.every]:
            return self.every
        if not parts:
            return CellProblem(
                shown(raw),
                "The list is empty. Write its values with semicolons between, or - to clear it.",
            )
        values = [self.kind.parse(part) for part in parts]
        for value in values:
            if isinstance(value, CellProblem):
                hint = " Part values with semicolons (;)." if "," in value.value else ""
                return CellProblem(value.value, value.remedy + hint)
        return tuple(dict.fromkeys(values))
