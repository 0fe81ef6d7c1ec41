"""Bids: when one may be entered, changed or taken out. Pure."""

from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.networks.policies import may_count_from
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.policies.comparing_sites import SiteFacts
from tracker.procurement.policies.evaluation import BidOn, EvaluationRecord
from tracker.procurement.policies.evaluation_moves import ACT_23, STANDARD


@dataclass(frozen=True)
class BidContent:
    """What is entered of a bid; `release_supplier_id` is whose release it offers (None: no release is named)."""

    supplier_id: int
    received_on: date
    release_supplier_id: int | None = None
    price_pence: int | None = None


def may_save_bid(record: EvaluationRecord, content: BidContent, *, own_id: int | None = None, today: date) -> Decision:
    """Whether a bid may be entered or corrected so: before scoring, once a supplier, with its own release."""
    if not record.is_draft:
        return deny(
            f"The evaluation is “{record.status.label.lower()}”. Bids are entered before scoring opens, so that everybody "
            f"scores the same ones ({ACT_23}; {STANDARD}).",
            remedy="Before anybody has scored, it can go back to the criteria. Record a late bid as not accepted.",
        )
    if any(bid.supplier_id == content.supplier_id and bid.id != own_id for bid in record.bids):
        return deny(
            f"This supplier's bid is entered already: one bid of a supplier is evaluated ({STANDARD}).",
            remedy="Correct that one.",
            field="supplier",
        )
    if content.release_supplier_id is not None and content.release_supplier_id != content.supplier_id:
        return deny(
            f"That release is another supplier's, and a bid offers the bidder's own ({STANDARD}).",
            remedy="Choose a release of this supplier, or none.",
            field="release",
        )
    if content.price_pence is not None and content.price_pence <= 0:
        return deny("A price is more than nothing.", remedy="Enter the price of the whole term.", field="price")
    return may_count_from(content.received_on, today=today, field="received_on")


def may_end_bid(record: EvaluationRecord, bid: BidOn, status: BidStatus, *, reason: str) -> Decision:
    """Whether a bid may be taken out of the evaluation, or back in before scoring."""
    if not record.is_running:
        return deny("The evaluation is finished, so its bids stand.", remedy="Nothing more can be recorded of them.")
    if status == bid.status:
        return deny(f"The bid is “{status.label.lower()}” already.", remedy="Choose another.", field="status")
    if status == BidStatus.RECEIVED and not record.is_draft:
        return deny(
            f"A bid that was taken out can't come back once scoring has opened ({ACT_23}).",
            remedy="Before anybody has scored, the evaluation can go back to the criteria.",
            field="status",
        )
    if not reason.strip():
        return deny("Say why: the bidder is told.", remedy="Enter a reason.", field="reason")
    return ALLOWED


def may_save_site(
    record: EvaluationRecord, bid: BidOn, site: SiteFacts, *, own_id: int | None = None, today: date
) -> Decision:
    """Whether a reference site may be recorded so."""
    if not record.is_running:
        return deny("The evaluation is finished, so its reference sites stand.", remedy="Nothing more can be recorded.")
    if not site.organisation.strip():
        return deny("A reference site is an NHS organisation.", remedy="Enter its name.", field="organisation")
    named = site.organisation.strip().casefold()
    if any(each.facts.organisation.casefold() == named and each.id != own_id for each in bid.sites):
        return deny("The bid names this site already.", remedy="Change that one.", field="organisation")
    if site.live_since is not None and site.live_since > today:
        return deny(
            "A reference site is in use already, and this day lies ahead (rule R12).",
            remedy="Enter the day since which it has been in use, or leave it empty.",
            field="live_since",
        )
    return ALLOWED


def may_check_site(
    record: EvaluationRecord, *, is_confirmed: bool, note: str, checked_on: date, today: date
) -> Decision:
    """Whether a check of a reference site may be recorded so."""
    if not record.is_running:
        return deny("The evaluation is finished, so its reference sites stand.", remedy="Nothing more can be recorded.")
    if not is_confirmed and not note.strip():
        return deny("Say what the site did not confirm.", remedy="Enter a note.", field="note")
    return may_count_from(checked_on, today=today, field="checked_on")
