"""Dates and months in cells: day first, always, and never guessed at."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from tracker.exchange.cells import CellProblem, Raw, shown

EARLIEST, LATEST = 2000, 2100

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
SPELT = re.compile(r"(\d{1,2}) ([a-zA-Z]+) (\d{4})", re.ASCII)
TWO_DIGIT_YEAR = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}|\d{1,2} [a-zA-Z]+ \d{2}", re.ASCII)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}

HOW = "Write it as 31/03/2024, 2024-03-31 or 31 March 2024."


@dataclass(frozen=True)
class Date:
    """A day: a date cell, `2024-03-31`, `31/03/2024` or `31 March 2024`. Nothing else is a date."""

    label: str = "date"

    def parse(self, raw: Raw) -> object:
        if isinstance(raw, dt.datetime):
            if raw.time() != dt.time():
                return CellProblem(shown(raw), "This is a day with a time. Write the day alone.")
            raw = raw.date()
        if isinstance(raw, dt.date):
            return within_years(raw, raw)
        if isinstance(raw, str):
            return parse_written_day(raw)
        what = "number" if isinstance(raw, int | float) and not isinstance(raw, bool) else "value"
        return CellProblem(
            shown(raw),
            f"This is a {what}, not a date. Format the cell as a date. {HOW}",
        )


def parse_written_day(text: str) -> dt.date | CellProblem:
    """The day that a text writes in one of the three known ways."""
    text = " ".join(text.split())
    if found := ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        if month > 12 >= day:
            return CellProblem(shown(text), f"The day comes first and the month second. {HOW}")
    elif found := SPELT.fullmatch(text):
        day, year = int(found.group(1)), int(found.group(3))
        month = MONTHS.get(found.group(2).casefold(), 0)
        if not month:
            return CellProblem(
                shown(text),
                f"“{shown(found.group(2))}” is not the full name of a month. {HOW}",
            )
    elif TWO_DIGIT_YEAR.fullmatch(text):
        return CellProblem(shown(text), f"The year has two digits. {HOW}")
    else:
        return CellProblem(shown(text), f"This is not a date. {HOW}")
    try:
        return within_years(dt.date(year, month, day), text)
    except ValueError:
        return CellProblem(shown(text), f"There is no such day. {HOW}")


def within_years(day: dt.date, raw: Raw) -> dt.date | CellProblem:
    """The day itself, unless its year can only be a slip of the pen."""
    if EARLIEST <= day.year <= LATEST:
        return day
    return CellProblem(
        shown(raw),
        f"The year {day.year} can't be right. Use a year from {EARLIEST} to {LATEST}.",
    )


@dataclass(frozen=True)
class Month:
    """A month, written `2025-06`; the value is its first day. A spreadsheet may have made a date of its first day."""

    label: str = "month"

    def parse(self, raw: Raw) -> object:
        how = "Write the month as 2025-06."
        if isinstance(raw, dt.datetime) and raw.time() == dt.time():
            raw = raw.date()
        if isinstance(raw, dt.date) and not isinstance(raw, dt.datetime):
            if raw.day != 1:
                return CellProblem(shown(raw), f"This is a day, not a month. {how}")
            return within_years(raw, raw)
        found = MONTH.fullmatch(raw) if isinstance(raw, str) else None
        if not found or not 1 <= int(found.group(2)) <= 12 or not int(found.group(1)):
            return CellProblem(shown(raw), f"This is not a month. {how}")
        return within_years(dt.date(int(found.group(1)), int(found.group(2)), 1), raw)
