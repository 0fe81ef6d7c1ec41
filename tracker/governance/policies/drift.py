"""How far what a tool sees has moved from what it was validated on: the population stability index, and CUSUM. Pure.

PSI = sum over classes of (q - p) ln(q / p), with p the baseline's share of a class and q the share now. Its classes are
fixed with the baseline. A running sum (CUSUM) counts how far readings stay above or below their target in standard
deviations, less an allowance k each time; it signals beyond h. Sources: Siddiqi, Credit Risk Scorecards, for PSI and its
customary bands; Montgomery, Statistical Quality Control, for CUSUM (k = 0.5 and h = 5: one false alarm in about 465).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log


class Band(StrEnum):
    """How far a distribution has moved."""

    STABLE = "stable"
    WATCH = "watch"
    ACT = "act"


def psi(baseline: Sequence[int], now: Sequence[int], *, floor: float) -> float:
    """The index of two sets of counts over the same classes; a share of 0 counts as `floor`. Raises `ValueError` where
    the two can't be compared."""
    if len(baseline) != len(now) or not sum(baseline) or not sum(now):
        raise ValueError("The two need the same classes, and at least one case each.")
    pairs = [
        (max(before / sum(baseline), floor), max(after / sum(now), floor))
        for before, after in zip(baseline, now, strict=True)
    ]
    return sum((q - p) * log(q / p) for p, q in pairs)


def band_of(value: float, *, watch: float, act: float) -> Band:
    """The band of an index: its lower bounds belong to it."""
    if value >= act:
        return Band.ACT
    return Band.WATCH if value >= watch else Band.STABLE


@dataclass(frozen=True)
class Sums:
    """The two running sums after a reading, in standard deviations."""

    high: float
    low: float

    def signals(self, h: float) -> bool:
        return self.high > h or self.low > h


def cusum(values: Sequence[float], *, target: float, sd: float, k: float) -> list[Sums]:
    """The running sums of readings around a target; `sd` is above 0."""
    sums, high, low = [], 0.0, 0.0
    for value in values:
        step = (value - target) / sd
        high, low = max(0.0, high + step - k), max(0.0, low - step - k)
        sums.append(Sums(high, low))
    return sums
