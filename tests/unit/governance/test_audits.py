"""Audits of bias: too few to tell, differences with their intervals, and which of them alert."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.governance.policies.audits import (
    AuditOn,
    GroupFindings,
    GroupOn,
    findings_of_audit,
    is_too_few,
    may_record_audit,
)
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.statistics import Counts
from tracker.governance.validation_vocabulary import Metric

STANDARDS = Standards(
    {"subgroup-cases": Decimal(10), "subgroup-positives": Decimal(5), "subgroup-margin": Decimal("0.05")}
)
DAY = date(2025, 6, 30)
MEN = GroupOn("Sex", "Male", True, Counts(90, 40, 760, 10))


def found(counts: Counts, reference: GroupOn = MEN) -> GroupFindings:
    """What a group tells beside the reference."""
    audit = AuditOn(1, DAY, DAY, DAY, (reference, GroupOn("Sex", "Female", False, counts)))
    return findings_of_audit(audit, STANDARDS)[1]


@pytest.mark.parametrize(
    ("counts", "too_few"),
    [
        (Counts(5, 0, 4, 0), True),  # 9 cases
        (Counts(5, 0, 5, 0), False),
        (Counts(4, 0, 96, 0), True),  # 4 positives
        (Counts(3, 0, 95, 2), False),
    ],
)
def test_few_cases_or_positives_tell_nothing(counts: Counts, too_few: bool) -> None:
    assert is_too_few(counts, STANDARDS) == too_few
    findings = found(counts)
    assert findings.is_too_few == too_few
    assert bool(findings.figures) != too_few


def test_difference_and_interval_are_those_of_newcombe() -> None:
    """56 of 70 against 48 of 80, as published: 0.2, from 0.0524 to 0.3339."""
    reference = GroupOn("Sex", "Male", True, Counts(48, 0, 100, 32))
    difference = found(Counts(56, 0, 100, 14), reference).differences[Metric.SENSITIVITY]
    assert difference.value == pytest.approx(0.2)
    assert (difference.interval.low, difference.interval.high) == (
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


@pytest.mark.parametrize(
    ("counts", "alerts"),
    [
        (Counts(90, 40, 760, 10), ()),
        (Counts(70, 40, 760, 30), (Metric.SENSITIVITY,)),
        (Counts(90, 120, 680, 10), (Metric.SPECIFICITY,)),
        (Counts(85, 40, 760, 15), ()),  # the interval of 5 points holds 0
        (Counts(9000, 6000, 76000, 1000), ()),  # 2.3 points are less than the margin
    ],
)
def test_alert_needs_an_interval_without_0_and_the_agreed_margin(counts: Counts, alerts: tuple[Metric, ...]) -> None:
    assert found(counts).alerts == alerts


def test_nothing_is_compared_with_too_few_or_with_itself() -> None:
    few = GroupOn("Sex", "Male", True, Counts(4, 0, 0, 0))
    assert found(Counts(70, 40, 760, 30), few).differences == {}
    audit = AuditOn(1, DAY, DAY, DAY, (MEN, GroupOn("Scanner", "A", False, Counts(70, 40, 760, 30))))
    assert [each.differences for each in findings_of_audit(audit, STANDARDS)] == [{}, {}]


def test_group_without_negatives_has_no_specificity_and_no_difference_of_it() -> None:
    findings = found(Counts(70, 0, 0, 30))
    assert findings.figures[Metric.SPECIFICITY] is None
    assert Metric.SPECIFICITY not in findings.differences


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"held_on": date(2025, 7, 1)}, "held_on"),
        ({"first_day": date(2025, 6, 2), "last_day": date(2025, 6, 1)}, "last_day"),
        ({"last_day": DAY, "held_on": date(2025, 6, 29)}, "last_day"),
        ({"groups": ()}, "groups"),
        ({"groups": (MEN, MEN)}, "groups"),
        ({"groups": (GroupOn("Sex", "Male", False, MEN.counts),)}, "groups"),
        ({"groups": (GroupOn("943 476 5919", "Male", True, MEN.counts),)}, "groups"),
        ({"note": "Patient 943 476 5919"}, "note"),
        ({"reference": "9434765919"}, "impact_assessment"),
    ],
)
def test_which_audits_are_possible(fields: dict, field: str | None) -> None:
    given = {
        "groups": (MEN,),
        "first_day": date(2025, 1, 1),
        "last_day": date(2025, 5, 31),
        "held_on": DAY,
        "note": "",
        "reference": "EIA-1",
        "today": DAY,
    } | fields
    decision = may_record_audit(given.pop("groups"), **given)
    assert (decision.allowed, decision.field or None) == (field is None, field)
