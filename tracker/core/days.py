"""Days. The store keeps UTC; what day it is gets decided in Europe/London, and rules take it as a parameter."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
DAYS_A_MONTH = 30.4375  # the mean length of a month, in days (365.25 / 12)


def today_in_london() -> date:
    """Today's date where the programme runs. Called at the edges only: views, commands, tasks."""
    return timezone.now().astimezone(LONDON).date()


def day_of(moment: datetime) -> date:
    """The London day on which a stored moment lies."""
    return moment.astimezone(LONDON).date()


def months_between(first: date, last: date) -> int:
    """Whole months from first to last, to the nearest month; negative when last is earlier."""
    return round((last - first).days / DAYS_A_MONTH)
