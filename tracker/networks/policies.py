"""Rules about the state of a deployment and its dates. Pure: plain data and a day in, a `Decision` out."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.networks.plans import Plan
from tracker.networks.vocabulary import LIVE_STATES, ClinicalUse, RevisionKind, StatedRating


@dataclass(frozen=True)
class DateChange:
    """A wish to set one of the three dates of an event, counting from `effective_on`; an empty date takes it away."""

    kind: RevisionKind
    date: dt.date | None
    effective_on: dt.date
    reason: str = ""
    cause: str = ""  # a `SlipCause`, where one is given


def current_date(plan: Plan, kind: RevisionKind) -> date | None:
    return {
        RevisionKind.BASELINE: plan.baseline,
        RevisionKind.FORECAST: plan.forecast,
        RevisionKind.ACTUAL: plan.actual,
    }[kind]


def is_a_change(plan: Plan, change: DateChange) -> bool:
    """Whether the wish differs from what stands."""
    return current_date(plan, change.kind) != change.date


def may_change_date(plan: Plan, change: DateChange, *, today: date) -> Decision:
    """Whether one of the three dates may be set so. `plan` is the plan as it stood on the change's effective day."""
    return first_refusal(
        _not_ahead(change, today=today),
        _has_a_baseline(plan, change),
        _has_a_reason(plan, change),
    )


def _not_ahead(change: DateChange, *, today: date) -> Decision:
    if change.effective_on > today:
        return deny(
            "A change can't count from a day in the future.",
            remedy="Use today or an earlier day.",
            field="effective_on",
        )
    if change.kind == RevisionKind.ACTUAL and change.date is not None and change.date > today:
        return deny(
            "An actual date can't be in the future, because it says that it has happened.",
            remedy="Enter the day on which it happened, or change the forecast instead.",
            field="actual",
        )
    if change.kind == RevisionKind.ACTUAL and change.date is not None and change.date > change.effective_on:
        return deny(
            "An actual date can't be later than the day from which it was known.",
            remedy="Correct the actual date or the effective day.",
            field="actual",
        )
    return ALLOWED


def _has_a_baseline(plan: Plan, change: DateChange) -> Decision:
    if change.kind == RevisionKind.BASELINE or change.date is None or plan.baseline is not None:
        return ALLOWED
    return deny(
        "This has no baseline date yet, so its slip could not be told.",
        remedy="Set the baseline (the date as funded) first.",
        field="baseline",
    )


def _has_a_reason(plan: Plan, change: DateChange) -> Decision:
    stands = current_date(plan, change.kind)
    moves_the_plan = change.kind == RevisionKind.FORECAST and plan.forecast is None and change.date != plan.baseline
    if change.reason.strip() or not (moves_the_plan or (stands is not None and change.date != stands)):
        return ALLOWED
    return deny(
        "A date that moves needs a reason, for the people who planned with the old one.",
        remedy="Say in a sentence why it moved.",
        field="reason",
    )


TRANSITIONS: dict[ClinicalUse, frozenset[ClinicalUse]] = {
    ClinicalUse.NOT_STARTED: frozenset({ClinicalUse.SHADOW, ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL}),
    ClinicalUse.SHADOW: frozenset(
        {
            ClinicalUse.NOT_STARTED,
            ClinicalUse.LIVE_PARTIAL,
            ClinicalUse.LIVE_FULL,
            ClinicalUse.WITHDRAWN,
        }
    ),
    ClinicalUse.LIVE_PARTIAL: frozenset({ClinicalUse.LIVE_FULL, ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN}),
    ClinicalUse.LIVE_FULL: frozenset({ClinicalUse.LIVE_PARTIAL, ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN}),
    ClinicalUse.PAUSED: frozenset(
        {
            ClinicalUse.SHADOW,
            ClinicalUse.LIVE_PARTIAL,
            ClinicalUse.LIVE_FULL,
            ClinicalUse.WITHDRAWN,
        }
    ),
    ClinicalUse.WITHDRAWN: frozenset({ClinicalUse.NOT_STARTED}),
}


def may_become(now: ClinicalUse) -> str:
    """The states that can follow, in words: `“shadow mode”, “live, partly” or “live”`."""
    *most, last = [f"“{state.label.lower()}”" for state in ClinicalUse if state in TRANSITIONS[now]]
    return f"{', '.join(most)} or {last}" if most else last


def may_change_state(
    now: ClinicalUse,
    wanted: ClinicalUse,
    *,
    sources: Collection[str],
    effective_on: date,
    reason: str,
    today: date,
) -> Decision:
    """Whether clinical use may go from one state to another on a day."""
    if effective_on > today:
        return deny(
            "A state can't count from a day in the future.",
            remedy="Enter the day on which it changed, or move the go-live forecast instead.",
            field="effective_on",
        )
    if wanted != now and wanted not in TRANSITIONS[now]:
        return deny(
            f"A deployment that is “{now.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy=f"Choose {may_become(now)}.",
            field="state",
        )
    if wanted == ClinicalUse.LIVE_PARTIAL and not sources:
        return deny(
            "A deployment that is partly live names the referral sources that it is live for.",
            remedy="Choose at least one of GP, emergency department, inpatient, outpatient.",
            field="sources",
        )
    if wanted in (ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN) and not reason.strip():
        return deny(
            "Pausing or withdrawing needs a reason.",
            remedy="Say in a sentence why.",
            field="reason",
        )
    return ALLOWED


def is_live(state: str) -> bool:
    """In clinical use for at least one referral source."""
    return state in LIVE_STATES


def widens_use(now: str, sources: Collection[str], wanted: str, wanted_sources: Collection[str]) -> bool:
    """Whether a change of state has the tool used on patients of whom it was not used before: that is a going live. Going
    back to fewer sources is not."""
    if not is_live(wanted):
        return False
    if not is_live(now):
        return True
    if wanted == ClinicalUse.LIVE_FULL:
        return now != ClinicalUse.LIVE_FULL
    return now != ClinicalUse.LIVE_FULL and not set(wanted_sources) <= set(sources)


def may_state_rating(rating: StatedRating, reason: str) -> Decision:
    """Whether delivery confidence may be stated so: anything but green says what threatens the plan."""
    if rating == StatedRating.GREEN or reason.strip():
        return ALLOWED
    return deny(
        f"A delivery confidence of {rating.label.lower()} needs a reason.",
        remedy="Say in a sentence what threatens the plan and what the path to green is.",
        field="rag_reason",
    )


def may_save_view(name: str, query: str, *, taken: Collection[str]) -> Decision:
    """Whether filters may be kept under a name: there are some, and the person has no other view of that list so named."""
    if not query:
        return deny("There is nothing to save: the list shows everything.", remedy="Choose filters first, then save.")
    if not name.strip():
        return deny("A saved view needs a name.", remedy="Say in a few words what it shows.", field="name")
    if name.strip().casefold() in {each.casefold() for each in taken}:
        return deny(
            f"You have a view called “{name.strip()}” of this list already.",
            remedy="Choose another name, or delete that view first.",
            field="name",
        )
    return ALLOWED


def may_count_from(day: date, *, today: date, field: str) -> Decision:
    """Whether a fact may count from a day: not from one in the future."""
    if day <= today:
        return ALLOWED
    return deny("This can't count from a day in the future.", remedy="Use today or an earlier day.", field=field)


def may_plan_next(text: str, due_on: date | None, *, today: date) -> Decision:
    """Whether a next action may be planned so: with what and by when, or with neither."""
    if text.strip() and due_on is None:
        return deny("A next action needs a day to be done by.", remedy="Enter the day.", field="due_on")
    if due_on is not None and not text.strip():
        return deny("A day needs something to be done by it.", remedy="Say what has to be done.", field="text")
    if due_on is not None and due_on < today:
        return deny("This day has passed.", remedy="Enter today or a later day.", field="due_on")
    return ALLOWED


def may_move_by_weeks(plan: Plan, weeks: int) -> Decision:
    """Whether the expected day of an event may be moved by so many weeks (back when negative)."""
    if weeks == 0:
        return deny("0 weeks move nothing.", remedy="Enter how many weeks.", field="weeks")
    if plan.is_done:
        return deny("It has happened already, so there is nothing left to forecast.", remedy="Leave it out.")
    if plan.expected is None:
        return deny("It has no date yet that could be moved.", remedy="Set its baseline and forecast first.")
    return ALLOWED
