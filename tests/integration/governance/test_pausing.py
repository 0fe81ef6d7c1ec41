"""Pausing clinical use at any hour by those who may, and beginning again only with the clinical safety officer."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    go_live,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_plan,
    make_trust,
    set_state,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.core.models import OutboxItem
from tracker.core.permissions import decide
from tracker.governance.actions.pausing import DEPLOYMENT_PAUSED, DEPLOYMENT_RESUMED, pause_use, resume_use
from tracker.governance.models import ResumptionApproval
from tracker.governance.selectors.pausing import pausable_scope, pause_on
from tracker.networks.access import access_of
from tracker.networks.actions.deployments import StateChange, record_state
from tracker.networks.models import ClinicalUse, Deployment, DeploymentState, ImagingNetwork

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
SIGNED = TODAY - timedelta(days=400)


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network()


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    row = make_deployment(make_trust(network))
    make_contract(network, signed_on=SIGNED, covers=[row])
    go_live(row, on=TODAY - timedelta(days=30), sources=("gp", "ed"))
    return row


def signatory(deployment: Deployment, role: SignOffRole) -> User:
    return make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=role)


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return signatory(deployment, SignOffRole.CLINICAL_SAFETY_OFFICER)


def state_of(deployment: Deployment) -> ClinicalUse:
    return pause_on(deployment, on=TODAY).state


def test_pause_stops_clinical_use_and_tells_everyone(deployment: Deployment, officer: User) -> None:
    pause_use(deployment=deployment, reason=" Lesions are missed ", by=officer)
    state = deployment.states.latest("pk")
    assert (state.state, state.reason, state.effective_on, state.recorded_by) == (
        "paused",
        "Lesions are missed",
        TODAY,
        officer,
    )
    item = OutboxItem.objects.get(topic=DEPLOYMENT_PAUSED)
    assert item.payload == {
        "deployment": deployment.pk,
        "on": TODAY.isoformat(),
        "reason": "Lesions are missed",
        "by": str(officer),
    }


@pytest.mark.parametrize(
    ("role", "sign_off_role", "may"),
    [
        (Role.TRUST_USER, None, True),
        (Role.PROGRAMME_MANAGER, None, True),
        (Role.NATIONAL_LEAD, None, True),
        (Role.ADMINISTRATOR, None, True),
        (Role.SIGNATORY, SignOffRole.CLINICAL_SAFETY_OFFICER, True),
        (Role.SIGNATORY, SignOffRole.RADIOLOGY_LEAD, True),
        (Role.SIGNATORY, SignOffRole.DPO, False),
        (Role.PROCUREMENT, None, False),
        (Role.VIEWER, None, False),
    ],
)
def test_who_may_pause(
    deployment: Deployment, network: ImagingNetwork, role: Role, sign_off_role: SignOffRole | None, may: bool
) -> None:
    person = make_person(role=role, scope=network, sign_off_role=sign_off_role)
    if may:
        pause_use(deployment=deployment, reason="Unsafe", by=person)
        return
    with pytest.raises(NotPermitted):
        pause_use(deployment=deployment, reason="Unsafe", by=person)
    assert state_of(deployment) == ClinicalUse.LIVE_PARTIAL


def test_person_whom_the_rollback_plan_names_may_pause(deployment: Deployment, network: ImagingNetwork) -> None:
    person = make_person(role=Role.VIEWER, scope=network)
    access = access_of(person, day=TODAY)
    assert not decide("governance.pause_use", access, pausable_scope(deployment, day=TODAY))
    make_plan(deployment, pausers=[person])
    assert not decide("governance.pause_use", access, None)
    pause_use(deployment=deployment, reason="Unsafe", by=person)
    assert state_of(deployment) == ClinicalUse.PAUSED


@pytest.mark.parametrize(("reason", "field"), [("  ", "reason"), ("Missed in 943 476 5919", "reason")])
def test_pause_needs_a_reason_without_patient_data(
    deployment: Deployment, officer: User, reason: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        pause_use(deployment=deployment, reason=reason, by=officer)
    assert refused.value.decision.field == field
    assert not OutboxItem.objects.filter(topic=DEPLOYMENT_PAUSED).exists()


def test_what_is_paused_or_not_in_use_can_not_be_paused(deployment: Deployment, officer: User) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    with pytest.raises(Refused, match="paused already"):
        pause_use(deployment=deployment, reason="Unsafe", by=officer)
    with pytest.raises(Refused, match="not in clinical use"):
        pause_use(deployment=make_deployment(deployment.trust, use_case="chest-ct"), reason="Unsafe", by=officer)


def test_officer_lets_use_begin_again_as_it_was(deployment: Deployment, officer: User) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    resume_use(deployment=deployment, reason="The new threshold was tested", by=officer)
    state = deployment.states.latest("pk")
    assert (state.state, state.sources, state.effective_on) == ("live-partial", ["ed", "gp"], TODAY)
    approval = ResumptionApproval.objects.get()
    assert (approval.recorded_by, approval.pause.state) == (officer, "paused")
    assert OutboxItem.objects.filter(topic=DEPLOYMENT_RESUMED).exists()


def test_nobody_else_lets_use_begin_again(deployment: Deployment, network: ImagingNetwork, officer: User) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    lead = signatory(deployment, SignOffRole.RADIOLOGY_LEAD)
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    elsewhere = make_person(
        role=Role.SIGNATORY, scope=make_network(), sign_off_role=SignOffRole.CLINICAL_SAFETY_OFFICER
    )
    for person in (lead, manager, elsewhere):
        with pytest.raises(NotPermitted):
            resume_use(deployment=deployment, reason="It is fine", by=person)
    assert state_of(deployment) == ClinicalUse.PAUSED


@pytest.mark.parametrize("detour", [[], [ClinicalUse.SHADOW], [ClinicalUse.WITHDRAWN, ClinicalUse.NOT_STARTED]])
def test_no_other_door_leads_out_of_a_pause(
    deployment: Deployment, network: ImagingNetwork, officer: User, detour: list[ClinicalUse]
) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    for state in detour:
        record_state(wish=StateChange(deployment, state, TODAY, reason="On the way"), version=None, by=manager)
    live = StateChange(deployment, ClinicalUse.LIVE_PARTIAL, TODAY, sources=("gp",))
    with pytest.raises(Refused, match="clinical safety officer"):
        record_state(wish=live, version=None, by=manager)
    if detour == [ClinicalUse.SHADOW]:
        resume_use(deployment=deployment, reason="Tested in shadow mode", by=officer)
        assert state_of(deployment) == ClinicalUse.SHADOW
        assert record_state(wish=live, version=None, by=manager)


def test_approval_counts_for_its_own_pause_only(deployment: Deployment, network: ImagingNetwork, officer: User) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    resume_use(deployment=deployment, reason="Tested", by=officer)
    pause_use(deployment=deployment, reason="Unsafe again", by=officer)
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    live = StateChange(deployment, ClinicalUse.LIVE_FULL, TODAY)
    with pytest.raises(Refused, match="clinical safety officer"):
        record_state(wish=live, version=None, by=manager)


def test_resuming_asks_what_a_go_live_needs(network: ImagingNetwork) -> None:
    deployment = make_deployment(make_trust(network))  # no contract covers it
    set_state(deployment, ClinicalUse.LIVE_FULL, on=date(2024, 1, 1))
    officer = signatory(deployment, SignOffRole.CLINICAL_SAFETY_OFFICER)
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    with pytest.raises(Refused, match="contract"):
        resume_use(deployment=deployment, reason="Tested", by=officer)
    assert not ResumptionApproval.objects.exists()
    assert state_of(deployment) == ClinicalUse.PAUSED


@pytest.mark.parametrize(("reason", "field"), [(" ", "reason"), ("See 9434765919", "reason")])
def test_resuming_needs_a_reason_without_patient_data(
    deployment: Deployment, officer: User, reason: str, field: str
) -> None:
    pause_use(deployment=deployment, reason="Unsafe", by=officer)
    with pytest.raises(Refused) as refused:
        resume_use(deployment=deployment, reason=reason, by=officer)
    assert refused.value.decision.field == field


def test_what_is_not_paused_can_not_be_resumed(deployment: Deployment, officer: User) -> None:
    with pytest.raises(Refused, match="not paused"):
        resume_use(deployment=deployment, reason="Tested", by=officer)


def test_state_of_a_deployment_that_has_none() -> None:
    assert pause_on(make_deployment(), on=TODAY).state == ClinicalUse.NOT_STARTED
    assert DeploymentState.objects.count() == 0
    assert not pause_on(make_deployment(), on=TODAY).is_paused
    assert system()
