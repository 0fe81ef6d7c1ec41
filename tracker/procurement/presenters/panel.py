"""What a member declared and what was decided about it, in sentences."""

from tracker.core.formats import nhs_date
from tracker.procurement.evaluation_vocabulary import InterestRulingCode
from tracker.procurement.policies.evaluation import EvaluationRecord, MemberOn, RulingOn


def interest_in_words(member: MemberOn, record: EvaluationRecord) -> str:
    """For who runs the procurement alone: the text of a declaration is nobody else's."""
    declared = member.declaration
    if declared is None:
        return f"{member.name} has not declared their interests yet."
    what = f"declared on {nhs_date(declared.declared_on)}: “{declared.text}”" if declared.has_interest else ""
    words = what or f"declared on {nhs_date(declared.declared_on)} that they have no interest"
    decided = " ".join(_ruling(each, record) for each in member.rulings)
    return f"{member.name} {words}. {decided or 'Nothing has been decided about it.'}".strip()


def _ruling(each: RulingOn, record: EvaluationRecord) -> str:
    bid = record.find_bid(each.bid_id) if each.bid_id else None
    label = f"May not score the bid of {bid.supplier}" if bid else InterestRulingCode(each.ruling).label
    return f"{label}: {each.reason} ({each.decided_by}, {nhs_date(each.decided_on)})."
