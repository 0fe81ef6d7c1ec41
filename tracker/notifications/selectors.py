"""Reading notifications, what people chose, and the ledger of e-mails."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from tracker.accounts.models import User
from tracker.notifications.models import Delivery, DigestTime, Notification, TopicChoice
from tracker.notifications.policies import ABANDONED_AFTER, Due, Waiting, Wishes, emails_due
from tracker.notifications.sight import visible_hrefs
from tracker.notifications.vocabulary import DeliveryKind, DeliveryState, Frequency, Topic

_LONGEST_PERIOD = timedelta(days=7)


def unread_count(person: User) -> int:
    """How many notifications the person has not read; one query over an index of unread ones."""
    return Notification.objects.of(person).unread().count()


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
