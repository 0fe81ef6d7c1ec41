"""The forms over a DTAC assessment: opening it, its sections with their routing, the safety officer's part, and the
conclusion."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tracker.governance.actions.dtac import answer_section, assess_clinical_safety, conclude_dtac, open_dtac
from tracker.governance.forms.releases import DtacSectionForm, DtacStepForm, OpenDtacForm, field_name
from tracker.governance.models import DtacAssessment
from tracker.governance.policies.dtac import judge_section, questions_that_apply
from tracker.governance.selectors.dtac import result_of, sections_of
from tracker.governance.selectors.release_finding import FoundRelease
from tracker.governance.selectors.release_pages import forms_offered, newest_assessment
from tracker.governance.views.common import both, posted
from tracker.governance.views.release_common import release_or_404, release_page
from tracker.networks.editing import edit
from tracker.networks.requests import viewing

FOUND = 302  # the form was saved, and leads on


def assessment_or_404(found: FoundRelease) -> DtacAssessment:
    """The assessment of a release that was begun last."""
    assessment = newest_assessment(found.row.pk)
    if assessment is None:
        raise Http404
    return assessment


@both
def open_form(request: HttpRequest, release_id: int) -> HttpResponse:
    """Begins to assess a form that the supplier filled in."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    offered = {str(row.pk): row for row in forms_offered(seen.today)}
    form = OpenDtacForm(
        posted(request),
        standing={"form": next(iter(offered)), "dated_on": found.row.dtac_on},
        today=seen.today,
        versions=offered.values(),
    )

    def save() -> None:
        typed = form.cleaned_data
        open_dtac(
            release=found.row,
            form=offered[typed["form"]],
            dated_on=typed["dated_on"],
            on=typed["effective_on"],
            by=seen.user,
        )

    lead = "A form is of one version of the product. Of a form of the same version the answers are taken along."
    page = release_page(request, found, "Assess a DTAC form", lead=lead, done="The form is open. Answer its sections.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def edit_section(request: HttpRequest, release_id: int, dtac_section: str) -> HttpResponse:
    """The questions of one section that apply, given the answers so far. Where an answer opens further questions, the
    page comes again with them."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    assessment = assessment_or_404(found)
    sections = {each.code.lower(): each for each in sections_of(assessment)}
    if dtac_section not in sections:
        raise Http404
    wanted = sections[dtac_section]
    questions = questions_that_apply(wanted, assessment.answers)

    def standing() -> dict[str, Any]:
        answers = assessment_or_404(found).answers
        return {field_name(each.code): each.given(answers) for each in questions}

    form = DtacSectionForm(
        posted(request),
        standing=standing(),
        version=assessment.version,
        today=seen.today,
        questions=questions,
    )
    opened: list[str] = []

    def save() -> None:
        saved = answer_section(
            assessment=assessment, section=wanted, answers=form.answers, version=form.typed_version, by=seen.user
        )
        asked = {each.code for each in questions}
        opened.extend(code for code in judge_section(wanted, saved.answers).unanswered if code not in asked)

    lead = "Answer what you know. Further questions may follow from your answers."
    page = release_page(request, found, wanted.name, lead=lead, done="The answers are saved.")
    answer = edit(request, form, page, save=save, current=lambda: (standing(), assessment_or_404(found).version))
    return redirect("edit-dtac-section", release_id, dtac_section) if opened and answer.status_code == FOUND else answer


@both
def assess_safety(request: HttpRequest, release_id: int) -> HttpResponse:
    """A clinical safety officer answers for what the clinical safety section comes to."""
    return _step(request, release_id, "governance.decide_safety", "Assess clinical safety", assess_clinical_safety)


@both
def conclude(request: HttpRequest, release_id: int) -> HttpResponse:
    """Says what the whole form comes to; from then on it stays as it is."""
    return _step(request, release_id, "governance.update_release_assurance", "Conclude the DTAC form", conclude_dtac)


def _step(request: HttpRequest, release_id: int, permission: str, title: str, act: Any) -> HttpResponse:
    seen = viewing(request)
    found = release_or_404(seen, release_id, permission)
    assessment = assessment_or_404(found)
    form = DtacStepForm(posted(request), standing={}, version=assessment.version, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        act(
            assessment=assessment,
            on=typed["effective_on"],
            note=typed["note"],
            version=form.typed_version,
            by=seen.user,
        )

    results = result_of(assessment).sections
    lead = " ".join(f"{each.section.name}: {each.outcome.label.lower()}." for each in results)
    page = release_page(request, found, title, lead=lead, done="Your assessment is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, assessment_or_404(found).version))
