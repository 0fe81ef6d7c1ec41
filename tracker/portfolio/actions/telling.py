"""Telling people of days that come and of changes to what they follow. Each is told once, however often a job runs."""

from datetime import date, datetime

from tracker.core.days import day_of
from tracker.networks.models import Programme
from tracker.notifications.actions import Notice, notify_who_see
from tracker.notifications.actions.following import mark_told
from tracker.notifications.models import Follow
from tracker.notifications.policies import LOOKED_AT_AGAIN, lead_of
from tracker.notifications.selectors import all_follows, leads_on
from tracker.notifications.vocabulary import Topic
from tracker.portfolio.selectors.coming import Coming, what_comes
from tracker.portfolio.selectors.happened import Happening, happened_since


def tell_what_comes(*, on: date) -> None:
    """Tells those who look after a thing that its day comes, once for each of the leads that the programme set, and anew
    when the day moves. A day that was missed is made good: what is told is what has come within a lead by now."""
    leads = leads_on(on)
    for programme in Programme.objects.order_by("pk"):
        notify_who_see(
            _notice(each, lead)
            for each in what_comes(programme, on=on)
            if (lead := lead_of((each.on - on).days, leads[each.kind])) is not None
        )


def _notice(coming: Coming, lead: int) -> Notice:
    return Notice(
        people=coming.people,
        topic=Topic.DUE,
        key=f"due-{coming.kind}-{coming.key}-{coming.on.isoformat()}-{lead}",
        title=coming.title,
        href=coming.href,
        due_on=coming.on,
    )


def tell_followers(*, now: datetime) -> None:
    """Tells people of what changed of the things that they follow since they were told last, but not of what they did
    themselves."""
    follows = all_follows()
    if not follows:
        return
    happened = happened_since(min(_since(each) for each in follows), on=day_of(now))
    by_subject: dict[tuple[str, int], list[Follow]] = {}
    for each in follows:
        by_subject.setdefault((each.subject_kind, each.subject_id), []).append(each)
    notify_who_see(_told(each, by_subject) for each in happened)
    mark_told(follows=follows, at=now)


def _since(follow: Follow) -> datetime:
    """From when changes count: never from before the person began to follow."""
    return max(follow.followed_at, follow.told_at - LOOKED_AT_AGAIN)


def _told(happening: Happening, by_subject: dict[tuple[str, int], list[Follow]]) -> Notice:
    people = {
        follow.person_id: follow.person
        for subject in happening.of
        for follow in by_subject.get(subject, ())
        if _since(follow) < happening.at and follow.person_id != happening.by_id
    }
    return Notice(
        people=list(people.values()),
        topic=Topic.FOLLOWED,
        key=f"followed-{happening.key}",
        title=happening.title,
        text=happening.text.strip(),
        href=happening.href,
    )
