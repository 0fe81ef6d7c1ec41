"""Assessments that are told with their history: as they would have been recorded here, or not at all."""

from datetime import date, timedelta

import pytest

from tests.factories import adopt, make_catalogue, make_deployment, make_person
from tests.factories.assurance import make_signatory
from tests.factories.gate import SAFETY
from tests.factories.people import system
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.governance.actions.told_assessments import Taken, ToldAssessment, record_told_assessments
from tracker.governance.models import Assessment, AssessmentState, Requirement
from tracker.governance.policies.assessments import Step
from tracker.governance.selectors.gate import gate_of
from tracker.governance.vocabulary import AssessmentStatus, Outcome
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
LONG_AGO = date(2025, 2, 3)


@pytest.fixture
def deployment() -> Deployment:
    deployment = make_deployment()
    adopt(deployment.programme, make_catalogue())
    return deployment


@pytest.fixture
def manager() -> User:
    return make_person(role=Role.NATIONAL_LEAD)


def told(deployment: Deployment, code: str, *steps: tuple[AssessmentStatus, date, User]) -> ToldAssessment:
    requirement = Requirement.objects.get(code=code, version__code__startswith="test-")
    return ToldAssessment(deployment, requirement, [Taken(Step(status, day), by) for status, day, by in steps])


def test_history_is_kept_with_its_days_and_people(deployment: Deployment, manager: User) -> None:
    officer = make_signatory(deployment, SAFETY)
    rows = [
        told(
            deployment,
            code,
            (AssessmentStatus.READY, LONG_AGO, manager),
            (AssessmentStatus.MET, LONG_AGO + timedelta(days=9), officer),
        )
        for code in ("downtime-drill", "audit-trail")
    ]
    assert record_told_assessments(rows, by=system()) == 2
    kept = AssessmentState.objects.filter(assessment__requirement__code="audit-trail").order_by("pk")
    assert [(row.status, row.effective_on, row.recorded_by) for row in kept] == [
        (AssessmentStatus.READY, LONG_AGO, manager),
        (AssessmentStatus.MET, LONG_AGO + timedelta(days=9), officer),
    ]
    gate = gate_of(deployment.pk, on=today_in_london())
    assert {item.requirement.code: item.outcome for item in gate.items} == {
        "downtime-drill": Outcome.MET,
        "audit-trail": Outcome.MET,
        "lessons": Outcome.UNMET,
    }


def test_own_work_is_not_reviewed_and_nothing_of_the_telling_is_kept(deployment: Deployment) -> None:
    officer = make_signatory(deployment, SAFETY)
    lead = make_person(role=Role.NATIONAL_LEAD)
    good = told(deployment, "downtime-drill", (AssessmentStatus.READY, LONG_AGO, lead))
    bad = told(deployment, "audit-trail", (AssessmentStatus.READY, LONG_AGO, officer))
    with pytest.raises(Refused, match="Only whoever runs delivery here on that day"):
        record_told_assessments([good, bad], by=system())
    assert not Assessment.objects.exists()


def test_who_may_not_prepare_may_not_tell(deployment: Deployment, manager: User) -> None:
    row = told(deployment, "downtime-drill", (AssessmentStatus.READY, LONG_AGO, manager))
    with pytest.raises(NotPermitted):
        record_told_assessments([row], by=make_person(role=Role.VIEWER))
    assert not Assessment.objects.exists()


def test_nothing_told_is_nothing_recorded() -> None:
    assert record_told_assessments([], by=system()) == 0
