"""Assessing a supplier's DTAC form: opening it, answering its sections, the safety officer's part, and the conclusion."""

from collections.abc import Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.governance.actions.releases_touched import touch_release
from tracker.governance.models import DtacAssessment, DtacDecision, DtacForm
from tracker.governance.permissions import demand_over_any
from tracker.governance.policies.dtac import Section, judge_section
from tracker.governance.policies.dtac_steps import may_answer, may_assess_clinical_safety, may_conclude, may_open_form
from tracker.governance.policies.safety import may_decide_as_officer
from tracker.governance.safety_vocabulary import DtacOutcome, DtacPart
from tracker.governance.selectors.dtac import clinical_safety_decision, hash_of_answers, result_of, sections_of
from tracker.governance.selectors.release_finding import scopes_of_release
from tracker.governance.selectors.safety_standards import registration_valid_until
from tracker.networks.access import access_of
from tracker.procurement.models import ProductRelease

OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER


def open_dtac(*, release: ProductRelease, form: DtacForm, dated_on: date, on: date, by: User) -> DtacAssessment:
    """Begins to assess a form that the supplier filled in on a day. Of the form before, of the same version, the
    answers are taken along."""
    today = today_in_london()
    with change(by=by):
        _demand("governance.update_release_assurance", release, by)
        ProductRelease.objects.select_for_update().get(pk=release.pk)
        before = DtacAssessment.objects.filter(release=release).order_by("opened_on", "pk").last()
        is_open = before is not None and not is_concluded(before)
        require(may_open_form(is_open=is_open, dated_on=dated_on, published_on=form.published_on, on=on, today=today))
        assessment = DtacAssessment.objects.create(
            release=release,
            form=form,
            dated_on=dated_on,
            opened_on=on,
            answers=before.answers if before is not None and before.form_id == form.pk else {},
            author_ids=[by.pk],
        )
        touch_release(release)
    return assessment


def _demand(name: str, release: ProductRelease, by: User) -> None:
    today = today_in_london()
    demand_over_any(name, access_of(by, day=today), scopes_of_release(release.pk, on=today))


def is_concluded(assessment: DtacAssessment) -> bool:
    """Whether somebody has said what the whole form comes to."""
    return assessment.decisions.filter(part=DtacPart.WHOLE).exists()


def _locked(assessment: DtacAssessment, version: int | None) -> DtacAssessment:
    current = DtacAssessment.objects.select_for_update().get(pk=assessment.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    require(may_answer(is_concluded=is_concluded(current)))
    return current


def answer_section(
    *, assessment: DtacAssessment, section: Section, answers: Mapping[str, str], version: int | None, by: User
) -> DtacAssessment:
    """Records the answers of one section. An answer that the form does not offer counts as none."""
    with change(by=by):
        _demand("governance.update_release_assurance", assessment.release, by)
        current = _locked(assessment, version)
        given = {question.code: question.given(answers) for question in section.questions if question.code in answers}
        current.answers = {**current.answers, **given}
        if by.pk not in current.author_ids:
            current.author_ids = [*current.author_ids, by.pk]
        current.version += 1
        current.save()
        touch_release(current.release)
    return current


def assess_clinical_safety(
    *, assessment: DtacAssessment, on: date, note: str = "", version: int | None, by: User
) -> DtacDecision:
    """A clinical safety officer of the trust or network has read section C1 (DTAC version 2.0, C1), and answers for
    what it comes to. It holds for the answers as they stand."""
    with change(reason=note, by=by):
        _demand("governance.decide_safety", assessment.release, by)
        current = _locked(assessment, version)
        scopes, then = scopes_of_release(current.release_id, on=on), access_of(by, day=on)
        require(
            may_decide_as_officer(
                held_role=any(then.signs_as(OFFICER, scope) for scope in scopes),
                is_author=by.pk in current.author_ids,
                checked_until=registration_valid_until(by, on=on),
                on=on,
            )
        )
        sections = [section for section in sections_of(current) if section.needs_safety_officer]
        results = [judge_section(section, current.answers) for section in sections]
        unanswered = [code for result in results for code in result.unanswered]
        today = today_in_london()
        require(may_assess_clinical_safety(unanswered=unanswered, on=on, opened_on=current.opened_on, today=today))
        failing = [each.code for result in results for each in result.failing]
        outcome = DtacOutcome.FAILED if failing else DtacOutcome.PASSED
        content = hash_of_answers(current, sections)
        return _decide(current, DtacPart.CLINICAL_SAFETY, outcome, failing, content, on=on, note=note, by=by)


def conclude_dtac(
    *, assessment: DtacAssessment, on: date, note: str = "", version: int | None, by: User
) -> DtacDecision:
    """Says what a form comes to by its own rules. From then on it stays as it is."""
    with change(reason=note, by=by):
        _demand("governance.update_release_assurance", assessment.release, by)
        current = _locked(assessment, version)
        officer = clinical_safety_decision(current)
        result = result_of(current)
        require(
            may_conclude(
                result.outcome,
                assessed_on=officer.decided_on if officer else None,
                is_same_person=officer is not None and officer.decided_by_id == by.pk,
                on=on,
                today=today_in_london(),
            )
        )
        failing = [each.code for each in result.failing]
        content = hash_of_answers(current, sections_of(current))
        row = _decide(current, DtacPart.WHOLE, result.outcome, failing, content, on=on, note=note, by=by)
        touch_release(current.release)
    return row


def _decide(
    assessment: DtacAssessment,
    part: DtacPart,
    outcome: DtacOutcome,
    failing: list[str],
    content: str,
    *,
    on: date,
    note: str,
    by: User,
) -> DtacDecision:
    assessment.version += 1
    assessment.save(update_fields=["version"])
    return DtacDecision.objects.create(
        assessment=assessment,
        part=part,
        outcome=outcome,
        failing=failing,
        note=note.strip(),
        content_hash=content,
        decided_on=on,
        decided_by=by,
    )
