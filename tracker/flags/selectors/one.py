"""Reading one flag and its history."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from tracker.accounts.roles import Role
from tracker.flags.models import Flag, FlagEvent
from tracker.flags.permissions import FlagScope
from tracker.flags.selectors.lists import FlagOn, flags_of
from tracker.flags.vocabulary import FlagEventKind, Severity
from tracker.networks.access import Access, scope_of_trust
from tracker.networks.models import Milestone
from tracker.networks.plans import plan_on
from tracker.networks.vocabulary import MilestoneType


def find_flag(access: Access, flag_id: int, *, on: date) -> FlagOn | None:
    """The flag as it stood on a day; None when it does not exist, did not then, or is not the person's to see."""
    row = Flag.objects.visible_to(access, on=on).filter(pk=flag_id).first()
    if row is None:
        return None
    flag = flags_of([row], on=on)[0]
    return flag if on >= access.day else _as_it_stood(flag, on)


def get_flag(flag_id: int) -> Flag:
    """The row of a flag that the caller has found visible."""
    return Flag.objects.select_related("trust").get(pk=flag_id)


def _as_it_stood(flag: FlagOn, on: date) -> FlagOn | None:
    """The flag with the severity, opening and closing of a day gone by, as its events tell them."""
    events = [event for event in flag_history(flag) if event.happened_on <= on]
    if not events:
        return None
    openings = [event.happened_on for event in events if event.kind in {FlagEventKind.OPENED, FlagEventKind.REOPENED}]
    closings = [event.happened_on for event in events if event.kind == FlagEventKind.CLOSED]
    handed = [event for event in events if event.kind in {FlagEventKind.ASSIGNED, FlagEventKind.UNASSIGNED}]
    person = handed[-1].person if handed else None
    is_closed = events[-1].kind == FlagEventKind.CLOSED
    return replace(
        flag,
        severity=Severity(events[-1].severity),
        opened_on=openings[-1],
        closed_on=closings[-1] if is_closed else None,
        acknowledged_until=None,
        acknowledged_reason="",
        assigned_to_id=person.pk if person else None,
        assigned_to=str(person) if person else "",
    )


def flag_history(flag: FlagOn) -> list[FlagEvent]:
    """What happened to a flag, oldest first, with who did it."""
    return list(FlagEvent.objects.filter(flag=flag.id).select_related("recorded_by", "person").order_by("pk"))


def scope_of_flag(flag: Flag, *, day: date) -> FlagScope:
    """Where a flag lies and whose it is, for permission questions."""
    networks = frozenset({flag.network_id} if flag.network_id else ())
    if flag.trust is not None:
        networks = scope_of_trust(flag.trust, day=day).network_ids
    return FlagScope(flag.programme_id, networks, flag.trust_id, owner_role=Role(flag.owner_role))


def go_live_of(flag: Flag, *, on: date) -> date | None:
    """The day, still to come, on which the deployment that a flag is about is expected to go live."""
    row = Milestone.objects.filter(deployment=flag.deployment_id, type=MilestoneType.GO_LIVE).first()
    expected = plan_on(row.revisions.order_by("pk"), on).expected if row else None
    return expected if expected is not None and expected > on else None


def visible_flags(access: Access, ids: Collection[int], *, on: date) -> list[tuple[Flag, FlagOn]]:
    """The flags of these ids that the person may see, worst first: each row with what it says."""
    rows = {row.pk: row for row in Flag.objects.visible_to(access, on=on).filter(pk__in=ids).select_related("trust")}
    return [(rows[flag.id], flag) for flag in flags_of(rows.values(), on=on) if flag.id in rows]
