"""The figures of a validation in words: shares as percentages, each with its interval."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from tracker.core.formats import nhs_date, number, plural
from tracker.core.presentation import Cell, Row, TableColumn
from tracker.governance.models import TurnaroundResult
from tracker.governance.policies.statistics import (
    Counts,
    Estimate,
    SampleSize,
    estimate,
    likelihood_ratios,
    newcombe,
    npv_at,
    ppv_at,
)
from tracker.governance.policies.validation import Criterion, Group, Judged, ResultOn
from tracker.governance.presenters.records import OUTCOME_TAGS
from tracker.governance.validation_vocabulary import CriterionRule, IntervalMethod, Metric

NOT_CALCULABLE = "Not calculable"
SIGNIFICANT = 4
EXPLAINED = {
    Metric.SENSITIVITY: "of those with the finding, how many were flagged",
    Metric.SPECIFICITY: "of those without it, how many were not flagged",
    Metric.PPV: "of those flagged, how many have the finding",
    Metric.NPV: "of those not flagged, how many do not have it",
    Metric.FPR: "of those without the finding, how many were flagged",
    Metric.FDR: "of those flagged, how many do not have the finding",
    Metric.FNR: "of those with the finding, how many were not flagged",
    Metric.PREVALENCE: "how many have the finding",
    Metric.FLAG_RATE: "how many were flagged",
}
OF_SUBGROUPS = (Metric.SENSITIVITY, Metric.SPECIFICITY, Metric.FPR, Metric.FLAG_RATE)


def percent(value: float | Decimal) -> str:
    """`94.0%`: one decimal place, as the size of such studies warrants."""
    return f"{value * 100:.1f}%"


def threshold(value: Decimal) -> str:
    """`85%` or `99.25%`: as it was agreed."""
    return f"{number((value * 100).normalize(), places=None)}%"


def interval(found: Estimate) -> str:
    """`83.8% to 97.9%`."""
    return f"{percent(found.interval.low)} to {percent(found.interval.high)}"


# --- Criteria -------------------------------------------------------------------------------------------------------

CRITERION_COLUMNS = (
    TableColumn("Criterion", width="wide"),
    TableColumn("Cases"),
    TableColumn("Outcome"),
    TableColumn("Found"),
    TableColumn("Set by"),
)


def criterion_name(criterion: Criterion) -> str:
    """`Sensitivity at least 85%`."""
    return f"{criterion.metric.label} {criterion.operator.label.lower()} {threshold(criterion.threshold)}"


def criterion_hint(criterion: Criterion) -> str:
    """By what it is judged, on how many cases, and whether the study turns on it."""
    parts = [criterion.rule.label]
    if criterion.rule != CriterionRule.POINT_ESTIMATE:
        parts[0] += f" ({'Wilson' if criterion.method == IntervalMethod.WILSON else 'Clopper-Pearson'})"
    for least, what in ((criterion.min_positives, "positive"), (criterion.min_negatives, "negative")):
        if least:
            parts.append(f"on at least {plural(least, f'{what} case')}")
    if not criterion.is_mandatory:
        parts.append("for information: the study does not turn on it")
    return "; ".join(parts)


def criterion_row(judged: Judged, *, shows_outcome: bool) -> Row:
    """One criterion, and what came of it once there are counts."""
    criterion, found = judged.criterion, judged.estimate
    told = f"{percent(found.value)}, {found.part:,} of {found.whole:,}" if found else NOT_CALCULABLE
    hint = f"95% interval {interval(found)}. {judged.reason}" if found else judged.reason
    return [
        Cell(criterion_name(criterion), hint=criterion_hint(criterion)),
        str(criterion.group),
        Cell(tag=OUTCOME_TAGS[judged.outcome]) if shows_outcome else "No counts yet",
        Cell(told, hint=hint) if shows_outcome else "",
        criterion.source.label,
    ]


# --- Counts and figures ---------------------------------------------------------------------------------------------

COUNT_COLUMNS = (
    TableColumn("Cases"),
    TableColumn("True positives", numeric=True),
    TableColumn("False positives", numeric=True),
    TableColumn("True negatives", numeric=True),
    TableColumn("False negatives", numeric=True),
    TableColumn("All", numeric=True),
    TableColumn("Run on and entered by"),
)
FIGURE_COLUMNS = (
    TableColumn("Figure"),
    TableColumn("Value", numeric=True),
    TableColumn("95% interval"),
    TableColumn("In words", width="wide"),
)


def count_rows(results: Mapping[Group, ResultOn]) -> list[Row]:
    """The counts of each group as they stand."""
    return [_count_row(group, result) for group, result in sorted(results.items())]


def _count_row(group: Group, result: ResultOn) -> Row:
    counts = result.counts
    corrected = f"Corrected: {result.reason}" if result.rows > 1 else ""
    return [
        Cell(str(group), hint=corrected),
        *(f"{each:,}" for each in (counts.tp, counts.fp, counts.tn, counts.fn, counts.cases)),
        f"{nhs_date(result.run_on)}, {result.recorded_by}",
    ]


def figure_rows(group: Group, counts: Counts, *, prevalence: Decimal | None) -> list[Row]:
    """The figures of one group: all of them for all cases, the telling ones for a subgroup."""
    metrics: Iterable[Metric] = Metric if group.is_whole else OF_SUBGROUPS
    rows = [_figure_row(metric, counts) for metric in metrics]
    if group.is_whole:
        rows += _ratio_rows(counts)
        if prevalence is not None:
            rows += _elsewhere_rows(counts, float(prevalence))
    return rows


def _figure_row(metric: Metric, counts: Counts) -> Row:
    found = estimate(metric, counts)
    if found is None:
        return [metric.label, NOT_CALCULABLE, "", "There is no such case."]
    return [
        metric.label,
        percent(found.value),
        interval(found),
        f"{found.part:,} of {found.whole:,}: {EXPLAINED[metric]}",
    ]


def _ratio_rows(counts: Counts) -> list[Row]:
    positive, negative = likelihood_ratios(counts)
    told = ((positive, "LR+", "how much a flag raises the odds"), (negative, "LR-", "how much no flag lowers the odds"))
    return [
        [f"Likelihood ratio {name}", NOT_CALCULABLE if ratio is None else f"{ratio:.{SIGNIFICANT}g}", "", words]
        for ratio, name, words in told
    ]


def _elsewhere_rows(counts: Counts, prevalence: float) -> list[Row]:
    """PPV and NPV hold at the study's own prevalence only; an enriched set is weighed back by Bayes' theorem."""
    sensitivity, specificity = estimate(Metric.SENSITIVITY, counts), estimate(Metric.SPECIFICITY, counts)
    if sensitivity is None or specificity is None:
        return []
    rates = {"sensitivity": sensitivity.value, "specificity": specificity.value}
    words = f"by Bayes’ theorem, where {percent(prevalence)} have the finding"
    return [
        [f"{name} in practice", NOT_CALCULABLE if value is None else percent(value), "", words]
        for name, value in (("PPV", ppv_at(prevalence, **rates)), ("NPV", npv_at(prevalence, **rates)))
    ]


# --- Turnaround and sample size -------------------------------------------------------------------------------------

TURNAROUND_COLUMNS = (
    TableColumn("Priority"),
    TableColumn("Before"),
    TableColumn("With the AI"),
    TableColumn("Change", width="wide"),
)


def turnaround_row(row: TurnaroundResult) -> Row:
    """How report turnaround changed in one band: the shift with its interval, and the share within target."""
    within = newcombe((row.after_within_target, row.after_count), (row.before_within_target, row.before_count))
    direction = "quicker" if row.shift_minutes < 0 else "slower"
    shift = f"{number(abs(row.shift_minutes))} minutes {direction}" if row.shift_minutes else "No change"
    low, high = number(row.shift_low_minutes), number(row.shift_high_minutes)
    share = f"; within target {percent(within.value)} more ({interval(within)})" if within else ""
    return [
        Cell(row.band, hint=f"Target {plural(row.target_minutes, 'minute')}"),
        _period(row.before_count, row.before_median_minutes, row.before_p90_minutes, row.before_within_target),
        _period(row.after_count, row.after_median_minutes, row.after_p90_minutes, row.after_within_target),
        Cell(shift, hint=f"95% interval {low} to {high} minutes{share}"),
    ]


def _period(count: int, median: float, p90: float, within: int) -> Cell:
    hint = f"90% within {number(p90)}; {within:,} of {count:,} within target"
    return Cell(f"Median {number(median)} minutes", hint=hint)


def sample_size_words(size: SampleSize, *, prevalence: float) -> str:
    """How many cases are needed, and what that means."""
    enriched = size.positives + size.negatives
    told = (
        f"{size.total:,} consecutive cases are needed where {percent(prevalence)} have the finding: "
        f"at least {size.positives:,} with it and {size.negatives:,} without it."
    )
    if enriched < size.total:
        told += (
            f" A set enriched with positive cases needs {enriched:,}, and its PPV and NPV have to be weighed back to the "
            "prevalence in practice."
        )
    return told
