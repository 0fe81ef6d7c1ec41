"""Telling people something: in the app at once, and by e-mail as each of them chose."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from tracker.accounts.models import User
from tracker.core import outbox
from tracker.notifications.models import Notification
from tracker.notifications.sight import subject_of, visible_hrefs
from tracker.notifications.vocabulary import Topic

CRITICAL = "critical-notification"
TITLE_LENGTH, TEXT_LENGTH = 200, 500


@dataclass(frozen=True)
class Notice:
    """What to tell whom. `key` names the thing that happened, so that the same one is told once to each person; `title`
    and `text` hold names and dates, never amounts or scores; `href` is the subject's page in the service."""

    people: Iterable[User]
    topic: Topic
    key: str
    title: str
    href: str
    text: str = ""
    is_critical: bool = False
    due_on: date | None = None


def notify(
    *,
    people: Iterable[User],
    topic: Topic,
    key: str,
    title: str,
    text: str = "",
    href: str,
    is_critical: bool = False,
    due_on: date | None = None,
) -> None:
    """Tells each of the people once for each key; closed accounts and the system are left out. Called within the
    transaction of the change that it tells of, so that one never happens without the other."""
    notify_all([Notice(people, topic, key, title, href, text, is_critical, due_on)])


def notify_all(notices: Iterable[Notice]) -> None:
    """The same for many things at once, in two statements."""
    rows = {
        (person.pk, notice.key): _row(person, notice)
        for notice in notices
        for person in notice.people
        if person.is_active and not person.is_system
    }
    if not rows:
        return
    for href in {row.href for row in rows.values()}:
        subject_of(href)
    with transaction.atomic():
        # In one order always, so that two that tell the same never wait for each other.
        Notification.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True, batch_size=500)
        if critical := sorted({row.person_id for row in rows.values() if row.is_critical}):
            outbox.publish(CRITICAL, {"people": critical})


def notify_who_see(notices: Iterable[Notice]) -> None:
    """The same for a job that looks at what happened before: leaves out what each person was told already, and what they
    may not see now. As many queries as there are people with something new, and two."""
    wanted: dict[User, list[Notice]] = {}
    for notice in notices:
        for person in notice.people:
            wanted.setdefault(person, []).append(notice)
    keys = {notice.key for notices_ in wanted.values() for notice in notices_}
    told = set(Notification.objects.filter(person__in=wanted, key__in=keys).values_list("person", "key"))
    fresh = {
        person: new
        for person, notices_ in wanted.items()
        if (new := [notice for notice in notices_ if (person.pk, notice.key) not in told])
    }
    seen = {person: visible_hrefs(person, [notice.href for notice in new]) for person, new in fresh.items()}
    notify_all(
        replace(notice, people=[person])
        for person, new in fresh.items()
        for notice in new
        if notice.href in seen[person]
    )


def _row(person: User, notice: Notice) -> Notification:
    return Notification(
        person=person,
        topic=notice.topic,
        key=notice.key,
        title=_shortened(notice.title, TITLE_LENGTH),
        text=_shortened(notice.text, TEXT_LENGTH),
        href=notice.href,
        is_critical=notice.is_critical,
        due_on=notice.due_on,
    )


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
