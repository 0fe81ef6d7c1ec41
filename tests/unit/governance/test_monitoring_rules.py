"""Monitoring: when readings are due, which are possible, what a plan must say, and what the gate asks of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.governance.policies.monitoring import (
    Measure,
    MonitoringOn,
    Reading,
    Standards,
    may_compare_counts,
    may_explain,
    may_keep_measure,
    may_rebase,
    may_record_reading,
    monitoring_plan_is_ready,
    overdue_measures,
    reading_due_on,
    value_of,
)
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, Unit

STANDARDS = Standards({"reading-grace": Decimal(14)})
START, TODAY = date(2025, 1, 1), date(2025, 6, 30)
SENSITIVITY = Measure(
    "sensitivity",
    "Sensitivity",
    Unit.PERCENT,
    Cadence.QUARTERLY,
    MonitoringMethod.P_CHART,
    BetterWay.HIGHER,
    date(2025, 1, 15),
    owner="Asha Example",
)
MINUTES = replace(SENSITIVITY, unit=Unit.MINUTES)
PATIENT = "Patient 943 476 5919"  # the check digit of an NHS number that is used in examples


def reading(period: date = START, **fields: Any) -> Reading:
    return Reading(period, Decimal(90), TODAY, **fields)


@pytest.mark.parametrize(
    ("found", "counted", "sample"),
    [
        (Decimal(9), Decimal(10), (9, 10)),
        (None, Decimal(10), None),
        (Decimal(9), None, None),
        (Decimal("8.5"), Decimal(10), None),
        (Decimal(9), Decimal("9.5"), None),
        (Decimal(11), Decimal(10), None),
    ],
)
def test_sample_is_of_whole_cases(
    found: Decimal | None, counted: Decimal | None, sample: tuple[int, int] | None
) -> None:
    assert reading(numerator=found, denominator=counted).sample == sample


def test_reading_is_due_after_its_months_and_the_days_of_grace() -> None:
    assert reading_due_on(SENSITIVITY, [], STANDARDS) == date(2025, 4, 14)
    assert reading_due_on(SENSITIVITY, [reading(date(2025, 3, 1))], STANDARDS) == date(2025, 7, 14)
    monitoring = MonitoringOn(1, STANDARDS, measures=(SENSITIVITY,))
    assert overdue_measures(monitoring, date(2025, 4, 14)) == []
    assert overdue_measures(monitoring, date(2025, 4, 15)) == [(SENSITIVITY, date(2025, 4, 14))]
    ended = replace(monitoring, measures=(replace(SENSITIVITY, ends_on=date(2025, 4, 1)),))
    assert overdue_measures(ended, TODAY) == []


@pytest.mark.parametrize(
    ("measure", "value", "counts", "answer"),
    [
        (SENSITIVITY, Decimal(91), (9, 10), Decimal(91)),
        (SENSITIVITY, None, (9, 10), Decimal(90)),
        (MINUTES, None, (9, 10), Decimal("0.9")),
        (SENSITIVITY, None, (9, 0), None),
        (SENSITIVITY, None, (None, None), None),
    ],
)
def test_value_is_as_told_or_from_its_counts(
    measure: Measure, value: Decimal | None, counts: tuple[int | None, int | None], answer: Decimal | None
) -> None:
    numerator, denominator = (None if each is None else Decimal(each) for each in counts)
    assert value_of(measure, value=value, numerator=numerator, denominator=denominator) == answer


@pytest.mark.parametrize(
    ("measure", "changes", "says"),
    [
        (SENSITIVITY, {"value": 90}, ""),
        (SENSITIVITY, {"numerator": 9, "denominator": 10}, ""),
        (SENSITIVITY, {"value": 90, "period": date(2025, 1, 2)}, "A reading is of a month."),
        (SENSITIVITY, {"value": 90, "period": date(2025, 7, 1)}, "has not begun"),
        (SENSITIVITY, {"numerator": 9}, "needs both"),
        (SENSITIVITY, {"denominator": 9}, "needs both"),
        (SENSITIVITY, {"numerator": 0, "denominator": 0}, "out of 0 cases"),
        (SENSITIVITY, {"numerator": -1, "denominator": 10}, "below 0"),
        (SENSITIVITY, {"numerator": 11, "denominator": 10}, "More cases were found"),
        (MINUTES, {"numerator": 11, "denominator": 10}, ""),
        (SENSITIVITY, {}, "needs a value"),
        (SENSITIVITY, {"value": 95, "numerator": 9, "denominator": 10}, "The value is 95, and the counts give 90."),
        (MINUTES, {"value": -1}, "can't be below 0"),
        (SENSITIVITY, {"value": 101}, "above 100"),
        (MINUTES, {"value": 101}, ""),
    ],
)
def test_reading_is_possible(measure: Measure, changes: dict[str, Any], says: str) -> None:
    told = {name: Decimal(each) if isinstance(each, int) else each for name, each in changes.items()}
    decision = may_record_reading(measure, **({"period": START, "value": None} | told), today=TODAY)
    assert decision.allowed == (not says)
    assert says in decision.sentence


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"ends_on": date(2025, 1, 15)}, "ends_on"),
        ({"ends_on": date(2025, 1, 16)}, None),
        ({"lower_limit": Decimal(90)}, None),
        ({"lower_limit": Decimal(90), "upper_limit": Decimal(80)}, "lower_limit"),
        ({"lower_limit": Decimal(80), "upper_limit": Decimal(90)}, None),
        ({"sd": Decimal(0)}, "sd"),
        ({"method": MonitoringMethod.CUSUM}, "target"),
        ({"method": MonitoringMethod.CUSUM, "target": Decimal(90)}, "sd"),
        ({"method": MonitoringMethod.CUSUM, "target": Decimal(90), "sd": Decimal(2)}, None),
        ({"baseline_counts": (0, 0)}, "baseline_counts"),
        ({"baseline_counts": (0, 1)}, None),
    ],
)
def test_measure_of_a_plan_is_whole(changes: dict[str, Any], field: str | None) -> None:
    decision = may_keep_measure(replace(SENSITIVITY, **changes))
    assert (decision.allowed, decision.field) == (field is None, field or "")
    assert may_keep_measure(SENSITIVITY, owner=PATIENT).field == "owner"


@pytest.mark.parametrize(
    ("baseline", "counts", "says"),
    [
        ((5, 5), (4, 6), ""),
        ((), (4, 6), "no baseline counts"),
        ((5, 5), (4, 6, 0), "has 2 classes"),
        ((5, 5), (0, 0), "at least one case"),
    ],
)
def test_counts_are_compared_class_by_class(baseline: tuple[int, ...], counts: tuple[int, ...], says: str) -> None:
    decision = may_compare_counts(replace(SENSITIVITY, baseline_counts=baseline), counts)
    assert decision.allowed == (not says)
    assert says in decision.sentence


@pytest.mark.parametrize(
    ("period", "reason", "field"),
    [
        (START, "New scanner", None),
        (date(2025, 7, 1), "New scanner", "period"),
        (START, " ", "reason"),
        (START, PATIENT, "reason"),
    ],
)
def test_limits_are_counted_anew_for_a_known_change(period: date, reason: str, field: str | None) -> None:
    decision = may_rebase(period=period, reason=reason, today=TODAY)
    assert (decision.allowed, decision.field) == (field is None, field or "")


@pytest.mark.parametrize(
    ("through", "last_period", "explanation", "field"),
    [
        (START, START, "A faulty detector", None),
        (START, START, "", "explanation"),
        (START, None, "A faulty detector", "through"),
        (date(2025, 2, 1), START, "A faulty detector", "through"),
        (START, START, PATIENT, "explanation"),
    ],
)
def test_special_cause_is_explained_up_to_a_month_with_a_reading(
    through: date, last_period: date | None, explanation: str, field: str | None
) -> None:
    decision = may_explain(through=through, last_period=last_period, explanation=explanation)
    assert (decision.allowed, decision.field) == (field is None, field or "")


NEEDS_BASELINE = replace(SENSITIVITY, needs_baseline=True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"is_planned": False}, "There is no monitoring plan."),
        ({"measures": ()}, "has no measure"),
        ({"measures": (replace(SENSITIVITY, ends_on=TODAY),)}, "has no measure"),
        ({"measures": (replace(SENSITIVITY, owner=""),)}, "Nobody looks after “Sensitivity”"),
        ({"measures": (NEEDS_BASELINE,)}, "“Sensitivity” has no reading from before go-live."),
    ],
)
def test_gate_says_what_the_plan_lacks(changes: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"is_planned": True, "starts_on": START, "measures": (SENSITIVITY,)}
    verdict = monitoring_plan_is_ready(MonitoringOn(1, STANDARDS, **(given | changes)), TODAY)
    assert not verdict
    assert says in verdict.reason


def test_gate_takes_a_whole_plan() -> None:
    owned_by_the_plan = replace(SENSITIVITY, owner="", ends_on=date(2026, 1, 1))
    plan = MonitoringOn(1, STANDARDS, True, "Asha Example", START, measures=(owned_by_the_plan, NEEDS_BASELINE))
    verdict = monitoring_plan_is_ready(replace(plan, readings={"sensitivity": (reading(),)}), TODAY)
    assert verdict
    assert "2 measures, from 1 January 2025." in verdict.reason
