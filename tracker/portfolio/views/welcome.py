"""The tour of a first visit: as a page, and remembering that somebody has seen enough of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tracker.accounts.actions import begin_tour, end_tour
from tracker.core.presentation import Link
from tracker.networks.requests import viewing
from tracker.portfolio.tour import steps_for


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """What the person can do here, step by step for their role."""
    look = viewing(request)
    context = {
        "steps": steps_for(look.access.roles),
        "has_ended": look.user.tour_ended_at is not None,
        "crumbs": [Link("Home", "/"), Link("Help and contact", "/help/")],
    }
    return render(request, "portfolio/welcome.jinja", context)


@require_POST
def tour(request: HttpRequest) -> HttpResponse:
    """Ends the tour, finished or skipped, or begins it again on the first page."""
    look = viewing(request)
    if request.POST.get("again"):
        begin_tour(by=look.user)
    else:
        end_tour(at=timezone.now(), by=look.user)
        if not request.POST.get("quiet"):
            messages.success(request, "The steps are put away. You find them again under Help.")
    return redirect("home")
