"""The figures against published and hand-derived values, and what holds of them whatever the counts."""

import math
import statistics as plain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.governance.policies.statistics import (
    Counts,
    SampleSize,
    cases_for,
    estimate,
    interval_of,
    likelihood_ratios,
    newcombe,
    npv_at,
    ppv_at,
    sample_size,
    turnaround,
    turnaround_change,
)
from tracker.governance.validation_vocabulary import IntervalMethod, Metric

WORKED = Counts(tp=47, fp=120, tn=830, fn=3)
numbers = st.integers(0, 5000)
counts = st.builds(Counts, tp=numbers, fp=numbers, tn=numbers, fn=numbers)
SIX = 0.5e-6
FOUR = 0.5e-4


@pytest.mark.parametrize(
    ("part", "whole", "wilson", "exact"),
    [
        (0, 10, (0.000000, 0.277533), (0.000000, 0.308497)),
        (10, 10, (0.722467, 1.000000), (0.691503, 1.000000)),
        (5, 10, (0.236593, 0.763407), (0.187086, 0.812914)),
        (47, 50, (0.837829, 0.979385), (0.834518, 0.987451)),
        (90, 100, (0.825634, 0.944771), (0.823777, 0.950995)),
        (95, 100, (0.888250, 0.978456), (0.887165, 0.983568)),
        (81, 263, (0.255289, 0.366210), (0.252737, 0.367622)),
        (852, 1000, (0.828645, 0.872661), (0.828458, 0.873447)),
    ],
)
def test_intervals_equal_published_values(
    part: int, whole: int, wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    """81 of 263 is the worked example of Newcombe (1998); the others were computed from the formulas."""
    found = interval_of(part, whole)
    assert (found.low, found.high) == pytest.approx(wilson, abs=SIX)
    found = interval_of(part, whole, IntervalMethod.CLOPPER_PEARSON)
    assert (found.low, found.high) == pytest.approx(exact, abs=SIX)


@pytest.mark.parametrize(
    ("metric", "value", "low", "high"),
    [
        (Metric.SENSITIVITY, 0.94, 0.8378, 0.9794),
        (Metric.SPECIFICITY, 0.8737, 0.8510, 0.8933),
        (Metric.PPV, 0.2814, 0.2187, 0.3540),
        (Metric.NPV, 0.9964, 0.9895, 0.9988),
        (Metric.FPR, 0.1263, 0.1067, 0.1490),
        (Metric.FNR, 0.06, 0.0206, 0.1622),
        (Metric.FDR, 0.7186, 0.6460, 0.7813),
        (Metric.PREVALENCE, 0.05, None, None),
        (Metric.FLAG_RATE, 0.167, None, None),
    ],
)
def test_worked_study(metric: Metric, value: float, low: float | None, high: float | None) -> None:
    found = estimate(metric, WORKED)
    assert found is not None
    assert found.value == pytest.approx(value, abs=FOUR)
    if low is not None:
        assert (found.interval.low, found.interval.high) == pytest.approx((low, high), abs=FOUR)


def test_likelihood_ratios_of_the_worked_study() -> None:
    assert likelihood_ratios(WORKED) == pytest.approx((7.4417, 0.0687), abs=FOUR)


def test_predictive_values_at_another_prevalence() -> None:
    rates = {"sensitivity": 0.94, "specificity": 830 / 950}
    assert ppv_at(0.01, **rates) == pytest.approx(0.0699, abs=FOUR)
    assert npv_at(0.01, **rates) == pytest.approx(0.9993, abs=FOUR)
    assert ppv_at(0.05, **rates) == pytest.approx(47 / 167, abs=1e-12)
    assert npv_at(0.05, **rates) == pytest.approx(830 / 833, abs=1e-12)


def test_predictive_values_that_nothing_was_flagged_or_passed_for() -> None:
    assert ppv_at(0.0, sensitivity=0.9, specificity=1.0) is None
    assert npv_at(1.0, sensitivity=1.0, specificity=0.9) is None


@pytest.mark.parametrize(
    ("first", "second", "difference", "low", "high"),
    [((56, 70), (48, 80), 0.2, 0.0524, 0.3339), ((90, 100), (70, 90), 0.1222, 0.0177, 0.2284)],
)
def test_differences_equal_published_values(
    first: tuple[int, int], second: tuple[int, int], difference: float, low: float, high: float
) -> None:
    """56 of 70 against 48 of 80 is example (a) of Newcombe (1998), method 10."""
    found = newcombe(first, second)
    assert found is not None
    assert (found.value, found.interval.low, found.interval.high) == pytest.approx((difference, low, high), abs=FOUR)


@pytest.mark.parametrize(
    ("expected", "precision", "cases"),
    [
        (0.95, 0.05, 73),
        (0.90, 0.05, 139),
        (0.90, 0.03, 385),
        (0.85, 0.05, 196),
        (0.80, 0.05, 246),
        (0.95, 0.03, 203),
        (0.98, 0.02, 189),
    ],
)
def test_cases_for_a_precision(expected: float, precision: float, cases: int) -> None:
    assert cases_for(expected, precision=precision) == cases


@pytest.mark.parametrize(
    ("sensitivity", "specificity", "prevalence", "size"),
    [
        (0.90, 0.85, 0.05, SampleSize(139, 196, 2780)),
        (0.90, 0.85, 0.10, SampleSize(139, 196, 1390)),
        (0.95, 0.80, 0.02, SampleSize(73, 246, 3650)),
        (0.90, 0.90, 0.50, SampleSize(139, 139, 278)),
    ],
)
def test_sample_sizes(sensitivity: float, specificity: float, prevalence: float, size: SampleSize) -> None:
    found = sample_size(sensitivity=sensitivity, specificity=specificity, prevalence=prevalence, precision=0.05)
    assert found == size


@pytest.mark.parametrize("metric", Metric)
def test_nothing_is_calculable_from_no_cases(metric: Metric) -> None:
    assert estimate(metric, Counts(0, 0, 0, 0)) is None


def test_what_is_not_calculable_is_not_nought() -> None:
    only_negatives = Counts(tp=0, fp=0, tn=40, fn=0)
    assert estimate(Metric.SENSITIVITY, only_negatives) is None
    assert estimate(Metric.PPV, only_negatives) is None
    assert likelihood_ratios(only_negatives) == (None, None)
    assert likelihood_ratios(Counts(tp=5, fp=0, tn=5, fn=0)) == (None, 0.0)
    assert likelihood_ratios(Counts(tp=5, fp=5, tn=0, fn=0)) == (1.0, None)
    assert newcombe((1, 2), (0, 0)) is None
    assert newcombe((0, 0), (1, 2)) is None


@given(counts, st.sampled_from(Metric), st.sampled_from(IntervalMethod))
def test_an_interval_holds_its_figure_and_stays_a_share(of: Counts, metric: Metric, method: IntervalMethod) -> None:
    found = estimate(metric, of, method)
    if found is not None:
        assert 0 <= found.interval.low <= found.value <= found.interval.high <= 1
        assert found.value in found.interval


@given(st.integers(1, 3000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_exact_interval_is_about_as_wide_or_wider(fraction: tuple[int, int]) -> None:
    wilson, exact = interval_of(*fraction), interval_of(*fraction, IntervalMethod.CLOPPER_PEARSON)
    assert exact.high - exact.low >= wilson.high - wilson.low - 0.02


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_a_difference_turned_round_is_the_same_with_the_other_sign(m: int, n: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, m)), m
    second = data.draw(st.integers(0, n)), n
    one, other = newcombe(first, second), newcombe(second, first)
    assert one is not None
    assert other is not None
    assert one.interval.low == pytest.approx(-other.interval.high, abs=1e-9)
    assert one.interval.low - 1e-9 <= one.value <= one.interval.high + 1e-9


@given(counts)
def test_rates_that_complement_each_other_add_to_one(of: Counts) -> None:
    for one, other in ((Metric.SPECIFICITY, Metric.FPR), (Metric.SENSITIVITY, Metric.FNR), (Metric.PPV, Metric.FDR)):
        first, second = estimate(one, of), estimate(other, of)
        assert (first is None) == (second is None)
        if first and second:
            assert math.isclose(first.value + second.value, 1)


def test_turnaround_is_told_by_median_and_tail() -> None:
    found = turnaround([10, 20, 30, 40, 500], target=30)
    assert (found.count, found.median, found.within_target) == (5, 30, 3)
    assert found.p90 == pytest.approx(316)  # between 40 and 500, at rank 0.9 x 4 counted from nought


def test_turnaround_change_equals_a_hand_derived_case() -> None:
    """All 9 differences of (1, 2, 3) less (4, 5, 6) are -5, -4, -4, -3, -3, -3, -2, -2, -1: their median is -3. Three
    a side are too few to leave any of them out, so the interval reaches from the first to the last."""
    found = turnaround_change([4, 5, 6], [1, 2, 3], target=3)
    assert found is not None
    assert found.shift == -3
    assert (found.interval.low, found.interval.high) == (-5, -1)
    assert found.within_target.value == 1


def test_turnaround_interval_ends_at_the_ranks_that_the_rank_sum_test_has() -> None:
    """10 a side: k = floor(50 - 1.96 x sqrt(175)) = 24, counted from 1, at each end of 100 differences."""
    before, after = [float(each) for each in range(10, 20)], [float(each) for each in range(10)]
    found = turnaround_change(before, after, target=10)
    assert found is not None
    differences = sorted(b - a for b in after for a in before)
    assert found.shift == plain.median(differences) == -10
    assert (found.interval.low, found.interval.high) == (differences[23], differences[76])


def test_turnaround_change_needs_times_of_both_periods() -> None:
    assert turnaround_change([], [1.0], target=3) is None
    assert turnaround_change([1.0], [], target=3) is None


times = st.lists(st.floats(0, 10_000), min_size=1, max_size=60)


@given(times, times)
def test_turnaround_shift_lies_in_its_interval(before: list[float], after: list[float]) -> None:
    found = turnaround_change(before, after, target=60)
    assert found is not None
    assert found.interval.low <= found.shift <= found.interval.high
