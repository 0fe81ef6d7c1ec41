"""The pages of waivers: all of them, one of them, and the form that asks for one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.core.permissions import decide
from tracker.core.presentation import Action, Link
from tracker.governance.actions.waivers import decide_waiver, request_waiver
from tracker.governance.filters import WaiverFilter
from tracker.governance.forms.requirements import WaiverDecisionForm, WaiverForm
from tracker.governance.presenters.gate import requirement_href
from tracker.governance.presenters.waivers import present_waivers, waiver_facts
from tracker.governance.selectors.hands import role_for_party
from tracker.governance.selectors.requirements import find_requirement, find_waiver
from tracker.governance.selectors.waivers import get_waiver_on, waivers_seen
from tracker.governance.views.common import both, crumbs_to, found_or_404, page_about, seen_or_404
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict
from tracker.networks.editing import edit
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import viewing


@require_safe
@saves_views("waivers", title="Waivers")
def waivers(request: HttpRequest) -> HttpResponse:
    """The waivers of every deployment that the person may see."""
    seen = viewing(request)
    filters = WaiverFilter(request.GET, waivers_seen(seen.access, on=seen.today), day=seen.today)
    page = present_waivers(filters.found, day=seen.today, is_filtered=filters.is_in_use)
    context = {"page": page, "crumbs": [Link("Home", "/")]}
    context |= listing(request, filters, columns=page.columns, is_dated=False)
    return render(request, "governance/waivers.jinja", context)


@require_safe
def waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """One waiver, and what each side said of it."""
    seen = viewing(request)
    row = find_waiver(seen.access, waiver_id, on=seen.today)
    if row is None:
        raise Http404
    found = seen_or_404(seen, row.deployment_id)
    decides = decide("governance.decide_waiver", seen.access, found.scope)
    context = {
        "facts": waiver_facts(get_waiver_on(row, on=seen.today), requirement=row.requirement.title, day=seen.today),
        "deployment": found.name,
        "actions": [Action("Decide", reverse("decide-waiver", args=[waiver_id]))] if decides else [],
        "crumbs": crumbs_to(found, Link("Waivers", reverse("waivers"))),
    }
    return render(request, "governance/waiver.jinja", context)


@both
def ask(request: HttpRequest, deployment_id: int, requirement_code: str) -> HttpResponse:
    """Asks for a waiver of one requirement."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.request_waiver")
    held = find_requirement(found.row, requirement_code, on=seen.today)
    if held is None:
        raise Http404
    row, _ = held
    form = WaiverForm(
        request.POST if request.method == "POST" else None, standing={}, longest_days=row.version.longest_waiver_days
    )

    def save() -> None:
        reason, expires_on = form.cleaned_data["reason"], form.cleaned_data["expires_on"]
        request_waiver(deployment=found.row, requirement=row, reason=reason, expires_on=expires_on, by=seen.user)

    lead = (
        "A waiver counts once an executive or the senior information risk owner, and a clinical safety officer, agree."
    )
    back = requirement_href(deployment_id, requirement_code)
    done = "The waiver is asked for. It counts once both sides have agreed."
    page = page_about(request, found, f"Waiver: {row.title}", lead=lead, done=done, back=back)
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def decide_on(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """What one side says of a waiver."""
    seen = viewing(request)
    row = find_waiver(seen.access, waiver_id, on=seen.today)
    if row is None:
        raise Http404
    found = found_or_404(seen, row.deployment_id, "governance.decide_waiver")
    parties = [party for party in WaiverParty if role_for_party(seen.access, found.scope, party)]
    form = WaiverDecisionForm(
        request.POST if request.method == "POST" else None, standing={}, parties=parties or list(WaiverParty)
    )

    def save() -> None:
        decide_waiver(
            waiver=row,
            party=WaiverParty(form.cleaned_data["party"]),
            verdict=WaiverVerdict(form.cleaned_data["verdict"]),
            reason=form.cleaned_data["reason"],
            by=seen.user,
        )

    lead = f"{row.reason} It would end on {row.expires_on:%-d %B %Y}."
    back = reverse("waiver", args=[waiver_id])
    title = f"Decide on a waiver: {row.requirement.title}"
    page = page_about(request, found, title, lead=lead, done="Your decision is recorded.", back=back)
    return edit(request, form, page, save=save, current=lambda: ({}, None))
