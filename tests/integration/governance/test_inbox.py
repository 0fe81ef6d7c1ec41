"""What waits for a signatory: every kind of record, for whom it waits and for nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    adopt,
    make_catalogue,
    make_deployment,
    make_network,
    make_person,
    make_trust,
    requirement,
)
from tests.factories.assurance import enter_counts, make_oversight, make_plan, make_signatory, make_study
from tests.factories.dpia import make_dpia_people, move, write_dpia
from tests.factories.gate import SAFETY
from tests.factories.people import system
from tests.factories.safety import make_release_in_use, make_safety_case, make_safety_pack
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.assessments import confirm_locally, move_network_requirement
from tracker.governance.models import Assessment, Requirement
from tracker.governance.policies.assessments import Step
from tracker.governance.safety_vocabulary import SafetyCaseStatus
from tracker.governance.selectors.inbox import Inbox, inbox_of
from tracker.governance.selectors.papers import PaperKind
from tracker.governance.validation_vocabulary import PlanKind
from tracker.governance.vocabulary import AssessmentStatus, DpiaStatus
from tracker.networks.access import access_of
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db


def inbox(user: User) -> Inbox:
    today = today_in_london()
    return inbox_of(access_of(user, day=today), on=today)


def papers(user: User) -> list[tuple[str, str]]:
    return [(paper.kind.label, paper.role.value) for paper in inbox(user).papers]


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment(make_trust(make_network(slug="north")))


def test_safety_case_waits_for_the_safety_officer_only(deployment: Deployment) -> None:
    make_safety_case(deployment, SafetyCaseStatus.WITH_OFFICER)
    officer, lead = make_signatory(deployment, SAFETY), make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD)
    assert papers(officer) == [("Clinical safety case", SAFETY.value)]
    assert papers(lead) == []


def test_pack_of_a_release_waits_once_for_all_its_deployments(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    release = make_release_in_use(deployment)
    make_release_in_use(make_deployment(make_trust(network)), release=release)
    make_safety_pack(release)
    officer = make_person(role=Role.SIGNATORY, scope=network, sign_off_role=SAFETY)
    assert papers(officer) == [("Supplier's clinical safety pack", SAFETY.value)]
    assert inbox(officer).papers[0].about == f"{release.product.name} {release.version}"


@pytest.mark.parametrize("kind", [PaperKind.OVERSIGHT, PaperKind.ROLLBACK, PaperKind.DOWNTIME])
def test_written_plans_wait_for_those_who_approve_them(deployment: Deployment, kind: PaperKind) -> None:
    if kind == PaperKind.OVERSIGHT:
        make_oversight(deployment, approved=False)
    else:
        plan = PlanKind.ROLLBACK if kind == PaperKind.ROLLBACK else PlanKind.DOWNTIME
        make_plan(deployment, plan, approved=False)
    assert papers(make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD)) == [(kind.label, "radiology-lead")]
    assert papers(make_signatory(deployment, SignOffRole.SIRO)) == []


def test_validation_waits_once_it_has_passed(deployment: Deployment) -> None:
    study, physicist = make_study(deployment), make_signatory(deployment, SignOffRole.MEDICAL_PHYSICS)
    assert papers(physicist) == []
    enter_counts(study)
    assert papers(physicist) == [("Local validation", "medical-physics")]


def test_dpia_waits_for_its_officer(deployment: Deployment) -> None:
    people = make_dpia_people(deployment)
    write_dpia(deployment, by=people.author)
    officer = make_signatory(deployment, SignOffRole.DPO)
    assert papers(officer) == []
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    assert papers(officer) == [("DPIA", "dpo")]


def test_what_the_network_did_waits_for_the_trusts_own_signatory(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    adopt(deployment.programme, make_catalogue(requirement("lessons")))
    row = Requirement.objects.get(code="lessons", version__code__startswith="test-")
    reviewer = make_person(role=Role.SIGNATORY, scope=network, sign_off_role=SAFETY)
    for status, by in ((AssessmentStatus.READY, system()), (AssessmentStatus.MET, reviewer)):
        move_network_requirement(
            programme=deployment.programme,
            network=network,
            use_case=deployment.use_case,
            requirement=row,
            step=Step(status, today_in_london()),
            by=by,
        )
    own = make_signatory(deployment, SAFETY)
    assert [each.item.requirement.code for each in inbox(own).reviews] == ["lessons"]
    assert inbox(reviewer).reviews == ()
    confirm_locally(deployment=deployment, assessment=Assessment.objects.get(), is_confirmed=True, by=own)
    assert inbox(own).reviews == ()


def test_page_leads_to_what_waits(client: Client, deployment: Deployment) -> None:
    make_safety_case(deployment, SafetyCaseStatus.WITH_OFFICER)
    client.force_login(make_signatory(deployment, SAFETY))
    text = client.get(reverse("sign-offs")).content.decode()
    assert "1 thing waits for your decision" in text
    assert reverse("safety", args=[deployment.pk]) in text


def test_the_inbox_asks_as_many_questions_for_many_as_for_few(deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    officer = make_person(role=Role.SIGNATORY, scope=network, sign_off_role=SAFETY)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            inbox(officer)
        return len(queries)

    make_safety_case(deployment, SafetyCaseStatus.WITH_OFFICER)
    few = asked()
    for _ in range(3):
        make_safety_case(make_deployment(make_trust(network)), SafetyCaseStatus.WITH_OFFICER)
    assert asked() == few
    assert len(papers(officer)) == 4
