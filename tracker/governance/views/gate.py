"""The go-live gate of a deployment, and the readiness of a network's trusts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.governance.presenters.gate import present_gate
from tracker.governance.presenters.readiness import present_board
from tracker.governance.selectors.gate import gate_of
from tracker.governance.selectors.readiness import find_board
from tracker.governance.views.common import crumbs_to, seen_or_404
from tracker.networks.requests import dated, viewing


@require_safe
def deployment_gate(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Open or closed, and exactly why."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    may_ask = seen.is_today and decide("governance.ask_for_sign_offs", seen.access, found.scope).allowed
    past = None if seen.is_today else seen.as_of
    page = present_gate(gate_of(deployment_id, on=seen.as_of), deployment=found.name, may_ask=may_ask, as_of=past)
    return render(request, "governance/gate.jinja", {"page": page, "crumbs": crumbs_to(found), **dated(request)})


@require_safe
def readiness(request: HttpRequest, slug: str) -> HttpResponse:
    """The trusts of a network by the sections of the gate, the least ready first."""
    seen = viewing(request)
    board = find_board(seen.access, slug, on=seen.as_of)
    if board is None:
        raise Http404
    page = present_board(board, as_of=None if seen.is_today else seen.as_of)
    crumbs = [Link("Home", "/"), Link(board.name, page.network_href)]
    return render(request, "governance/readiness.jinja", {"page": page, "crumbs": crumbs, **dated(request)})
