"""How an evaluation moves on: which status follows which, and what each asks for. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import number, plural
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.policies.evaluation import Cell, EvaluationRecord

S = EvaluationStatus
HUNDRED = Decimal(100)
STANDARD = "the programme's governance standards, section 5.4"
ACT_23 = "Procurement Act 2023, section 23"
ACT_81 = "Procurement Act 2023, sections 81 to 83"


@dataclass(frozen=True)
class Transition:
    """From one status to another; `needs_reason` where people ask afterwards why."""

    now: EvaluationStatus
    wanted: EvaluationStatus
    name: str
    needs_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, S.SCORING, "Open for scoring"),
    Transition(S.SCORING, S.DRAFT, "Go back to the criteria", needs_reason=True),
    Transition(S.SCORING, S.MODERATION, "Begin moderation"),
    Transition(S.MODERATION, S.CONCLUDED, "Conclude"),
    Transition(S.DRAFT, S.WITHDRAWN, "Withdraw the evaluation", needs_reason=True),
    Transition(S.SCORING, S.WITHDRAWN, "Withdraw the evaluation", needs_reason=True),
    Transition(S.MODERATION, S.WITHDRAWN, "Withdraw the evaluation", needs_reason=True),
)


def find_transition(now: EvaluationStatus, wanted: EvaluationStatus) -> Transition | None:
    return next((each for each in TRANSITIONS if (each.now, each.wanted) == (now, wanted)), None)


def transitions_from(now: EvaluationStatus) -> tuple[Transition, ...]:
    """What can follow a status, in the order of the work."""
    return tuple(each for each in TRANSITIONS if each.now == now)


def may_move(
    record: EvaluationRecord,
    wanted: EvaluationStatus,
    *,
    reason: str = "",
    has_scores: bool = False,
    moderated: Collection[Cell] = (),
) -> Decision:
    """Whether the evaluation may go to that status. `has_scores`: anybody has scored anything; `moderated` are the cells
    that have an agreed score."""
    transition = find_transition(record.status, wanted)
    if transition is None:
        allowed = " or ".join(f"“{each.wanted.label.lower()}”" for each in transitions_from(record.status))
        return deny(
            f"An evaluation that is “{record.status.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy=f"It can become {allowed}." if allowed else "It is finished.",
        )
    if transition.needs_reason and not reason.strip():
        return deny("Say why: bidders and auditors ask for it.", remedy="Enter a reason.", field="reason")
    asked = {
        S.SCORING: lambda: may_open_scoring(record),
        S.DRAFT: lambda: _may_go_back(has_scores=has_scores),
        S.MODERATION: lambda: may_begin_moderation(record),
        S.CONCLUDED: lambda: may_conclude(record, moderated),
        S.WITHDRAWN: lambda: ALLOWED,
    }
    return asked[wanted]()


def may_open_scoring(record: EvaluationRecord) -> Decision:
    """Weights of exactly 100%, bids to score, prices where the price is worked out, and a panel to score them."""
    return first_refusal(_weights_are_whole(record), _has_bids(record), _has_panel(record))


def _weights_are_whole(record: EvaluationRecord) -> Decision:
    if record.total_weight == HUNDRED:
        return ALLOWED
    return deny(
        f"The weights add up to {number(record.total_weight)}%, not to 100% ({ACT_23}; {STANDARD}).",
        remedy="Correct the weights of the criteria so that together they are exactly 100%.",
    )


def _has_bids(record: EvaluationRecord) -> Decision:
    if not record.live_bids:
        return deny("There is no bid to score.", remedy="Enter the bids that were received.")
    if any(each.is_formula for each in record.criteria):
        missing = [bid.supplier for bid in record.live_bids if bid.price_pence is None]
        if missing:
            return deny(
                f"The price is scored by the lowest price, and there is none of {', '.join(missing)}.",
                remedy="Enter the price of each bid, or have the panel score the price.",
            )
    return ALLOWED


def _has_panel(record: EvaluationRecord) -> Decision:
    if record.scorers:
        return ALLOWED
    return deny("Nobody on the panel may score.", remedy="Add the people who will score.")


def _may_go_back(*, has_scores: bool) -> Decision:
    if not has_scores:
        return ALLOWED
    return deny(
        f"Scoring has begun, so the criteria and their weights stand as bidders were told ({ACT_23}).",
        remedy="Withdraw the evaluation if they are wrong.",
    )


def may_begin_moderation(record: EvaluationRecord) -> Decision:
    """Once everybody who has to score has submitted: until then nobody sees anybody's scores."""
    if not record.scorers:
        return deny("Nobody on the panel has scored.", remedy="Add the people who will score.")
    if record.outstanding:
        names = ", ".join(member.name for member in record.outstanding)
        return deny(
            f"{plural(len(record.outstanding), 'member')} of the panel still {'has' if len(record.outstanding) == 1 else 'have'} "
            f"to submit: {names}. Scores are moderated once each member has scored alone ({STANDARD}).",
            remedy="Ask them to submit, or record that they have left the panel.",
        )
    return ALLOWED


def may_conclude(record: EvaluationRecord, moderated: Collection[Cell]) -> Decision:
    """Once every cell has an agreed score: none is taken silently."""
    if not record.live_bids:
        return deny("No bid is left to rank.", remedy="Withdraw the evaluation.")
    missing = [cell for cell in record.cells if cell not in moderated]
    if missing:
        return deny(
            f"{plural(len(missing), 'score')} {'is' if len(missing) == 1 else 'are'} not moderated yet. Each score needs "
            "one that the panel agreed on, with its reasons (Procurement Act 2023, section 50).",
            remedy="Moderate the cells that are marked as open.",
        )
    return ALLOWED
