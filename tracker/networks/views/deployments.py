"""Forms over one deployment: a milestone, clinical use, blockers, delivery confidence, and "nothing has changed"."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from tracker.core.decisions import NotPermitted
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.actions.deployments import StateChange, confirm_update, record_state, set_blockers, state_rag
from tracker.networks.actions.milestones import revise_milestone
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.finding import (
    FoundDeployment,
    Standing,
    find_deployment,
    milestone_standing,
    newest_rag,
    newest_state,
    open_blockers,
)
from tracker.networks.forms import BlockersForm, DatesForm, RagForm, StateForm, dates_of, plan_in_words
from tracker.networks.requests import Viewing, viewing
from tracker.networks.vocabulary import BlockerCode, ClinicalUse, MilestoneType, StatedRating

both = require_http_methods(["GET", "POST"])


def found_or_404(seen: Viewing, deployment_id: int) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it and update it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    permit(seen, "networks.update_deployment", found.scope)
    return found


def page_about(request: HttpRequest, found: FoundDeployment, title: str, *, done: str, lead: str = "") -> EditPage:
    """The page of a form over a deployment."""
    home = reverse("deployment", args=[found.row.pk])
    trust = found.row.trust
    crumbs = [Link("Home", "/"), Link(trust.name, reverse("trust", args=[trust.ods_code])), Link(found.name, home)]
    return EditPage(title, found.name, back_to(request, home), crumbs, lead, done=done)


@both
def edit_milestone(request: HttpRequest, deployment_id: int, type: str) -> HttpResponse:
    """The three dates of one milestone."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id)
    if type not in MilestoneType.values:
        raise Http404
    kind = MilestoneType(type)

    def stands() -> Standing:
        return milestone_standing(found.row, kind, on=seen.today)

    now = stands()
    rights = "networks.set_first_baseline" if now.plan.baseline is None else "networks.rebaseline"
    form = DatesForm(
        request.POST if request.method == "POST" else None,
        standing=dates_of(now.plan),
        version=now.version,
        today=seen.today,
        offers_baseline=bool(decide(rights, seen.access, found.scope)),
    )
    return edit(
        request,
        form,
        page_about(request, found, kind.label, lead=plan_in_words(now.plan), done=f"{kind.label} is updated."),
        save=lambda: revise_milestone(
            deployment=found.row, type=kind, changes=form.changes(), version=form.typed_version, by=seen.user
        ),
        current=lambda: (dates_of(stands().plan), stands().version),
    )


@both
def edit_state(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Clinical use, and for which referral sources."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id)

    def stands() -> dict[str, object]:
        row = newest_state(found.row)
        return {"state": row.state if row else ClinicalUse.NOT_STARTED.value, "sources": row.sources if row else []}

    form = StateForm(
        request.POST if request.method == "POST" else None,
        standing=stands(),
        version=found.row.version,
        today=seen.today,
    )

    def save() -> None:
        wish = StateChange(
            found.row,
            ClinicalUse(form.cleaned_data["state"]),
            effective_on=form.cleaned_data["effective_on"],
            sources=form.cleaned_data["sources"],
            reason=form.cleaned_data["reason"],
        )
        record_state(wish=wish, version=form.typed_version, by=seen.user)

    page = page_about(request, found, "Clinical use", done="Clinical use is updated.")
    return edit(request, form, page, save=save, current=lambda: (stands(), _version(seen, deployment_id)))


@both
def edit_blockers(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """What holds the deployment up."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id)

    def stands() -> dict[str, object]:
        return {"codes": [blocker.code for blocker in open_blockers(found.row)]}

    form = BlockersForm(
        request.POST if request.method == "POST" else None,
        standing=stands(),
        version=found.row.version,
        today=seen.today,
    )

    def save() -> None:
        set_blockers(
            deployment=found.row,
            codes=[BlockerCode(code) for code in form.cleaned_data["codes"]],
            on=form.cleaned_data["effective_on"],
            note=form.cleaned_data["note"],
            version=form.typed_version,
            by=seen.user,
        )

    page = page_about(request, found, "Blockers", done="The blockers are updated.")
    return edit(request, form, page, save=save, current=lambda: (stands(), _version(seen, deployment_id)))


@both
def edit_rag(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Delivery confidence as the owner sees it."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id)

    def stands() -> dict[str, object]:
        row = newest_rag(found.row)
        return {"rating": row.rating if row else "", "reason": row.reason if row else ""}

    form = RagForm(
        request.POST if request.method == "POST" else None,
        standing=stands(),
        version=found.row.version,
        today=seen.today,
    )

    def save() -> None:
        state_rag(
            deployment=found.row,
            rating=StatedRating(form.cleaned_data["rating"]),
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["effective_on"],
            version=form.typed_version,
            by=seen.user,
        )

    page = page_about(request, found, "Delivery confidence", done="Delivery confidence is updated.")
    return edit(request, form, page, save=save, current=lambda: (stands(), _version(seen, deployment_id)))


@require_POST
def confirm(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """One click that says: somebody looked, and what stands here is true today."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id)
    try:
        confirm_update(deployment=found.row, on=seen.today, by=seen.user)
    except NotPermitted as refusal:
        raise PermissionDenied(refusal.decision.sentence) from refusal
    messages.success(request, "You have confirmed that everything here is true today.")
    return redirect(back_to(request, reverse("deployment", args=[deployment_id])))


def _version(seen: Viewing, deployment_id: int) -> int | None:
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    return found.row.version if found else None
