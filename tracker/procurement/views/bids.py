"""The pages of bids and of the reference sites that they name."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.presentation import Link
from tracker.networks.editing import edit
from tracker.networks.requests import viewing
from tracker.procurement.actions.bids import (
    add_bid,
    check_reference_site,
    correct_bid,
    record_bid_status,
    record_reference_site,
)
from tracker.procurement.evaluation_finding import offered_releases, offered_suppliers
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.finding import release_of, supplier_of
from tracker.procurement.forms.bids import PENCE, BidForm, BidStatusForm, SiteCheckForm, SiteForm
from tracker.procurement.limits import limits_on
from tracker.procurement.models import Bid, BidSite
from tracker.procurement.presenters.bids import present_bid
from tracker.procurement.presenters.evaluation_parts import crumbs_of, evaluation_link, to
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.evaluation_common import (
    RUN,
    Standing,
    bid_or_404,
    evaluation_or_404,
    form_page,
    site_or_404,
    standing_bid_or_404,
)

SITE = (
    "organisation",
    "pacs_vendor",
    "ris_vendor",
    "yearly_volume",
    "modality",
    "live_since",
    "evidence",
    "contact_role",
)


def _link(bid: Bid) -> Link:
    return Link(str(bid), to(bid.evaluation.procurement_id, "bid", bid.pk))


@require_GET
def bid(request: HttpRequest, procurement_id: int, bid_id: int) -> HttpResponse:
    """One bid, with its reference sites."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id)
    limits = limits_on(found.procurement.programme_id, seen.today)
    page = present_bid(found, standing_bid_or_404(found, bid_id), limits)
    crumbs = crumbs_of(found.procurement, evaluation_link(found.procurement))
    return render(request, "procurement/evaluation_bid.jinja", {"page": page, "crumbs": crumbs})


@both
def enter_bid(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Enters a bid before scoring opens."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    form = BidForm(
        posted(request),
        standing={"received_on": seen.today},
        suppliers=offered_suppliers(),
        releases=offered_releases(),
    )

    def save() -> None:
        typed = form.cleaned_data
        add_bid(
            evaluation=found.row,
            supplier=supplier_of(typed["supplier"]),
            release=release_of(typed["release"]),
            price_pence=form.price_pence,
            received_on=typed["received_on"],
            by=seen.user,
        )

    return edit(
        request,
        form,
        form_page(found, "Enter a bid", done="The bid is entered. Add its reference sites."),
        save=save,
        current=lambda: ({}, None),
    )


@both
def edit_bid(request: HttpRequest, procurement_id: int, bid_id: int) -> HttpResponse:
    """Corrects a bid before scoring opens."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row = bid_or_404(found, bid_id)

    def current() -> Standing:
        now = bid_or_404(found, bid_id)
        price = None if now.price_pence is None else f"{now.price_pence / PENCE:.2f}"
        return {"release": now.release_id or "", "price": price, "received_on": now.received_on}, now.version

    standing, version = current()
    form = BidForm(
        posted(request),
        standing=standing,
        version=version,
        suppliers=[],
        releases=offered_releases(row.supplier_id),
    )

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        correct_bid(
            bid=row,
            release=release_of(typed["release"]),
            price_pence=form.price_pence,
            received_on=typed["received_on"],
            version=form.typed_version,
            by=seen.user,
        )

    page = form_page(found, f"Correct the bid of {row.supplier}", done="The bid is corrected.", back=_link(row))
    return edit(request, form, page, save=save, current=current)


@both
def end_bid(request: HttpRequest, procurement_id: int, bid_id: int) -> HttpResponse:
    """Takes a bid out of the evaluation, with the reason that its bidder is told."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row, standing = bid_or_404(found, bid_id), standing_bid_or_404(found, bid_id)
    form = BidStatusForm(posted(request), standing={"status": standing.status})
    page = form_page(found, f"Withdraw or exclude the bid of {row.supplier}", done="It is recorded.", back=_link(row))
    return edit(
        request,
        form,
        page,
        save=lambda: record_bid_status(
            bid=row,
            status=BidStatus(form.cleaned_data["status"]),
            reason=form.cleaned_data["reason"],
            by=seen.user,
        ),
        current=lambda: ({}, None),
    )


@both
def add_site(request: HttpRequest, procurement_id: int, bid_id: int) -> HttpResponse:
    """Enters a reference site of a bid."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row = bid_or_404(found, bid_id)
    form = SiteForm(posted(request), standing={})
    return edit(
        request,
        form,
        form_page(found, "Add a reference site", done="The reference site is entered.", back=_link(row)),
        save=lambda: record_reference_site(
            bid=row, facts=form.facts, contact_role=form.cleaned_data["contact_role"], by=seen.user
        ),
        current=lambda: ({}, None),
    )


def _site_standing(row: BidSite) -> Standing:
    return {name: getattr(row, name) for name in SITE}, row.version


@both
def edit_site(request: HttpRequest, procurement_id: int, bid_site_id: int) -> HttpResponse:
    """Changes what is known of a reference site."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row = site_or_404(found, bid_site_id)
    standing, version = _site_standing(row)
    form = SiteForm(posted(request), standing=standing, version=version)
    return edit(
        request,
        form,
        form_page(found, "Change a reference site", done="The reference site is changed.", back=_link(row.bid)),
        save=lambda: record_reference_site(
            bid=row.bid,
            bid_site_id=row.pk,
            facts=form.facts,
            contact_role=form.cleaned_data["contact_role"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=lambda: _site_standing(site_or_404(found, bid_site_id)),
    )


@both
def check_site(request: HttpRequest, procurement_id: int, bid_site_id: int) -> HttpResponse:
    """Records what a reference site said when somebody asked it."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row = site_or_404(found, bid_site_id)
    form = SiteCheckForm(posted(request), standing={"checked_on": seen.today})
    page = form_page(
        found,
        f"Check of {row.organisation}",
        lead=f"Ask the site itself, not the bidder. {row.contact_role}".strip(),
        done="The check is recorded.",
        back=_link(row.bid),
    )
    return edit(
        request,
        form,
        page,
        save=lambda: check_reference_site(
            site=row,
            is_confirmed=form.cleaned_data["is_confirmed"],
            note=form.cleaned_data["note"],
            checked_on=form.cleaned_data["checked_on"],
            by=seen.user,
        ),
        current=lambda: ({}, None),
    )
