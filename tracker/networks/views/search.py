"""The search over everything that a person may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.presentation import Link
from tracker.core.searching import LONGEST_QUERY
from tracker.networks.requests import viewing
from tracker.networks.search_kinds import KINDS
from tracker.networks.search_page import present_search


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What fits the words of the address, by kind, the best first."""
    seen = viewing(request)
    query = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST_QUERY]
    kind = asked if (asked := request.GET.get("kind", "")) in KINDS else ""
    entries = {
        each.code: list(each.read(seen.access, on=seen.today))
        for each in KINDS.values()
        if query and kind in ("", each.code)
    }
    page = present_search(query, kind, request.GET.get("page", ""), entries)
    return render(request, "networks/search.jinja", {"page": page, "crumbs": [Link("Home", "/")]})
