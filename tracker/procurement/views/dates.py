"""Forms over what belongs to a network: a stage of its procurement, and a contract's signature."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.access import Access, SubjectScope
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.finding import Standing
from tracker.networks.forms import DatesForm, dates_of, plan_in_words
from tracker.networks.models import ImagingNetwork
from tracker.networks.requests import viewing
from tracker.procurement.actions.contracts import revise_signature
from tracker.procurement.actions.procurements import revise_stage
from tracker.procurement.finding import find_contract, find_procurement, signature_standing, stage_standing
from tracker.procurement.vocabulary import Stage

both = require_http_methods(["GET", "POST"])


def dates_form(request: HttpRequest, now: Standing, access: Access, scope: SubjectScope) -> DatesForm:
    """The form over dates of a network; a first baseline is anybody's who may edit, an agreed one is not."""
    return DatesForm(
        request.POST if request.method == "POST" else None,
        standing=dates_of(now.plan),
        version=now.version,
        today=access.day,
        offers_baseline=now.plan.baseline is None or bool(decide("networks.rebaseline", access, scope)),
    )


def page_about(
    request: HttpRequest, network: ImagingNetwork, title: str, caption: str, *, lead: str, done: str
) -> EditPage:
    """The page of a form over something of a network."""
    home = reverse("network", args=[network.slug])
    crumbs = [Link("Home", "/"), Link(network.name, home)]
    return EditPage(title, caption, back_to(request, home), crumbs, lead, done=done)


@both
def edit_stage(request: HttpRequest, procurement_id: int, stage: str) -> HttpResponse:
    """The three dates of one stage of a procurement."""
    seen = viewing(request)
    found = find_procurement(seen.access, procurement_id)
    if found is None or stage not in Stage.values:
        raise Http404
    permit(seen, "procurement.update_procurement", found.scope)
    which = Stage(stage)

    def stands() -> Standing:
        return stage_standing(found.row, which, on=seen.today)

    now = stands()
    form = dates_form(request, now, seen.access, found.scope)
    return edit(
        request,
        form,
        page_about(
            request,
            found.row.network,
            which.label,
            str(found.row),
            lead=plan_in_words(now.plan),
            done=f"{which.label} is updated.",
        ),
        save=lambda: revise_stage(
            procurement=found.row, stage=which, changes=form.changes(), version=form.typed_version, by=seen.user
        ),
        current=lambda: (dates_of(stands().plan), stands().version),
    )


@both
def edit_signature(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The planned, expected and actual day of a contract's signature."""
    seen = viewing(request)
    found = find_contract(seen.access, contract_id)
    if found is None:
        raise Http404
    permit(seen, "procurement.update_contract", found.scope)

    def stands() -> Standing:
        return signature_standing(contract_id, on=seen.today)

    now = stands()
    form = dates_form(request, now, seen.access, found.scope)
    caption = f"{found.row.reference}, {found.row.supplier}"
    return edit(
        request,
        form,
        page_about(
            request,
            found.row.network,
            "Contract signature",
            caption,
            lead=plan_in_words(now.plan),
            done="The signature is updated.",
        ),
        save=lambda: revise_signature(
            contract=found.row, changes=form.changes(), version=form.typed_version, by=seen.user
        ),
        current=lambda: (dates_of(stands().plan), stands().version),
    )
