"""Days. The store keeps UTC; what day it is gets decided in Europe/London, and rules take it as a parameter."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
DAYS_A_MONTH = 30.4375  # the mean length of a month, in days (365.25 / 12)
MONTHS_A_YEAR = 12


def today_in_london() -> date:
    """Today's date where the programme runs. Called at the edges only: views, commands, tasks."""
    return timezone.now().astimezone(LONDON).date()


def day_of(moment: datetime) -> date:
    """The London day on which a stored moment lies."""
    return moment.astimezone(LONDON).date()


def months_between(first: date, last: date) -> int:
    """Whole months from first to last, to the nearest month; negative when last is earlier."""
    return round((last - first).days / DAYS_A_MONTH)


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def end_of_month(day: date) -> date:
    """The last day of the month in which the day lies."""
    return add_months(first_of_month(day), 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier when negative), or that month's last day where it is
    shorter."""
    year, month = divmod(day.year * MONTHS_A_YEAR + day.month - 1 + months, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
