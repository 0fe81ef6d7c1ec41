"""Pages of local validation: all studies, one study, a sample size, and entering what was found."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.accounts.roles import SignOffRole
from tracker.core.presentation import Link
from tracker.governance.actions.validation import decide_on_study, record_result, record_turnaround
from tracker.governance.forms.validation import ApprovalForm, CountsForm, SampleSizeForm, TurnaroundForm
from tracker.governance.models import ValidationStudy
from tracker.governance.policies.validation import StudyOn
from tracker.governance.presenters.figures import sample_size_words
from tracker.governance.presenters.validation import StudyView, present_study, present_validation
from tracker.governance.selectors.assurance import required_roles_on
from tracker.governance.selectors.validation import (
    criterion_of,
    find_study,
    open_edition,
    studies_of,
    turnarounds_of,
    validation_on,
)
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.records import crumbs_to, form_page, may, roles_to_decide_in, seen_or_404, show
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import Viewing, viewing


def link_to_validation(found: FoundDeployment) -> Link:
    return Link("Local validation", reverse("validation", args=[found.row.pk]))


def link_to_study(study: ValidationStudy) -> Link:
    return Link("Study", reverse("validation-study", args=[study.deployment_id, study.pk]))


def study_or_404(seen: Viewing, found: FoundDeployment, study_id: int) -> tuple[ValidationStudy, StudyOn]:
    """A study of this deployment, and how it stands on the day that is looked at."""
    study = find_study(found.row, study_id, on=seen.as_of)
    if study is None:
        raise Http404
    return study


@require_safe
def validation(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Where local validation stands, and its studies."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    page = present_validation(
        validation_on([deployment_id], on=seen.as_of)[deployment_id],
        studies_of(found.row, on=seen.as_of),
        deployment_id=deployment_id,
        caption=found.name,
        day=seen.as_of,
        may_run=may(seen, found, "governance.run_validation"),
    )
    return show(request, page, crumbs_to(found))


@require_safe
def study(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """One study."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    row, stands = study_or_404(seen, found, study_id)
    edition = open_edition(row)
    view = StudyView(
        row=row,
        stands=stands,
        required=required_roles_on(seen.as_of)[ApprovalSubject.VALIDATION],
        edition=edition,
        open_criteria=[criterion_of(each) for each in edition.criteria.all()] if edition else [],
        turnarounds=turnarounds_of(row),
        may_run=may(seen, found, "governance.run_validation"),
        may_approve=may(seen, found, "governance.approve_record"),
    )
    return show(request, present_study(view), crumbs_to(found, link_to_validation(found)))


@require_safe
def sample_size(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How many cases a study needs."""
    found = seen_or_404(viewing(request), deployment_id)
    form = SampleSizeForm(request.GET or None)
    answer = ""
    if form.is_valid():
        answer = sample_size_words(form.size, prevalence=float(form.cleaned_data["prevalence"]) / 100)
    crumbs = crumbs_to(found, link_to_validation(found))
    return render(
        request,
        "governance/sample_size.jinja",
        {"form": form, "answer": answer, "crumbs": crumbs, "caption": found.name},
    )


@both
def enter_counts(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """The counts of a group of cases, or their correction."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    form = CountsForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)

    def save() -> None:
        typed = form.cleaned_data
        record_result(
            study=row,
            group=form.group,
            counts=form.counts,
            cases=typed["cases"],
            run_on=typed["run_on"],
            reason=typed["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    page = form_page(
        found,
        "Enter counts",
        back=link_to_study(row),
        lead="Enter each group of cases by itself: all cases first, then sites, sources or modalities.",
        done="The counts are recorded.",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, study_or_404(seen, found, study_id)[0].version))


@both
def enter_turnaround(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Report turnaround before and with the AI, in one band of priority."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    form = TurnaroundForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)

    def save() -> None:
        names = ("band", "target_minutes", "before", "after", "run_on")
        typed = {name: form.cleaned_data[name] for name in names}
        record_turnaround(study=row, version=form.typed_version, by=seen.user, **typed)

    page = form_page(
        found,
        "Enter turnaround times",
        back=link_to_study(row),
        lead="The median, the slowest tenth and the share within target are kept, and not the times.",
        done="The change of turnaround is recorded.",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, study_or_404(seen, found, study_id)[0].version))


@both
def approve_study(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Approves or refuses what a study found."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.approve_record")
    row, stands = study_or_404(seen, found, study_id)
    roles = roles_to_decide_in(seen, found, required_roles_on(seen.today)[ApprovalSubject.VALIDATION])
    form = ApprovalForm(
        request.POST if request.method == "POST" else None,
        standing={"content_hash": stands.content_hash},
        roles=roles,
    )

    def save() -> None:
        typed = form.cleaned_data
        decide_on_study(
            study=row,
            role=SignOffRole(typed["role"]),
            decision=ApprovalDecision(typed["decision"]),
            note=typed["note"],
            content_hash=typed["content_hash"],
            by=seen.user,
        )

    lead = (
        f"The outcome is “{stands.outcome.label.lower()}”. Read the study first: your decision is on what it says now."
    )
    page = form_page(found, "Approve the study", back=link_to_study(row), lead=lead, done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))
