"""Draws charts: one Vega-Lite specification gives the interactive chart and the still picture.

The still picture is drawn without a browser (vl-convert) and kept in the cache under a hash of what it shows, so that it
is drawn once for any number of viewers. It carries no style attribute and no script, which the security policy would
refuse. Without a cache it is drawn anew.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import altair as alt
import vl_convert
from django.core.cache import cache
from markupsafe import Markup

from tracker.core.formats import nhs_date, nhs_month

PICTURE_WIDTH, PICTURE_HEIGHT = 680, 260  # pixels; the picture scales with its column
ROW_HEIGHT = 26  # of a chart that has a row for each of many things
KEEP_SECONDS = 7 * 24 * 60 * 60
FONT = "Frutiger W01, Arial, sans-serif"
INK, QUIET, LINES = "#212b32", "#4c6272", "#d8dde0"


@dataclass(frozen=True)
class Line:
    """One line of a chart over days. `dash` is the pattern of its strokes in pixels, empty for a solid one: lines differ
    in pattern and label as well as in colour."""

    label: str
    colour: str
    values: Sequence[tuple[date, int]]
    dash: Sequence[int] = ()


def line_chart(lines: Sequence[Line], *, y_title: str, today: date | None = None) -> dict[str, Any]:
    """The specification of lines over time, with a rule at `today` that divides what was from what is to come."""
    rows = [
        {"day": day.isoformat(), "label": line.label, "count": count, "on": nhs_date(day)}
        for line in lines
        for day, count in line.values
    ]
    labels = [line.label for line in lines]
    key = alt.Legend(orient="top", title=None, symbolSize=300, symbolStrokeWidth=3, labelLimit=300)
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeWidth=3, tooltip=True)
        .encode(
            x=alt.X("day:T", scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", labelOverlap=True), title=None),
            y=alt.Y("count:Q", title=y_title, axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "label:N",
                scale=alt.Scale(domain=labels, range=[line.colour for line in lines]),
                sort=labels,
                legend=key,
            ),
            strokeDash=alt.StrokeDash(
                "label:N",
                scale=alt.Scale(domain=labels, range=[list(line.dash) or [1, 0] for line in lines]),
                sort=labels,
                legend=key,
            ),
            tooltip=[
                alt.Tooltip("label:N", title="Line"),
                alt.Tooltip("on:N", title="Day"),
                alt.Tooltip("count:Q", title=y_title),
            ],
        )
    )
    layers = alt.LayerChart(layer=[chart] if today is None else [_rule(today), chart])
    return _dressed(layers).to_dict()


@dataclass(frozen=True)
class ControlPoint:
    """One reading of a control chart with the limits that held for it (None before there are any). `told` is what it
    tells, one of the labels of `CONTROL_SHAPES`."""

    day: date
    value: float
    told: str
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None


# What a reading tells, with its colour and shape: they differ in both, and the table says it in words.
CONTROL_SHAPES = {
    "Usual variation": ("#4c6272", "circle"),
    "Improvement": ("#005eb8", "triangle-up"),
    "Concern": ("#d5281b", "diamond"),
    "High or low": ("#7c2855", "square"),
}


def control_chart(points: Sequence[ControlPoint], *, y_title: str) -> dict[str, Any]:
    """The specification of a control chart: readings joined by a line, their mean, and their process limits. Where the
    process changed the limits break off and begin anew."""
    rows = [
        {
            "day": point.day.isoformat(),
            "on": nhs_month(point.day),
            "value": point.value,
            "told": point.told,
            "mean": point.mean,
            "lower": point.lower,
            "upper": point.upper,
        }
        for point in points
    ]
    x = alt.X("day:T", scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", labelOverlap=True), title=None)
    y_scale = alt.Scale(zero=False, nice=True)
    base = alt.Chart(alt.Data(values=rows))

    def line(field: str, colour: str, dash: Sequence[int]) -> alt.Chart:
        y = alt.Y(f"{field}:Q", title=y_title, scale=y_scale)
        return base.mark_line(color=colour, strokeDash=list(dash), strokeWidth=2, interpolate="step").encode(x=x, y=y)

    names = [name for name in CONTROL_SHAPES if any(point.told == name for point in points)]
    key = alt.Legend(orient="top", title=None, symbolSize=120, labelLimit=300)
    colours, shapes = ([CONTROL_SHAPES[name][place] for name in names] for place in (0, 1))
    marks = base.mark_point(filled=True, size=90, opacity=1, tooltip=True).encode(
        x=x,
        y=alt.Y("value:Q", title=y_title, scale=y_scale),
        color=alt.Color("told:N", scale=alt.Scale(domain=names, range=colours), sort=names, legend=key),
        shape=alt.Shape("told:N", scale=alt.Scale(domain=names, range=shapes), sort=names, legend=key),
        tooltip=[
            alt.Tooltip("on:N", title="Month"),
            alt.Tooltip("value:Q", title=y_title),
            alt.Tooltip("told:N", title="What it tells"),
        ],
    )
    joined = base.mark_line(color=QUIET, strokeWidth=1.5).encode(x=x, y=alt.Y("value:Q", title=y_title, scale=y_scale))
    limits = [line("lower", QUIET, (6, 4)), line("upper", QUIET, (6, 4)), line("mean", INK, (1, 0))]
    drawn = limits if any(point.mean is not None for point in points) else []
    return _dressed(alt.LayerChart(layer=[*drawn, joined, marks])).to_dict()


@dataclass(frozen=True)
class Stretch:
    """A part of one row of a chart over days, from a day to a day; `is_expected` where the end still lies ahead."""

    row: str
    kind: str
    first: date
    last: date
    is_expected: bool = False


def stretch_chart(stretches: Sequence[Stretch], *, colours: Mapping[str, str], today: date) -> dict[str, Any]:
    """The specification of rows that are divided into stretches of time, in the order given. Kinds differ in colour and
    order; what is still expected is paler and has a dashed edge."""
    rows = [
        {
            "row": each.row,
            "kind": each.kind,
            "first": each.first.isoformat(),
            "last": each.last.isoformat(),
            "told": f"{nhs_date(each.first)} to {nhs_date(each.last)}{', expected' if each.is_expected else ''}",
            "expected": each.is_expected,
        }
        for each in stretches
    ]
    names = list(dict.fromkeys(each.row for each in stretches))
    kinds = [kind for kind in colours if any(each.kind == kind for each in stretches)]
    when = alt.datum.expected
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(height=ROW_HEIGHT - 10, stroke=INK, tooltip=True)
        .encode(
            x=alt.X(
                "first:T", scale=alt.Scale(type="utc"), axis=alt.Axis(format="%b %Y", labelOverlap=True), title=None
            ),
            x2=alt.X2("last:T"),
            y=alt.Y("row:N", sort=names, title=None, axis=alt.Axis(labelLimit=340)),
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=kinds, range=[colours[kind] for kind in kinds]),
                sort=kinds,
                legend=alt.Legend(orient="top", title=None, symbolSize=200, labelLimit=300),
            ),
            opacity=alt.condition(when, alt.value(0.45), alt.value(1)),
            strokeDash=alt.condition(when, alt.value([4, 3]), alt.value([1, 0])),
            tooltip=[
                alt.Tooltip("row:N", title="Procurement"),
                alt.Tooltip("kind:N", title="Stage"),
                alt.Tooltip("told:N", title="Days"),
            ],
        )
    )
    return _dressed(alt.LayerChart(layer=[bars, _rule(today)]), height=ROW_HEIGHT * len(names) + ROW_HEIGHT).to_dict()


def _rule(day: date) -> alt.Chart:
    return (
        alt.Chart(alt.Data(values=[{"day": day.isoformat()}]))
        .mark_rule(color=QUIET, strokeDash=[2, 3], strokeWidth=2)
        .encode(x=alt.X("day:T", scale=alt.Scale(type="utc")))
    )


def _dressed(chart: alt.LayerChart, *, height: int = PICTURE_HEIGHT) -> alt.LayerChart:
    """The house's letters, sizes and lines."""
    return (
        chart.properties(width="container", height=height)
        .configure(font=FONT, background="transparent")
        .configure_axis(
            labelFontSize=14,
            titleFontSize=14,
            titleFontWeight="normal",
            labelColor=INK,
            titleColor=INK,
            gridColor=LINES,
        )
        .configure_legend(labelFontSize=14, labelColor=INK)
        .configure_view(stroke=None)
    )


def draw(spec: dict[str, Any]) -> Markup:
    """The still picture of a specification, as SVG; the same specification is drawn once."""
    text = json.dumps({**spec, "width": PICTURE_WIDTH}, sort_keys=True)
    key = f"chart:{hashlib.sha256(text.encode()).hexdigest()}"
    picture = cache.get(key)
    if picture is None:
        picture = vl_convert.vegalite_to_svg(text)
        cache.set(key, picture, KEEP_SECONDS)
    return Markup(picture)  # noqa: S704 - drawn from our own specification, in which every text is data


def embedded(spec: dict[str, Any]) -> str:
    """The specification as text for the page."""
    return json.dumps(spec, separators=(",", ":"))
