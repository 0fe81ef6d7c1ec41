"""What milestones, procurement stages and signatures share when their dates are set."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from tracker.accounts.models import User
from tracker.networks.models import RevisionBase
from tracker.networks.plans import Plan, plan_on
from tracker.networks.policies import DateChange, is_a_change

Row = TypeVar("Row", bound=RevisionBase)


def new_revisions(
    model: type[Row],
    *,
    of: dict[str, object],
    known: list[Row],
    wishes: Iterable[DateChange],
    check: Callable[[Plan, DateChange], None],
    by: User,
) -> list[Row]:
    """Unsaved revisions of one event for the wishes that change something, in the order of their effective days.

    `of` names the event (`{"milestone": row}`), `known` its stored revisions in recorded order (the new ones are added
    to it), and `check` raises when a rule says no to a wish over the plan as it stood on the wish's effective day.
    """
    added = []
    for wish in sorted(wishes, key=lambda each: each.effective_on):
        plan = plan_on(known, wish.effective_on)
        if not is_a_change(plan, wish):
            continue
        check(plan, wish)
        row = model(
            **of,
            kind=wish.kind,
            date=wish.date,
            effective_on=wish.effective_on,
            reason=wish.reason.strip(),
            cause=wish.cause,
            recorded_by=by,
        )
        known.append(row)
        added.append(row)
    return added
