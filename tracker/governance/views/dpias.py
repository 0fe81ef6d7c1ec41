"""The pages that show a DPIA, and the one that moves it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.governance.actions.dpias import move_dpia
from tracker.governance.forms.dpias import DpiaStatusForm
from tracker.governance.permissions import actors_of
from tracker.governance.policies.dpias import Means, next_statuses
from tracker.governance.presenters.dpia_parts import present_activities, present_document, present_risks
from tracker.governance.presenters.dpias import present_dpia
from tracker.governance.selectors.finding import dpia_standing
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.dpia_common import deployment_crumbs, dpia_crumbs, form_page, workspace_of
from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing, viewing


def seen_or_404(seen: Viewing, deployment_id: int) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    return found


@require_safe
def show_dpia(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The workspace: what stands, what is missing before it can move, and who acts next."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    page = present_dpia(workspace_of(seen, found), day=seen.today, crumbs=deployment_crumbs(found))
    return render(request, "governance/dpia.jinja", {"page": page, "crumbs": page.crumbs})


@require_safe
def show_document(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The whole of it, to read before signing."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    page = present_document(workspace_of(seen, found), crumbs=dpia_crumbs(found))
    return render(request, "governance/dpia_document.jinja", {"page": page, "crumbs": page.crumbs})


@require_safe
def show_activities(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """What is done with the data, and by whom."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    page = present_activities(workspace_of(seen, found), crumbs=dpia_crumbs(found))
    return render(request, "governance/dpia_list.jinja", {"page": page, "crumbs": page.crumbs})


@require_safe
def show_risks(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Risks and the action plan."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    page = present_risks(workspace_of(seen, found), crumbs=dpia_crumbs(found))
    return render(request, "governance/dpia_list.jinja", {"page": page, "crumbs": page.crumbs})


@both
def edit_dpia_status(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Moves the assessment on, where no advice or decision does."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_dpia")
    standing, version = dpia_standing(found.row)
    now, actors = DpiaStatus(standing["status"]), actors_of(seen.access, found.scope)
    form = DpiaStatusForm(
        request.POST if request.method == "POST" else None,
        standing=standing,
        version=version,
        today=seen.today,
        offered=next_statuses(now, actors, Means.MOVE),
    )

    def save() -> None:
        move_dpia(
            deployment=found.row,
            status=DpiaStatus(form.cleaned_data["status"]),
            on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    page = form_page(request, found, "Move the DPIA on", done="The DPIA has moved on.", button="Move it")
    return edit(request, form, page, save=save, current=lambda: dpia_standing(found.row))
