"""Entering bids, taking them out, and the reference sites that they name."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import StaleWrite, require
from tracker.procurement.actions.evaluation_holding import day_that_counts, evaluation_changed, hold
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.models import (
    Bid,
    BidSite,
    BidSiteCheck,
    BidState,
    Evaluation,
    ProductRelease,
    Supplier,
)
from tracker.procurement.policies.bids import BidContent, may_check_site, may_end_bid, may_save_bid, may_save_site
from tracker.procurement.policies.comparing_sites import SiteFacts
from tracker.procurement.policies.evaluation import BidOn, EvaluationRecord


def add_bid(
    *,
    evaluation: Evaluation,
    supplier: Supplier,
    release: ProductRelease | None = None,
    price_pence: int | None = None,
    received_on: date | None = None,
    by: User,
) -> Bid:
    """Enters a bid that a supplier handed in, before scoring opens."""
    with change(by=by):
        held = hold(evaluation.pk, by=by)
        day = received_on or held.today
        require(may_save_bid(held.record, _content(supplier, release, price_pence, day), today=held.today))
        bid = Bid.objects.create(
            evaluation=held.row, supplier=supplier, release=release, price_pence=price_pence, received_on=day
        )
        BidState.objects.create(bid=bid, status=BidStatus.RECEIVED, effective_on=day, recorded_by=by)
        evaluation_changed(held)
    return bid


def correct_bid(
    *,
    bid: Bid,
    release: ProductRelease | None,
    price_pence: int | None,
    received_on: date,
    version: int | None = None,
    by: User,
) -> Bid:
    """Corrects what was entered of a bid, before scoring opens; with `version`, refuses a write over a newer one."""
    with change(by=by):
        held = hold(bid.evaluation_id, by=by)
        row = Bid.objects.select_related("supplier").get(pk=bid.pk)
        if version is not None and row.version != version:
            raise StaleWrite(row)
        content = _content(row.supplier, release, price_pence, received_on)
        require(may_save_bid(held.record, content, own_id=row.pk, today=held.today))
        row.release, row.price_pence, row.received_on = release, price_pence, received_on
        row.version += 1
        row.save()
        evaluation_changed(held)
    return row


def _content(supplier: Supplier, release: ProductRelease | None, price_pence: int | None, day: date) -> BidContent:
    return BidContent(
        supplier_id=supplier.pk,
        received_on=day,
        release_supplier_id=release.product.supplier_id if release else None,
        price_pence=price_pence,
    )


def record_bid_status(*, bid: Bid, status: BidStatus, reason: str, on: date | None = None, by: User) -> BidState:
    """A bid is withdrawn or excluded, or comes back while criteria are still being set. Its scores no longer count."""
    with change(reason=reason, by=by):
        held = hold(bid.evaluation_id, by=by)
        standing = _get(held.record, bid.pk)
        require(may_end_bid(held.record, standing, status, reason=reason))
        state = BidState.objects.create(
            bid=bid,
            status=status,
            effective_on=day_that_counts(on, since=bid.received_on, today=held.today),
            reason=reason.strip(),
            recorded_by=by,
        )
        evaluation_changed(held)
    return state


def record_reference_site(
    *,
    bid: Bid,
    facts: SiteFacts,
    contact_role: str = "",
    bid_site_id: int | None = None,
    version: int | None = None,
    by: User,
) -> BidSite:
    """Enters an NHS site that the bid names, or changes what is known of it."""
    with change(by=by):
        held = hold(bid.evaluation_id, by=by)
        row = BidSite.objects.get(pk=bid_site_id, bid=bid) if bid_site_id is not None else BidSite(bid=bid)
        if row.pk and version is not None and row.version != version:
            raise StaleWrite(row)
        require(may_save_site(held.record, _get(held.record, bid.pk), facts, own_id=row.pk, today=held.today))
        row.organisation = facts.organisation.strip()
        row.pacs_vendor, row.ris_vendor = facts.pacs_vendor.strip(), facts.ris_vendor.strip()
        row.yearly_volume, row.modality = facts.yearly_volume, facts.modality.strip()
        row.live_since, row.evidence = facts.live_since, facts.evidence.strip()
        row.contact_role = contact_role.strip()
        row.version += 1 if row.pk else 0
        row.save()
        evaluation_changed(held)
    return row


def check_reference_site(
    *, site: BidSite, is_confirmed: bool, note: str = "", checked_on: date | None = None, by: User
) -> BidSiteCheck:
    """Records that somebody asked the site, and whether it bears the bid out."""
    with change(reason=note, by=by):
        held = hold(site.bid.evaluation_id, by=by)
        day = checked_on or held.today
        require(may_check_site(held.record, is_confirmed=is_confirmed, note=note, checked_on=day, today=held.today))
        check = BidSiteCheck.objects.create(
            site=site, is_confirmed=is_confirmed, note=note.strip(), checked_on=day, checked_by=by
        )
        evaluation_changed(held)
    return check


def _get(record: EvaluationRecord, bid_id: int) -> BidOn:
    return next(bid for bid in record.bids if bid.id == bid_id)
