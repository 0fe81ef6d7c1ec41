"""Training, oversight records and plans: recorded by who may, read as of a day, approved, tested, and heard by the gate."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_deployment,
    make_oversight,
    make_person,
    make_plan,
    make_plan_test,
    make_signatory,
    make_simulation,
    make_trained_everybody,
    make_training,
    system,
)
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import add_months, today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.governance.actions.oversight import decide_on_oversight
from tracker.governance.actions.rollback import decide_on_plan, record_plan, record_test
from tracker.governance.actions.training import Trained, record_curriculum, record_simulation, record_training
from tracker.governance.checks import verdicts_on
from tracker.governance.models import (
    ContingencyPlan,
    ContingencyTest,
    LocalCurriculum,
    OversightApproval,
    OversightRecord,
    SimulationScenario,
    TrainingCount,
)
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.selectors.oversight import oversight_on
from tracker.governance.selectors.rollback import contingency_on, drills_of, pausers_of, people_over
from tracker.governance.selectors.training import training_on
from tracker.governance.validation_vocabulary import ApprovalDecision, DrillResult, PlanKind, TrainingRole
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
LEAD = SignOffRole.RADIOLOGY_LEAD
APPROVED, REFUSED = ApprovalDecision.APPROVED, ApprovalDecision.REFUSED


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


def verdict(deployment: Deployment, code: str, on: date = TODAY) -> Verdict:
    return verdicts_on([deployment.pk], on=on)[deployment.pk][code]


# --- Training -------------------------------------------------------------------------------------------------------


def test_training_is_held_against_the_standards_of_the_day(deployment: Deployment) -> None:
    assert not verdict(deployment, "training")
    make_trained_everybody(deployment, on=TODAY - 10 * DAY)
    assert verdict(deployment, "training")
    assert not verdict(deployment, "training", on=TODAY - 11 * DAY)
    make_training(deployment, TrainingRole.PACS_TEAM, eligible=3, completed=2, on=TODAY)
    assert "2 of 3 trained" in verdict(deployment, "training").reason
    assert verdict(deployment, "training", on=TODAY - DAY)


def test_an_older_count_leaves_the_newest_standing(deployment: Deployment) -> None:
    make_training(deployment, eligible=10, completed=9, on=TODAY)
    make_training(deployment, eligible=10, completed=1, on=TODAY - 30 * DAY)
    assert training_on([deployment.pk], on=TODAY)[deployment.pk].counts[TrainingRole.RADIOLOGIST].completed == 9


def test_more_trained_than_there_are_is_refused_and_nothing_of_the_rest_is_kept(deployment: Deployment) -> None:
    good = Trained(deployment, TrainingRole.REFERRER, 5, 5, TODAY)
    bad = Trained(deployment, TrainingRole.RADIOLOGIST, 5, 6, TODAY)
    with pytest.raises(Refused, match="only 5 are eligible"):
        record_training([good, bad], by=system())
    assert not TrainingCount.objects.exists()


def test_courses_and_simulations_are_checked(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="no module 99"):
        record_curriculum(
            deployment=deployment, modules=[99], local_cases=5, has_assessment=True, on=TODAY, by=system()
        )
    with pytest.raises(Refused, match="still to come"):
        make_simulation(deployment, on=TODAY + DAY)
    assert not LocalCurriculum.objects.exists()


def test_a_simulation_counts_for_as_long_as_the_standards_say(deployment: Deployment) -> None:
    assert not verdict(deployment, "simulation")
    held_on = date(2024, 3, 1)
    make_simulation(deployment, on=held_on)
    assert verdict(deployment, "simulation", on=held_on)
    assert verdict(deployment, "simulation", on=add_months(held_on, 12) - DAY)
    assert not verdict(deployment, "simulation", on=add_months(held_on, 12))


def test_training_is_recorded_by_who_runs_delivery(deployment: Deployment) -> None:
    scenario = SimulationScenario.objects.earliest("pk")
    for person in (
        make_person(role=Role.VIEWER),
        make_signatory(deployment, LEAD),
        make_person(role=Role.TRUST_USER, scope=make_deployment().trust),
    ):
        with pytest.raises(NotPermitted):
            record_training([Trained(deployment, TrainingRole.REFERRER, 5, 5, TODAY)], by=person)
        with pytest.raises(NotPermitted):
            record_simulation(deployment=deployment, scenario=scenario, held_on=TODAY, participants=3, by=person)


# --- Oversight ------------------------------------------------------------------------------------------------------


def test_the_newest_approved_edition_is_in_force(deployment: Deployment) -> None:
    assert not verdict(deployment, "human-oversight")
    first = make_oversight(deployment, approved=False)
    assert "radiology lead" in verdict(deployment, "human-oversight").reason
    decide_on_oversight(record=first, role=LEAD, decision=APPROVED, by=make_signatory(deployment, LEAD))
    assert verdict(deployment, "human-oversight")
    second = make_oversight(deployment, after=1, approved=False)
    stands = oversight_on([deployment.pk], on=TODAY)[deployment.pk]
    assert stands.in_force is not None
    assert stands.newest is not None
    assert (stands.in_force.number, stands.newest.number) == (1, 2)
    with pytest.raises(Refused, match="changed since you read it"):
        decide_on_oversight(record=first, role=LEAD, decision=APPROVED, by=make_signatory(deployment, LEAD))
    decide_on_oversight(record=second, role=LEAD, decision=APPROVED, by=make_signatory(deployment, LEAD))
    assert oversight_on([deployment.pk], on=TODAY)[deployment.pk].in_force.number == 2


def test_two_who_edit_the_same_edition(deployment: Deployment) -> None:
    make_oversight(deployment, approved=False)
    make_oversight(deployment, after=1, approved=False)
    for after in (None, 1):
        with pytest.raises(StaleWrite):
            make_oversight(deployment, after=after, approved=False)
    assert OversightRecord.objects.count() == 2


def test_an_edition_without_effects_is_refused(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="what the AI may change"):
        make_oversight(deployment, effects=())


def test_a_refused_edition_is_not_in_force(deployment: Deployment) -> None:
    record = make_oversight(deployment)
    lead = make_signatory(deployment, LEAD)
    with pytest.raises(Refused, match="says why"):
        decide_on_oversight(record=record, role=LEAD, decision=REFUSED, by=lead)
    decide_on_oversight(record=record, role=LEAD, decision=REFUSED, note="No cover at night", by=lead)
    assert not verdict(deployment, "human-oversight")
    assert OversightApproval.objects.count() == 2


# --- Plans ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PlanKind)
def test_the_gate_hears_of_a_plan_step_by_step(deployment: Deployment, kind: PlanKind) -> None:
    code = f"{kind.value}-tested"
    assert "There is no" in verdict(deployment, code).reason
    plan = make_plan(deployment, kind, approved=False)
    for role in (SignOffRole.IT_LEAD, SignOffRole.CLINICAL_SAFETY_OFFICER):
        decide_on_plan(plan=plan, role=role, decision=APPROVED, by=make_signatory(deployment, role))
    assert "radiology lead" in verdict(deployment, code).reason
    decide_on_plan(plan=plan, role=LEAD, decision=APPROVED, by=make_signatory(deployment, LEAD))
    assert "never been tested" in verdict(deployment, code).reason
    make_plan_test(plan, on=TODAY - 400 * DAY)
    assert "Test it again" in verdict(deployment, code).remedy
    make_plan_test(plan, on=TODAY - DAY)
    assert verdict(deployment, code)
    make_plan_test(plan, on=TODAY, result=DrillResult.FAILED)
    assert "failed its test" in verdict(deployment, code).reason
    assert [test.tested_on for test in drills_of(deployment, kind)] == [TODAY, TODAY - DAY, TODAY - 400 * DAY]


def test_the_plan_names_who_may_pause(deployment: Deployment) -> None:
    assert pausers_of(deployment, on=TODAY) == []
    first, second = (make_person(role=Role.TRUST_USER, scope=deployment.trust) for _ in range(2))
    make_plan(deployment, pausers=[first], approved=False)
    assert pausers_of(deployment, on=TODAY) == [first]  # nobody waits for a signature to stop harm
    make_plan(deployment, pausers=[first, second], after=1)
    assert pausers_of(deployment, on=TODAY) == [first, second]
    make_plan(deployment, pausers=[second], after=2, approved=False)
    assert pausers_of(deployment, on=TODAY) == [first, second]


def test_who_is_named_has_a_role_over_the_deployment(deployment: Deployment) -> None:
    national = make_person(role=Role.NATIONAL_LEAD)
    network = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    stranger = make_person(role=Role.TRUST_USER, scope=make_deployment().trust)
    found = people_over(deployment, on=TODAY)
    assert {national, network} <= set(found)
    assert stranger not in found
    with pytest.raises(Refused, match="no role here"):
        make_plan(deployment, pausers=[stranger])
    with pytest.raises(Refused, match="authority to pause"):
        record_plan(
            deployment=deployment,
            kind=PlanKind.ROLLBACK,
            triggers="x",
            authority="x",
            steps="x",
            reread_rule="x",
            target_minutes=5,
            by=system(),
        )
    assert not ContingencyPlan.objects.exists()


def test_two_who_edit_the_same_plan(deployment: Deployment) -> None:
    make_plan(deployment, approved=False)
    with pytest.raises(StaleWrite):
        make_plan(deployment, approved=False)


def test_who_wrote_a_plan_does_not_approve_it_and_a_slow_test_did_not_pass(deployment: Deployment) -> None:
    author = make_signatory(deployment, SignOffRole.IT_LEAD)
    plan = record_plan(
        deployment=deployment,
        kind=PlanKind.DOWNTIME,
        triggers="No heartbeat",
        authority="IT on call",
        steps="Standard worklist",
        reread_rule="Late results do not change a signed report",
        target_minutes=10,
        by=author,
    )
    with pytest.raises(Refused, match="their own work"):
        decide_on_plan(plan=plan, role=SignOffRole.IT_LEAD, decision=APPROVED, by=author)
    with pytest.raises(Refused, match="the plan allows 10"):
        make_plan_test(plan, on=TODAY, minutes=11)
    with pytest.raises(NotPermitted):
        record_test(
            plan=plan, tested_on=TODAY, result=DrillResult.PASSED, minutes_taken=5, by=make_person(role=Role.VIEWER)
        )
    assert not ContingencyTest.objects.exists()


# --- Reading --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", [training_on, oversight_on, contingency_on])
def test_reading_takes_the_same_queries_for_few_and_many(reader: object) -> None:
    few, many = [make_deployment() for _ in range(2)], [make_deployment() for _ in range(8)]
    for deployment in (*few, *many):
        make_trained_everybody(deployment)
        make_simulation(deployment, on=TODAY)
        make_oversight(deployment)
        make_plan_test(make_plan(deployment, approved=False), on=TODAY)

    def queries(deployments: list[Deployment]) -> int:
        with CaptureQueriesContext(connection) as captured:
            reader([each.pk for each in deployments], on=TODAY)  # type: ignore[operator]
        return len(captured)

    assert queries(few) == queries(many)
