"""The life-cycle of a DPIA: which status follows which, and who may take it there. Pure.

Source: UK GDPR Articles 35, 36, 38 and 39, and the ICO's seven steps of a DPIA. Authors write and never decide; the data
protection officer advises and never approves; the Caldicott Guardian and the SIRO decide, the SIRO last.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.vocabulary import DpiaStatus

S = DpiaStatus


class Actor(StrEnum):
    """As what somebody moves a DPIA."""

    AUTHOR = "author"
    DPO = "dpo"
    CALDICOTT = "caldicott-guardian"
    SIRO = "siro"
    SYSTEM = "system"


ACTOR_NAMES = {
    Actor.AUTHOR: "whoever runs delivery of this trust",
    Actor.DPO: "the data protection officer",
    Actor.CALDICOTT: "the Caldicott Guardian",
    Actor.SIRO: "the senior information risk owner",
    Actor.SYSTEM: "the tracker",
}


class Means(StrEnum):
    """What takes a DPIA along a transition: somebody moves it, advises on it, decides it, or the ICO is consulted."""

    MOVE = "move"
    ADVICE = "advice"
    DECISION = "decision"
    ICO = "ico"


@dataclass(frozen=True)
class Transition:
    """From one status to another, by whom and by which means."""

    now: DpiaStatus
    wanted: DpiaStatus
    actors: frozenset[Actor]
    means: Means = Means.MOVE


def _by(*actors: Actor) -> frozenset[Actor]:
    return frozenset(actors)


_AUTHOR, _OWNERS = _by(Actor.AUTHOR), _by(Actor.AUTHOR, Actor.SIRO)
_REVIEWERS = _by(Actor.AUTHOR, Actor.DPO, Actor.CALDICOTT, Actor.SIRO, Actor.SYSTEM)
_DECIDERS = _by(Actor.CALDICOTT, Actor.SIRO)
_SENDERS_BACK = _by(Actor.DPO, Actor.CALDICOTT, Actor.SIRO)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.NOT_STARTED, S.SCREENING, _AUTHOR),
    Transition(S.NOT_STARTED, S.DRAFTING, _AUTHOR),
    Transition(S.SCREENING, S.NOT_STARTED, _AUTHOR),
    Transition(S.SCREENING, S.DRAFTING, _AUTHOR),
    Transition(S.DRAFTING, S.SCREENING, _AUTHOR),
    Transition(S.DRAFTING, S.CONSULTATION, _AUTHOR),
    Transition(S.DRAFTING, S.DPO_REVIEW, _AUTHOR),
    Transition(S.DRAFTING, S.WITHDRAWN, _OWNERS),
    Transition(S.CONSULTATION, S.DRAFTING, _AUTHOR),
    Transition(S.CONSULTATION, S.DPO_REVIEW, _AUTHOR),
    Transition(S.CONSULTATION, S.WITHDRAWN, _OWNERS),
    Transition(S.DPO_REVIEW, S.DRAFTING, _AUTHOR),
    Transition(S.DPO_REVIEW, S.CHANGES_REQUESTED, _by(Actor.DPO)),
    Transition(S.DPO_REVIEW, S.AWAITING_SIGN_OFF, _by(Actor.DPO), Means.ADVICE),
    Transition(S.CHANGES_REQUESTED, S.DRAFTING, _AUTHOR),
    Transition(S.CHANGES_REQUESTED, S.DPO_REVIEW, _AUTHOR),
    Transition(S.CHANGES_REQUESTED, S.WITHDRAWN, _OWNERS),
    Transition(S.AWAITING_SIGN_OFF, S.CHANGES_REQUESTED, _SENDERS_BACK),
    Transition(S.AWAITING_SIGN_OFF, S.ICO_CONSULTATION, _by(Actor.AUTHOR, Actor.DPO, Actor.SIRO), Means.ICO),
    Transition(S.AWAITING_SIGN_OFF, S.APPROVED, _by(Actor.SIRO), Means.DECISION),
    Transition(S.AWAITING_SIGN_OFF, S.APPROVED_WITH_CONDITIONS, _by(Actor.SIRO), Means.DECISION),
    Transition(S.AWAITING_SIGN_OFF, S.REJECTED, _DECIDERS, Means.DECISION),
    Transition(S.ICO_CONSULTATION, S.AWAITING_SIGN_OFF, _by(Actor.AUTHOR, Actor.DPO, Actor.SIRO), Means.ICO),
    Transition(S.ICO_CONSULTATION, S.CHANGES_REQUESTED, _SENDERS_BACK),
    Transition(S.ICO_CONSULTATION, S.WITHDRAWN, _OWNERS),
    Transition(S.REJECTED, S.DRAFTING, _AUTHOR),
    Transition(S.REJECTED, S.WITHDRAWN, _OWNERS),
    *(
        transition
        for now in (S.APPROVED, S.APPROVED_WITH_CONDITIONS)
        for transition in (
            Transition(now, S.REVIEW_DUE, _REVIEWERS),
            Transition(now, S.UNDER_REVIEW, _REVIEWERS),
            Transition(now, S.SUPERSEDED, _OWNERS),
            Transition(now, S.WITHDRAWN, _OWNERS),
            Transition(now, S.CLOSED, _OWNERS),
        )
    ),
    Transition(S.REVIEW_DUE, S.UNDER_REVIEW, _REVIEWERS),
    *(
        transition
        for now in (S.REVIEW_DUE, S.UNDER_REVIEW)
        for transition in (
            Transition(now, S.DRAFTING, _AUTHOR),
            Transition(now, S.DPO_REVIEW, _AUTHOR),
            Transition(now, S.APPROVED, _by(Actor.SIRO), Means.DECISION),
            Transition(now, S.APPROVED_WITH_CONDITIONS, _by(Actor.SIRO), Means.DECISION),
            Transition(now, S.REJECTED, _by(Actor.SIRO), Means.DECISION),
            Transition(now, S.SUPERSEDED, _OWNERS),
            Transition(now, S.WITHDRAWN, _OWNERS),
            Transition(now, S.CLOSED, _OWNERS),
        )
    ),
    Transition(S.SUPERSEDED, S.DRAFTING, _AUTHOR),
    Transition(S.WITHDRAWN, S.DRAFTING, _AUTHOR),
)

# States in which the content may be written. An approved assessment that is written in goes under review by itself.
WRITABLE = frozenset(
    {S.NOT_STARTED, S.SCREENING, S.DRAFTING, S.CONSULTATION, S.CHANGES_REQUESTED, S.REVIEW_DUE, S.UNDER_REVIEW}
)
APPROVED_AS_IT_STANDS = frozenset({S.APPROVED, S.APPROVED_WITH_CONDITIONS})
NEEDS_A_REASON = frozenset({S.CHANGES_REQUESTED, S.REJECTED, S.UNDER_REVIEW, S.SUPERSEDED, S.WITHDRAWN, S.CLOSED})
ENDED = frozenset({S.SUPERSEDED, S.WITHDRAWN, S.CLOSED})


def find_transition(now: DpiaStatus, wanted: DpiaStatus) -> Transition | None:
    return next((each for each in TRANSITIONS if (each.now, each.wanted) == (now, wanted)), None)


def next_statuses(
    now: DpiaStatus, actors: Collection[Actor] | None = None, means: Means | None = None
) -> list[DpiaStatus]:
    """What can follow a status, in the order of the vocabulary; only what these actors may do by these means, if given."""
    found = {
        each.wanted
        for each in TRANSITIONS
        if each.now == now and (actors is None or each.actors & set(actors)) and (means is None or each.means == means)
    }
    return [status for status in DpiaStatus if status in found]


def may_move(
    now: DpiaStatus, wanted: DpiaStatus, *, actors: Collection[Actor], means: Means = Means.MOVE, reason: str = ""
) -> Decision:
    """Whether somebody may take a DPIA from one status to another by these means."""
    transition = find_transition(now, wanted)
    if transition is None:
        choices = ", ".join(status.label.lower() for status in next_statuses(now)) or "nothing: it has ended"
        return deny(
            f"A DPIA that is “{now.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy=f"It can become: {choices}.",
            field="status",
        )
    if transition.means != means:
        return deny(_by_other_means(transition), field="status")
    if not transition.actors & set(actors):
        who = " or ".join(ACTOR_NAMES[actor] for actor in Actor if actor in transition.actors)
        return deny(f"Only {who} may make this DPIA “{wanted.label.lower()}”.", field="status")
    if wanted in NEEDS_A_REASON and not reason.strip():
        return deny(
            f"A DPIA that becomes “{wanted.label.lower()}” needs the reason.",
            remedy="Say in a sentence why.",
            field="reason",
        )
    return ALLOWED


def _by_other_means(transition: Transition) -> str:
    wanted = transition.wanted.label.lower()
    return {
        Means.MOVE: f"A DPIA becomes “{wanted}” when somebody moves it, and not by a decision.",
        Means.ADVICE: f"A DPIA becomes “{wanted}” when the data protection officer records advice.",
        Means.DECISION: f"A DPIA becomes “{wanted}” when the senior information risk owner decides, or the Caldicott "
        "Guardian rejects it.",
        Means.ICO: f"A DPIA becomes “{wanted}” when an ICO consultation is recorded or closed.",
    }[transition.means]


def may_count_from(on: date, *, since: date | None, today: date) -> Decision:
    """Whether a status may count from a day: none in the future, nor one before the status that it follows."""
    if on > today:
        return deny(
            "A status can't count from a day in the future.",
            remedy="Use today or an earlier day.",
            field="effective_on",
        )
    if since is not None and on < since:
        return deny(
            "A status can't count from a day before the one that it follows.",
            remedy="Use that day or a later one.",
            field="effective_on",
        )
    return ALLOWED


def may_write(status: DpiaStatus) -> Decision:
    """Whether the content may be written: while it is drafted or reviewed, and not while others read and sign it."""
    if status in WRITABLE or status in APPROVED_AS_IT_STANDS:
        return ALLOWED
    remedy = "Start a new edition first." if status in ENDED else "Have it sent back to drafting first."
    return deny(f"The DPIA is “{status.label.lower()}”, so what it says stands still.", remedy=remedy)


def may_tell_approval(*, is_written_here: bool) -> Decision:
    """Whether an approval may be recorded as the programme's records tell it: not of an assessment that is written here."""
    if not is_written_here:
        return ALLOWED
    return deny(
        "This DPIA is written in the tracker, so it is approved there by the people who sign it.",
        remedy="Open the DPIA and ask them to sign.",
        field="status",
    )
