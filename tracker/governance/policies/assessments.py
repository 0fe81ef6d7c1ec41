"""Rules about requirements that people assess: which states follow which, who may do each, and what counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import nhs_date
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.vocabulary import AssessmentStatus


class Hand(Enum):
    """Who takes a step."""

    PREPARER = "whoever runs delivery"
    REVIEWER = "whoever signs for it"


Status = AssessmentStatus
_EITHER = frozenset(Hand)
_PREPARER = frozenset({Hand.PREPARER})
_REVIEWER = frozenset({Hand.REVIEWER})
TRANSITIONS: dict[Status, dict[Status, frozenset[Hand]]] = {
    Status.NOT_STARTED: {Status.IN_PROGRESS: _PREPARER, Status.READY: _PREPARER},
    Status.IN_PROGRESS: {Status.READY: _PREPARER},
    Status.READY: {
        Status.IN_PROGRESS: _PREPARER,
        Status.MET: _REVIEWER,
        Status.RETURNED: _REVIEWER,
        Status.NOT_APPLICABLE: _REVIEWER,
    },
    Status.MET: {Status.REOPENED: _EITHER},
    Status.RETURNED: {Status.IN_PROGRESS: _PREPARER, Status.READY: _PREPARER},
    Status.NOT_APPLICABLE: {Status.REOPENED: _EITHER},
    Status.REOPENED: {Status.IN_PROGRESS: _PREPARER, Status.READY: _PREPARER},
}
SETTLED = frozenset({Status.MET, Status.NOT_APPLICABLE})
NEEDS_REASON = frozenset({Status.RETURNED, Status.NOT_APPLICABLE, Status.REOPENED})


@dataclass(frozen=True)
class Step:
    """A wish to take an assessment to a status from a day on; `expires_on` is when what settles it stops counting."""

    status: AssessmentStatus
    on: date
    reason: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class StateOn:
    """One state of an assessment as plain data."""

    status: AssessmentStatus
    on: date
    by_id: int
    by: str
    reason: str = ""
    expires_on: date | None = None


@dataclass(frozen=True)
class AssessmentOn:
    """An assessment as it stands on a day. A network's assessment says so, with the local confirmation that the trust
    gave it on a day, by whom (None: it gave none)."""

    id: int
    version: int = 1
    states: tuple[StateOn, ...] = ()
    owner: str = ""
    due_on: date | None = None
    note: str = ""
    network: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""

    @property
    def now(self) -> StateOn | None:
        return self.states[-1] if self.states else None

    @property
    def status(self) -> AssessmentStatus:
        return self.now.status if self.now else Status.NOT_STARTED

    @property
    def is_of_network(self) -> bool:
        return bool(self.network)

    @property
    def prepared_by(self) -> frozenset[int]:
        """The people who brought it to review since it was last settled or sent back."""
        preparers: set[int] = set()
        for state in self.states:
            if state.status in (*SETTLED, Status.RETURNED, Status.REOPENED):
                preparers = set()
            else:
                preparers.add(state.by_id)
        return frozenset(preparers)


def hands_for(now: AssessmentStatus, wanted: AssessmentStatus) -> frozenset[Hand]:
    """Who may take it from one status to another; nobody where it can't go that way."""
    return TRANSITIONS[now].get(wanted, frozenset())


def next_for(now: AssessmentStatus, hands: Iterable[Hand]) -> list[AssessmentStatus]:
    """The statuses that somebody with these hands may take it to, in the order of the vocabulary."""
    held = frozenset(hands)
    return [status for status in Status if hands_for(now, status) & held]


def may_step(
    assessment: AssessmentOn, step: Step, *, hands: frozenset[Hand], by_id: int, is_waivable: bool, today: date
) -> Decision:
    """Whether somebody who has these hands in that scope on that day may take the step."""
    return first_refusal(
        _is_possible_day(assessment, step, today=today),
        _leads_on(assessment.status, step.status, hands),
        _is_not_own_work(assessment, step, by_id),
        _is_whole(step, is_waivable=is_waivable),
    )


def _is_possible_day(assessment: AssessmentOn, step: Step, *, today: date) -> Decision:
    if step.on > today:
        return deny("This can't count from a day in the future.", remedy="Use today or an earlier day.", field="on")
    if assessment.now is not None and step.on < assessment.now.on:
        return deny(
            f"It is “{assessment.status.label.lower()}” since {nhs_date(assessment.now.on)}, and this would come before.",
            remedy="Use that day or a later one.",
            field="on",
        )
    if step.expires_on is not None and step.expires_on <= step.on:
        return deny("This would end before it counts.", remedy="Enter a later day.", field="expires_on")
    return ALLOWED


def _leads_on(now: AssessmentStatus, wanted: AssessmentStatus, hands: frozenset[Hand]) -> Decision:
    allowed = hands_for(now, wanted)
    if not allowed:
        following = ", ".join(status.label.lower() for status in next_for(now, Hand)) or "nothing else"
        return deny(
            f"A requirement that is “{now.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy=f"Choose one of: {following}.",
            field="status",
        )
    if not allowed & hands:
        names = " or ".join(sorted(hand.value for hand in allowed))
        return deny(
            f"Only {names} here on that day may mark this as “{wanted.label.lower()}”.",
            remedy="Ask them to do it.",
            field="status",
        )
    return ALLOWED


def _is_not_own_work(assessment: AssessmentOn, step: Step, by_id: int) -> Decision:
    if step.status in (*SETTLED, Status.RETURNED) and by_id in assessment.prepared_by:
        return deny(
            "You prepared this yourself, so you can't review it.",
            remedy="Ask somebody else who signs for it.",
            field="status",
        )
    return ALLOWED


def _is_whole(step: Step, *, is_waivable: bool) -> Decision:
    if step.status == Status.NOT_APPLICABLE and not is_waivable:
        return deny(
            "This requirement can't be waived, so it always applies.",
            remedy="Mark it as met once it is.",
            field="status",
        )
    if step.status in NEEDS_REASON and not step.reason.strip():
        return deny(
            f"“{step.status.label}” needs a reason.",
            remedy="Say in a sentence why, for the next reader.",
            field="reason",
        )
    if step.expires_on is not None and step.status not in SETTLED:
        return deny("Only what is met can stop counting.", remedy="Leave the end day empty.", field="expires_on")
    return ALLOWED


def may_confirm(
    assessment: AssessmentOn,
    *,
    is_of_this_network: bool,
    is_confirmed: bool,
    reason: str,
    signs_for_trust: bool,
    by_id: int,
    today: date,
) -> Decision:
    """Whether somebody may confirm, for their own trust, what the network's assessment says, or take that back."""
    if not is_of_this_network:
        return deny("This assessment is of another network or use case.")
    if not signs_for_trust:
        return deny(
            "A network's assessment is confirmed by somebody who signs for the trust itself.",
            remedy="Ask the trust's own signatory in this capacity.",
        )
    if not is_confirmed:
        return ALLOWED if reason.strip() else deny("Taking it back needs a reason.", remedy="Say why.", field="reason")
    if not assessment_verdict(assessment, today, needs_confirmation=False):
        return deny("The network's assessment is not met, so there is nothing to confirm yet.")
    if assessment.now is not None and assessment.now.by_id == by_id:
        return deny(
            "You settled the network's assessment yourself, so you can't confirm it for the trust.",
            remedy="Ask another signatory of the trust.",
        )
    return ALLOWED


def assessment_verdict(assessment: AssessmentOn | None, day: date, *, needs_confirmation: bool = True) -> Verdict:
    """Whether an assessment meets its requirement on a day: settled by then, not expired, and, where it is the
    network's, confirmed by the trust since it was settled."""
    if assessment is None or assessment.now is None:
        return unmet("Nobody has started on it.")
    now = assessment.now
    if now.status not in SETTLED:
        reason = f": {now.reason}" if now.reason and now.status in NEEDS_REASON else ""
        return unmet(f"{now.status.label} since {nhs_date(now.on)}{reason}.")
    if now.expires_on is not None and now.expires_on <= day:
        return unmet(f"What met it stopped counting on {nhs_date(now.expires_on)}.", remedy="Bring newer evidence.")
    until = f", until {nhs_date(now.expires_on)}" if now.expires_on else ""
    said = f"{now.status.label}, {now.by} on {nhs_date(now.on)}{until}"
    if not assessment.is_of_network or not needs_confirmation:
        return met(f"{said}{f': {now.reason}' if now.reason else ''}.")
    if assessment.confirmed_on is None or assessment.confirmed_on < now.on:
        return unmet(
            f"Met for {assessment.network}, and the trust has not confirmed it.",
            remedy="Ask the trust's own signatory to confirm it.",
        )
    return met(f"{said} for {assessment.network}; confirmed by {assessment.confirmed_by}.")
