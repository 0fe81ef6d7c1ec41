"""The page of a person's work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.core.presentation import Link
from tracker.flags.views.many import FLAGS
from tracker.networks.bulk import BulkBar, bulk_bar
from tracker.networks.requests import viewing
from tracker.networks.views.deployment_list import DEPLOYMENTS
from tracker.portfolio.presenters.work import WorkPage, present_work
from tracker.portfolio.presenters.work_items import COLUMNS
from tracker.portfolio.selectors.work import work_view

LISTS = {many.list_name: many for many in (FLAGS, DEPLOYMENTS)}


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the person today, by list; one list in full where the address names it."""
    look = viewing(request)
    view = work_view(look.access, on=look.today)
    page = present_work(view, chosen=request.GET.get("list", ""), page=request.GET.get("page", ""))
    context = {"page": page, "columns": COLUMNS, "bulk": _bar(request, page), "crumbs": [Link("Home", "/")]}
    return render(request, "portfolio/work.jinja", context)


def _bar(request: HttpRequest, page: WorkPage) -> BulkBar | None:
    """The bar below a list that is shown alone and whose rows can be changed together."""
    many = next((LISTS[part.bulk] for part in page.parts if part.bulk and part.rows), None)
    return bulk_bar(request, many) if many else None
