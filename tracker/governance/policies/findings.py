"""What the readings of a measure tell, by its method: a control chart, drift, a running sum, or an agreed limit. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tracker.core.formats import nhs_month
from tracker.governance.policies.drift import Band, band_of, cusum
from tracker.governance.policies.monitoring import PERCENT, Measure, MonitoringOn, Reading, Standards
from tracker.governance.policies.spc import (
    Better,
    Judged,
    Limits,
    Mark,
    Point,
    Signal,
    Standing,
    clamped,
    p_chart,
    standing_of,
    xmr,
)
from tracker.governance.vocabulary import MonitoringMethod, Unit

WORDS = {
    (Signal.OUTSIDE, True): "above the upper process limit",
    (Signal.OUTSIDE, False): "below the lower process limit",
    (Signal.SHIFT, True): "part of a run above the mean",
    (Signal.SHIFT, False): "part of a run below the mean",
    (Signal.TREND, True): "part of a run that rises",
    (Signal.TREND, False): "part of a run that falls",
    (Signal.NEAR_LIMIT, True): "one of two in three near the upper limit",
    (Signal.NEAR_LIMIT, False): "one of two in three near the lower limit",
    (Signal.AGREED_LIMIT, True): "above the agreed limit",
    (Signal.AGREED_LIMIT, False): "below the agreed limit",
    (Signal.DRIFT, True): "drifting",
    (Signal.DRIFT, False): "drifting downwards",
}


def in_words(mark: Mark) -> str:
    """What a mark says of a reading, to follow “is”."""
    return WORDS[mark.signal, mark.is_high]


@dataclass(frozen=True)
class SpecialCause:
    """A special cause that nobody has explained: first visible in the reading of `period`, which was known on
    `since`."""

    measure: Measure
    mark: Mark
    period: date
    since: date

    @property
    def sentence(self) -> str:
        return f"{self.measure.name}: the reading of {nhs_month(self.period)} is {in_words(self.mark)}"


@dataclass(frozen=True)
class MeasureFindings:
    """The readings of one measure with what each tells; for a PSI the band of each month too."""

    measure: Measure
    judged: tuple[Judged, ...]
    readings: tuple[Reading, ...]
    cause: SpecialCause | None = None
    bands: tuple[tuple[Reading, Band], ...] = ()

    @property
    def latest(self) -> Judged | None:
        return self.judged[-1] if self.judged else None

    @property
    def band(self) -> Band | None:
        """The band of the last month of a PSI."""
        return self.bands[-1][1] if self.bands else None

    @property
    def band_since(self) -> date | None:
        """The first month, without a break up to the last, that was outside the stable band."""
        since = None
        for reading, band in reversed(self.bands):
            if band == Band.STABLE:
                break
            since = reading.period
        return since

    def drawn_limits(self, judged: Judged) -> Limits | None:
        """The process limits of a reading as a chart draws them."""
        if judged.limits is None or self.measure.unit != Unit.PERCENT:
            return judged.limits
        return clamped(judged.limits, floor=Fraction(0), ceiling=Fraction(PERCENT))


def findings_of(monitoring: MonitoringOn, day: date) -> list[MeasureFindings]:
    """What every measure of the plan tells on the day."""
    return [findings_of_measure(monitoring, measure) for measure in monitoring.measures_on(day)]


def findings_of_measure(monitoring: MonitoringOn, measure: Measure) -> MeasureFindings:
    """The readings of one measure, judged by its method and by its agreed limits."""
    readings, standards = monitoring.readings_of(measure), monitoring.standards
    points = [Point(reading.period, reading.exact, reading.sample) for reading in readings]
    judged = _with_agreed_limits(measure, _by_method(monitoring, measure, points, standards))
    bands: tuple[tuple[Reading, Band], ...] = ()
    if measure.method == MonitoringMethod.PSI:
        watch, act = float(standards.of("psi-watch")), float(standards.of("psi-act"))
        bands = tuple((reading, band_of(float(reading.value), watch=watch, act=act)) for reading in readings)
    cause = _unexplained(monitoring, measure, judged, readings)
    return MeasureFindings(measure, tuple(judged), readings, cause, bands)


def _by_method(
    monitoring: MonitoringOn, measure: Measure, points: Sequence[Point], standards: Standards
) -> list[Judged]:
    better, rebased = Better(measure.better), monitoring.rebased_on(measure)
    settings = standards.spc(screen_outliers=measure.screens_outliers)
    if measure.method == MonitoringMethod.P_CHART and points and all(point.sample for point in points):
        scale = PERCENT if measure.unit == Unit.PERCENT else 1
        return p_chart(points, better=better, settings=settings, scale=scale, rebased_on=rebased)
    if measure.method in (MonitoringMethod.XMR, MonitoringMethod.P_CHART):
        return xmr(points, better=better, settings=settings, rebased_on=rebased)
    if measure.method == MonitoringMethod.CUSUM and measure.target is not None and measure.sd is not None:
        return _by_running_sums(measure, points, standards, since=max(rebased, default=date.min))
    return [Judged(point, None) for point in points]


def _by_running_sums(measure: Measure, points: Sequence[Point], standards: Standards, *, since: date) -> list[Judged]:
    """A running sum begins anew with a changed process."""
    counted = [point for point in points if point.period >= since]
    sums = cusum(
        [float(point.value) for point in counted],
        target=float(measure.target or 0),
        sd=float(measure.sd or 1),
        k=float(standards.of("cusum-allowance")),
    )
    h, better = float(standards.of("cusum-limit")), Better(measure.better)
    judged = [Judged(point, None) for point in points if point.period < since]
    for point, each in zip(counted, sums, strict=True):
        marks = (Mark(Signal.DRIFT, each.high >= each.low, point.period),) if each.signals(h) else ()
        judged.append(Judged(point, None, marks, standing_of(marks, better)))
    return judged


def _with_agreed_limits(measure: Measure, judged: Sequence[Judged]) -> list[Judged]:
    """Readings beyond what the plan agreed are a concern by themselves, whatever the chart says."""
    rows = []
    for each in judged:
        is_high = measure.upper_limit is not None and each.point.value > Fraction(measure.upper_limit)
        is_low = measure.lower_limit is not None and each.point.value < Fraction(measure.lower_limit)
        if is_high or is_low:
            mark = Mark(Signal.AGREED_LIMIT, is_high, each.point.period)
            rows.append(replace(each, marks=(mark, *each.marks), standing=Standing.CONCERN))
        else:
            rows.append(each)
    return rows


def _unexplained(
    monitoring: MonitoringOn, measure: Measure, judged: Sequence[Judged], readings: Sequence[Reading]
) -> SpecialCause | None:
    """The oldest special cause, for the worse or neither way, that came after what is explained and after the last
    known change of the process."""
    explained = monitoring.explained.get(measure.metric, date.min)
    rebased = max((day for day in monitoring.rebased_on(measure)), default=date.min)
    known = {reading.period: reading.known_on for reading in readings}
    causes = [
        SpecialCause(measure, mark, mark.completed_on, known[mark.completed_on])
        for each in judged
        for mark in each.marks
        if standing_of((mark,), Better(measure.better)).asks_for_an_explanation
        and mark.completed_on > explained
        and mark.completed_on >= rebased
    ]
    return min(causes, key=lambda cause: (cause.since, cause.period), default=None)
