"""The panel: who may join and leave it, and interests. Pure.

Source: Procurement Act 2023, sections 81 to 83: conflicts of interest are identified, kept under review and mitigated; who
can't be impartial takes no part.
"""

from dataclasses import replace
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.procurement.evaluation_vocabulary import EvaluationStatus, InterestRulingCode
from tracker.procurement.policies.evaluation import EvaluationRecord, MemberOn, RulingOn
from tracker.procurement.policies.evaluation_moves import ACT_81, STANDARD


def may_join(record: EvaluationRecord, *, person_id: int, sees_plan: bool) -> Decision:
    """Whether a person may be put on the panel. Once scores can be seen, nobody joins who could score after them."""
    if record.status not in (EvaluationStatus.DRAFT, EvaluationStatus.SCORING) or record.is_revealed:
        return deny(
            f"The scores are in, so nobody can join the panel and still score alone ({STANDARD}).",
            remedy="Ask the person for advice on the moderation instead.",
        )
    if record.member_of(person_id) is not None:
        return deny("This person sits on the panel already.", remedy="Change their entry.", field="person")
    if not sees_plan:
        return deny(
            "This person has no role that lets them see this network.",
            remedy="Ask an administrator to give them one first.",
            field="person",
        )
    return ALLOWED


def may_leave(record: EvaluationRecord, member: MemberOn, *, reason: str) -> Decision:
    """Whether a member may be taken off the panel. Once scoring has opened they leave for a reason that is kept, whether
    they have scored or not: that they have begun is nobody else's to know."""
    if not record.is_running or record.status == EvaluationStatus.MODERATION:
        return deny(
            "The panel stands from the moment that its scores are moderated.",
            remedy="Record a conflict of interest if there is one.",
        )
    if member.has_submitted:
        return deny(
            f"{member.name} has submitted, so their scores stand ({STANDARD}).",
            remedy="Exclude them if they have a conflict of interest.",
        )
    if not record.is_draft and not reason.strip():
        return deny(
            f"Scoring has opened, and what {member.name} has scored will not count.",
            remedy="Enter why.",
            field="reason",
        )
    return ALLOWED


def may_declare(record: EvaluationRecord, *, has_interest: bool, text: str) -> Decision:
    """Whether a member may declare so. Interests are kept under review until the end."""
    if not record.is_running:
        return deny("The evaluation is finished.", remedy="Tell the procurement lead about the interest.")
    if has_interest and not text.strip():
        return deny(
            f"An interest has to be described, so that somebody can decide about it ({ACT_81}).",
            remedy="Say whose interest it is, in which bidder, and since when.",
            field="text",
        )
    return ALLOWED


def may_rule(
    record: EvaluationRecord,
    member: MemberOn,
    ruling: InterestRulingCode,
    *,
    bid_id: int | None,
    reason: str,
    by_id: int,
) -> Decision:
    """Whether the lead may decide so about a member's interest."""
    if not record.is_running:
        return deny("The evaluation is finished, so who scored stands.", remedy="Nothing more can be decided.")
    if member.person_id == by_id:
        return deny(
            f"Nobody decides on their own interest ({ACT_81}).", remedy="Ask somebody else who runs the procurement."
        )
    if member.declaration is None:
        return deny(
            f"{member.name} has declared nothing yet.", remedy="Ask for the declaration first, even where it is “none”."
        )
    if ruling == InterestRulingCode.NOT_THIS_BID and record.find_bid(bid_id or 0) is None:
        return deny("Say which bid may not be scored.", remedy="Choose a bid.", field="bid")
    if not reason.strip():
        return deny(f"Say why: the record of conflicts is kept ({ACT_81}).", remedy="Enter a reason.", field="reason")
    return _takes_only_away(record, member, ruling, bid_id)


def _takes_only_away(
    record: EvaluationRecord, member: MemberOn, ruling: InterestRulingCode, bid_id: int | None
) -> Decision:
    """After submission a ruling may bar, and never let somebody score more."""
    if not member.has_submitted and not record.is_revealed and record.status != EvaluationStatus.MODERATION:
        return ALLOWED
    assert member.declaration is not None  # noqa: S101 - the caller has asked
    added = RulingOn(member.declaration.id, ruling, date.min, bid_id)
    after = replace(member, rulings=(*member.rulings, added))
    if set(record.cells_of(after)) <= set(record.cells_of(member)):
        return ALLOWED
    return deny(
        f"Scores have been submitted, so {member.name} can't be let back in to score ({STANDARD}).",
        remedy="Leave the bar, or withdraw the evaluation.",
        field="ruling",
    )
