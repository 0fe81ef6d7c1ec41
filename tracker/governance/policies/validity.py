"""How long a test, an exercise or a course counts. Pure."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counts_until(done_on: date, months: int) -> date:
    """The day from which something that counts for so many months no longer does."""
    return months_after(done_on, months)
