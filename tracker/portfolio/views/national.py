"""The national dashboard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.networks.requests import dated, viewing
from tracker.portfolio.forms.wall import WallForm
from tracker.portfolio.presenters.national import present_national
from tracker.portfolio.selectors.national import national_view
from tracker.portfolio.views.dated import links_of
from tracker.portfolio.wall import choices_of


@require_GET
@live
def national(request: HttpRequest) -> HttpResponse:
    """The programme as a whole, on a day; everybody who is signed in may open it."""
    look = viewing(request)
    view = national_view(look.access, on=look.as_of)
    choices = choices_of(view.now, view.pacs)
    form = WallForm(request.GET, choices=choices)
    order = request.GET.get("order", "")
    page = present_national(view, links=links_of(look), order=order, wish=form.wish(), choices=choices)
    context = {"page": page, "form": form, **dated(request)}
    context["has_errors"] = bool(form.errors or context["as_of_error"])
    return render(request, "portfolio/national.jinja", context)
