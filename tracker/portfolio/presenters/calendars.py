"""A calendar in the form that calendar programs read (RFC 5545), with days and names, and never an amount."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from tracker.core.formats import nhs_date
from tracker.core.navigation import SERVICE_NAME
from tracker.networks.plans import Plan
from tracker.portfolio.selectors.calendars import Entry, EntryKind

ASK_AGAIN = timedelta(hours=1)
PAGES = {
    EntryKind.MILESTONE: "deployment",
    EntryKind.STAGE: "procurement",
    EntryKind.SIGNATURE: "contract",
}
NEVER = datetime(2020, 1, 1, tzinfo=UTC)


def present_calendar_file(entries: Iterable[Entry]) -> bytes:
    """All-day events. The same entries give the same bytes, so that their hash says whether anything changed."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{SERVICE_NAME}//Milestones//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{SERVICE_NAME}: milestones")
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def _event(entry: Entry) -> Event:
    day = entry.plan.expected
    assert day is not None  # noqa: S101 - the selector leaves out what has no day
    changed_at = (entry.changed_at or NEVER).astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", uid_of(entry))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", entry.revision)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))  # the day after the last, as the standard counts
    event.add("summary", f"{entry.label}: {entry.about}{'' if entry.plan.is_done else ' (expected)'}")
    event.add("description", _told(entry.plan))
    event.add("status", "CONFIRMED" if entry.plan.is_done else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # it takes nobody's time
    event.add("url", f"{settings.SITE_URL}{reverse(PAGES[entry.kind], args=[entry.subject_id])}")
    return event


def uid_of(entry: Entry) -> str:
    """What a calendar program knows the event by, however often its day moves."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return f"{entry.kind}-{entry.subject_id}-{entry.name}@{host}"


def _told(plan: Plan) -> str:
    if plan.actual:
        words = "It happened on this day."
    elif plan.forecast:
        words = "Expected on this day."
    else:
        words = "Planned for this day."
    return f"{words} Baseline: {nhs_date(plan.baseline)}." if plan.baseline and not plan.is_done else words
