"""Approvals, training, oversight, rollback and downtime: what counts on a day, and what may be written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.roles import SignOffRole
from tracker.core.days import add_months
from tracker.governance.policies.approvals import ApprovalOn, in_words, may_decide, missing_roles
from tracker.governance.policies.oversight import (
    Edition,
    OversightEdition,
    OversightOn,
    judge_oversight,
    may_record_oversight,
)
from tracker.governance.policies.rollback import (
    ContingencyOn,
    DrillOn,
    PlanOn,
    judge_downtime,
    judge_rollback,
    may_name_pausers,
    may_record_plan,
    may_record_test,
)
from tracker.governance.policies.training import (
    CountOn,
    CurriculumOn,
    GroupStandard,
    SimulationOn,
    TrainingOn,
    judge_simulation,
    judge_training,
    lacking,
    may_record_count,
    may_record_curriculum,
    may_record_simulation,
)
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    DrillResult,
    EscalationRole,
    PermittedEffect,
    PlanKind,
    TrainingRole,
)

TODAY = date(2025, 6, 30)
DAY = timedelta(days=1)
LEAD = SignOffRole.RADIOLOGY_LEAD


def approval(decision: ApprovalDecision = ApprovalDecision.APPROVED, *, is_stale: bool = False) -> ApprovalOn:
    return ApprovalOn(LEAD, decision, TODAY, "Sam Example", is_stale=is_stale)


# --- Approvals ------------------------------------------------------------------------------------------------------


def test_only_a_standing_approval_of_what_stands_counts() -> None:
    assert missing_roles([LEAD], {}) == (LEAD,)
    assert missing_roles([LEAD], {LEAD: approval(ApprovalDecision.REFUSED)}) == (LEAD,)
    assert missing_roles([LEAD], {LEAD: approval(is_stale=True)}) == (LEAD,)
    assert missing_roles([LEAD], {LEAD: approval()}) == ()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": SignOffRole.SIRO}, "role"),
        ({"holds_role": False}, "role"),
        ({"had_a_hand_in_it": True}, "role"),
        ({"sees_what_stands": False}, "decision"),
        ({"decision": ApprovalDecision.REFUSED}, "note"),
    ],
)
def test_decision_out_of_place_is_refused(fields: dict[str, object], field: str) -> None:
    given = {"role": LEAD, "decision": ApprovalDecision.APPROVED, "holds_role": True, "had_a_hand_in_it": False}
    wish = given | {"note": ""} | fields
    refusal = may_decide(wish.pop("role"), wish.pop("decision"), required=[LEAD], **wish)  # type: ignore[arg-type]
    assert not refusal
    assert refusal.field == field


def test_decision_in_ones_own_capacity_on_the_work_of_others_is_allowed() -> None:
    fields = {"required": [LEAD], "holds_role": True, "had_a_hand_in_it": False}
    assert may_decide(LEAD, ApprovalDecision.APPROVED, note="", **fields)  # type: ignore[arg-type]
    assert may_decide(LEAD, ApprovalDecision.REFUSED, note="Too few cases", **fields)  # type: ignore[arg-type]


def test_capacities_read_within_a_sentence() -> None:
    assert in_words(SignOffRole.CALDICOTT_GUARDIAN) == "Caldicott Guardian"
    assert in_words(SignOffRole.IT_LEAD) == "IT lead"
    assert in_words(LEAD) == "radiology lead"


# --- Months ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 1, 1), 0, date(2025, 1, 1)),
    ],
)
def test_months_after_a_day(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_more_months_are_never_earlier(day: date, few: int, more: int) -> None:
    assert add_months(day, min(few, more)) <= add_months(day, max(few, more))


# --- Training -------------------------------------------------------------------------------------------------------

REPORTERS = GroupStandard("Reporters", (TrainingRole.RADIOLOGIST, TrainingRole.REPORTING_RADIOGRAPHER), Decimal("0.9"))
IT = GroupStandard("PACS team", (TrainingRole.PACS_TEAM,), Decimal(1))
REFERRERS = GroupStandard("Referrers", (TrainingRole.REFERRER,), None)
DRIVERS = GroupStandard("Drivers", (), Decimal(1))
WHOLE = CurriculumOn((2, 3), 5, has_assessment=True, effective_on=TODAY)


def training(counts: dict[TrainingRole, tuple[int, int]] | None = None, **fields: object) -> TrainingOn:
    known = {TrainingRole.RADIOLOGIST: (10, 9), TrainingRole.PACS_TEAM: (2, 2)} if counts is None else counts
    given = {
        "counts": {role: CountOn(*each, TODAY) for role, each in known.items()},
        "standards": (REPORTERS, IT, REFERRERS, DRIVERS),
        "curriculum": WHOLE,
        "mandatory_modules": {2: "Accountability", 3: "Outputs"},
        "local_cases_needed": 5,
        "simulation_months": 12,
    }
    return TrainingOn(**(given | fields))  # type: ignore[arg-type]


def test_enough_of_every_group_is_enough() -> None:
    assert judge_training(training(), TODAY)


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        ({}, "Reporters: nobody is counted"),
        ({TrainingRole.RADIOLOGIST: (10, 8), TrainingRole.PACS_TEAM: (2, 2)}, "8 of 10 trained, at least 9 needed"),
        ({TrainingRole.RADIOLOGIST: (10, 10), TrainingRole.PACS_TEAM: (2, 1)}, "PACS team: 1 of 2"),
        ({TrainingRole.RADIOLOGIST: (10, 10)}, "PACS team: nobody is counted"),
        ({TrainingRole.RADIOLOGIST: (10, 10), TrainingRole.PACS_TEAM: (0, 0)}, "PACS team: nobody is counted"),
    ],
)
def test_too_few_trained_is_told_by_group(counts: dict[TrainingRole, tuple[int, int]], word: str) -> None:
    verdict = judge_training(training(counts), TODAY)
    assert not verdict
    assert word in verdict.reason


def test_reporters_are_counted_together() -> None:
    counts = {
        TrainingRole.RADIOLOGIST: (18, 18),
        TrainingRole.REPORTING_RADIOGRAPHER: (2, 0),
        TrainingRole.PACS_TEAM: (1, 1),
    }
    assert judge_training(training(counts), TODAY)


@pytest.mark.parametrize(
    ("course", "word"),
    [
        (None, "is not recorded"),
        (CurriculumOn((2,), 5, has_assessment=True, effective_on=TODAY), "lacks: Outputs"),
        (CurriculumOn((2, 3), 1, has_assessment=True, effective_on=TODAY), "has 1 local case, and 5 are needed"),
        (CurriculumOn((2, 3), 5, has_assessment=False, effective_on=TODAY), "without an assessment"),
    ],
)
def test_a_course_that_is_not_whole_is_told(course: CurriculumOn | None, word: str) -> None:
    found = training(curriculum=course)
    assert word in judge_training(found, TODAY).reason
    assert len(lacking(found)) == 1


def exercise(held_on: date, *, code: str = "ai-down", retest_on: date | None = None) -> SimulationOn:
    return SimulationOn(code, f"Scenario {code}", held_on, 6, retest_on=retest_on)


@pytest.mark.parametrize(
    ("simulations", "is_met"),
    [
        ((), False),
        ((exercise(TODAY),), True),
        ((exercise(date(2024, 7, 1)),), True),
        ((exercise(date(2024, 6, 30)),), False),
        ((exercise(TODAY - 60 * DAY, retest_on=TODAY - DAY),), False),
        ((exercise(TODAY - 60 * DAY, retest_on=TODAY),), True),
        ((exercise(TODAY - 60 * DAY, retest_on=TODAY - DAY), exercise(TODAY - DAY)), True),
        ((exercise(TODAY - 60 * DAY, retest_on=TODAY - DAY), exercise(TODAY, code="ransomware")), False),
    ],
)
def test_a_simulation_counts_for_a_year_and_what_failed_is_repeated(
    simulations: tuple[SimulationOn, ...], is_met: bool
) -> None:
    verdict = judge_simulation(training(simulations=simulations), TODAY)
    assert verdict.is_met == is_met
    assert verdict.sentence


@pytest.mark.parametrize(
    ("eligible", "completed", "as_at", "field"),
    [(5, 6, TODAY, "completed"), (5, 4, TODAY + DAY, "as_at"), (-1, -2, TODAY, "completed"), (5, 5, TODAY, "")],
)
def test_counts_of_staff(eligible: int, completed: int, as_at: date, field: str) -> None:
    decision = may_record_count(eligible=eligible, completed=completed, as_at=as_at, today=TODAY)
    assert (decision.allowed, decision.field) == (not field, field)


@pytest.mark.parametrize(
    ("modules", "cases", "on", "field"),
    [
        ([9], 5, TODAY, "modules"),
        ([1], -1, TODAY, "local_cases"),
        ([1], 5, TODAY + DAY, "effective_on"),
        ([1], 5, TODAY, ""),
    ],
)
def test_courses(modules: list[int], cases: int, on: date, field: str) -> None:
    decision = may_record_curriculum(modules, known=[1, 2], local_cases=cases, effective_on=on, today=TODAY)
    assert (decision.allowed, decision.field) == (not field, field)


@pytest.mark.parametrize(
    ("held_on", "participants", "retest_on", "field"),
    [
        (TODAY + DAY, 5, None, "held_on"),
        (TODAY, 0, None, "participants"),
        (TODAY, 5, TODAY, "retest_on"),
        (TODAY, 5, TODAY + DAY, ""),
    ],
)
def test_exercises(held_on: date, participants: int, retest_on: date | None, field: str) -> None:
    decision = may_record_simulation(held_on=held_on, participants=participants, retest_on=retest_on, today=TODAY)
    assert (decision.allowed, decision.field) == (not field, field)


# --- Oversight ------------------------------------------------------------------------------------------------------


def oversight(*effects: PermittedEffect, missing: tuple[SignOffRole, ...] = ()) -> OversightEdition:
    return OversightEdition(1, 2, TODAY, 7, "Sam", missing_roles=missing, permitted_effects=effects)


def test_an_approved_record_meets_the_requirement() -> None:
    assert not judge_oversight(OversightOn(), TODAY)
    waiting = oversight(missing=(LEAD,))
    assert "radiology lead" in judge_oversight(OversightOn(None, waiting), TODAY).reason
    assert judge_oversight(OversightOn(oversight(), waiting), TODAY)


def test_more_than_flagging_is_told() -> None:
    assert not oversight(PermittedEffect.PRIORITISE, PermittedEffect.FLAG).goes_beyond_flagging
    for effect in list(PermittedEffect)[2:]:
        assert oversight(PermittedEffect.FLAG, effect).goes_beyond_flagging


def test_an_oversight_record_is_whole() -> None:
    contacts = dict.fromkeys(EscalationRole, ("Bleep 100", "At all hours"))
    assert may_record_oversight(effects=[PermittedEffect.FLAG], contacts=contacts)
    assert may_record_oversight(effects=[], contacts=contacts).field == "permitted_effects"
    for role in EscalationRole:
        without = {each: value for each, value in contacts.items() if each != role}
        assert may_record_oversight(effects=[PermittedEffect.FLAG], contacts=without).field == f"contact_{role}"
        no_hours = contacts | {role: ("Bleep 100", " ")}
        assert may_record_oversight(effects=[PermittedEffect.FLAG], contacts=no_hours).field == f"hours_{role}"


# --- Plans ----------------------------------------------------------------------------------------------------------

APPROVED = Edition(1, 1, TODAY, 7, "Sam")
WAITING = Edition(2, 2, TODAY, 7, "Sam", missing_roles=(SignOffRole.IT_LEAD,))


@pytest.mark.parametrize(
    ("plan", "is_met", "word"),
    [
        (PlanOn(), False, "There is no"),
        (PlanOn(None, WAITING), False, "IT lead"),
        (PlanOn(APPROVED, APPROVED), False, "never been tested"),
        (PlanOn(APPROVED, APPROVED, DrillOn(TODAY, DrillResult.FAILED), 12), False, "failed its test"),
        (PlanOn(APPROVED, APPROVED, DrillOn(date(2024, 6, 30), DrillResult.PASSED), 12), False, "Test it again"),
        (
            PlanOn(APPROVED, APPROVED, DrillOn(date(2024, 7, 1), DrillResult.PASSED), 12),
            True,
            "counts until 1 July 2025",
        ),
        (PlanOn(APPROVED, WAITING, DrillOn(TODAY, DrillResult.PASSED), 12), True, "counts until"),
    ],
)
def test_a_plan_is_written_approved_and_tested(plan: PlanOn, is_met: bool, word: str) -> None:
    for verdict in (
        judge_rollback(ContingencyOn(rollback=plan), TODAY),
        judge_downtime(ContingencyOn(downtime=plan), TODAY),
    ):
        assert verdict.is_met == is_met
        assert word in verdict.sentence
    assert not judge_rollback(ContingencyOn(downtime=plan), TODAY)


def test_a_plan_has_a_target_and_a_rollback_plan_names_who_may_pause() -> None:
    assert may_record_plan(PlanKind.DOWNTIME, target_minutes=10, pausers=0)
    assert may_record_plan(PlanKind.ROLLBACK, target_minutes=10, pausers=1)
    assert may_record_plan(PlanKind.ROLLBACK, target_minutes=10, pausers=0).field == "pausers"
    assert may_record_plan(PlanKind.DOWNTIME, target_minutes=0, pausers=0).field == "target_minutes"
    assert may_name_pausers([True, True])
    assert may_name_pausers([True, False]).field == "pausers"


@pytest.mark.parametrize(
    ("result", "tested_on", "minutes", "note", "field"),
    [
        (DrillResult.PASSED, TODAY + DAY, 5, "", "tested_on"),
        (DrillResult.PASSED, TODAY, None, "", "minutes_taken"),
        (DrillResult.PASSED, TODAY, 31, "", "minutes_taken"),
        (DrillResult.FAILED, TODAY, 45, " ", "note"),
        (DrillResult.FAILED, TODAY, 45, "Nobody answered", ""),
        (DrillResult.PASSED, TODAY, 30, "", ""),
    ],
)
def test_tests_of_a_plan(result: DrillResult, tested_on: date, minutes: int | None, note: str, field: str) -> None:
    decision = may_record_test(
        result, tested_on=tested_on, minutes_taken=minutes, target_minutes=30, note=note, today=TODAY
    )
    assert (decision.allowed, decision.field) == (not field, field)
