"""The dashboards of imaging networks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.access import scope_of_network
from tracker.networks.following import follow_button
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import Viewing, dated, viewing
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.filters import NetworkFilter
from tracker.portfolio.presenters.networks import present_network
from tracker.portfolio.selectors.networks import NetworkView, find_network_view, networks_to_open
from tracker.portfolio.views.dated import links_of


@require_GET
@saves_views("networks", title="Networks")
def networks(request: HttpRequest) -> HttpResponse:
    """The networks that the person may open."""
    filters = NetworkFilter(request.GET, networks_to_open(viewing(request).access))
    context = {"networks": filters.found, **listing(request, filters, is_dated=False)}
    return render(request, "portfolio/networks.jinja", context)


@require_GET
@live
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network, on a day."""
    look = viewing(request)
    view = find_network_view(look.access, slug, on=look.as_of)
    if view is None:
        raise Http404
    links = links_of(look)
    context = {
        "page": present_network(view, links=links),
        "crumbs": [Link("Home", "/"), Link("National dashboard", links.national())],
        "follow": follow_button(look, FollowedKind.NETWORK, view.network.pk),
        "edit_plan_href": _edit_plan_href(look, view),
        **dated(request),
    }
    return render(request, "portfolio/network.jinja", context)


def _edit_plan_href(look: Viewing, view: NetworkView) -> str:
    """Where somebody who runs the network's delivery edits its dates; empty on a past day and for others."""
    scope = scope_of_network(view.network.pk, programme_id=view.programme.pk if view.programme else None)
    may = look.is_today and decide("networks.update_deployment", look.access, scope)
    return reverse("plan-grid", args=[view.network.slug]) if may else ""
