"""Assessments of DTAC forms: those of the releases that deployments run, and one as it is worked on."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from tracker.governance.models import DtacAssessment, DtacDecision
from tracker.governance.policies.dtac import DtacOn, FormResult, Section, answers_of, judge_form, parse_form
from tracker.governance.policies.hashing import content_hash
from tracker.governance.safety_vocabulary import DtacOutcome, DtacPart
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.safety_standards import mandatory_form_on
from tracker.procurement.models import ProductRelease


def dtac_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, DtacOn]:
    """The DTAC of the release that each deployment runs on a day, by deployment id, in a fixed number of queries. The
    caller has checked who may see them."""
    ids = list(deployment_ids)
    releases = releases_on(ids, on=on)
    known = dtac_of_releases({release.id for release in releases.values() if release is not None}, on=on)
    return {
        pk: replace(known[release.id], deployment_id=pk, release=release.name) if release else DtacOn(pk)
        for pk, release in releases.items()
    }


def dtac_of_releases(release_ids: Iterable[int], *, on: date) -> dict[int, DtacOn]:
    """The DTAC of releases on a day, by release id, as if a deployment ran each."""
    wanted = set(release_ids)
    current = mandatory_form_on(on)
    concluded = _concluded(wanted, on=on)
    found = {}
    for row in ProductRelease.objects.filter(pk__in=wanted).select_related("product"):
        decision = concluded.get(row.pk)
        found[row.pk] = DtacOn(
            deployment_id=0,
            release_id=row.pk,
            release=str(row),
            outcome=DtacOutcome(decision.outcome) if decision else None,
            failing=tuple(decision.failing) if decision else (),
            version=decision.assessment.form.version if decision else "",
            dated_on=decision.assessment.dated_on if decision else None,
            concluded_on=decision.decided_on if decision else None,
            current_version=current.version if current else "",
            mandatory_from=current.mandatory_from if current else None,
            supplier_form_on=row.dtac_on,
        )
    return found


def _concluded(release_ids: Iterable[int], *, on: date) -> dict[int, DtacDecision]:
    """The newest conclusion for each release by a day."""
    rows = DtacDecision.objects.filter(
        part=DtacPart.WHOLE, assessment__release__in=release_ids, decided_on__lte=on
    ).select_related("assessment__form")
    return {row.assessment.release_id: row for row in rows.order_by("decided_on", "pk")}


def sections_of(assessment: DtacAssessment) -> tuple[Section, ...]:
    """The sections of an assessment's form."""
    return parse_form(assessment.form.sections)


def result_of(assessment: DtacAssessment) -> FormResult:
    """What an assessment comes to as it now stands."""
    return judge_form(sections_of(assessment), assessment.answers)


def hash_of_answers(assessment: DtacAssessment, sections: Iterable[Section]) -> str:
    """The hash of the answers that count in these sections, with the form's version and date."""
    content: dict[str, Any] = {
        "release": assessment.release_id,
        "version": assessment.form.version,
        "dated_on": assessment.dated_on,
    }
    return content_hash(content | {each.code: answers_of(each, assessment.answers) for each in sections})


def clinical_safety_decision(assessment: DtacAssessment) -> DtacDecision | None:
    """The safety officer's decision about the sections that need one, if it is about the answers as they now stand."""
    sections = [each for each in sections_of(assessment) if each.needs_safety_officer]
    row = assessment.decisions.filter(part=DtacPart.CLINICAL_SAFETY).order_by("decided_on", "pk").last()
    return row if row is not None and row.content_hash == hash_of_answers(assessment, sections) else None
