"""Giving a flag to somebody who sees to it."""

from django.urls import reverse

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.flags.models import Flag, FlagEvent
from tracker.flags.policies import may_assign
from tracker.flags.rules import rule_of
from tracker.flags.selectors import people_who_see, scope_of_flag
from tracker.flags.vocabulary import FlagEventKind
from tracker.networks.access import access_of
from tracker.notifications.actions import notify
from tracker.notifications.vocabulary import Topic


def assign(*, flag: Flag, to: User | None, note: str = "", version: int | None, by: User) -> Flag:
    """Gives the flag to a person who has a role over what it is about; None takes it from whoever has it. The
    person is told. Raises
    `NotPermitted`, `StaleWrite` when it changed since `version`, `Refused`."""
    today = today_in_london()
    with change(reason=note, by=by):
        current = Flag.objects.select_for_update().get(pk=flag.pk)
        demand("flags.assign", access_of(by, day=today), scope_of_flag(current, day=today))
        people = people_who_see([current], day=today)[current.pk]
        require(
            may_assign(
                is_open=current.closed_on is None,
                to_id=to.pk if to else None,
                has_id=current.assigned_to_id,
                may_have={person.id for person in people if person.takes_part},
                note=note,
            )
        )
        if version is not None and current.version != version:
            raise StaleWrite(current)
        current.assigned_to = to
        current.version += 1
        current.save(update_fields=["assigned_to", "version"])
        event = FlagEvent.objects.create(
            flag=current,
            kind=FlagEventKind.ASSIGNED if to else FlagEventKind.UNASSIGNED,
            severity=current.severity,
            happened_on=today,
            note=note.strip(),
            person=to,
            recorded_by=by,
        )
        if to is not None and to != by:
            notify(
                people=[to],
                topic=Topic.ASSIGNMENT,
                key=f"flag-given-{event.pk}",
                title=f"{by} has given you a flag: {rule_of(current.rule).title}",
                text=note.strip() or current.finding,
                href=reverse("flag", args=[current.pk]),
            )
    return current
