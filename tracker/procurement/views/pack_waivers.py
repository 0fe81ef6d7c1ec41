"""The forms over a waiver of a pack: asking for one, and deciding on it."""

from django.http import Http404, HttpRequest, HttpResponse

from tracker.core.formats import nhs_date
from tracker.networks.editing import edit
from tracker.networks.requests import viewing
from tracker.procurement.actions.pack_waivers import decide_pack_waiver, request_pack_waiver
from tracker.procurement.finding import find_pack, find_pack_waiver
from tracker.procurement.forms.packs import PackWaiverDecisionForm, PackWaiverForm
from tracker.procurement.pack_vocabulary import PackVerdict
from tracker.procurement.presenters.packs import pack_href, verdicts_for
from tracker.procurement.views.common import both, page_about, posted
from tracker.procurement.views.packs import UPDATE, pack_crumbs, pack_or_404


@both
def ask(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Asks that the tender may go out without a complete pack."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id, UPDATE)
    form = PackWaiverForm(posted(request), standing={}, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        request_pack_waiver(
            pack=find_pack(standing.id), reason=typed["reason"], expires_on=typed["expires_on"], by=seen.user
        )

    page = page_about(
        request,
        found.row.network,
        "Ask for a waiver of the procurement pack",
        str(found.row),
        lead="A waiver takes two people: you ask, and a national lead or another programme manager of the network "
        f"decides. It ends after {standing.longest_waiver_days} days at most.",
        done="The waiver is asked for. It counts once somebody else agrees.",
        back=pack_href(procurement_id),
        crumbs=pack_crumbs(found),
    )
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def decide_on(request: HttpRequest, procurement_id: int, pack_waiver_id: int) -> HttpResponse:
    """What a second person says of a waiver."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id, "procurement.waive_pack")
    waiver = next((each for each in standing.waivers if each.id == pack_waiver_id), None)
    if waiver is None:
        raise Http404
    form = PackWaiverDecisionForm(posted(request), standing={}, verdicts=verdicts_for(waiver))

    def save() -> None:
        typed = form.cleaned_data
        decide_pack_waiver(
            waiver=find_pack_waiver(pack_waiver_id),
            verdict=PackVerdict(typed["verdict"]),
            reason=typed["reason"],
            by=seen.user,
        )

    page = page_about(
        request,
        found.row.network,
        "Decide on a waiver of the procurement pack",
        str(found.row),
        lead=f"{waiver.requested_by} asks: {waiver.reason} It would end on {nhs_date(waiver.expires_on)}.",
        done="Your decision is recorded.",
        back=pack_href(procurement_id),
        crumbs=pack_crumbs(found),
    )
    return edit(request, form, page, save=save, current=lambda: ({}, None))
