"""When an e-mail is due, what it carries, and when a refused one is tried again. Pure: no clock, no query."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tracker.core.days import LONDON
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.notifications.vocabulary import DEFAULT_FREQUENCIES, DeliveryKind, Frequency, Topic

DEFAULT_HOUR, MONDAY = 8, 1
# Pauses before the second and each further attempt, after the server refused one for certain.
PAUSES = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1), timedelta(hours=4))
MOST_FOLLOWED = 500
# Changes are looked for again so far back, because a transaction shows its rows only when it commits.
LOOKED_AT_AGAIN = timedelta(minutes=15)
# A job ends, or is ended, within ten minutes (CELERY_TASK_TIME_LIMIT); one that is silent for longer has no worker.
ABANDONED_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Waiting:
    """A notification that is unread and that no e-mail carries yet."""

    id: int
    person_id: int
    topic: Topic
    is_critical: bool


@dataclass(frozen=True)
class Wishes:
    """How a person hears of each topic, and from which hour and on which ISO weekday their digests come."""

    chosen: Mapping[Topic, Frequency] = field(default_factory=dict)
    hour: int = DEFAULT_HOUR
    weekday: int = MONDAY

    def frequency_of(self, topic: Topic) -> Frequency:
        return self.chosen.get(topic, DEFAULT_FREQUENCIES[topic])


@dataclass(frozen=True, order=True)
class Due:
    """An e-mail to send: the unique key of its row in the ledger."""

    person_id: int
    kind: DeliveryKind
    period: str


def email_for(waiting: Waiting, wishes: Wishes) -> DeliveryKind | None:
    """Which e-mail carries it: none, or one of its own, which only critical things get."""
    match wishes.frequency_of(waiting.topic):
        case Frequency.IN_APP:
            return None
        case Frequency.IMMEDIATE:
            return DeliveryKind.IMMEDIATE if waiting.is_critical else DeliveryKind.DAILY
        case Frequency.DAILY:
            return DeliveryKind.DAILY
        case Frequency.WEEKLY:
            return DeliveryKind.WEEKLY


def period_of(kind: DeliveryKind, waiting: Waiting, *, now: datetime) -> str:
    """What makes the e-mail one of its kind: the London day, the ISO week, or the notification itself."""
    day = now.astimezone(LONDON).date()
    match kind:
        case DeliveryKind.IMMEDIATE:
            return str(waiting.id)
        case DeliveryKind.DAILY:
            return day.isoformat()
        case DeliveryKind.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02d}"


def has_come(kind: DeliveryKind, wishes: Wishes, *, now: datetime) -> bool:
    """Whether the person's hour of this day, or hour and day of this week, has come. It stays so until the period ends,
    so that an e-mail which nobody could send at its hour is sent later."""
    local = now.astimezone(LONDON)
    match kind:
        case DeliveryKind.IMMEDIATE:
            return True
        case DeliveryKind.DAILY:
            return local.hour >= wishes.hour
        case DeliveryKind.WEEKLY:
            return (local.isoweekday(), local.hour) >= (wishes.weekday, wishes.hour)


def emails_due(
    waiting: Iterable[Waiting], wishes: Mapping[int, Wishes], ledger: Collection[Due], *, now: datetime
) -> list[Due]:
    """The e-mails to send now: their time has come and the ledger does not know them yet."""
    due = set()
    for each in waiting:
        wish = wishes.get(each.person_id, Wishes())
        kind = email_for(each, wish)
        if kind is not None and has_come(kind, wish, now=now):
            due.add(Due(each.person_id, kind, period_of(kind, each, now=now)))
    return sorted(due - set(ledger))


def carried_by(due: Due, waiting: Iterable[Waiting], wishes: Wishes) -> list[Waiting]:
    """Which of the person's waiting notifications this e-mail takes with it."""
    return [
        each
        for each in waiting
        if email_for(each, wishes) == due.kind and (due.kind != DeliveryKind.IMMEDIATE or str(each.id) == due.period)
    ]


def next_attempt(attempts: int, *, now: datetime) -> datetime | None:
    """When to try again after so many attempts that failed for certain; None when it is time to give up."""
    return now + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def lead_of(days_left: int, leads: Iterable[int]) -> int | None:
    """Which of the leads (days ahead) a day that is so far away has come within: the shortest; None when it is further
    away than all, or past. What is late is a flag's to say."""
    return min((lead for lead in leads if 0 <= days_left <= lead), default=None)


def may_follow(*, is_visible: bool, followed: int) -> Decision:
    """Whether a person who follows so many things may follow one more."""
    if not is_visible:
        return deny("You may follow only what you may see.")
    if followed >= MOST_FOLLOWED:
        return deny(
            f"You follow {MOST_FOLLOWED} things already.",
            remedy="Stop following one of them first, or follow a network.",
        )
    return ALLOWED
