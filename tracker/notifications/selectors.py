"""Reading notifications, what people chose, and the ledger of e-mails."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, Max, OuterRef

from tracker.accounts.models import User
from tracker.accounts.selectors import has_usable_account
from tracker.notifications.followed import Subject
from tracker.notifications.models import (
    CalendarLink,
    Delivery,
    DigestTime,
    Follow,
    Notification,
    Reminder,
    TopicChoice,
)
from tracker.notifications.models.notification import NotificationQuerySet
from tracker.notifications.policies import ABANDONED_AFTER, Due, Waiting, Wishes, emails_due
from tracker.notifications.private_links import hash_of
from tracker.notifications.sight import visible_hrefs
from tracker.notifications.vocabulary import DeliveryKind, DeliveryState, DueKind, FollowedKind, Frequency, Topic

_LONGEST_PERIOD = timedelta(days=7)


def unread_count(person: User) -> int:
    """How many notifications the person has not read; one query over an index of unread ones."""
    return Notification.objects.of(person).unread().count()


def notifications_of(person: User) -> NotificationQuerySet:
    """Everything that the person was told, the newest first."""
    return Notification.objects.of(person)


def find_notification(person: User, notification_id: int) -> Notification | None:
    """One of the person's own."""
    return Notification.objects.of(person).filter(pk=notification_id).first()


def newest_notification(person: User) -> int | None:
    """The id of the newest thing that the person was told and has not read."""
    return Notification.objects.of(person).unread().aggregate(newest=Max("pk"))["newest"]


def chosen_by(person: User) -> Wishes:
    """How the person hears of things."""
    return wishes_of([person.pk]).get(person.pk, Wishes())


def calendar_link_of(person: User) -> CalendarLink | None:
    """The person's calendar link that is in force."""
    return CalendarLink.objects.in_force().filter(person=person).first()


def find_calendar_link(secret: str) -> CalendarLink | None:
    """The link in force with this secret, of somebody who may sign in today."""
    link = CalendarLink.objects.in_force().filter(token_hash=hash_of(secret)).select_related("person").first()
    return link if link is not None and has_usable_account(link.person) else None


def is_following(person: User, kind: FollowedKind, subject_id: int) -> bool:
    return Follow.objects.of(person).about(kind, subject_id).exists()


def follows_of(person: User) -> list[Subject]:
    """What the person follows, by kind and id."""
    return list(Follow.objects.of(person).values_list("subject_kind", "subject_id"))


def leads_on(day: date) -> dict[DueKind, list[int]]:
    """How many days ahead people are told of each kind of day, as it holds on a day."""
    leads: dict[DueKind, list[int]] = {kind: [] for kind in DueKind}
    for kind, days in Reminder.objects.on(day).values_list("kind", "days"):
        leads[DueKind(kind)].append(days)
    return leads


def all_follows() -> list[Follow]:
    """What everybody follows, of people with an open account."""
    return list(Follow.objects.filter(person__is_active=True).select_related("person").order_by("pk"))


def waiting_for_emails(people: Collection[int] | None = None) -> list[Waiting]:
    """What no e-mail carries yet, of these people or of everybody with an open account."""
    rows = Notification.objects.waiting_for_an_email().filter(person__is_active=True)
    if people is not None:
        rows = rows.filter(person__in=people)
    fields = rows.order_by("pk").values_list("pk", "person_id", "topic", "is_critical")
    return [Waiting(pk, person, Topic(topic), is_critical) for pk, person, topic, is_critical in fields]


def wishes_of(people: Iterable[int]) -> dict[int, Wishes]:
    """How each of these people hears of things, in two queries; who chose nothing is left out."""
    ids = set(people)
    chosen: dict[int, dict[Topic, Frequency]] = {}
    for row in TopicChoice.objects.filter(person__in=ids):
        chosen.setdefault(row.person_id, {})[Topic(row.topic)] = Frequency(row.frequency)
    times = {row.person_id: (row.hour, int(row.weekday)) for row in DigestTime.objects.filter(person__in=ids)}
    defaults = Wishes()
    return {
        person: Wishes(chosen.get(person, {}), *times.get(person, (defaults.hour, defaults.weekday)))
        for person in chosen.keys() | times.keys()
    }


def deliveries_to_settle() -> list[Delivery]:
    """The e-mails that need an administrator, the oldest first, each with whether anything waits to be said by it."""
    carried = Notification.objects.filter(delivery=OuterRef("pk")).unread()
    rows = Delivery.objects.needing_an_administrator().select_related("person")
    return list(rows.annotate(carries_anything=Exists(carried)).order_by("created_at", "pk"))


def find_delivery_to_settle(delivery_id: int) -> Delivery | None:
    rows = Delivery.objects.needing_an_administrator().select_related("person")
    return rows.filter(pk=delivery_id).first()


def deliveries_due(*, now: datetime, people: Collection[int] | None = None) -> list[Due]:
    """The e-mails to send now, in a fixed number of queries: new ones whose time has come, those to try again, and those
    whose worker stopped before it handed anything over."""
    waiting = waiting_for_emails(people)
    ids = {each.person_id for each in waiting}
    known = Delivery.objects.filter(person__in=ids).exclude(kind=DeliveryKind.IMMEDIATE)
    known = known.filter(created_at__gte=now - 2 * _LONGEST_PERIOD)
    due = emails_due(waiting, wishes_of(ids), _keys(known), now=now)
    stopped = Delivery.objects.abandoned(before=now - ABANDONED_AFTER).filter(state=DeliveryState.CLAIMED)
    return sorted({*due, *_keys(Delivery.objects.to_try_again(now=now)), *_keys(stopped)})


def notifications_carried(delivery: Delivery) -> list[Notification]:
    """What an e-mail still has to say: unread, and about something that its person may see now; the critical first,
    then by topic, then in the order in which it happened."""
    rows = list(delivery.notifications.unread().order_by("pk"))
    seen = visible_hrefs(delivery.person, [row.href for row in rows])
    order = list(Topic)
    shown = [row for row in rows if row.href in seen]
    return sorted(shown, key=lambda row: (not row.is_critical, order.index(Topic(row.topic)), row.pk))


def _keys(rows: Iterable[Delivery]) -> list[Due]:
    return [Due(row.person_id, DeliveryKind(row.kind), row.period) for row in rows]
