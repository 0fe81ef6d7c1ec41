"""The pages of procurements: all of them side by side, and one of them."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.living import live
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.following import follow_button
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import dated, viewing
from tracker.networks.selectors import current_programme
from tracker.notifications.vocabulary import FollowedKind
from tracker.procurement.evaluation_finding import evaluation_notice
from tracker.procurement.filters import ProcurementFilter
from tracker.procurement.presenters.evaluation_parts import present_notice
from tracker.procurement.presenters.pipeline import present_pipeline
from tracker.procurement.presenters.procurements import present_procurement
from tracker.procurement.selectors.pipeline import lines_on, procurement_view
from tracker.procurement.views.common import crumbs_to, procurement_or_404


@require_GET
@saves_views("procurements", title="Procurements")
@live
def pipeline(request: HttpRequest) -> HttpResponse:
    """The procurements that the person sees: what is due, where each stands, and where time goes."""
    seen = viewing(request)
    programme = current_programme()
    lines = lines_on(seen.access, programme, on=seen.as_of) if programme else []
    filters = ProcurementFilter(request.GET, lines, day=seen.as_of)
    page = present_pipeline(filters.found, day=seen.as_of, is_filtered=filters.is_in_use)
    context = {"page": page, "crumbs": [Link("Home", "/")], **listing(request, filters, columns=page.line_columns)}
    return render(request, "procurement/pipeline.jinja", context)


@require_GET
@live
def procurement(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """One procurement: where it stands, what is due, and where its time went."""
    seen = viewing(request)
    found = procurement_or_404(seen, procurement_id)
    view = procurement_view(seen.access, found.row.programme, procurement_id, on=seen.as_of)
    if view is None:
        raise Http404
    page = present_procurement(
        view, allows=partial(decide, access=seen.access, subject=found.scope), is_today=seen.is_today
    )
    context = {
        "page": page,
        "follow": follow_button(seen, FollowedKind.PROCUREMENT, procurement_id),
        "evaluation": present_notice(evaluation_notice(seen.access, found), procurement_id),
        "crumbs": crumbs_to(found.row.network),
        **dated(request),
    }
    return render(request, "procurement/procurement.jinja", context)
