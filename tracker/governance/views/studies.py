"""Pages that plan a validation study and fix its criteria."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tracker.governance.actions.criteria import (
    add_criterion,
    amend_criteria,
    lock_criteria,
    remove_criterion,
    withdraw_amendment,
)
from tracker.governance.actions.studies import describe_study, plan_study
from tracker.governance.forms.validation import HUNDRED, AmendmentForm, CriterionForm, StudyForm
from tracker.governance.models import ValidationStudy
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.validation import DESCRIPTION, releases_for
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.records import do, form_page
from tracker.governance.views.validation import link_to_study, link_to_validation, study_or_404
from tracker.networks.editing import edit
from tracker.networks.requests import viewing


def described(row: ValidationStudy) -> dict[str, Any]:
    """What the form of a study starts from."""
    standing = {name: getattr(row, name) for name in DESCRIPTION if name != "release_id"}
    prevalence = row.expected_prevalence
    return standing | {
        "release": row.release_id or "",
        "expected_prevalence": None if prevalence is None else (prevalence * HUNDRED).normalize(),
    }


@both
def plan(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Plans a study of the release in use."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    in_use = releases_on([deployment_id], on=seen.today)[deployment_id]
    form = StudyForm(
        request.POST if request.method == "POST" else None,
        standing={"release": in_use.id if in_use else ""},
        releases=releases_for(found.row),
    )
    planned: list[ValidationStudy] = []
    page = form_page(
        found,
        "Plan a study",
        back=link_to_validation(found),
        lead="Say what is to be shown and how. The criteria come next, and are locked before any counts.",
        done="The study is planned. Add its criteria.",
    )
    save = lambda: planned.append(plan_study(deployment=found.row, by=seen.user, **form.described))  # noqa: E731 - a step
    response = edit(request, form, page, save=save, current=lambda: ({}, None))
    return redirect(link_to_study(planned[0]).href) if planned else response


@both
def describe(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Changes the description of a study."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    form = StudyForm(
        request.POST if request.method == "POST" else None,
        standing=described(row),
        version=row.version,
        releases=releases_for(found.row),
    )

    def current() -> tuple[dict[str, Any], int]:
        now, _ = study_or_404(seen, found, study_id)
        return described(now), now.version

    page = form_page(found, "Change the description", back=link_to_study(row), done="The description is changed.")
    return edit(
        request,
        form,
        page,
        save=lambda: describe_study(study=row, version=form.typed_version, by=seen.user, **form.described),
        current=current,
    )


@both
def add(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Adds a criterion to those that are still open."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    form = CriterionForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)
    page = form_page(
        found,
        "Add a criterion",
        back=link_to_study(row),
        lead="There is no national threshold. Agree it with the clinicians who will use the tool.",
        done="The criterion is added.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: add_criterion(study=row, criterion=form.criterion, version=form.typed_version, by=seen.user),
        current=lambda: ({}, study_or_404(seen, found, study_id)[0].version),
    )


@both
def amend(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Proposes to change criteria that are locked."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    form = AmendmentForm(request.POST if request.method == "POST" else None, standing={}, version=row.version)
    page = form_page(
        found,
        "Propose an amendment",
        back=link_to_study(row),
        lead="You change the criteria next, and somebody else has to lock them. Until then the locked ones count.",
        done="The amendment is proposed. Change its criteria, and ask somebody else to lock them.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: amend_criteria(
            study=row, reason=form.cleaned_data["reason"], version=form.typed_version, by=seen.user
        ),
        current=lambda: ({}, study_or_404(seen, found, study_id)[0].version),
    )


@require_POST
def remove(request: HttpRequest, deployment_id: int, study_id: int, criterion_id: int) -> HttpResponse:
    """Takes a criterion away while they are open."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    return do(
        request,
        lambda: remove_criterion(study=row, criterion_id=criterion_id, by=seen.user),
        back=link_to_study(row).href,
        done="The criterion is taken away.",
    )


@require_POST
def lock(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Fixes the criteria for good."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    return do(
        request,
        lambda: lock_criteria(study=row, by=seen.user),
        back=link_to_study(row).href,
        done="The criteria are locked. Counts may be entered.",
    )


@require_POST
def withdraw(request: HttpRequest, deployment_id: int, study_id: int) -> HttpResponse:
    """Takes a proposed amendment back."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.run_validation")
    row, _ = study_or_404(seen, found, study_id)
    return do(
        request,
        lambda: withdraw_amendment(study=row, by=seen.user),
        back=link_to_study(row).href,
        done="The amendment is withdrawn. The criteria are as they were locked.",
    )
