"""Telling people of flags that just became critical."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.models import FlagEvent
from tracker.flags.rules import rule_of
from tracker.flags.selectors import Person, people_who_see
from tracker.flags.vocabulary import FlagEventKind, Severity
from tracker.notifications.actions import Notice, notify_all
from tracker.notifications.vocabulary import Topic

RISES = (FlagEventKind.OPENED, FlagEventKind.REOPENED, FlagEventKind.ESCALATED)


def tell_owners(events: Iterable[FlagEvent], *, on: date) -> None:
    """Tells those whose role looks after a flag that became critical today, whoever has been given it, and the national
    leads where it needs a national decision. Called within the sweep that found it; one of a past day tells nobody."""
    critical = [each for each in events if each.kind in RISES and each.severity == Severity.CRITICAL]
    if not critical or on != today_in_london():
        return
    seen_by = people_who_see([each.flag for each in critical], day=on)
    notify_all(
        Notice(
            people=_owners(each, seen_by[each.flag.pk]),
            topic=Topic.FLAG,
            key=f"flag-critical-{each.pk}",
            title=f"Critical flag: {rule_of(each.flag.rule).title}",
            text=each.flag.finding,
            href=reverse("flag", args=[each.flag.pk]),
            is_critical=True,
        )
        for each in critical
    )


def _owners(event: FlagEvent, people: Iterable[Person]) -> list[User]:
    flag = event.flag
    roles = {flag.owner_role, *([Role.NATIONAL_LEAD] if flag.needs_national_decision else [])}
    return [person.user for person in people if person.roles & roles or person.id == flag.assigned_to_id]
