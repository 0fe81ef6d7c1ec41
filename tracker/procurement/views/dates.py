"""Forms over what belongs to a network: a stage of its procurement, and a contract's signature."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.core.permissions import decide
from tracker.networks.access import Access, SubjectScope
from tracker.networks.editing import edit
from tracker.networks.finding import Standing
from tracker.networks.forms import dates_of, plan_in_words
from tracker.networks.requests import viewing
from tracker.procurement.actions.contracts import revise_signature
from tracker.procurement.actions.procurements import revise_stage
from tracker.procurement.finding import signature_standing, stage_standing
from tracker.procurement.forms.routes import CausedDatesForm
from tracker.procurement.views.common import both, contract_or_404, page_about, posted, procurement_or_404
from tracker.procurement.vocabulary import Stage


def dates_form(request: HttpRequest, now: Standing, access: Access, scope: SubjectScope) -> CausedDatesForm:
    """The form over dates of a network; a first baseline is anybody's who may edit, an agreed one is not."""
    return CausedDatesForm(
        posted(request),
        standing=dates_of(now.plan),
        version=now.version,
        today=access.day,
        offers_baseline=now.plan.baseline is None or bool(decide("networks.rebaseline", access, scope)),
    )


@both
def edit_stage(request: HttpRequest, procurement_id: int, stage: str) -> HttpResponse:
    """The three dates of one stage of a procurement."""
    seen = viewing(request)
    if stage not in Stage.values:
        raise Http404
    found = procurement_or_404(seen, procurement_id, "procurement.update_procurement")
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
    found = contract_or_404(seen, contract_id, "procurement.update_contract")

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
