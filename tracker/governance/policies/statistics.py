"""The figures of a diagnostic test from its counts, with their confidence intervals. Pure.

A share whose denominator is nought is not calculable (None), never 0%. Intervals are at 95% and come from SciPy: Wilson
(Wilson 1927) by default, Clopper-Pearson (exact, 1934) as the conservative choice; a difference of two shares has the
hybrid score interval of Newcombe (1998, method 10). Sample sizes are those of Buderer (1996). Shares are from 0 to 1,
turnaround times in minutes.

SciPy takes a while to load and is asked for by few pages, so it is imported where it is used.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.governance.validation_vocabulary import IntervalMethod, Metric

CONFIDENCE = 0.95
Z = 1.959963984540054  # the standard normal quantile of 97.5%, for two-sided intervals at 95%


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, at 95% confidence."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Estimate:
    """A share: `part` of `whole`, its value, and its interval."""

    part: int
    whole: int
    value: float
    interval: Interval


@dataclass(frozen=True)
class Counts:
    """A test against its reference standard: true and false positives and negatives, in cases."""

    tp: int
    fp: int
    tn: int
    fn: int

    @property
    def cases(self) -> int:
        return self.tp + self.fp + self.tn + self.fn

    @property
    def positives(self) -> int:
        """Cases that have the finding, by the reference standard."""
        return self.tp + self.fn

    @property
    def negatives(self) -> int:
        """Cases that do not have it."""
        return self.tn + self.fp

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.tp + other.tp, self.fp + other.fp, self.tn + other.tn, self.fn + other.fn)

    def fit_within(self, whole: "Counts") -> bool:
        """Whether these may be some of the cases of `whole`."""
        return self.tp <= whole.tp and self.fp <= whole.fp and self.tn <= whole.tn and self.fn <= whole.fn


# --- Shares ---------------------------------------------------------------------------------------------------------


def fraction_of(metric: Metric, counts: Counts) -> tuple[int, int]:
    """Numerator and denominator of a metric. The false-positive rate is of those without the finding, the false
    discovery rate of those that were flagged: two different things."""
    return {
        Metric.SENSITIVITY: (counts.tp, counts.positives),
        Metric.SPECIFICITY: (counts.tn, counts.negatives),
        Metric.PPV: (counts.tp, counts.tp + counts.fp),
        Metric.NPV: (counts.tn, counts.tn + counts.fn),
        Metric.FPR: (counts.fp, counts.negatives),
        Metric.FDR: (counts.fp, counts.tp + counts.fp),
        Metric.FNR: (counts.fn, counts.positives),
        Metric.PREVALENCE: (counts.positives, counts.cases),
        Metric.FLAG_RATE: (counts.tp + counts.fp, counts.cases),
    }[metric]


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`, None where there is no whole."""
    return part / whole if whole else None


def estimate(metric: Metric, counts: Counts, method: IntervalMethod = IntervalMethod.WILSON) -> Estimate | None:
    """A metric with its interval; None where it is not calculable."""
    part, whole = fraction_of(metric, counts)
    value = share(part, whole)
    return None if value is None else Estimate(part, whole, value, interval_of(part, whole, method))


def likelihood_ratios(counts: Counts) -> tuple[float | None, float | None]:
    """LR+ (sensitivity over the false-positive rate) and LR- (the false-negative rate over specificity)."""
    sensitivity, specificity = share(counts.tp, counts.positives), share(counts.tn, counts.negatives)
    if sensitivity is None or specificity is None:
        return None, None
    positive = sensitivity / (1 - specificity) if counts.fp else None
    negative = (1 - sensitivity) / specificity if counts.tn else None
    return positive, negative


def ppv_at(prevalence: float, *, sensitivity: float, specificity: float) -> float | None:
    """PPV at another prevalence than the study's, by Bayes' theorem."""
    flagged = sensitivity * prevalence + (1 - specificity) * (1 - prevalence)
    return sensitivity * prevalence / flagged if flagged else None


def npv_at(prevalence: float, *, sensitivity: float, specificity: float) -> float | None:
    """NPV at another prevalence than the study's, by Bayes' theorem."""
    passed = specificity * (1 - prevalence) + (1 - sensitivity) * prevalence
    return specificity * (1 - prevalence) / passed if passed else None


# --- Intervals ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=10_000)
def interval_of(part: int, whole: int, method: IntervalMethod = IntervalMethod.WILSON) -> Interval:
    """The interval of a share; `whole` is at least 1. Remembered, because the library tests a hypothesis on the way: the
    flags of a day gone by ask for some thousand, and most of them again on the next page."""
    from scipy.stats import binomtest

    name = "wilson" if method == IntervalMethod.WILSON else "exact"
    found = binomtest(part, whole).proportion_ci(confidence_level=CONFIDENCE, method=name)
    value = part / whole  # at 0 and 1 rounding may leave a bound a hair on the wrong side of the share itself
    return Interval(min(max(float(found.low), 0.0), value), max(min(float(found.high), 1.0), value))


def newcombe(first: tuple[int, int], second: tuple[int, int]) -> Estimate | None:
    """The difference of two shares, first less second, with its hybrid score interval; None where one has no cases.
    `part` and `whole` are those of the first."""
    (part, whole), (other_part, other_whole) = first, second
    if not whole or not other_whole:
        return None
    p, q = part / whole, other_part / other_whole
    a, b = interval_of(part, whole), interval_of(other_part, other_whole)
    low = p - q - math.hypot(p - a.low, b.high - q)
    high = p - q + math.hypot(a.high - p, q - b.low)
    return Estimate(part, whole, p - q, Interval(low, high))


# --- Sample size ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampleSize:
    """How many cases show sensitivity and specificity within the precision asked for. `total` is of consecutive cases
    at the expected prevalence; `positives` and `negatives` are enough where the set is enriched."""

    positives: int
    negatives: int
    total: int


def cases_for(expected: float, *, precision: float) -> int:
    """How many cases estimate a share to within `precision` either way."""
    return math.ceil(_rounded(Z**2 * expected * (1 - expected) / precision**2))


def sample_size(*, sensitivity: float, specificity: float, prevalence: float, precision: float) -> SampleSize:
    """The sample of a study of both (Buderer 1996); `prevalence` lies between 0 and 1, `precision` above 0."""
    positives, negatives = cases_for(sensitivity, precision=precision), cases_for(specificity, precision=precision)
    total = max(math.ceil(_rounded(positives / prevalence)), math.ceil(_rounded(negatives / (1 - prevalence))))
    return SampleSize(positives, negatives, total)


def _rounded(value: float) -> float:
    """Without the noise of floating point, which would make 2780.0000000000005 cases 2781."""
    return round(value, 9)


# --- Turnaround -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turnaround:
    """Times of one period, in minutes: how many, their median and 90th percentile, and how many met the target. Never
    the mean alone: a few long ones move it."""

    count: int
    median: float
    p90: float
    within_target: int


@dataclass(frozen=True)
class TurnaroundChange:
    """After against before. `shift` is the Hodges-Lehmann estimate: the median of all differences between a time after
    and one before, in minutes, so that less than nought is quicker. `within_target` is the difference of the shares."""

    before: Turnaround
    after: Turnaround
    shift: float
    interval: Interval
    within_target: Estimate


def turnaround(minutes: Sequence[float], *, target: float) -> Turnaround:
    """The summary of at least one time."""
    import numpy as np

    times = np.asarray(minutes, dtype=float)
    median, p90 = np.percentile(times, [50, 90])
    return Turnaround(len(times), float(median), float(p90), int((times <= target).sum()))


def turnaround_change(before: Sequence[float], after: Sequence[float], *, target: float) -> TurnaroundChange | None:
    """What changed, None where a period has no times. The interval of the shift is that of Moses: from the k-th smallest
    to the k-th largest difference, k as the rank-sum test has it by its normal approximation (Hollander and Wolfe,
    Nonparametric Statistical Methods, section 4.3). It needs no random numbers."""
    import numpy as np

    if not before or not after:
        return None
    first, second = turnaround(before, target=target), turnaround(after, target=target)
    differences = np.sort(np.subtract.outer(np.asarray(after, float), np.asarray(before, float)), axis=None)
    m, n = first.count, second.count
    rank = max(math.floor(m * n / 2 - Z * math.sqrt(m * n * (m + n + 1) / 12)), 1)
    within = newcombe((second.within_target, n), (first.within_target, m))
    assert within is not None  # noqa: S101 - both periods have times
    return TurnaroundChange(
        first,
        second,
        float(np.median(differences)),
        Interval(float(differences[rank - 1]), float(differences[m * n - rank])),
        within,
    )
