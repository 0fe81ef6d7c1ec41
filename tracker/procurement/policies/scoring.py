"""Scores: which fit, who may give them, when a member may submit, and what the panel may agree on. Pure.

Source: Procurement Act 2023, section 23 (bids are assessed as bidders were told), section 50 (assessment summaries give
reasons) and sections 81 to 83 (conflicts of interest); the programme's governance standards, section 5.4.
"""

from collections.abc import Collection, Iterable
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import plural
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.policies.evaluation import Cell, EvaluationRecord, MemberOn, Scale
from tracker.procurement.policies.evaluation_moves import ACT_23, ACT_81, STANDARD

ACT_50 = "Procurement Act 2023, section 50"


def value_fits(value: Decimal | None, scale: Scale, *, field: str = "value") -> Decision:
    """Whether a score lies on the scale."""
    if value is None:
        return deny(
            f"Choose a score. Scores go {scale.in_words}, as bidders were told ({ACT_23}).",
            field=field,
        )
    if value in scale.values:
        return ALLOWED
    return deny(
        f"{value.normalize():f} is not on the scale. Scores go {scale.in_words}, as bidders were told ({ACT_23}).",
        remedy="Choose one of its values.",
        field=field,
    )


def score_fits(value: Decimal | None, comment: str, scale: Scale) -> Decision:
    """Whether one cell may be saved: a score on the scale, with its reasons."""
    fits = value_fits(value, scale)
    if not fits or comment.strip():
        return fits
    return deny(
        f"Say why you give this score. Bidders are told the reasons ({ACT_50}).",
        remedy="One or two sentences on what the bid shows and lacks.",
        field="comment",
    )


def may_score(record: EvaluationRecord, member: MemberOn | None) -> Decision:
    """Whether somebody may score at all: a member who has declared, has no conflict, and has not submitted."""
    if member is None:
        return deny(f"Only members of the panel score ({STANDARD}).", remedy="Ask the procurement lead to add you.")
    return first_refusal(_is_open(record), _has_no_conflict(member), _not_submitted(member))


def _is_open(record: EvaluationRecord) -> Decision:
    if record.status == EvaluationStatus.SCORING:
        return ALLOWED
    if record.status == EvaluationStatus.DRAFT:
        return deny(
            f"Scoring has not opened yet: the criteria are still being set ({ACT_23}).",
            remedy="Come back when the procurement lead has opened it.",
        )
    return deny(
        f"The evaluation is “{record.status.label.lower()}”, so individual scores stand ({STANDARD}).",
        remedy="Take it up in the moderation.",
    )


def _has_no_conflict(member: MemberOn) -> Decision:
    if member.declaration is None:
        return deny(
            f"Nobody scores before they have declared their interests ({ACT_81}).",
            remedy="Declare yours first, even where there are none.",
        )
    if member.is_excluded:
        return deny(f"You are excluded from scoring because of a conflict of interest ({ACT_81}).")
    if member.waits_for_ruling:
        return deny(
            f"You declared an interest, and nobody has decided about it yet ({ACT_81}).",
            remedy="Wait for the decision of the procurement lead.",
        )
    return ALLOWED


def _not_submitted(member: MemberOn) -> Decision:
    if not member.has_submitted:
        return ALLOWED
    return deny(f"You have submitted your scores, so they stand ({STANDARD}).", remedy="Take it up in the moderation.")


def may_score_bid(record: EvaluationRecord, member: MemberOn, bid_id: int) -> Decision:
    """Whether the member may score this bid."""
    bid = record.find_bid(bid_id)
    if bid is None or not bid.is_in:
        return deny("This bid is no longer in the evaluation.", remedy="Score the others.")
    if bid_id in member.barred_bids:
        return deny(
            f"You may not score this bid because of a conflict of interest ({ACT_81}).", remedy="Score the others."
        )
    return ALLOWED


def missing_cells(record: EvaluationRecord, member: MemberOn, scored: Collection[Cell]) -> list[Cell]:
    """What the member still has to score."""
    return [cell for cell in record.cells_of(member) if cell not in scored]


def may_submit(record: EvaluationRecord, member: MemberOn | None, scored: Collection[Cell]) -> Decision:
    """Whether a member may submit: everything that they may score has a score."""
    may = may_score(record, member)
    if not may or member is None:
        return may
    missing = missing_cells(record, member, scored)
    if missing:
        return deny(
            f"{plural(len(missing), 'score')} {'is' if len(missing) == 1 else 'are'} missing. Every bid is scored by every "
            f"criterion ({ACT_23}).",
            remedy="Fill in what is listed below.",
        )
    return ALLOWED


def may_moderate(record: EvaluationRecord, cell: Cell, value: Decimal | None, reasons: str) -> Decision:
    """Whether the panel's score of a cell may be recorded."""
    if record.status != EvaluationStatus.MODERATION:
        return deny(
            f"The evaluation is “{record.status.label.lower()}”. Scores are agreed while it is in moderation ({STANDARD}).",
            remedy="Begin the moderation once everybody has submitted.",
        )
    if cell not in record.cells:
        return deny("There is no such cell to moderate: the bid is out, or the price is worked out.")
    fits = value_fits(value, record.scale)
    if not fits or reasons.strip():
        return fits
    return deny(
        f"Say why the panel gives this score: the assessment summary tells the bidder ({ACT_50}).",
        remedy="Enter the reasons.",
        field="reasons",
    )


def agreed_value(values: Iterable[Decimal]) -> Decimal | None:
    """The one value that everybody gave; None where they differ or nobody scored."""
    given = set(values)
    return given.pop() if len(given) == 1 else None
