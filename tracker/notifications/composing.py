"""The words of an e-mail: the titles of notifications and links to them, as plain text and as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from tracker.core.formats import nhs_date, number, plural
from tracker.core.navigation import SERVICE_NAME
from tracker.notifications.mail import Message
from tracker.notifications.models import Delivery, Notification
from tracker.notifications.vocabulary import DeliveryKind, Topic

CRITICAL = "Critical"
LISTED = 100  # an e-mail with more is no digest; the page has the rest


@dataclass(frozen=True)
class Line:
    """One notification in an e-mail."""

    title: str
    text: str
    href: str
    due: str


@dataclass(frozen=True)
class Part:
    """The notifications of one topic."""

    heading: str
    lines: Sequence[Line]
    is_critical: bool = False


@dataclass(frozen=True)
class Letter:
    """What the templates of an e-mail take. `more` says how many are left out."""

    subject: str
    service: str
    name: str
    lead: str
    parts: Sequence[Part]
    more: str
    page_href: str
    settings_href: str


def compose(delivery: Delivery, carried: Sequence[Notification]) -> Message:
    """The e-mail for what it carries, in the order given."""
    letter = Letter(
        subject=_in_one_line(_subject(delivery, carried)),
        service=SERVICE_NAME,
        name=delivery.person.name,
        lead=_lead(delivery, carried),
        parts=_parts(carried[:LISTED]),
        more=f"{number(len(carried) - LISTED)} more are in the tracker." if len(carried) > LISTED else "",
        page_href=_absolute(reverse("notifications")),
        settings_href=_absolute(reverse("notification-settings")),
    )
    return Message(
        to=delivery.person.email,
        subject=letter.subject,
        text=render_to_string("notifications/email_text.jinja", {"letter": letter}),
        html=render_to_string("notifications/email.jinja", {"letter": letter}),
        reference=delivery.reference,
    )


def _subject(delivery: Delivery, carried: Sequence[Notification]) -> str:
    if delivery.kind == DeliveryKind.IMMEDIATE:
        return f"Critical: {carried[0].title}"
    critical = sum(each.is_critical for each in carried)
    count = plural(len(carried), "notification")
    worst = f", {critical} critical" if critical else ""
    return f"{count}{worst} – {SERVICE_NAME}"


def _lead(delivery: Delivery, carried: Sequence[Notification]) -> str:
    if delivery.kind == DeliveryKind.IMMEDIATE:
        return "This is critical, so we tell you at once."
    kind = DeliveryKind(delivery.kind).label.lower()
    return f"You have {plural(len(carried), 'new notification')}. This is your {kind} e-mail."


def _parts(carried: Sequence[Notification]) -> list[Part]:
    """By topic, the critical ones of every topic first."""
    grouped = groupby(carried, key=lambda row: CRITICAL if row.is_critical else Topic(row.topic).label)
    return [Part(heading, [_line(row) for row in rows], heading == CRITICAL) for heading, rows in grouped]


def _line(row: Notification) -> Line:
    href = _absolute(reverse("open-notification", args=[row.pk]))
    return Line(
        _in_one_line(row.title), _in_one_line(row.text), href, f"Due on {nhs_date(row.due_on)}" if row.due_on else ""
    )


def _in_one_line(text: str) -> str:
    """What people typed stays within its line: a subject has no second one, and nobody's text looks like ours."""
    return " ".join(text.split())


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
