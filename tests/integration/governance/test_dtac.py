"""Assessments of DTAC forms as they are written, refused and read on a day."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_deployment,
    make_dtac,
    make_network,
    make_officer,
    make_person,
    make_release_in_use,
    make_trust,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.governance.actions.dtac import answer_section, assess_clinical_safety, conclude_dtac, open_dtac
from tracker.governance.checks import verdicts_on
from tracker.governance.models import DtacAssessment, DtacDecision, DtacForm
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.safety_vocabulary import DtacOutcome, DtacPart
from tracker.governance.selectors.dtac import clinical_safety_decision, dtac_on, sections_of
from tracker.networks.models import Deployment
from tracker.procurement.actions.suppliers import save_release
from tracker.procurement.models import ProductRelease

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
ON = date(2026, 6, 1)
BEFORE = ON - 30 * DAY


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def release(deployment: Deployment) -> ProductRelease:
    return make_release_in_use(deployment, on=BEFORE)


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return make_officer(deployment, name="Sam Officer", checked_on=BEFORE)


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


def verdict(deployment: Deployment, on: date = TODAY) -> Verdict:
    return verdicts_on([deployment.pk], on=on)[deployment.pk]["dtac"]


def test_form_is_assessed_by_three_and_concluded_once(
    deployment: Deployment, release: ProductRelease, officer: User, manager: User
) -> None:
    assert "No form is assessed" in verdict(deployment).reason
    assessment = make_dtac(release, on=ON)
    assert not verdict(deployment), "nobody has concluded it"
    with pytest.raises(Refused, match="No clinical safety officer"):
        conclude_dtac(assessment=assessment, on=ON, version=None, by=manager)
    assess_clinical_safety(assessment=assessment, on=ON, note="Read it", version=assessment.version, by=officer)
    row = conclude_dtac(assessment=assessment, on=ON, version=None, by=manager)
    assert (row.outcome, row.failing, len(row.content_hash)) == (DtacOutcome.PASSED, [], 64)
    assert verdict(deployment).reason.endswith("passed version 2.0.")
    assert not verdict(deployment, on=ON - DAY)
    with pytest.raises(Refused, match="concluded"):
        conclude_dtac(assessment=assessment, on=ON, version=None, by=manager)
    event = apps.get_model("governance", "DtacDecisionAuditEvent").objects.order_by("-pgh_id").first()
    assert (event.part, event.pgh_context["user_name"]) == (DtacPart.WHOLE, "Priya Manager")


def test_form_that_fails_names_its_items(deployment: Deployment, release: ProductRelease, officer: User) -> None:
    make_dtac(release, officer=officer, on=ON, answers={"C3.1": "expired", "PAQ": "not-provided"})
    assert "failed PAQ, C3.1" in verdict(deployment).reason
    newer = make_dtac(release, officer=officer, on=ON + DAY)
    assert newer.answers["C3.1"] == "acceptable"
    assert verdict(deployment)


def test_answers_of_the_form_before_are_taken_along(release: ProductRelease, officer: User) -> None:
    make_dtac(release, officer=officer, on=ON, answers={"A2": "Chest"})
    form = DtacForm.objects.get(version="2.0")
    opened = open_dtac(release=release, form=form, dated_on=ON, on=TODAY, by=system())
    assert opened.answers["A2"] == "Chest"
    with pytest.raises(Refused, match="Another form"):
        open_dtac(release=release, form=form, dated_on=ON, on=TODAY, by=system())


def test_safety_officers_part_is_of_the_answers_as_they_stand(
    release: ProductRelease, officer: User, manager: User
) -> None:
    assessment = make_dtac(release, on=ON)
    assess_clinical_safety(assessment=assessment, on=ON, version=None, by=officer)
    clinical, *_, d = (each for each in sections_of(assessment) if each.code in {"C1", "D"})
    answer_section(assessment=assessment, section=d, answers={"D1.2": "yes"}, version=None, by=manager)
    assessment.refresh_from_db()
    assert clinical_safety_decision(assessment) is not None
    answer_section(assessment=assessment, section=clinical, answers={"PAQ": "not-provided"}, version=None, by=manager)
    assessment.refresh_from_db()
    assert clinical_safety_decision(assessment) is None
    with pytest.raises(Refused, match="as it now stands"):
        conclude_dtac(assessment=assessment, on=ON, version=None, by=manager)


def test_author_assesses_no_clinical_safety_and_assessor_does_not_conclude(
    release: ProductRelease, officer: User, deployment: Deployment
) -> None:
    assessment = make_dtac(release, on=ON)
    assess_clinical_safety(assessment=assessment, on=ON, version=None, by=officer)
    with pytest.raises(Refused, match="somebody else concludes"):
        conclude_dtac(assessment=assessment, on=ON, version=None, by=officer)
    other = make_officer(deployment, checked_on=BEFORE)
    answer_section(assessment=assessment, section=sections_of(assessment)[0], answers={}, version=None, by=other)
    with pytest.raises(Refused, match="You wrote in this"):
        assess_clinical_safety(assessment=assessment, on=ON, version=None, by=other)


def test_clinical_safety_with_open_questions_is_not_assessed(release: ProductRelease, officer: User) -> None:
    assessment = make_dtac(release, on=ON, answers={"C1.1.2": ""})
    with pytest.raises(Refused, match=r"C1\.1\.2"):
        assess_clinical_safety(assessment=assessment, on=ON, version=None, by=officer)


def test_answer_that_the_form_does_not_offer_is_none(release: ProductRelease) -> None:
    assessment = make_dtac(release, on=ON, answers={"C3.1": "surely"})
    assert assessment.answers["C3.1"] == ""


def test_rights_and_stale_writes(release: ProductRelease, officer: User, manager: User, deployment: Deployment) -> None:
    viewer = make_person(role=Role.VIEWER)
    form = DtacForm.objects.get(version="2.0")
    with pytest.raises(NotPermitted):
        open_dtac(release=release, form=form, dated_on=ON, on=ON, by=viewer)
    assessment = make_dtac(release, on=ON)
    section = sections_of(assessment)[0]
    with pytest.raises(StaleWrite):
        answer_section(assessment=assessment, section=section, answers={}, version=1, by=manager)
    with pytest.raises(NotPermitted):
        assess_clinical_safety(assessment=assessment, on=ON, version=None, by=manager)
    with pytest.raises(StaleWrite):
        assess_clinical_safety(assessment=assessment, on=ON, version=1, by=officer)
    stranger = make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    with pytest.raises(NotPermitted):
        answer_section(assessment=assessment, section=section, answers={}, version=None, by=stranger)
    assert not DtacDecision.objects.exists()
    assert DtacAssessment.objects.count() == 1


@pytest.mark.parametrize(("dated_on", "is_met"), [(date(2026, 4, 5), True), (date(2026, 4, 6), False)])
def test_form_of_the_version_before(
    deployment: Deployment, release: ProductRelease, dated_on: date, is_met: bool
) -> None:
    officer = make_officer(deployment, checked_on=dated_on)
    make_dtac(release, officer=officer, on=dated_on, version="1.0")
    assert bool(verdict(deployment)) == is_met


def test_date_of_a_form_on_file_alone_is_no_assessment(deployment: Deployment, release: ProductRelease) -> None:
    save_release(product=release.product, version=release.version, dtac_on=ON, by=system())
    assert "on file, and nobody has assessed it" in verdict(deployment).reason


def test_reading_counts_the_same_queries_for_many(officer: User, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    deployments = [make_deployment(make_trust(network)) for _ in range(5)]
    for each in deployments:
        make_dtac(make_release_in_use(each, on=BEFORE), officer=officer, on=ON)
    ids = [each.pk for each in deployments]
    counts = []
    for some in (ids, ids[:1]):
        with CaptureQueriesContext(connection) as captured:
            found = dtac_on(some, on=TODAY)
        counts.append(len(captured))
        assert all(each.outcome == DtacOutcome.PASSED for each in found.values())
    assert counts[0] == counts[1]
    assert dtac_on([deployment.pk], on=TODAY)[deployment.pk].release_id is None
