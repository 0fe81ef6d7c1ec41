"""What revisions tell of a plan on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.plans import Plan, moved_recently, plan_on
from tracker.networks.vocabulary import RevisionKind

BASELINE, FORECAST, ACTUAL = RevisionKind.BASELINE, RevisionKind.FORECAST, RevisionKind.ACTUAL
DAY = date(2025, 6, 30)


@dataclass(frozen=True)
class Told:
    """A revision as plain data."""

    kind: str
    date: date | None
    effective_on: date
    reason: str = ""


days = st.dates(date(2022, 1, 1), date(2028, 12, 31))
revisions = st.builds(Told, st.sampled_from([BASELINE, FORECAST, ACTUAL]), st.none() | days, days, st.just("Why"))


def test_nothing_told_is_an_empty_plan() -> None:
    plan = plan_on([], DAY)
    assert plan == Plan()
    assert (plan.expected, plan.slip_days, plan.slip_months, plan.is_done) == (None, None, None, False)
    assert not plan.is_overdue(DAY)
    assert plan.overdue_days(DAY) == 0


def test_newest_of_each_kind_counts_on_the_day() -> None:
    told = [
        Told(BASELINE, date(2023, 12, 31), date(2023, 6, 30)),
        Told(FORECAST, date(2024, 6, 30), date(2024, 1, 10), "Late"),
        Told(FORECAST, date(2024, 9, 30), date(2024, 5, 1), "Later"),
        Told(ACTUAL, date(2024, 10, 1), date(2024, 10, 2)),
    ]
    assert plan_on(told, date(2024, 1, 9)).expected == date(2023, 12, 31)
    assert plan_on(told, date(2024, 1, 10)).forecast == date(2024, 6, 30)
    assert plan_on(told, date(2024, 10, 1)).expected == date(2024, 9, 30)
    done = plan_on(told, date(2024, 10, 2))
    assert (done.expected, done.is_done, done.slip_days, done.slip_months) == (date(2024, 10, 1), True, 275, 9)
    assert done.forecasts == (
        (date(2024, 1, 10), date(2024, 6, 30), "Late"),
        (date(2024, 5, 1), date(2024, 9, 30), "Later"),
    )


def test_later_recorded_of_one_day_stands() -> None:
    told = [Told(FORECAST, date(2025, 1, 1), DAY), Told(FORECAST, date(2025, 2, 2), DAY)]
    assert plan_on(told, DAY).forecast == date(2025, 2, 2)


def test_empty_date_takes_the_date_away() -> None:
    told = [Told(BASELINE, DAY, DAY), Told(ACTUAL, DAY, DAY), Told(ACTUAL, None, DAY + timedelta(days=1), "Wrong")]
    assert plan_on(told, DAY).is_done
    assert not plan_on(told, DAY + timedelta(days=1)).is_done


def test_day_itself_is_not_overdue_and_the_next_is() -> None:
    plan = Plan(baseline=DAY)
    assert not plan.is_overdue(DAY)
    assert plan.overdue_days(DAY + timedelta(days=1)) == 1


def test_first_forecast_that_repeats_the_baseline_is_no_move() -> None:
    told = [
        Told(BASELINE, date(2025, 1, 1), date(2024, 1, 1)),
        Told(FORECAST, date(2025, 1, 1), date(2024, 2, 1)),
        Told(FORECAST, date(2025, 3, 1), date(2024, 3, 1)),
        Told(FORECAST, date(2025, 5, 1), date(2025, 6, 1)),
    ]
    plan = plan_on(told, DAY)
    assert plan.times_moved() == 2
    assert plan.times_moved(since=date(2025, 1, 1)) == 1
    assert moved_recently(plan, day=DAY, window_days=90) == 1
    assert moved_recently(plan, day=DAY, window_days=28) == 0


@given(st.lists(revisions, max_size=12), days, days)
def test_what_counts_later_never_changes_an_earlier_day(told: list[Told], first: date, second: date) -> None:
    early, late = sorted((first, second))
    known = [each for each in told if each.effective_on <= late]
    assert plan_on(told, early) == plan_on(known, early)


@given(st.lists(revisions, max_size=12), days)
def test_plan_holds_only_what_was_told_by_the_day(told: list[Told], day: date) -> None:
    plan = plan_on(told, day)
    known = [each for each in told if each.effective_on <= day]
    for kind, shown in ((BASELINE, plan.baseline), (FORECAST, plan.forecast), (ACTUAL, plan.actual)):
        assert shown is None or shown in {each.date for each in known if each.kind == kind}
    assert plan.last_changed_on == max((each.effective_on for each in known), default=None)
    assert plan.times_moved() <= len(plan.forecasts)


@given(st.builds(Plan, baseline=st.none() | days, forecast=st.none() | days, actual=st.none() | days), days)
def test_slip_and_lateness_agree_with_the_expected_date(plan: Plan, day: date) -> None:
    assert (plan.slip_days is None) == (plan.baseline is None)
    if plan.slip_days is not None and plan.expected is not None and plan.baseline is not None:
        assert plan.baseline + timedelta(days=plan.slip_days) == plan.expected
        assert abs(plan.slip_days / 30.4375 - (plan.slip_months or 0)) <= 0.5
    assert plan.is_overdue(day) == (plan.overdue_days(day) > 0)
    assert not (plan.is_done and plan.is_overdue(day))
