"""Statistical process control by the rules of NHS England's “Making Data Count”. Pure.

Limits are those of the XmR chart: the mean, and 2.66 mean moving ranges to either side of it (for a proportion of a known
count, the p-chart: three standard errors). Four rules tell a special cause from the usual variation: a reading outside
the limits; a shift (seven in a row on one side of the mean); a trend (seven in a row that all rise or all fall); and two
of three in a row near a limit, all three on that side of the mean. Source: NHS England, Making Data Count, and its
reference implementation NHSRplotthedots. Other bodies call a shift at eight and a trend at six: the two are not mixed.

Arithmetic is exact (fractions), so that a reading that lies on a limit is never taken for one beyond it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise
from math import sqrt

# Scaling of the mean moving range for two readings: 3 / 1.128 and D4 (Shewhart's constants for n = 2).
LIMIT_OF_READINGS = Fraction("2.66")
LIMIT_OF_RANGES = Fraction("3.267")
NEAR = Fraction(2, 3)  # of the way from the mean to a limit
STANDARD_ERRORS = 3  # of a p-chart's limits
WINDOW, NEAR_IN_WINDOW = 3, 2


class Better(StrEnum):
    """Which way is an improvement."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Standing(StrEnum):
    """What a reading tells. A special cause of a measure that has no better way is only high or low."""

    COMMON = "common"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    HIGH = "high"
    LOW = "low"

    @property
    def asks_for_an_explanation(self) -> bool:
        """Something changed, and not for the better as far as anybody knows."""
        return self in (Standing.CONCERN, Standing.HIGH, Standing.LOW)


class Signal(StrEnum):
    """The rule that marks a reading. The last two are not of SPC: a limit that the plan names, and drift of a
    distribution or of a running sum."""

    OUTSIDE = "outside"
    SHIFT = "shift"
    TREND = "trend"
    NEAR_LIMIT = "near-limit"
    AGREED_LIMIT = "agreed-limit"
    DRIFT = "drift"


@dataclass(frozen=True)
class Settings:
    """How many readings make a shift, a trend, and limits at all. Screening leaves moving ranges beyond their own limit
    out of the mean moving range, once; off unless asked for, as in the NHS Excel tool."""

    shift_points: int
    trend_points: int
    minimum_points: int
    screen_outliers: bool = False


@dataclass(frozen=True)
class Point:
    """One reading: the first day of its month, its value, and for a proportion what it was counted from."""

    period: date
    value: Fraction
    sample: tuple[int, int] | None = None


@dataclass(frozen=True)
class Limits:
    """The mean and the process limits that hold for one reading."""

    mean: Fraction
    lower: Fraction
    upper: Fraction

    def side(self, value: Fraction) -> int:
        """1 above the mean, -1 below it, 0 on it."""
        return (value > self.mean) - (value < self.mean)

    def is_outside(self, value: Fraction) -> bool:
        return value > self.upper or value < self.lower

    def is_near(self, value: Fraction) -> bool:
        """Within the limits, and more than two thirds of the way to one of them."""
        high, low = self.mean + NEAR * (self.upper - self.mean), self.mean - NEAR * (self.mean - self.lower)
        return not self.is_outside(value) and (value > high or value < low)


@dataclass(frozen=True)
class Mark:
    """A rule that a reading is part of, on the high or the low side. `completed_on` is the period of the reading with
    which the run was whole, and the special cause could first be seen."""

    signal: Signal
    is_high: bool
    completed_on: date


@dataclass(frozen=True)
class Judged:
    """A reading, the limits that held for it (None before there are enough readings), and what it tells."""

    point: Point
    limits: Limits | None
    marks: tuple[Mark, ...] = ()
    standing: Standing = Standing.COMMON


# --- Limits ---------------------------------------------------------------------------------------------------------


def mean_of(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def moving_ranges(values: Sequence[Fraction]) -> list[Fraction]:
    return [abs(after - before) for before, after in pairwise(values)]


def mean_moving_range(values: Sequence[Fraction], *, screen_outliers: bool = False) -> Fraction:
    """The mean of the moving ranges; with screening, of those that lie within their own upper limit. At least two
    values."""
    ranges = moving_ranges(values)
    mean = mean_of(ranges)
    kept = [each for each in ranges if each < LIMIT_OF_RANGES * mean] if screen_outliers else ranges
    return mean_of(kept) if kept else mean


def upper_range_limit(values: Sequence[Fraction]) -> Fraction:
    """The limit above which a moving range is itself a special cause."""
    return LIMIT_OF_RANGES * mean_moving_range(values)


def xmr_limits(points: Sequence[Point], *, screen_outliers: bool = False) -> list[Limits]:
    """The limits of individual readings: the same for each of them."""
    values = [point.value for point in points]
    mean, reach = mean_of(values), LIMIT_OF_READINGS * mean_moving_range(values, screen_outliers=screen_outliers)
    return [Limits(mean, mean - reach, mean + reach)] * len(points)


def p_limits(points: Sequence[Point], *, scale: int = 1) -> list[Limits]:
    """The limits of proportions, wider where fewer were counted; `scale` is 100 where values are percentages. Every
    point has its sample."""
    samples = [point.sample for point in points if point.sample is not None]
    mean = Fraction(sum(found for found, _ in samples), sum(counted for _, counted in samples))
    limits = []
    for _, counted in samples:
        reach = Fraction(STANDARD_ERRORS * sqrt(mean * (1 - mean) / counted))
        limits.append(Limits(mean * scale, (mean - reach) * scale, (mean + reach) * scale))
    return limits


# --- Rules ----------------------------------------------------------------------------------------------------------


def runs(signs: Sequence[int]) -> list[tuple[int, int, int]]:
    """Unbroken runs of one sign other than 0, as (sign, first, after the last)."""
    found, start = [], 0
    for sign, group in groupby(signs):
        end = start + len(list(group))
        if sign:
            found.append((sign, start, end))
        start = end
    return found


def marks_of(points: Sequence[Point], limits: Sequence[Limits], settings: Settings) -> list[tuple[Mark, ...]]:
    """The rules that each reading of one process is part of; every reading of a run is marked."""
    found: list[list[Mark]] = [[] for _ in points]
    values = [point.value for point in points]
    sides = [limit.side(value) for limit, value in zip(limits, values, strict=True)]

    def mark(place: int, signal: Signal, sign: int, completed: int) -> None:
        found[place].append(Mark(signal, sign > 0, points[completed].period))

    for place, (limit, value) in enumerate(zip(limits, values, strict=True)):
        if limit.is_outside(value):
            mark(place, Signal.OUTSIDE, sides[place], place)
    for sign, start, end in runs(sides):
        for place in range(start, end) if end - start >= settings.shift_points else ():
            mark(place, Signal.SHIFT, sign, start + settings.shift_points - 1)
    steps = [(after > before) - (after < before) for before, after in pairwise(values)]
    for sign, start, end in runs(steps):
        # So many steps join one reading more.
        for place in range(start, end + 1) if end - start >= settings.trend_points - 1 else ():
            mark(place, Signal.TREND, sign, start + settings.trend_points - 1)
    _mark_near_limits([limit.is_near(value) for limit, value in zip(limits, values, strict=True)], sides, mark)
    return [tuple(each) for each in found]


def _mark_near_limits(
    near: Sequence[bool], sides: Sequence[int], mark: Callable[[int, Signal, int, int], None]
) -> None:
    """Two of three in a row near a limit, all three on one side of the mean; only those near it are marked."""
    done: set[int] = set()
    for last in range(WINDOW - 1, len(near)):
        window = range(last - WINDOW + 1, last + 1)
        places = [place for place in window if near[place]]
        if len(places) >= NEAR_IN_WINDOW and abs(sum(sides[place] for place in window)) == WINDOW:
            for place in places:
                if place not in done:
                    mark(place, Signal.NEAR_LIMIT, sides[place], last)
            done.update(places)


def standing_of(marks: Sequence[Mark], better: Better) -> Standing:
    """What the marks tell, by which way is better. A reading with marks both ways is a concern; one that a trend marks
    counts by where the trend goes."""
    if not marks:
        return Standing.COMMON
    if any(mark.signal in (Signal.AGREED_LIMIT, Signal.DRIFT) for mark in marks):
        return Standing.CONCERN
    if better == Better.NEITHER:
        return Standing.HIGH if marks[0].is_high else Standing.LOW
    is_good = all(mark.is_high == (better == Better.HIGHER) for mark in marks)
    return Standing.IMPROVEMENT if is_good else Standing.CONCERN


# --- A whole chart --------------------------------------------------------------------------------------------------


def processes(points: Sequence[Point], rebased_on: Sequence[date]) -> list[list[Point]]:
    """The readings, in order of period, divided at each period from which a changed process is counted anew."""
    parts: list[list[Point]] = [[]]
    starts = sorted(set(rebased_on))
    for point in sorted(points, key=lambda each: each.period):
        while starts and starts[0] <= point.period:
            starts.pop(0)
            parts += [[]] if parts[-1] else []
        parts[-1].append(point)
    return [part for part in parts if part]


def judge_series(
    points: Sequence[Point],
    *,
    limits_of: Callable[[Sequence[Point]], list[Limits]],
    better: Better,
    settings: Settings,
    rebased_on: Sequence[date] = (),
) -> list[Judged]:
    """Every reading with its limits, its marks and what it tells. A process with too few readings has no limits yet."""
    judged: list[Judged] = []
    for part in processes(points, rebased_on):
        if len(part) < settings.minimum_points:
            judged += [Judged(point, None) for point in part]
            continue
        limits = limits_of(part)
        rows = zip(part, limits, marks_of(part, limits, settings), strict=True)
        judged += [Judged(point, limit, marks, standing_of(marks, better)) for point, limit, marks in rows]
    return judged


def xmr(
    points: Sequence[Point], *, better: Better, settings: Settings, rebased_on: Sequence[date] = ()
) -> list[Judged]:
    """The XmR chart of individual readings."""

    def limits_of(part: Sequence[Point]) -> list[Limits]:
        return xmr_limits(part, screen_outliers=settings.screen_outliers)

    return judge_series(points, limits_of=limits_of, better=better, settings=settings, rebased_on=rebased_on)


def p_chart(
    points: Sequence[Point], *, better: Better, settings: Settings, scale: int = 1, rebased_on: Sequence[date] = ()
) -> list[Judged]:
    """The chart of proportions with a known count; readings without one are left out."""
    counted = [point for point in points if point.sample is not None]

    def limits_of(part: Sequence[Point]) -> list[Limits]:
        return p_limits(part, scale=scale)

    return judge_series(counted, limits_of=limits_of, better=better, settings=settings, rebased_on=rebased_on)


def clamped(limits: Limits, *, floor: Fraction, ceiling: Fraction) -> Limits:
    """The limits as they are drawn: a percentage can't lie below 0 or above 100. Rules are judged by the whole ones."""
    return Limits(limits.mean, max(limits.lower, floor), min(limits.upper, ceiling))
