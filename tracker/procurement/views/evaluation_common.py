"""What every page of an evaluation shares."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracker.core.decisions import NotPermitted, Refused
from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, permit
from tracker.networks.requests import Viewing
from tracker.procurement.evaluation_finding import (
    FoundEvaluation,
    find_bid,
    find_evaluation,
    find_panel_member,
    find_site,
)
from tracker.procurement.models import Bid, BidSite, PanelMember
from tracker.procurement.policies.evaluation import BidOn, MemberOn
from tracker.procurement.presenters.evaluation_parts import crumbs_of, evaluation_link

RUN = "procurement.run_evaluation"
SCORE = "procurement.score_bids"
VIEW_SCORES = "procurement.view_scores"
Standing = tuple[Mapping[str, Any], int | None]


def evaluation_or_404(seen: Viewing, procurement_id: int, permission: str = "") -> FoundEvaluation:
    """The evaluation of the address, for somebody who may see it, and has this right over it."""
    found = find_evaluation(seen.access, procurement_id)
    if found is None:
        raise Http404
    if permission:
        permit(seen, permission, found.scope)
    return found


def _or_404(find: Callable[[], Any]) -> Any:
    found = find()
    if found is None:
        raise Http404
    return found


def bid_or_404(found: FoundEvaluation, bid_id: int) -> Bid:
    row: Bid = _or_404(partial(find_bid, found.row, bid_id))
    return row


def standing_bid_or_404(found: FoundEvaluation, bid_id: int) -> BidOn:
    """The bid as the evaluation has it today."""
    bid: BidOn = _or_404(partial(found.record.find_bid, bid_id))
    return bid


def site_or_404(found: FoundEvaluation, bid_site_id: int) -> BidSite:
    row: BidSite = _or_404(partial(find_site, found.row, bid_site_id))
    return row


def member_or_404(found: FoundEvaluation, member_id: int) -> tuple[PanelMember, MemberOn]:
    """Somebody who sits on the panel: their row, and how it stands with them."""
    row: PanelMember = _or_404(partial(find_panel_member, found.row, member_id))
    standing: MemberOn = _or_404(partial(found.record.find_member, member_id))
    return row, standing


def own_seat_or_403(found: FoundEvaluation) -> MemberOn:
    """The person's own seat on the panel."""
    if found.member is None:
        raise PermissionDenied("Only members of the panel score. Ask the procurement lead to add you.")
    return found.member


def form_page(
    found: FoundEvaluation, title: str, *, done: str, lead: str = "", button: str = "Save", back: Link | None = None
) -> EditPage:
    """The page of a form; it leads back to the evaluation unless `back` says where."""
    home = evaluation_link(found.procurement)
    crumbs = crumbs_of(found.procurement, home, *([back] if back else []))
    return EditPage(title, str(found.procurement), (back or home).href, crumbs, lead, button=button, done=done)


def do(request: HttpRequest, action: Callable[[], object], *, back: str, done: str) -> HttpResponse:
    """Does what a button says, tells how it went, and goes back."""
    try:
        action()
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.decision.sentence) from refusal
    except Refused as refusal:
        messages.error(request, refusal.decision.sentence)
    else:
        messages.success(request, done)
    return redirect(back)
