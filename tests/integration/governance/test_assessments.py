"""Assessing requirements: who may, two at once, a network's work adopted by its trusts, and what stays in the audit."""

from datetime import date, timedelta

import pytest

from tests import factories
from tests.factories.gate import SAFETY
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.governance.actions.assessments import (
    confirm_locally,
    move_network_requirement,
    move_requirement,
    plan_requirement,
)
from tracker.governance.models import Assessment, AssessmentState, LocalConfirmation, Requirement
from tracker.governance.policies.assessments import Step
from tracker.governance.selectors.gate import gate_of
from tracker.governance.vocabulary import AssessmentStatus
from tracker.networks.models import Deployment, ImagingNetwork

pytestmark = pytest.mark.django_db
Status = AssessmentStatus
DAY = timedelta(days=1)


@pytest.fixture
def network() -> ImagingNetwork:
    factories.adopt(factories.make_programme(), factories.make_catalogue())
    return factories.make_network()


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    return factories.make_deployment(factories.make_trust(network))


@pytest.fixture
def drill(deployment: Deployment) -> Requirement:
    return Requirement.objects.get(code="downtime-drill")


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return factories.make_signatory(deployment, SAFETY)


def take(
    deployment: Deployment,
    requirement: Requirement,
    status: Status,
    by: User,
    *,
    reason: str = "Because",
    **more: object,
) -> AssessmentState:
    step = Step(status, today_in_london(), reason, more.pop("expires_on", None))  # type: ignore[arg-type]
    return move_requirement(deployment=deployment, requirement=requirement, step=step, by=by, **more)  # type: ignore[arg-type]


def stands(deployment: Deployment, on: date | None = None) -> bool:
    item = gate_of(deployment.pk, on=on or today_in_london()).find("downtime-drill")
    return item is not None and item.is_done


def test_requirement_goes_from_hand_to_hand(
    deployment: Deployment, drill: Requirement, manager: User, officer: User
) -> None:
    take(deployment, drill, Status.IN_PROGRESS, manager)
    take(deployment, drill, Status.READY, manager)
    take(deployment, drill, Status.RETURNED, officer)
    take(deployment, drill, Status.READY, manager)
    assert not stands(deployment)
    take(deployment, drill, Status.MET, officer, expires_on=today_in_london() + DAY)
    assert stands(deployment)
    assert not stands(deployment, today_in_london() + DAY)
    take(deployment, drill, Status.REOPENED, manager)
    assert not stands(deployment)
    assert Assessment.objects.get().version == 7
    event = AssessmentState.objects.latest("pk").audit_events.get()
    assert (event.pgh_context["user"], event.pgh_context["reason"]) == (manager.pk, "Because")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROCUREMENT])
def test_who_neither_prepares_nor_signs_may_not(deployment: Deployment, drill: Requirement, role: Role) -> None:
    with pytest.raises(NotPermitted):
        take(deployment, drill, Status.IN_PROGRESS, factories.make_person(role=role))
    assert not Assessment.objects.exists()


def test_only_the_role_that_signs_for_it_reviews_on_that_day(
    deployment: Deployment, drill: Requirement, manager: User
) -> None:
    take(deployment, drill, Status.READY, manager)
    with pytest.raises(NotPermitted):
        take(deployment, drill, Status.MET, manager)
    with pytest.raises(Refused, match="Only whoever signs"):
        take(deployment, drill, Status.MET, factories.make_signatory(deployment, SignOffRole.DPO))
    with pytest.raises(Refused, match="Only whoever signs"):
        take(deployment, drill, Status.MET, factories.system())
    other = factories.make_person(role=Role.SIGNATORY, scope=factories.make_trust(), sign_off_role=SAFETY)
    with pytest.raises(NotPermitted):
        take(deployment, drill, Status.MET, other)
    assert AssessmentState.objects.count() == 1


def test_role_that_was_not_held_on_the_day_does_not_review(deployment: Deployment, drill: Requirement) -> None:
    today = today_in_london()
    ready = Step(Status.READY, today - 10 * DAY)
    move_requirement(deployment=deployment, requirement=drill, step=ready, by=factories.system())
    newcomer = factories.make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=SAFETY, on=today)
    with pytest.raises(Refused, match="on that day"):
        move_requirement(deployment=deployment, requirement=drill, step=Step(Status.MET, today - DAY), by=newcomer)
    assert move_requirement(deployment=deployment, requirement=drill, step=Step(Status.MET, today), by=newcomer)


def test_requirement_with_a_check_is_not_assessed(deployment: Deployment, manager: User) -> None:
    checked = Requirement.objects.get(version__code="1", code="3-dpia")
    with pytest.raises(Refused, match="from its own records"):
        take(deployment, checked, Status.READY, manager)


def test_second_of_two_writers_is_told(deployment: Deployment, drill: Requirement, manager: User) -> None:
    take(deployment, drill, Status.IN_PROGRESS, manager, version=0)
    with pytest.raises(StaleWrite):
        take(deployment, drill, Status.READY, manager, version=0)
    plan_requirement(deployment=deployment, requirement=drill, owner="Asha", version=2, by=manager)
    with pytest.raises(StaleWrite):
        plan_requirement(deployment=deployment, requirement=drill, owner="Bo", version=2, by=manager)
    assert Assessment.objects.get().owner == "Asha"


def test_plan_sets_owner_due_day_and_note_before_anybody_starts(
    deployment: Deployment, drill: Requirement, manager: User
) -> None:
    due_on = date(2030, 1, 1)
    plan_requirement(
        deployment=deployment, requirement=drill, owner="Asha", due_on=due_on, note="Booked", version=0, by=manager
    )
    item = gate_of(deployment.pk, on=today_in_london()).find("downtime-drill")
    assert item is not None
    assert item.assessment is not None
    assert (item.due_on, item.assessment.owner, item.assessment.note) == (due_on, "Asha", "Booked")


# --- Once for a network ---------------------------------------------------------------------------------------------


def take_for_network(network: ImagingNetwork, drill: Requirement, status: Status, by: User) -> None:
    move_network_requirement(
        programme=factories.make_programme(),
        network=network,
        use_case=factories.make_use_case(),
        requirement=drill,
        step=Step(status, today_in_london(), "Because"),
        by=by,
    )


@pytest.fixture
def network_officer(network: ImagingNetwork) -> User:
    return factories.make_person(role=Role.SIGNATORY, scope=network, sign_off_role=SAFETY)


@pytest.fixture
def shared(network: ImagingNetwork, drill: Requirement, manager: User, network_officer: User) -> Assessment:
    take_for_network(network, drill, Status.READY, manager)
    take_for_network(network, drill, Status.MET, network_officer)
    return Assessment.objects.get(network=network)


def test_networks_work_counts_for_each_trust_that_confirms_it(
    shared: Assessment, deployment: Deployment, network: ImagingNetwork, officer: User
) -> None:
    other = factories.make_deployment(factories.make_trust(network))
    ct = factories.make_deployment(deployment.trust, use_case="chest-ct")
    assert not stands(deployment)
    confirm_locally(deployment=deployment, assessment=shared, is_confirmed=True, by=officer)
    assert (stands(deployment), stands(other), stands(ct)) == (True, False, False)
    confirm_locally(deployment=deployment, assessment=shared, is_confirmed=False, reason="Our PACS", by=officer)
    assert not stands(deployment)


def test_networks_work_is_not_confirmed_by_the_network(
    shared: Assessment, deployment: Deployment, network_officer: User, manager: User
) -> None:
    with pytest.raises(Refused, match="trust itself"):
        confirm_locally(deployment=deployment, assessment=shared, is_confirmed=True, by=network_officer)
    with pytest.raises(NotPermitted):
        confirm_locally(deployment=deployment, assessment=shared, is_confirmed=True, by=manager)
    stranger = factories.make_deployment(factories.make_trust())
    with pytest.raises(Refused, match="another network"):
        confirm_locally(
            deployment=stranger, assessment=shared, is_confirmed=True, by=factories.make_signatory(stranger, SAFETY)
        )
    assert not LocalConfirmation.objects.exists()


def test_networks_work_that_is_settled_anew_is_confirmed_anew(
    shared: Assessment,
    deployment: Deployment,
    network: ImagingNetwork,
    drill: Requirement,
    officer: User,
    manager: User,
    network_officer: User,
) -> None:
    confirm_locally(deployment=deployment, assessment=shared, is_confirmed=True, by=officer)
    take_for_network(network, drill, Status.REOPENED, manager)
    assert not stands(deployment)


def test_trust_that_assesses_for_itself_no_longer_leans_on_its_network(
    shared: Assessment, deployment: Deployment, drill: Requirement, officer: User, manager: User
) -> None:
    confirm_locally(deployment=deployment, assessment=shared, is_confirmed=True, by=officer)
    plan_requirement(deployment=deployment, requirement=drill, owner="Asha", version=0, by=manager)
    assert stands(deployment)
    take(deployment, drill, Status.IN_PROGRESS, manager)
    assert not stands(deployment)


def test_trust_user_does_not_work_for_the_network(
    network: ImagingNetwork, deployment: Deployment, drill: Requirement
) -> None:
    with pytest.raises(NotPermitted):
        take_for_network(
            network, drill, Status.READY, factories.make_person(role=Role.TRUST_USER, scope=deployment.trust)
        )
