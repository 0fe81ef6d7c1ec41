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


@dataclass(frozen=True)
class Letter:
    """What the templates of an e-mail take. `more` says how many are left out."""

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
        service=SERVICE_NAME,
        name=delivery.person.name,
        lead=_lead(delivery, carried),
        parts=_parts(carried[:LISTED]),
        more=f"{number(len(carried) - LISTED)} more are on the page." if len(carried) > LISTED else "",
        page_href=_absolute(reverse("notifications")),
        settings_href=_absolute(reverse("notification-settings")),
    )
    return Message(
        to=delivery.person.email,
        subject=" ".join(_subject(delivery, carried).split()),
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
    match DeliveryKind(delivery.kind):
        case DeliveryKind.IMMEDIATE:
            return "This is critical, so we tell you at once."
        case DeliveryKind.DAILY:
            return f"{plural(len(carried), 'notification')} that you have not read, since your last daily e-mail."
        case DeliveryKind.WEEKLY:
            return f"{plural(len(carried), 'notification')} that you have not read, since your last weekly e-mail."


def _parts(carried: Sequence[Notification]) -> list[Part]:
    """By topic, the critical ones of every topic first."""
    grouped = groupby(carried, key=lambda row: "Critical" if row.is_critical else Topic(row.topic).label)
    return [Part(heading, [_line(row) for row in rows]) for heading, rows in grouped]


def _line(row: Notification) -> Line:
    href = _absolute(reverse("open-notification", args=[row.pk]))
    return Line(row.title, row.text, href, f"Due on {nhs_date(row.due_on)}" if row.due_on else "")


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
