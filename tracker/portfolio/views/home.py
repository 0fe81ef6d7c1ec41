"""The first page: takes each role to its work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.networks.requests import viewing
from tracker.portfolio.presenters.home import present_home
from tracker.portfolio.selectors.work import work_view
from tracker.portfolio.tour import steps_for


@require_GET
@live
def home(request: HttpRequest) -> HttpResponse:
    """Today's work of the person, whatever day they looked at before."""
    look = viewing(request)
    page = present_home(work_view(look.access, on=look.today))
    steps = steps_for(look.access.roles) if look.user.tour_ended_at is None else ()
    return render(request, "portfolio/home.jinja", {"page": page, "steps": steps})
