"""The pages of a network's procurement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.networks.requests import viewing
from tracker.procurement.presenters.packs import pack_href
from tracker.procurement.views.common import crumbs_to, procurement_or_404


@require_GET
def procurement(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """One procurement: where it stands, what is due, and where its time went."""
    found = procurement_or_404(viewing(request), procurement_id)
    context = {
        "title": str(found.row),
        "crumbs": crumbs_to(found.row.network),
        "pack_href": pack_href(procurement_id),
    }
    return render(request, "procurement/procurement.jinja", context)
