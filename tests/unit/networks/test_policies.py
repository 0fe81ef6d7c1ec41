"""When a date, a state, a rating may be set so; each refusal names its field and what to do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.plans import Plan
from tracker.networks.policies import (
    TRANSITIONS,
    DateChange,
    is_a_change,
    is_live,
    may_become,
    may_change_date,
    may_change_state,
    may_count_from,
    may_state_rating,
)
from tracker.networks.vocabulary import ClinicalUse, RevisionKind, StatedRating

BASELINE, FORECAST, ACTUAL = RevisionKind.BASELINE, RevisionKind.FORECAST, RevisionKind.ACTUAL
TODAY = date(2025, 6, 30)
PLANNED = Plan(baseline=date(2025, 5, 1))
MOVED = Plan(baseline=date(2025, 5, 1), forecast=date(2025, 9, 1))
DONE = Plan(baseline=date(2025, 5, 1), actual=date(2025, 6, 1))
days = st.dates(date(2022, 1, 1), date(2028, 12, 31))
plans = st.builds(Plan, baseline=st.none() | days, forecast=st.none() | days, actual=st.none() | days)
changes = st.builds(
    DateChange, st.sampled_from(RevisionKind), st.none() | days, days, st.sampled_from(["", "  ", "The PACS is late"])
)


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (Plan(), DateChange(BASELINE, date(2026, 1, 1), TODAY)),
        (PLANNED, DateChange(FORECAST, date(2025, 5, 1), TODAY)),
        (PLANNED, DateChange(FORECAST, date(2025, 9, 1), TODAY, "Late")),
        (PLANNED, DateChange(ACTUAL, TODAY, TODAY)),
        (PLANNED, DateChange(ACTUAL, date(2025, 4, 1), TODAY)),
        (MOVED, DateChange(FORECAST, None, TODAY, "Withdrawn")),
        (DONE, DateChange(ACTUAL, None, TODAY, "It had not happened")),
        (DONE, DateChange(BASELINE, date(2025, 8, 1), TODAY, "Agreed anew")),
    ],
)
def test_date_may_be_set(plan: Plan, change: DateChange) -> None:
    assert may_change_date(plan, change, today=TODAY)


TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("plan", "change", "field"),
    [
        (PLANNED, DateChange(FORECAST, date(2025, 9, 1), TOMORROW, "Late"), "effective_on"),
        (PLANNED, DateChange(ACTUAL, TOMORROW, TODAY), "actual"),
        (PLANNED, DateChange(ACTUAL, TODAY, TODAY - timedelta(days=1)), "actual"),
        (Plan(), DateChange(FORECAST, date(2025, 9, 1), TODAY, "First"), "baseline"),
        (Plan(), DateChange(ACTUAL, TODAY, TODAY), "baseline"),
        (PLANNED, DateChange(FORECAST, date(2025, 9, 1), TODAY), "reason"),
        (MOVED, DateChange(FORECAST, date(2025, 10, 1), TODAY, "   "), "reason"),
        (MOVED, DateChange(FORECAST, None, TODAY), "reason"),
        (DONE, DateChange(ACTUAL, None, TODAY), "reason"),
        (DONE, DateChange(BASELINE, date(2025, 8, 1), TODAY), "reason"),
    ],
)
def test_date_may_not_be_set_and_the_refusal_names_its_field(plan: Plan, change: DateChange, field: str) -> None:
    decision = may_change_date(plan, change, today=TODAY)
    assert not decision
    assert decision.field == field
    assert decision.reason.endswith(".")
    assert decision.remedy.endswith(".")


@given(plans, changes)
def test_no_date_is_set_without_baseline_reason_or_from_the_future(plan: Plan, change: DateChange) -> None:
    if not may_change_date(plan, change, today=TODAY):
        return
    assert change.effective_on <= TODAY
    assert change.kind == BASELINE or change.date is None or plan.baseline is not None
    if change.kind == ACTUAL and change.date is not None:
        assert change.date <= change.effective_on
    stands = {BASELINE: plan.baseline, FORECAST: plan.forecast, ACTUAL: plan.actual}[change.kind]
    assert change.reason.strip() or stands is None or not is_a_change(plan, change)


def asked(now: ClinicalUse, wanted: ClinicalUse, **kwargs: object) -> object:
    given_ = {"sources": ["gp"], "effective_on": TODAY, "reason": "A reason", "today": TODAY} | kwargs
    return may_change_state(now, wanted, **given_)


@pytest.mark.parametrize("now", ClinicalUse)
@pytest.mark.parametrize("wanted", ClinicalUse)
def test_state_changes_only_along_the_transitions(now: ClinicalUse, wanted: ClinicalUse) -> None:
    assert bool(asked(now, wanted)) == (now == wanted or wanted in TRANSITIONS[now])


def test_every_state_has_a_way_on_and_names_it() -> None:
    assert set(TRANSITIONS) == set(ClinicalUse)
    for now in ClinicalUse:
        assert all(f"“{state.label.lower()}”" in may_become(now) for state in TRANSITIONS[now])
    assert may_become(ClinicalUse.WITHDRAWN) == "“not started”"


@pytest.mark.parametrize(
    ("wanted", "kwargs", "field"),
    [
        (ClinicalUse.LIVE_PARTIAL, {"effective_on": TOMORROW}, "effective_on"),
        (ClinicalUse.LIVE_PARTIAL, {"sources": []}, "sources"),
        (ClinicalUse.WITHDRAWN, {"reason": " "}, "reason"),
        (ClinicalUse.PAUSED, {}, "state"),
    ],
)
def test_state_refusal_names_its_field(wanted: ClinicalUse, kwargs: dict[str, object], field: str) -> None:
    decision = asked(ClinicalUse.SHADOW, wanted, **kwargs)
    assert not decision
    assert decision.field == field
    assert decision.remedy


def test_live_is_partly_and_fully_live_only() -> None:
    assert {state for state in ClinicalUse if is_live(state)} == {ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL}


@pytest.mark.parametrize("rating", StatedRating)
def test_rating_other_than_green_needs_a_reason(rating: StatedRating) -> None:
    assert bool(may_state_rating(rating, " ")) == (rating == StatedRating.GREEN)
    assert may_state_rating(rating, "The PACS is late")


def test_nothing_counts_from_the_future() -> None:
    assert may_count_from(TODAY, today=TODAY, field="on")
    assert may_count_from(TOMORROW, today=TODAY, field="on").field == "on"
