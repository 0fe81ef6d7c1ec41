"""The measures of a monitoring plan in words, tags and charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.charts import ControlPoint, control_chart, draw, embedded
from tracker.core.formats import nhs_date, nhs_month, number
from tracker.core.presentation import Cell, Chart, Link, Row, TableColumn, Tag
from tracker.governance.policies.drift import Band
from tracker.governance.policies.findings import MeasureFindings, in_words
from tracker.governance.policies.monitoring import reading_due_on
from tracker.governance.policies.spc import Judged, Standing
from tracker.governance.selectors.watching import Watch
from tracker.governance.vocabulary import MonitoringMethod, Unit

TOLD = {
    Standing.COMMON: "Usual variation",
    Standing.IMPROVEMENT: "Improvement",
    Standing.CONCERN: "Concern",
    Standing.HIGH: "High or low",
    Standing.LOW: "High or low",
}
TAGS = {
    Standing.COMMON: Tag("Usual variation", "grey"),
    Standing.IMPROVEMENT: Tag("Improvement", "blue"),
    Standing.CONCERN: Tag("Concern", "red"),
    Standing.HIGH: Tag("Unusually high", "purple"),
    Standing.LOW: Tag("Unusually low", "purple"),
}
BAND_TAGS = {Band.STABLE: Tag("Stable", "green"), Band.WATCH: Tag("Watch", "yellow"), Band.ACT: Tag("Act", "red")}
BAND_TOLD = {Band.STABLE: "Usual variation", Band.WATCH: "High or low", Band.ACT: "Concern"}
NO_READING = Tag("No reading", "grey")
TO_EXPLAIN = Tag("To explain", "orange")
NO_LIMITS = Tag("Too few readings", "grey")
OVERVIEW = (
    TableColumn("Measure", width="wide"),
    TableColumn("Latest", numeric=True),
    TableColumn("What it tells"),
    TableColumn("Next reading by"),
)
LIMIT_COLUMNS = (
    TableColumn("Month"),
    TableColumn("Reading", numeric=True),
    TableColumn("Mean", numeric=True),
    TableColumn("Lower limit", numeric=True),
    TableColumn("Upper limit", numeric=True),
    TableColumn("What it tells", width="wide"),
)


@dataclass(frozen=True)
class MeasureView:
    """One measure with its readings: a sentence, its tag, its chart, and what may be done to it."""

    metric: str
    name: str
    sentence: str
    tag: Tag
    chart: Chart
    links: Sequence[Link] = ()


def with_unit(value: float | None, unit: Unit) -> str:
    """`4.5 minutes`, `93.2%`, `0.12`."""
    text = number(value, empty="–")
    if value is None or unit == Unit.INDEX:
        return text
    return f"{text}%" if unit == Unit.PERCENT else f"{text} {unit.label}"


def overview(watch: Watch) -> list[Row]:
    """Every measure of the plan in a line: the latest reading, what it tells, and when the next is due."""
    return [_line(watch, findings) for findings in watch.findings]


def _line(watch: Watch, findings: MeasureFindings) -> list[Cell]:
    measure, latest = findings.measure, findings.latest
    due_on = reading_due_on(measure, findings.readings, watch.monitoring.standards)
    cells = [
        Cell(measure.name, hint=f"{measure.cadence.label}. {measure.owner or watch.monitoring.owner or 'No owner'}"),
        Cell(
            with_unit(float(latest.point.value), measure.unit) if latest else "–",
            hint=nhs_month(latest.point.period) if latest else "",
        ),
        Cell(tag=tag_of(findings)),
        Cell(nhs_date(due_on), tag=Tag("Overdue", "orange") if due_on < watch.on else None),
    ]
    if watch.allows("governance.update_monitoring"):
        pk = watch.found.row.pk
        cells += [
            Cell("Record a reading", reverse("record-reading", args=[pk, measure.metric])),
            Cell("Change", reverse("edit-measure", args=[pk, measure.metric])),
        ]
    return cells


def overview_columns(watch: Watch) -> list[TableColumn]:
    more = (TableColumn("Reading"), TableColumn("Measure")) if watch.allows("governance.update_monitoring") else ()
    return [*OVERVIEW, *more]


def tag_of(findings: MeasureFindings) -> Tag:
    """What the latest reading tells, in a word."""
    latest = findings.latest
    if latest is None:
        return NO_READING
    if findings.band is not None:
        return BAND_TAGS[findings.band]
    if findings.cause is not None and latest.standing == Standing.COMMON:
        return TO_EXPLAIN
    judged_without_limits = findings.measure.method in (MonitoringMethod.COUNT, MonitoringMethod.CUSUM)
    if latest.limits is None and not latest.marks and not judged_without_limits:
        return NO_LIMITS
    return TAGS[latest.standing]


def measure_views(watch: Watch) -> list[MeasureView]:
    """Every measure that has a reading, what asks for an explanation first."""
    shown = [findings for findings in watch.findings if findings.readings]
    return [_view(watch, findings) for findings in sorted(shown, key=lambda each: each.cause is None)]


def _view(watch: Watch, findings: MeasureFindings) -> MeasureView:
    measure, pk = findings.measure, watch.found.row.pk
    links = []
    if watch.allows("governance.update_monitoring"):
        links.append(Link(f"Record a reading of {measure.name}", reverse("record-reading", args=[pk, measure.metric])))
        if findings.cause:
            href = reverse("explain-special-cause", args=[pk, measure.metric])
            links.append(Link(f"Explain the special cause of {measure.name}", href))
    sentence = sentence_of(findings)
    return MeasureView(
        measure.metric, measure.name, sentence, tag_of(findings), _chart(findings, sentence), links=links
    )


def sentence_of(findings: MeasureFindings) -> str:
    """The latest reading and what it tells."""
    latest, measure = findings.latest, findings.measure
    if latest is None:
        return "It has no reading yet."
    told = f"{nhs_month(latest.point.period)}: {with_unit(float(latest.point.value), measure.unit)}"
    why = "; ".join(dict.fromkeys(in_words(mark) for mark in latest.marks))
    if findings.cause is not None:
        cause = (
            f" Not explained yet: the reading of {nhs_month(findings.cause.period)} is {in_words(findings.cause.mark)}."
        )
        return f"{told}{f', {why}' if why else ''}.{cause}"
    return f"{told}, {why}." if why else f"{told}."


def _chart(findings: MeasureFindings, sentence: str) -> Chart:
    measure = findings.measure
    y_title = "Index" if measure.unit == Unit.INDEX else measure.unit.label.capitalize()
    bands = {reading.period: band for reading, band in findings.bands}
    spec = control_chart([_point(findings, judged, bands) for judged in findings.judged], y_title=y_title)
    return Chart(
        title=f"Readings of “{measure.name}” by month",
        svg=draw(spec),
        spec_json=embedded(spec),
        columns=LIMIT_COLUMNS,
        rows=[_row(findings, judged, bands) for judged in reversed(findings.judged)],
        alt=f"Control chart of {measure.name}. {sentence}",
        name=f"chart-{measure.metric}",
    )


def _point(findings: MeasureFindings, judged: Judged, bands: Mapping[date, Band]) -> ControlPoint:
    limits, band = findings.drawn_limits(judged), bands.get(judged.point.period)
    return ControlPoint(
        judged.point.period,
        float(judged.point.value),
        BAND_TOLD[band] if band else TOLD[judged.standing],
        *((float(limits.mean), float(limits.lower), float(limits.upper)) if limits else ()),
    )


def _row(findings: MeasureFindings, judged: Judged, bands: Mapping[date, Band]) -> Row:
    limits, measure = findings.drawn_limits(judged), findings.measure
    figures = (limits.mean, limits.lower, limits.upper) if limits else (None, None, None)
    why = "; ".join(dict.fromkeys(in_words(mark) for mark in judged.marks))
    band = bands.get(judged.point.period)
    tag = BAND_TAGS[band] if band else TAGS[judged.standing]
    told = tag.text + (f": {why}" if why else "")
    return [
        nhs_month(judged.point.period),
        with_unit(float(judged.point.value), measure.unit),
        *("–" if figure is None else number(float(figure)) for figure in figures),
        told,
    ]
