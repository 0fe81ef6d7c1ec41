"""Working days: Mondays to Fridays without bank holidays.

The holidays are those that GOV.UK publishes, from the list that `govuk-bank-holidays` packages (no request is made). The
Procurement Act 2023, s.123, leaves out a bank holiday of any part of the United Kingdom; contracting authorities in
England count with those of England and Wales, so that is the default and a caller may choose another division.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

WORKING_DAYS_A_WEEK = 5
SATURDAY = 5


class Division(Enum):
    """A part of the United Kingdom with its own bank holidays, by GOV.UK's name for it."""

    ENGLAND_AND_WALES = BankHolidays.ENGLAND_AND_WALES
    SCOTLAND = BankHolidays.SCOTLAND
    NORTHERN_IRELAND = BankHolidays.NORTHERN_IRELAND


@dataclass(frozen=True)
class BankHoliday:
    """A day that is no working day, and its name."""

    day: date
    name: str


@cache
def bank_holidays(division: Division = Division.ENGLAND_AND_WALES) -> Sequence[BankHoliday]:
    """The published bank holidays, oldest first: weekdays only, as a substitute day stands in for one on a weekend."""
    rows = BankHolidays(use_cached_holidays=True).get_holidays(division=division.value)
    return tuple(sorted((BankHoliday(row["date"], row["title"]) for row in rows), key=lambda holiday: holiday.day))


@cache
def _days(division: Division) -> tuple[date, ...]:
    return tuple(holiday.day for holiday in bank_holidays(division) if holiday.day.weekday() < SATURDAY)


@cache
def _names(division: Division) -> dict[date, str]:
    return {holiday.day: holiday.name for holiday in bank_holidays(division)}


def published_until(division: Division = Division.ENGLAND_AND_WALES) -> date:
    """The last day for which bank holidays are published; later ones count as Mondays to Fridays only."""
    return date(_days(division)[-1].year, 12, 31)


def holiday_on(day: date, division: Division = Division.ENGLAND_AND_WALES) -> str:
    """The name of the bank holiday on that day; empty when it is none."""
    return _names(division).get(day, "")


def is_working_day(day: date, division: Division = Division.ENGLAND_AND_WALES) -> bool:
    return day.weekday() < SATURDAY and not holiday_on(day, division)


def working_days_between(first: date, last: date, division: Division = Division.ENGLAND_AND_WALES) -> int:
    """Working days after `first`, up to and with `last`; negative when `last` is earlier."""
    if last < first:
        return -working_days_between(last, first, division)
    weeks, rest = divmod((last - first).days, 7)
    extra = sum(1 for step in range(1, rest + 1) if (first + timedelta(days=step)).weekday() < SATURDAY)
    days = _days(division)
    return weeks * WORKING_DAYS_A_WEEK + extra - (bisect_right(days, last) - bisect_right(days, first))


def add_working_days(first: date, count: int, division: Division = Division.ENGLAND_AND_WALES) -> date:
    """The first day by which `count` working days have passed since `first`. Raises `ValueError` for a negative count."""
    if count < 0:
        raise ValueError(f"Working days can be added, not taken away: {count}")
    day = first + timedelta(days=max(count - 1, 0) // WORKING_DAYS_A_WEEK * 7)
    while (missing := count - working_days_between(first, day, division)) > 0:
        day += timedelta(days=missing)
    return day


def next_working_day(day: date, division: Division = Division.ENGLAND_AND_WALES) -> date:
    """The first working day after that day."""
    return add_working_days(day, 1, division)


def working_day_from(day: date, division: Division = Division.ENGLAND_AND_WALES) -> date:
    """That day where it is a working day, else the next one."""
    return day if is_working_day(day, division) else next_working_day(day, division)
