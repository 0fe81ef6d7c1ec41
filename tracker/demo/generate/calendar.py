"""The days of the demo, counted in months from its anchor as the study's days lie from 30 June 2025."""

import calendar as months_of
from dataclasses import dataclass
from datetime import date, timedelta

QUIET_DAYS = 6  # around the two days on which live trusts are counted nothing goes live, however the month is counted


def add_months(day: date, months: int) -> date:
    """The same day of another month; the last day of a month stays a last day, and a day that is not there moves to it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of.monthrange(year, month + 1)[1]
    is_last = day.day == months_of.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


@dataclass(frozen=True)
class Calendar:
    """The milestones of the programme as a whole, from the anchor (the study's June 2025)."""

    anchor: date

    @property
    def starts_on(self) -> date:
        """June 2023: the fund is launched."""
        return add_months(self.anchor, -24)

    @property
    def contracts_due_on(self) -> date:
        """November 2023: every contract was to be signed."""
        return add_months(self.anchor, -19)

    @property
    def live_due_on(self) -> date:
        """December 2023: every trust was to be live."""
        return add_months(self.anchor, -18)

    @property
    def late_joining_on(self) -> date:
        """Some months later: two more trusts join."""
        return working_day(add_months(self.anchor, -14))

    @property
    def halfway_on(self) -> date:
        """November 2024: 24 trusts are live."""
        return add_months(self.anchor, -7)

    @property
    def replanned_on(self) -> date:
        """The programme board agrees new baselines for trusts whose old ones had become meaningless."""
        return working_day(add_months(self.anchor, -5) - timedelta(days=9))

    @property
    def supplier_fails_on(self) -> date:
        """January 2025: a supplier goes into administration."""
        return working_day(add_months(self.anchor, -5) - timedelta(days=2))

    def before(self, days: int) -> date:
        """A working day, this many days (or up to two more) before the anchor."""
        return working_day(self.anchor - timedelta(days=days))

    def after(self, days: int) -> date:
        """A working day, about this many days after the anchor."""
        return working_day(self.anchor + timedelta(days=days))
