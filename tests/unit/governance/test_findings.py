"""What the readings of a measure tell by its method, and which special cause waits for an explanation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.unit.governance.monitoring_plain import NOISE, measure, month, watched
from tracker.governance.policies.drift import Band
from tracker.governance.policies.findings import MeasureFindings, findings_of, findings_of_measure
from tracker.governance.policies.monitoring import Measure, Rebase
from tracker.governance.policies.spc import Signal, Standing
from tracker.governance.vocabulary import BetterWay, MonitoringMethod, ProcessChangeKind, Unit

TODAY = date(2025, 6, 30)
P_CHART, PSI, CUSUM, COUNT = (
    MonitoringMethod.P_CHART,
    MonitoringMethod.PSI,
    MonitoringMethod.CUSUM,
    MonitoringMethod.COUNT,
)


def found(watches: Measure, values: Sequence[object], **fields: Any) -> MeasureFindings:
    return findings_of_measure(watched(watches, values, **fields), watches)


def rebase(place: int, metric: str = "delay") -> Rebase:
    return Rebase(1, ProcessChangeKind.SCANNER, metric, month(place), "New scanner", month(place))


def test_measures_that_hold_on_the_day_are_judged() -> None:
    monitoring = watched(measure(), NOISE)
    assert [each.measure for each in findings_of(monitoring, TODAY)] == [measure()]
    assert findings_of(replace(monitoring, measures=(measure(ends_on=TODAY),)), TODAY) == []


def test_without_readings_there_is_nothing_to_tell() -> None:
    for method in MonitoringMethod:
        findings = found(measure(method), ())
        assert (findings.latest, findings.band, findings.band_since, findings.cause) == (None, None, None, None)


@pytest.mark.parametrize(
    ("value", "better", "sentence"),
    [
        (40, BetterWay.LOWER, "Delay: the reading of January 2025 is above the upper process limit"),
        (0, BetterWay.HIGHER, "Delay: the reading of January 2025 is below the lower process limit"),
        (0, BetterWay.LOWER, None),
        (10, BetterWay.LOWER, None),
    ],
)
def test_special_cause_that_is_no_improvement_waits_for_an_explanation(
    value: int, better: BetterWay, sentence: str | None
) -> None:
    cause = found(measure(better=better), [*NOISE, value]).cause
    assert (cause and cause.sentence) == sentence
    assert cause is None or (cause.period, cause.since) == (month(12), month(13))


def test_explained_cause_waits_no_longer_until_the_next_one() -> None:
    values = [*NOISE, 40]
    assert found(measure(), values, explained={"delay": month(11)}).cause is not None
    assert found(measure(), values, explained={"delay": month(12)}).cause is None
    assert found(measure(), values, explained={"other": month(12)}).cause is not None


def test_cause_from_before_a_known_change_of_the_process_is_of_the_past() -> None:
    values = [*NOISE, 40, *NOISE]
    assert found(measure(), values, rebases=(rebase(13, "other"),)).cause is not None
    assert found(measure(), values, rebases=(rebase(13, ""),)).cause is None
    assert found(measure(), values, rebases=(rebase(13),)).cause is None


def test_proportion_of_counted_cases_has_the_limits_of_a_p_chart() -> None:
    """3 standard errors of half of 100 cases are 15 percentage points; without counts the ranges of the readings tell."""
    share = measure(P_CHART, unit=Unit.PERCENT)
    [*_, last] = found(share, [50] * 12, counted=100).judged
    assert last.limits is not None
    assert (float(last.limits.lower), float(last.limits.upper)) == (pytest.approx(35), pytest.approx(65))
    [*_, plain] = found(measure(P_CHART), [50] * 12, counted=100).judged
    assert plain.limits is not None
    assert float(plain.limits.upper) == pytest.approx(0.65)
    [*_, uncounted] = found(share, [50] * 12).judged
    assert uncounted.limits is not None
    assert uncounted.limits.upper == 50


def test_drawn_percentage_stays_between_0_and_100() -> None:
    share = found(measure(unit=Unit.PERCENT), [1, 99] * 6)
    assert share.latest is not None
    drawn = share.drawn_limits(share.latest)
    assert drawn is not None
    assert (drawn.lower, drawn.upper) == (0, 100)
    minutes = found(measure(), [1, 99] * 6)
    assert minutes.latest is not None
    assert minutes.latest.limits is not None
    assert minutes.drawn_limits(minutes.latest) == minutes.latest.limits
    assert minutes.latest.limits.lower < 0
    early = found(measure(unit=Unit.PERCENT), [50])
    assert early.latest is not None
    assert early.drawn_limits(early.latest) is None


@pytest.mark.parametrize(
    ("values", "band", "since"),
    [
        ([0.3, 0.05], Band.STABLE, None),
        ([0.05, 0.12, 0.3], Band.ACT, month(1)),
        ([0.1], Band.WATCH, month(0)),
    ],
)
def test_population_has_a_band_since_it_left_the_stable_one(
    values: list[float], band: Band, since: date | None
) -> None:
    findings = found(measure(PSI, unit=Unit.INDEX), values)
    assert (findings.band, findings.band_since) == (band, since)


def test_running_sum_drifts_either_way_and_begins_anew_with_a_changed_process() -> None:
    sums = measure(CUSUM, target=Decimal(10), sd=Decimal(1))
    signals = found(sums, [13, 13, 13]).judged[-1]
    assert [(mark.signal, mark.is_high) for mark in signals.marks] == [(Signal.DRIFT, True)]
    assert signals.standing == Standing.CONCERN
    falls = found(sums, [7, 7, 7])
    assert falls.cause is not None
    assert falls.cause.sentence == "Delay: the reading of March 2024 is drifting downwards"
    anew = found(sums, [13, 13, 13], rebases=(rebase(2),)).judged
    assert [each.marks for each in anew] == [(), (), ()]


@pytest.mark.parametrize("fields", [{}, {"target": Decimal(10)}, {"sd": Decimal(1)}])
def test_running_sum_without_target_or_deviation_tells_nothing(fields: dict[str, Decimal]) -> None:
    assert [each.marks for each in found(measure(CUSUM, **fields), [13, 13, 13]).judged] == [(), (), ()]


def test_reading_beyond_an_agreed_limit_is_a_concern_by_itself() -> None:
    limited = measure(COUNT, better=BetterWay.NEITHER, lower_limit=Decimal(2), upper_limit=Decimal(8))
    judged = found(limited, [2, 8, 9, 1]).judged
    assert [each.standing for each in judged] == [Standing.COMMON, Standing.COMMON, Standing.CONCERN, Standing.CONCERN]
    assert [each.marks[0].is_high for each in judged[2:]] == [True, False]
    assert judged[0].point.value == Fraction(2)
    cause = found(limited, [2, 8, 9, 1]).cause
    assert cause is not None
    assert cause.sentence == "Delay: the reading of March 2024 is above the agreed limit"
