"""The pages of a network's procurement."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.networks.requests import viewing
from tracker.procurement.evaluation_finding import evaluation_notice
from tracker.procurement.presenters.evaluation_parts import present_notice
from tracker.procurement.views.common import crumbs_to, procurement_or_404


@require_GET
def procurement(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """One procurement: where it stands, what is due, and where its time went."""
    seen = viewing(request)
    found = procurement_or_404(seen, procurement_id)
    context = {
        "title": str(found.row),
        "crumbs": crumbs_to(found.row.network),
        "evaluation": present_notice(evaluation_notice(seen.access, found), procurement_id),
    }
    return render(request, "procurement/procurement.jinja", context)
