"""Success metrics, readings, KPIs and reviews: what can be recorded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tracker.procurement.contract_vocabulary import KpiRating, ServiceLevelKind, ServiceOutcome
from tracker.procurement.policies.performance import (
    AssessmentOn,
    KpiOn,
    LevelOn,
    PerformanceReviewOn,
    may_agree_metric,
    may_assess,
    may_record_reading,
    may_record_review,
)

TODAY = date(2026, 11, 25)
TOMORROW = TODAY + timedelta(days=1)
METRIC: dict[str, Any] = {
    "name": "Urgent",
    "others": ["Turnaround"],
    "numerator": "",
    "denominator": "",
    "baseline": None,
    "period": "",
}
READING: dict[str, Any] = {
    "period_from": date(2026, 7, 1),
    "period_to": date(2026, 9, 30),
    "source_note": "Extract",
    "read_on": TODAY,
    "today": TODAY,
}
HELD = AssessmentOn(date(2025, 1, 1), date(2025, 12, 31), KpiRating.GOOD, date(2026, 1, 20))
KPI = KpiOn(1, 1, "Uptime", "99%", date(2025, 1, 1), (HELD,))
ASSESSMENT: dict[str, Any] = {
    "period_from": date(2026, 1, 1),
    "period_to": date(2026, 10, 31),
    "rating": KpiRating.GOOD,
    "note": "",
    "assessed_on": TODAY,
    "today": TODAY,
}
LEVEL = LevelOn(1, 1, ServiceLevelKind.AVAILABILITY, "Availability", "99.5%")
REVIEW: dict[str, Any] = {
    "held_on": TODAY,
    "next_due_on": TODAY + timedelta(days=90),
    "outcomes": {1: ServiceOutcome.MET},
    "levels": [LEVEL],
    "actions": "",
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " turnaround"}, "name"),
        ({"numerator": "a"}, "denominator"),
        ({"denominator": "a"}, "numerator"),
        ({"baseline": Decimal(1)}, "baseline_period"),
        ({"period": "2025"}, "baseline_value"),
    ],
)
def test_metrics_that_are_refused(changes: dict[str, Any], field: str) -> None:
    assert may_agree_metric(**METRIC)
    decision = may_agree_metric(**METRIC | changes)
    assert not decision
    assert decision.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period_to": date(2026, 6, 30)}, "period_to"),
        ({"read_on": TOMORROW}, "read_on"),
        ({"read_on": date(2026, 9, 29)}, "period_to"),
        ({"source_note": " "}, "source_note"),
    ],
)
def test_readings_that_are_refused(changes: dict[str, Any], field: str) -> None:
    assert may_record_reading(**READING)
    decision = may_record_reading(**READING | changes)
    assert not decision
    assert decision.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"period_to": date(2025, 12, 31)}, "period_to"),
        ({"assessed_on": TOMORROW}, "assessed_on"),
        ({"assessed_on": date(2026, 10, 30)}, "period_to"),
        ({"period_from": date(2025, 12, 31)}, "period_from"),
        ({"rating": KpiRating.INADEQUATE}, "note"),
    ],
)
def test_assessments_that_are_refused(changes: dict[str, Any], field: str) -> None:
    assert may_assess(KPI, **ASSESSMENT)
    decision = may_assess(KPI, **ASSESSMENT | changes)
    assert not decision
    assert decision.field == field
    assert KPI.last_looked_at == date(2026, 1, 20)
    assert KpiOn(1, 1, "Uptime", "99%", date(2025, 1, 1)).last_looked_at == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"held_on": TOMORROW}, "in the future"),
        ({"next_due_on": TODAY}, "would not come after"),
        ({"levels": []}, "no service level"),
        ({"outcomes": {}}, "rates every service level: Availability"),
        ({"outcomes": {1: ServiceOutcome.MET, 2: ServiceOutcome.MET}}, "and no other"),
        ({"outcomes": {1: ServiceOutcome.MISSED}}, "was missed"),
    ],
)
def test_reviews_that_are_refused(changes: dict[str, Any], word: str) -> None:
    assert may_record_review(**REVIEW)
    decision = may_record_review(**REVIEW | changes)
    assert not decision
    assert word in decision.reason


def test_review_names_what_was_missed() -> None:
    outcomes = {"Availability": ServiceOutcome.MISSED, "Support": ServiceOutcome.MET}
    assert PerformanceReviewOn(1, TODAY, "Sam", "", TODAY, outcomes).missed == ("Availability",)
