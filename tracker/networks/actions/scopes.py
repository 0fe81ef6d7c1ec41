"""Correcting when a trust was in the programme."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import ALLOWED, Decision, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import NetworkMembership, ProgrammeScope


def correct_scope(
    *, scope: ProgrammeScope, valid_from: date, valid_to: date | None, reason: str, by: User
) -> ProgrammeScope:
    """Sets the first day, the first day on which it no longer counts, and the reason of a trust's time in the
    programme, when they were recorded wrongly or the trust leaves. Its network membership follows the first day."""
    with change(reason=reason, by=by):
        access = access_of(by, day=today_in_london())
        demand("networks.manage_scope", access, SubjectScope(programme_id=scope.programme_id))
        current = ProgrammeScope.objects.select_for_update().get(pk=scope.pk)
        others = ProgrammeScope.objects.filter(programme=current.programme_id, trust=current.trust_id)
        times = others.exclude(pk=current.pk).values_list("valid_from", "valid_to")
        require(may_be_in_scope(valid_from, valid_to, list(times)))
        NetworkMembership.objects.filter(
            trust=current.trust_id, network=current.network_id, valid_from=current.valid_from
        ).update(valid_from=valid_from)
        scope.valid_from, scope.valid_to, scope.reason = valid_from, valid_to, reason.strip()
        scope.save(update_fields=["valid_from", "valid_to", "reason"])
        touch("trust", scope.trust_id)
    return scope


def may_be_in_scope(valid_from: date, valid_to: date | None, others: list[tuple[date, date | None]]) -> Decision:
    """Whether a trust may be in the programme over a time, next to its other times in it."""
    if valid_to is not None and valid_to <= valid_from:
        return deny(
            "A trust can't leave the programme on or before the day it joined.",
            remedy=f"Enter a day after {valid_from:%-d %B %Y}.",
            field="left_on",
        )
    for start, end in others:
        if start < (valid_to or date.max) and valid_from < (end or date.max):
            return deny(
                f"The trust was in the programme from {start:%-d %B %Y} already, and the two times overlap.",
                remedy="Correct the day it joined or the day it left.",
                field="joined_on",
            )
    return ALLOWED
