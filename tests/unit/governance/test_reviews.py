"""Looking back after go-live: the schedule, the supplier's quarters, and what may be recorded."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.reviews import (
    DueReview,
    HeldReview,
    HeldSupplierReview,
    ReviewsOn,
    StepOn,
    may_record_review,
    may_record_supplier_review,
    quarter_of,
    quarters_missed,
    schedule_of,
    supplier_review_due_on,
)
from tracker.governance.vocabulary import ReviewResult, SupplierReviewResult

STANDARDS = Standards({"supplier-review-every": Decimal(3)})
LIVE, TODAY = date(2025, 2, 10), date(2025, 6, 30)
WEEK, QUARTER = StepOn("week", "After a week", after_days=7), StepOn("quarter", "After 3 months", after_months=3)
PATIENT = "Patient 943 476 5919"  # the check digit of an NHS number that is used in examples


def reviews(live_on: date | None = LIVE, **fields: Any) -> ReviewsOn:
    return ReviewsOn(1, STANDARDS, live_on, (QUARTER, WEEK), **fields)


def quarter(first_day: date, *, is_met: bool) -> HeldSupplierReview:
    return HeldSupplierReview(first_day, TODAY, is_met, SupplierReviewResult.MEETS)


def test_schedule_begins_with_the_go_live_and_runs_in_order() -> None:
    assert schedule_of(reviews(None)) == []
    held = HeldReview("week", date(2025, 2, 18), ReviewResult.CONTINUE)
    assert schedule_of(reviews(reviews=(held,))) == [
        DueReview(WEEK, date(2025, 2, 17), held),
        DueReview(QUARTER, date(2025, 5, 10)),
    ]


def test_review_is_late_after_its_day_unless_it_was_held() -> None:
    due = DueReview(WEEK, date(2025, 2, 17))
    assert not due.is_overdue(date(2025, 2, 17))
    assert due.is_overdue(date(2025, 2, 18))
    assert not DueReview(WEEK, due.due_on, HeldReview("week", TODAY, ReviewResult.PAUSE)).is_overdue(TODAY)


@pytest.mark.parametrize(
    ("day", "first_day"),
    [
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 3, 31), date(2025, 1, 1)),
        (date(2025, 4, 1), date(2025, 4, 1)),
        (date(2025, 12, 31), date(2025, 10, 1)),
    ],
)
def test_quarter_begins_every_third_month(day: date, first_day: date) -> None:
    assert quarter_of(day) == first_day


def test_supplier_is_reviewed_for_the_quarter_of_go_live_first_and_then_each_next_one() -> None:
    assert supplier_review_due_on(reviews(None)) is None
    assert supplier_review_due_on(reviews()) == TODAY
    reviewed = (quarter(date(2025, 1, 1), is_met=True),)
    assert supplier_review_due_on(reviews(supplier_reviews=reviewed)) == date(2025, 9, 30)


def test_quarters_count_as_missed_in_a_row_up_to_the_last() -> None:
    spring, summer = quarter(date(2025, 4, 1), is_met=False), quarter(date(2025, 7, 1), is_met=False)
    before = quarter(date(2024, 10, 1), is_met=False)
    assert quarters_missed(reviews()) == ()
    assert quarters_missed(reviews(supplier_reviews=(summer, spring))) == (spring, summer)
    assert quarters_missed(reviews(supplier_reviews=(before, spring, summer))) == (spring, summer)
    assert quarters_missed(reviews(supplier_reviews=(summer, quarter(date(2025, 10, 1), is_met=True)))) == ()


@pytest.mark.parametrize(
    ("live_on", "changes", "says"),
    [
        (LIVE, {}, ""),
        (None, {}, "no such review"),
        (LIVE, {"step": "decade"}, "no such review"),
        (LIVE, {"held_on": date(2025, 7, 1)}, "in the future"),
        (LIVE, {"held_on": date(2025, 2, 9)}, "after go-live"),
        (LIVE, {"result": ReviewResult.ACTIONS}, "what has to be done"),
        (LIVE, {"result": ReviewResult.ACTIONS, "note": "Sam trains the night staff by May"}, ""),
        (LIVE, {"note": PATIENT}, "NHS number"),
    ],
)
def test_review_is_one_of_the_schedule(live_on: date | None, changes: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"step": "week", "held_on": TODAY, "result": ReviewResult.CONTINUE, "note": ""}
    decision = may_record_review(reviews(live_on), **(given | changes), today=TODAY)
    assert decision.allowed == (not says)
    assert says in decision.sentence


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"quarter": date(2025, 2, 1)}, "quarter"),
        ({"held_on": date(2024, 12, 31)}, "held_on"),
        ({"held_on": date(2025, 7, 1)}, "held_on"),
        ({"service_level_met": False}, "result"),
        ({"service_level_met": False, "result": SupplierReviewResult.BREACH_NOTICE}, "note"),
        ({"service_level_met": False, "result": SupplierReviewResult.BREACH_NOTICE, "note": "Credits"}, None),
        ({"note": PATIENT}, "note"),
    ],
)
def test_supplier_review_agrees_with_the_service_level(changes: dict[str, Any], field: str | None) -> None:
    given: dict[str, Any] = {
        "quarter": date(2025, 1, 1),
        "held_on": TODAY,
        "service_level_met": True,
        "result": SupplierReviewResult.MEETS,
        "note": "",
    }
    decision = may_record_supplier_review(**(given | changes), today=TODAY)
    assert (decision.allowed, decision.field) == (field is None, field or "")
