"""Statistical process control: published test values, each rule and its near misses, and what scaling leaves as it is."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.days import add_months
from tracker.governance.policies.drift import Band, Sums, band_of, cusum, psi
from tracker.governance.policies.spc import (
    Better,
    Judged,
    Limits,
    Point,
    Settings,
    Signal,
    Standing,
    clamped,
    marks_of,
    mean_moving_range,
    moving_ranges,
    p_chart,
    p_limits,
    processes,
    upper_range_limit,
    xmr,
    xmr_limits,
)

FIRST = date(2024, 1, 1)
NHS = Settings(shift_points=7, trend_points=7, minimum_points=12)
TURNAROUND = ["12.1", "11.8", "12.4", "12.0", "11.9", "12.6", "12.2", "11.7", "12.3", "12.0", "12.1", "12.5"]
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]  # no rule marks any of these, and their mean is 10.5


def points(values: Sequence[object], first: date = FIRST) -> list[Point]:
    return [Point(add_months(first, place), Fraction(str(value))) for place, value in enumerate(values)]


def chart(values: Sequence[object], better: Better = Better.HIGHER, **options: object) -> list[Judged]:
    return xmr(points(values), better=better, settings=NHS, **options)


def marked(judged: Sequence[Judged], signal: Signal) -> list[int]:
    """The places of the readings that a rule marks."""
    return [place for place, each in enumerate(judged) if any(mark.signal == signal for mark in each.marks)]


# --- Limits ---------------------------------------------------------------------------------------------------------


def test_limits_are_those_of_the_published_test_values() -> None:
    series = points(TURNAROUND)
    values = [point.value for point in series]
    limits = xmr_limits(series)[0]
    assert float(limits.mean) == pytest.approx(12.133333, abs=5e-7)
    assert float(mean_moving_range(values)) == pytest.approx(0.4)
    assert float(limits.upper) == pytest.approx(13.197333, abs=5e-7)
    assert float(limits.lower) == pytest.approx(11.069333, abs=5e-7)
    assert float(upper_range_limit(values)) == pytest.approx(1.3068)


def test_moving_ranges_are_one_fewer_than_readings() -> None:
    assert moving_ranges([Fraction(3), Fraction(1), Fraction(6)]) == [2, 5]


def test_screening_leaves_a_wild_range_out_and_is_off_unless_asked_for() -> None:
    values = [Fraction(value) for value in [*NOISE, 60, *NOISE]]
    assert mean_moving_range(values, screen_outliers=True) < mean_moving_range(values)
    plain = xmr_limits(points([*NOISE, 60, *NOISE]))[0]
    screened = xmr_limits(points([*NOISE, 60, *NOISE]), screen_outliers=True)[0]
    assert screened.mean == plain.mean
    assert screened.upper < plain.upper


def test_screening_of_readings_that_never_move_keeps_their_limits_on_the_mean() -> None:
    limits = xmr_limits(points([4] * 12), screen_outliers=True)[0]
    assert limits == Limits(Fraction(4), Fraction(4), Fraction(4))


@pytest.mark.parametrize(("count", "has_limits"), [(11, False), (12, True)])
def test_limits_need_twelve_readings(count: int, has_limits: bool) -> None:
    judged = chart([5] * (count - 1) + [99])
    assert [each.limits is not None for each in judged] == [has_limits] * count
    assert bool(judged[-1].marks) == has_limits


def test_percentages_are_drawn_within_0_and_100_and_judged_by_the_whole_limits() -> None:
    limits = Limits(Fraction(96), Fraction(88), Fraction(104))
    assert clamped(limits, floor=Fraction(0), ceiling=Fraction(100)) == Limits(
        Fraction(96), Fraction(88), Fraction(100)
    )


def test_proportions_have_wider_limits_where_fewer_were_counted() -> None:
    series = [
        Point(add_months(FIRST, place), Fraction(10), (size // 10, size)) for place, size in enumerate([100, 400])
    ]
    few, many = p_limits(series, scale=100)
    assert (float(few.lower), float(few.upper)) == (
        pytest.approx(1),
        pytest.approx(19),
    )  # 10 +/- 3 x sqrt(.1 x .9 / 100)
    assert (float(many.lower), float(many.upper)) == (pytest.approx(5.5), pytest.approx(14.5))


def test_proportion_beyond_three_standard_errors_is_marked_and_one_without_a_count_left_out() -> None:
    series = [Point(add_months(FIRST, place), Fraction(10), (100, 1000)) for place in range(13)]
    series.append(Point(add_months(FIRST, 13), Fraction(25), (250, 1000)))
    series.append(Point(add_months(FIRST, 14), Fraction(99)))
    judged = p_chart(series, better=Better.LOWER, settings=NHS, scale=100)
    assert len(judged) == 14
    assert judged[13].standing == Standing.CONCERN
    assert marked(judged, Signal.OUTSIDE) == [13]


# --- Rules ----------------------------------------------------------------------------------------------------------


def test_usual_variation_is_marked_by_no_rule() -> None:
    judged = chart(NOISE)
    assert {each.standing for each in judged} == {Standing.COMMON}
    assert not any(each.marks for each in judged)


def test_reading_on_a_limit_is_not_outside_and_one_beyond_it_is() -> None:
    limits = Limits(Fraction(10), Fraction(4), Fraction(16))
    assert not limits.is_outside(Fraction(16))
    assert limits.is_outside(Fraction("16.0001"))
    assert limits.is_outside(Fraction("3.9999"))
    assert limits.is_near(Fraction(16))
    assert not limits.is_near(Fraction(14))
    assert limits.is_near(Fraction("14.0001"))
    assert not limits.is_near(Fraction(17))


def test_reading_outside_the_limits_is_marked_alone() -> None:
    judged = chart([*NOISE, 30, *NOISE])
    assert marked(judged, Signal.OUTSIDE) == [12]
    assert judged[12].marks[0].completed_on == judged[12].point.period


@pytest.mark.parametrize(("length", "found"), [(6, []), (7, list(range(12, 19))), (9, list(range(12, 21)))])
def test_shift_is_seven_in_a_row_on_one_side_and_all_of_it_is_marked(length: int, found: list[int]) -> None:
    high = [14, 15, 14, 15, 14, 15, 14, 15, 14][:length]
    judged = chart([*NOISE, *high, 8, 12, 8, 12])
    assert marked(judged, Signal.SHIFT) == found
    if found:
        assert {mark.completed_on for mark in judged[14].marks if mark.signal == Signal.SHIFT} == {
            add_months(FIRST, 18)
        }


def test_reading_on_the_mean_breaks_a_shift() -> None:
    values = [1, -1] * 6 + [1, 1, 1, 0, 1, 1, 1] + [-1] * 6
    assert sum(values) == 0
    assert marked(chart(values), Signal.SHIFT) == []
    assert marked(chart([1, -1] * 6 + [1] * 7 + [-1] * 6 + [-1]), Signal.SHIFT) != []


@pytest.mark.parametrize(("length", "is_found"), [(6, False), (7, True), (8, True)])
def test_trend_is_seven_in_a_row_that_rise_or_fall(length: int, is_found: bool) -> None:
    """Seven readings are six steps; the reading before them is no lower, so that it is not part of the run."""
    before = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 12]
    rise = [9 + Fraction(place, 4) for place in range(length)]
    judged = chart([float(value) for value in [*before, *rise, 9, 11, 10, 12]])
    assert marked(judged, Signal.TREND) == (list(range(12, 12 + length)) if is_found else [])
    fall = chart([-float(value) for value in [*before, *rise, 9, 11, 10, 12]])
    assert marked(fall, Signal.TREND) == marked(judged, Signal.TREND)
    assert all(not mark.is_high for each in fall for mark in each.marks if mark.signal == Signal.TREND)


def test_two_equal_readings_break_a_trend() -> None:
    before = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 12]
    assert marked(chart([*before, 9, 9.5, 10, 10, 10.5, 11, 11.5, 9]), Signal.TREND) == []


def near(values: Sequence[float]) -> list[int]:
    """The places that are near a limit by two of three, among readings whose limits are 10 +/- 6 whatever is added."""
    series = points(values)
    fixed = [Limits(Fraction(10), Fraction(4), Fraction(16))] * len(series)
    return [
        place
        for place, marks in enumerate(marks_of(series, fixed, NHS))
        if any(mark.signal == Signal.NEAR_LIMIT for mark in marks)
    ]


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ([9, 15, 11, 15, 9], [1, 3]),  # only those near the limit, not the one between them
        ([9, 15, 15, 11, 9], [1, 2]),
        ([9, 15, 15, 15, 9], [1, 2, 3]),
        ([9, 15, 15, 15, 15, 9], [1, 2, 3, 4]),  # each once, though two windows hold it
        ([9, 11, 15, 15, 9], [2, 3]),
        ([5, 9, 5, 12, 12], [0, 2]),  # low side
        ([9, 15, 9, 15, 9], []),  # the one between lies below the mean
        ([9, 15, 10, 15, 9], []),  # on the mean is on neither side
        ([9, 15, 5, 15, 9], []),  # near both limits, not on one side
        ([9, 15, 11, 11, 15], []),  # two of four
        ([9, 14, 11, 14, 9], []),  # exactly two thirds of the way is not beyond it
        ([9, 17, 11, 15, 9], []),  # one outside the limits is its own signal
        ([15, 15], []),  # there is no third
    ],
)
def test_two_of_three_near_a_limit(values: list[float], places: list[int]) -> None:
    assert near(values) == places


# --- What it tells --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "better", "standing"),
    [
        (30, Better.HIGHER, Standing.IMPROVEMENT),
        (30, Better.LOWER, Standing.CONCERN),
        (30, Better.NEITHER, Standing.HIGH),
        (-9, Better.HIGHER, Standing.CONCERN),
        (-9, Better.LOWER, Standing.IMPROVEMENT),
        (-9, Better.NEITHER, Standing.LOW),
    ],
)
def test_special_cause_counts_by_which_way_is_better(value: int, better: Better, standing: Standing) -> None:
    assert chart([*NOISE, value, *NOISE], better)[12].standing == standing


def test_standings_that_ask_for_an_explanation() -> None:
    assert {each for each in Standing if each.asks_for_an_explanation} == {
        Standing.CONCERN,
        Standing.HIGH,
        Standing.LOW,
    }


def test_process_change_starts_limits_anew() -> None:
    lower, higher = NOISE, [value + 50 for value in NOISE]
    together = chart([*lower, *higher])
    assert marked(together, Signal.SHIFT) == list(range(24))
    apart = chart([*lower, *higher], rebased_on=[add_months(FIRST, 12)])
    assert not any(each.marks for each in apart)
    assert apart[0].limits != apart[12].limits
    assert float(apart[12].limits.mean) == 60.5  # type: ignore[union-attr]


def test_process_change_before_or_beyond_the_readings_changes_nothing() -> None:
    series = points(NOISE)
    assert processes(series, []) == processes(series, [FIRST, add_months(FIRST, 99)]) == [series]


def test_run_does_not_reach_across_a_process_change() -> None:
    values = [*NOISE, 14, 15, 14, 15, *[value + 3 for value in NOISE]]
    assert marked(chart(values, rebased_on=[add_months(FIRST, 16)]), Signal.SHIFT) == []


VALUES = st.lists(st.integers(-1000, 1000), min_size=12, max_size=40)


@given(VALUES, st.integers(-500, 500))
def test_shifting_every_reading_shifts_the_limits_and_no_mark(values: list[int], shift: int) -> None:
    plain, moved = chart(values), chart([value + shift for value in values])
    assert [each.marks for each in plain] == [each.marks for each in moved]
    for before, after in zip(plain, moved, strict=True):
        assert before.limits is not None
        assert after.limits == Limits(*(limit + shift for limit in vars(before.limits).values()))


@given(VALUES, st.fractions(Fraction(1, 100), 100))
def test_marks_are_the_same_at_any_scale(values: list[int], factor: Fraction) -> None:
    scaled = [Point(point.period, point.value * factor) for point in points(values)]
    again = xmr(scaled, better=Better.HIGHER, settings=NHS)
    assert [(each.marks, each.standing) for each in chart(values)] == [(each.marks, each.standing) for each in again]


@given(VALUES)
def test_turning_readings_round_turns_concern_into_improvement(values: list[int]) -> None:
    upside_down = chart([-value for value in values], Better.LOWER)
    assert [each.standing for each in chart(values)] == [each.standing for each in upside_down]


@given(VALUES, st.randoms())
def test_order_in_which_readings_arrive_does_not_matter(values: list[int], random: object) -> None:
    series = points(values)
    shuffled = list(series)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert xmr(shuffled, better=Better.HIGHER, settings=NHS) == chart(values)


# --- Drift ----------------------------------------------------------------------------------------------------------

FLOOR = 0.0001


@pytest.mark.parametrize(
    ("baseline", "now", "expected"),
    [
        ([100] * 10, [80, 90, 95, 100, 105, 100, 110, 105, 105, 110], 0.008411),
        ([500, 300, 150, 50], [400, 300, 200, 100], 0.071356),
        ([500, 300, 150, 50], [250, 300, 250, 200], 0.432314),
        ([50, 50], [50, 50], 0),
    ],
)
def test_psi_of_published_test_values(baseline: list[int], now: list[int], expected: float) -> None:
    assert psi(baseline, now, floor=FLOOR) == pytest.approx(expected, abs=5e-7)


def test_psi_of_a_class_that_is_empty_is_finite_by_its_floor() -> None:
    assert psi([100, 100], [200, 0], floor=FLOOR) == pytest.approx(0.5 * 0.693147 + 0.4999 * 8.517193, abs=1e-4)


@pytest.mark.parametrize(("baseline", "now"), [([1, 2], [1, 2, 3]), ([0, 0], [1, 2]), ([1, 2], [0, 0]), ([], [])])
def test_psi_of_what_can_not_be_compared_is_refused(baseline: list[int], now: list[int]) -> None:
    with pytest.raises(ValueError, match="same classes"):
        psi(baseline, now, floor=FLOOR)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_psi_of_a_distribution_with_itself_is_0_and_never_negative(counts: list[int]) -> None:
    assert psi(counts, [each * 3 for each in counts], floor=FLOOR) == pytest.approx(0)
    assert psi(counts, counts[::-1], floor=FLOOR) >= 0


@pytest.mark.parametrize(
    ("value", "band"),
    [(0.0999, Band.STABLE), (0.10, Band.WATCH), (0.2499, Band.WATCH), (0.25, Band.ACT), (0.432314, Band.ACT)],
)
def test_bands_of_psi(value: float, band: Band) -> None:
    assert band_of(value, watch=0.10, act=0.25) == band


def test_running_sums_grow_by_what_lies_beyond_the_allowance() -> None:
    sums = cusum([10, 12, 12, 8], target=10, sd=1, k=0.5)
    assert sums == [Sums(0, 0), Sums(1.5, 0), Sums(3.0, 0), Sums(0.5, 1.5)]
    assert not Sums(5, 0).signals(5)
    assert Sums(5.1, 0).signals(5)
    assert Sums(0, 5.1).signals(5)
