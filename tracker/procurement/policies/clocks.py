"""Standstill and the clocks of notices, with the sum that they are worked out by. Pure.

Sources: Procurement Act 2023, s.51 (standstill), s.53 (contract details), s.70 (payments), s.80 (termination); Public
Contracts Regulations 2015, regulation 87. How long each runs is given (`Clock`), because laws change.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.core.days import add_months
from tracker.core.working_days import (
    Division,
    add_working_days,
    holiday_on,
    is_working_day,
    next_working_day,
    working_day_from,
)
from tracker.procurement.route_vocabulary import ClockUnit

SATURDAY = 5


@dataclass(frozen=True)
class Clock:
    """So many days, working days or months. `counts_first_day`: a period that begins with the day of the event ("beginning
    with the day on which"), so that this day is its first. `rolls_to_working_day`: one that would end on another day
    ends on the next working day."""

    count: int
    unit: ClockUnit
    counts_first_day: bool = False
    rolls_to_working_day: bool = False


def last_day(clock: Clock, basis: date, division: Division = Division.ENGLAND_AND_WALES) -> date:
    """The last day of the period that an event on `basis` begins. An event on a day that is no working day begins a
    period of working days on the next one."""
    if clock.unit == ClockUnit.WORKING_DAYS:
        first = working_day_from(basis, division) if clock.counts_first_day else next_working_day(basis, division)
        return add_working_days(first, clock.count - 1, division)
    taken = timedelta(days=1 if clock.counts_first_day else 0)
    if clock.unit == ClockUnit.MONTHS:
        end = add_months(basis, clock.count) - taken
    else:
        end = basis + timedelta(days=clock.count) - taken
    return working_day_from(end, division) if clock.rolls_to_working_day else end


def quarter_end(day: date) -> date:
    """The last day of the quarter in which the day lies: 31 March, 30 June, 30 September or 31 December."""
    first_of_next = add_months(day.replace(day=1), 3 - (day.month - 1) % 3)
    return first_of_next - timedelta(days=1)


@dataclass(frozen=True)
class CountedDay:
    """One day of a standstill: its number in the count, or why it does not count."""

    day: date
    number: int | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Standstill:
    """The days of a standstill, each counted or left out; `ends_on` is the last of them. The contract may be entered
    into after it; `earliest_entry` is the first working day on which that can be."""

    published_on: date
    days: tuple[CountedDay, ...]
    ends_on: date
    earliest_entry: date

    def is_running(self, day: date) -> bool:
        return self.published_on <= day <= self.ends_on


def standstill(clock: Clock, published_on: date, division: Division = Division.ENGLAND_AND_WALES) -> Standstill:
    """The standstill that a contract award notice published on a day begins, day by day."""
    ends_on = last_day(clock, published_on, division)
    first = published_on if clock.counts_first_day else published_on + timedelta(days=1)
    days: list[CountedDay] = []
    number = 0
    for step in range((ends_on - first).days + 1):
        day = first + timedelta(days=step)
        why_not = _why_not(day, division) if clock.unit == ClockUnit.WORKING_DAYS else ""
        if number == clock.count:
            why_not = "carried on, because the last day must be a working day"
        number += not why_not
        days.append(CountedDay(day, None if why_not else number, why_not))
    return Standstill(published_on, tuple(days), ends_on, next_working_day(ends_on, division))


def _why_not(day: date, division: Division) -> str:
    if is_working_day(day, division):
        return ""
    return "weekend" if day.weekday() >= SATURDAY else holiday_on(day, division)
