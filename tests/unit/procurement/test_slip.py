"""Where time went: the stages and the causes each add up to the slip, on every day of any history."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.plans import Plan, plan_on
from tracker.networks.vocabulary import RevisionKind, SlipCause
from tracker.procurement.policies.slip import (
    NOT_SAID,
    REBASELINED,
    by_cause,
    consequence,
    late_since,
    moves,
    share_of_slip,
    stage_times,
    total_slip,
)
from tracker.procurement.vocabulary import Stage

START = date(2026, 1, 5)


@dataclass
class Revision:
    kind: str
    date: date | None
    effective_on: date
    cause: str = NOT_SAID
    reason: str = ""


def day(number: int) -> date:
    return START + timedelta(days=number)


DAYS = st.integers(0, 400).map(day)
REVISIONS = st.builds(
    Revision,
    kind=st.sampled_from(RevisionKind.values),
    date=st.none() | DAYS,
    effective_on=DAYS,
    cause=st.sampled_from([NOT_SAID, *SlipCause.values]),
)
HISTORIES = st.lists(REVISIONS, max_size=12)


@given(history=HISTORIES, on=DAYS)
def test_the_causes_add_up_to_the_slip_on_every_day(history: list[Revision], on: date) -> None:
    found = moves(history, on)
    assert sum(by_cause(found).values()) == (plan_on(history, on).slip_days or 0)
    assert all(move.known_on <= on for move in found)


@given(histories=st.fixed_dictionaries({}, optional=dict.fromkeys(Stage, HISTORIES)), on=DAYS)
def test_the_stages_add_up_to_the_slip_on_every_day(histories: dict[Stage, list[Revision]], on: date) -> None:
    plans = {stage: plan_on(history, on) for stage, history in histories.items()}
    total = total_slip(plans)
    times = stage_times(plans, START)
    assert sum(each.own_slip_days for each in times) == (total[1] if total else 0)
    assert sum((each.days or 0) - (each.planned_days or 0) for each in times) == (total[1] if total else 0)


def test_each_move_carries_the_cause_that_it_was_given() -> None:
    history = [
        Revision(RevisionKind.BASELINE, day(100), day(0)),
        Revision(RevisionKind.FORECAST, day(130), day(20), "B3"),
        Revision(RevisionKind.FORECAST, day(120), day(40), "B3"),
        Revision(RevisionKind.FORECAST, day(150), day(60), "law"),
        Revision(RevisionKind.ACTUAL, day(157), day(157)),
    ]
    assert by_cause(moves(history, day(200))) == {"law": 30, "B3": 20, NOT_SAID: 7}
    assert by_cause(moves(history, day(50))) == {"B3": 20}
    assert late_since(moves(history, day(200))) == day(20)


def test_a_new_baseline_is_a_cause_of_its_own() -> None:
    history = [
        Revision(RevisionKind.BASELINE, day(100), day(0)),
        Revision(RevisionKind.FORECAST, day(160), day(20), "funding"),
        Revision(RevisionKind.BASELINE, day(150), day(30)),
    ]
    assert by_cause(moves(history, day(40))) == {"funding": 60, REBASELINED: -50}


def test_a_baseline_that_comes_late_leaves_the_move_to_the_forecast() -> None:
    history = [
        Revision(RevisionKind.FORECAST, day(160), day(20), "B7"),
        Revision(RevisionKind.BASELINE, day(150), day(30)),
    ]
    assert by_cause(moves(history, day(40))) == {"B7": 10}


def test_a_date_that_came_back_is_late_no_more() -> None:
    history = [
        Revision(RevisionKind.BASELINE, day(100), day(0)),
        Revision(RevisionKind.FORECAST, day(160), day(20), "B3"),
        Revision(RevisionKind.FORECAST, day(99), day(30), "B3"),
    ]
    assert late_since(moves(history, day(25))) == day(20)
    assert late_since(moves(history, day(40))) is None
    assert late_since([]) is None


def test_time_made_up_is_negative() -> None:
    plans = {
        Stage.PANEL: Plan(day(30), actual=day(50)),
        Stage.TENDER: Plan(day(60), forecast=day(70)),
        Stage.CONTRACT: Plan(day(100)),
    }
    times = stage_times(plans, START)
    assert [(each.stage, each.planned_days, each.days, each.own_slip_days) for each in times] == [
        (Stage.PANEL, 30, 50, 20),
        (Stage.TENDER, 30, 20, -10),
        (Stage.CONTRACT, 40, 30, -10),
    ]
    assert total_slip(plans) == (Stage.CONTRACT, 0)
    assert total_slip({}) is None


def test_the_days_of_the_first_stage_need_a_start() -> None:
    (only,) = stage_times({Stage.PANEL: Plan(day(30), actual=day(50))}, None)
    assert (only.planned_days, only.days, only.own_slip_days) == (None, None, 20)


def test_a_late_contract_moves_the_earliest_go_live_by_as_much() -> None:
    contract = Plan(day(100), forecast=day(160))
    found = consequence(contract, Plan(day(200), forecast=day(230)))
    assert found is not None
    assert (found.earliest, found.short_days, found.is_told) == (day(260), 30, False)
    told = consequence(contract, Plan(day(200), forecast=day(300)))
    assert told is not None
    assert told.is_told
    assert consequence(contract, Plan(day(200), actual=day(210))) is None
    assert consequence(Plan(), Plan(day(200))) is None
    assert consequence(Plan(day(100), actual=day(160)), Plan(day(200))) is None


def test_a_contract_accounts_for_no_more_than_the_go_live_is_late() -> None:
    contract = Plan(day(100), actual=day(160))
    assert share_of_slip(contract, Plan(day(200), actual=day(290))) == 60
    assert share_of_slip(contract, Plan(day(200), actual=day(230))) == 30
    assert share_of_slip(contract, Plan(day(200), actual=day(190))) == 0
    assert share_of_slip(contract, Plan()) == 0
