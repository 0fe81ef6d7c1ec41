"""The page of one trust."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.core.presentation import AsOf
from tracker.networks.following import follow_button
from tracker.networks.requests import viewing
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.presenters.trusts import present_trust
from tracker.portfolio.selectors.trusts import find_trust_view


@require_GET
@live
def trust(request: HttpRequest, ods_code: str) -> HttpResponse:
    """One trust: how its deployments stand, what is in the way, who works on it."""
    seen = viewing(request)
    view = find_trust_view(seen.access, ods_code, on=seen.as_of)
    if view is None:
        raise Http404
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    page = present_trust(view)
    as_of = AsOf(day=seen.as_of, today=seen.today, path=request.path)
    context = {
        "page": page,
        "follow": follow_button(seen, FollowedKind.TRUST, view.trust.id),
        "crumbs": page.crumbs,
        "as_of": as_of,
    }
    return render(request, "portfolio/trust.jinja", context)
