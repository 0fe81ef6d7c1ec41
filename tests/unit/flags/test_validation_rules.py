"""Rules about local validation, training, simulations, rollback and downtime."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.flags.plain import TODAY, days, deployment, find, plan
from tracker.accounts.roles import SignOffRole
from tracker.flags.rules import AssuranceFacts, DeploymentFacts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.oversight import Edition
from tracker.governance.policies.rollback import ContingencyOn, DrillOn, PlanOn
from tracker.governance.policies.training import CountOn, GroupStandard, SimulationOn, TrainingOn
from tracker.governance.policies.validation import StudyOn, ValidationOn
from tracker.governance.validation_vocabulary import DrillResult, Outcome, TrainingRole
from tracker.networks.vocabulary import ClinicalUse

REFERRERS = GroupStandard("Referrers", (TrainingRole.REFERRER,), Decimal("0.9"))
IT = GroupStandard("IT on call", (TrainingRole.PACS_TEAM,), Decimal(1))
EDITION = Edition(1, 1, days(-300), 7, "Sam Example")
UNAPPROVED = replace(EDITION, missing_roles=(SignOffRole.IT_LEAD,))


def study(outcome: Outcome = Outcome.PASS, **fields: object) -> ValidationOn:
    given = {"release_id": None, "release": "", "run_on": days(-90), "outcome": outcome}
    return ValidationOn(StudyOn(id=1, deployment_id=11, **(given | fields)))  # type: ignore[arg-type]


RECENTLY = days(-10)


def drilled(on: date = RECENTLY, result: DrillResult = DrillResult.PASSED) -> PlanOn:
    return PlanOn(EDITION, EDITION, DrillOn(on, result, 10), 12)


def trained(eligible: int = 10, completed: int = 10, *, simulated_on: date | None = RECENTLY) -> TrainingOn:
    simulations = (SimulationOn("ai-down", "AI down", simulated_on, 6),) if simulated_on else ()
    counts = {TrainingRole.REFERRER: CountOn(eligible, completed, TODAY)} if eligible else {}
    return TrainingOn(counts, (REFERRERS,), simulations=simulations, simulation_months=12)


def facts(
    validation: ValidationOn | None = None,
    training: TrainingOn | None = None,
    contingency: ContingencyOn | None = None,
    *,
    state: ClinicalUse = ClinicalUse.LIVE_FULL,
    go_live: date | None = None,
) -> DeploymentFacts:
    """A live deployment (or one with a go-live ahead) whose assurance is in order but for what is given."""
    of = AssuranceFacts(
        validation or study(), training or trained(), contingency or ContingencyOn(drilled(), drilled())
    )
    where = deployment(go_live=plan(go_live), state=ClinicalUse.SHADOW) if go_live else deployment(state=state)
    return replace(where, assurance=of)


def test_nothing_is_said_where_all_is_in_order_or_nothing_is_known() -> None:
    assert find(facts()) == {}
    assert find(deployment(state=ClinicalUse.LIVE_FULL)) == {}


@pytest.mark.parametrize(
    ("validation", "severity", "words"),
    [
        (ValidationOn(), Severity.CRITICAL, "In clinical use, and no local validation has results."),
        (study(Outcome.FAIL), Severity.CRITICAL, "In clinical use, and the local validation of 1 April 2025 failed."),
        (study(Outcome.INCONCLUSIVE), Severity.HIGH, "is inconclusive"),
    ],
)
def test_clinical_use_without_a_validation_that_passed(
    validation: ValidationOn, severity: Severity, words: str
) -> None:
    found = find(facts(validation))
    assert set(found) == {"R60"}
    assert found["R60"].severity == severity
    assert words in found["R60"].sentence
    assert found["R60"].since == days(-60)


@pytest.mark.parametrize(
    ("left", "severity"), [(31, None), (30, Severity.HIGH), (8, Severity.HIGH), (7, Severity.CRITICAL)]
)
def test_before_a_go_live_it_is_said_when_it_is_near(left: int, severity: Severity | None) -> None:
    nothing = facts(ValidationOn(), trained(0, simulated_on=None), ContingencyOn(), go_live=days(left))
    found = find(nothing)
    assert ({"R60", "R62", "R82", "R83"} <= set(found)) == (severity is not None)
    for code in ("R60", "R62"):
        assert (found[code].severity if severity else found.get(code)) == severity


def test_a_validation_that_fails_in_use_is_told_from_that_day() -> None:
    assert find(facts(study(Outcome.FAIL, run_on=days(-3))))["R60"].since == days(-3)


def test_criteria_that_changed_after_data_are_told_while_that_study_counts() -> None:
    found = find(facts(study(amended_after_data_on=days(-5))))
    assert set(found) == {"R61"}
    assert found["R61"].since == days(-5)
    assert find(facts(study(amended_after_data_on=days(-5)), state=ClinicalUse.WITHDRAWN)) == {}


@pytest.mark.parametrize(
    ("contingency", "severity", "words"),
    [
        (ContingencyOn(), Severity.CRITICAL, "There is no rollback plan. There is no downtime plan."),
        (ContingencyOn(drilled(), PlanOn()), Severity.CRITICAL, "There is no downtime plan."),
        (ContingencyOn(PlanOn(None, UNAPPROVED), drilled()), Severity.HIGH, "rollback plan has never been tested"),
        (ContingencyOn(drilled(), drilled(days(-500))), Severity.HIGH, "was last tested on"),
        (ContingencyOn(drilled(result=DrillResult.FAILED), drilled()), Severity.HIGH, "failed its test"),
    ],
)
def test_plans_that_would_not_help(contingency: ContingencyOn, severity: Severity, words: str) -> None:
    found = find(facts(contingency=contingency))
    assert set(found) == {"R62"}
    assert found["R62"].severity == severity
    assert words in found["R62"].sentence


def test_a_test_that_lapses_in_use_is_told_from_that_day() -> None:
    lapsed = ContingencyOn(drilled(), drilled(date(2024, 6, 20)))
    assert find(facts(contingency=lapsed))["R62"].since == date(2025, 6, 20)


def test_groups_that_are_short_are_told_in_one_finding() -> None:
    few = TrainingOn(
        {TrainingRole.REFERRER: CountOn(10, 8, TODAY)},
        (REFERRERS, IT),
        simulations=trained().simulations,
        simulation_months=12,
    )
    found = find(facts(training=few))
    assert set(found) == {"R82"}
    assert found["R82"].sentence == (
        "In clinical use. Not enough staff are trained: referrers (8 of 10) and IT on call (nobody counted)."
    )


@pytest.mark.parametrize(
    ("simulated_on", "since"), [(None, days(-60)), (date(2024, 6, 30), TODAY), (date(2024, 6, 25), days(-5))]
)
def test_a_year_without_a_simulation(simulated_on: date | None, since: date) -> None:
    found = find(facts(training=trained(simulated_on=simulated_on)))
    assert set(found) == {"R83"}
    assert (found["R83"].severity, found["R83"].since) == (Severity.MEDIUM, since)
    assert find(facts(training=trained(simulated_on=date(2024, 7, 1)))) == {}


@given(st.dates(date(2023, 1, 1), TODAY), st.dates(date(2023, 1, 1), TODAY))
def test_whatever_the_tests_a_finding_is_whole(rollback: date, downtime: date) -> None:
    found = find(facts(contingency=ContingencyOn(drilled(rollback), drilled(downtime))))
    for each in found.values():
        assert 0 < len(each.sentence) <= 500
        assert each.since <= TODAY
