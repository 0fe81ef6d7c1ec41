"""The page of a requirement, and the forms over it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.governance.actions.assessments import confirm_locally, move_requirement, plan_requirement
from tracker.governance.forms.requirements import CONFIRMED, ConfirmForm, PlanForm, StepForm
from tracker.governance.models import Requirement
from tracker.governance.policies.assessments import next_for
from tracker.governance.policies.gate import Item
from tracker.governance.presenters.gate import link_to_gate, requirement_href
from tracker.governance.presenters.requirements import present_requirement
from tracker.governance.selectors.assessments import find_network_assessment, find_own_assessment
from tracker.governance.selectors.hands import hands_of
from tracker.governance.selectors.requirements import find_requirement, requirement_view
from tracker.governance.views.common import both, crumbs_to, found_or_404, page_about, seen_or_404
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import Viewing, dated, viewing


def _held_or_404(seen: Viewing, found: FoundDeployment, code: str) -> tuple[Requirement, Item]:
    """The requirement, which the deployment is held to today."""
    held = find_requirement(found.row, code, on=seen.today)
    if held is None:
        raise Http404
    return held


@require_safe
def requirement(request: HttpRequest, deployment_id: int, requirement_code: str) -> HttpResponse:
    """How one requirement stands, what counts for it, and what has happened."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    view = requirement_view(seen.access, found.row, found.scope, requirement_code, on=seen.as_of)
    if view is None:
        raise Http404
    page = present_requirement(view, deployment=found.name)
    crumbs = crumbs_to(found, link_to_gate(deployment_id, None if seen.is_today else seen.as_of))
    return render(request, "governance/requirement.jinja", {"page": page, "crumbs": crumbs, **dated(request)})


@both
def plan(request: HttpRequest, deployment_id: int, requirement_code: str) -> HttpResponse:
    """Who looks after a requirement, and by when."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.prepare_requirement")
    row, item = _held_or_404(seen, found, requirement_code)

    def stands() -> tuple[dict[str, object], int]:
        own = find_own_assessment(found.row, item.requirement, on=seen.today)
        blank: dict[str, object] = {"owner": "", "due_on": None, "note": ""}
        return ({name: getattr(own, name) for name in blank}, own.version) if own else (blank, 0)

    standing, version = stands()
    form = PlanForm(request.POST if request.method == "POST" else None, standing=standing, version=version)

    def save() -> None:
        fields = {name: form.cleaned_data[name] for name in standing}
        plan_requirement(deployment=found.row, requirement=row, version=form.typed_version, by=seen.user, **fields)

    back = requirement_href(deployment_id, requirement_code)
    page = page_about(request, found, row.title, lead="Who and when.", done="The plan is saved.", back=back)
    return edit(request, form, page, save=save, current=stands)


@both
def move(request: HttpRequest, deployment_id: int, requirement_code: str) -> HttpResponse:
    """The next state of a requirement."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.move_requirement")
    row, item = _held_or_404(seen, found, requirement_code)
    own = find_own_assessment(found.row, item.requirement, on=seen.today)
    newest = own.states.order_by("effective_on", "pk").last() if own else None
    now = AssessmentStatus(newest.status) if newest else AssessmentStatus.NOT_STARTED
    statuses = next_for(now, hands_of(seen.access, found.scope, item.requirement)) if not item.requirement.check else []
    if not statuses:
        raise PermissionDenied("You can't take this requirement further: it is for somebody else, or for its records.")
    form = StepForm(
        request.POST if request.method == "POST" else None,
        standing={},
        version=own.version if own else 0,
        today=seen.today,
        statuses=statuses,
    )

    def save() -> None:
        move_requirement(
            deployment=found.row, requirement=row, step=form.step(), version=form.typed_version, by=seen.user
        )

    lead = f"Now: {now.label.lower()}. What counts: {row.evidence}"
    back = requirement_href(deployment_id, requirement_code)
    page = page_about(request, found, row.title, lead=lead, done="The new state is recorded.", back=back)
    return edit(request, form, page, save=save, current=lambda: ({}, own.version if own else 0))


@both
def confirm(request: HttpRequest, deployment_id: int, requirement_code: str) -> HttpResponse:
    """Whether the network's assessment holds for the trust."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.review_requirement")
    row, item = _held_or_404(seen, found, requirement_code)
    deployment = found.row
    shared = next(
        (
            each
            for network_id in sorted(found.scope.network_ids)
            if (
                each := find_network_assessment(
                    deployment.programme_id, network_id, deployment.use_case_id, item.requirement, on=seen.today
                )
            )
        ),
        None,
    )
    if shared is None:
        raise PermissionDenied("The network has not assessed this requirement, so there is nothing to confirm.")
    form = ConfirmForm(request.POST if request.method == "POST" else None, standing={})

    def save() -> None:
        confirm_locally(
            deployment=deployment,
            assessment=shared,
            is_confirmed=form.cleaned_data["answer"] == CONFIRMED,
            reason=form.cleaned_data["reason"],
            by=seen.user,
        )

    back = requirement_href(deployment_id, requirement_code)
    lead = f"Assessed once for {shared.network}. What counts: {row.evidence}"
    page = page_about(request, found, row.title, lead=lead, done="Your answer is recorded.", back=back)
    return edit(request, form, page, save=save, current=lambda: ({}, None))
