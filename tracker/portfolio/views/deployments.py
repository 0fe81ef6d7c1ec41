"""The page of one deployment."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.core.presentation import AsOf
from tracker.networks.following import follow_button
from tracker.networks.requests import viewing
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.presenters.deployments import present_deployment
from tracker.portfolio.selectors.deployments import find_deployment_view


@require_GET
@live
def deployment(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """One deployment, and what this person may do to it."""
    seen = viewing(request)
    view = find_deployment_view(seen.access, deployment_id, on=seen.as_of)
    if view is None:
        raise Http404
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    page = present_deployment(view)
    as_of = AsOf(day=seen.as_of, today=seen.today, path=request.path)
    context = {
        "page": page,
        "follow": follow_button(seen, FollowedKind.DEPLOYMENT, deployment_id),
        "crumbs": page.crumbs,
        "as_of": as_of,
    }
    return render(request, "portfolio/deployment.jinja", context)
