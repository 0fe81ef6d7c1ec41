"""The national dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.networks.requests import dated, viewing
from tracker.portfolio.presenters.national import present_national
from tracker.portfolio.selectors.national import national_view
from tracker.portfolio.views.dated import links_of


@require_GET
def national(request: HttpRequest) -> HttpResponse:
    """The programme as a whole, on a day; everybody who is signed in may open it."""
    look = viewing(request)
    view = national_view(look.access, on=look.as_of)
    page = present_national(view, links=links_of(look), order=request.GET.get("order", ""))
    return render(request, "portfolio/national.jinja", {"page": page, **dated(request)})
