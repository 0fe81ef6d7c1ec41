"""Reads charts and timelines, and the tables beside them, from the pages that people get.

A chart is read from the specification that its page embeds, of which its still picture has to be the drawing. A timeline is
read from where its marks lie. Both become facts in the words of the table, so that one can be compared with the other.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import vl_convert
from lxml import etree, html
from lxml.html import HtmlElement

from tracker.core.charts import PICTURE_WIDTH
from tracker.core.formats import nhs_date, nhs_month, number

Facts = set[tuple[str, ...]]
DASH = "–"
A_DATE = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
A_NUMBER = re.compile(r"-?[\d,]*\.?\d+")
NARROWEST_MARK = 0.5  # percent of a timeline; a shorter span is drawn as long as this
TOLERANCE = 0.02  # percent: two roundings to hundredths
# What a reading tells: the words of the table for each name of the key.
TOLD = {
    "Usual variation": {"Usual variation", "Stable"},
    "Improvement": {"Improvement"},
    "Concern": {"Concern", "Act"},
    "High or low": {"Unusually high", "Unusually low", "Watch"},
}


@dataclass(frozen=True)
class Table:
    """A table by its columns: what each row says, in order."""

    columns: list[str]
    rows: list[list[str]]

    def records(self) -> list[dict[str, str]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def read_table(element: HtmlElement) -> Table:
    rows = [[_text(cell) for cell in row.xpath("th|td")] for row in element.xpath(".//tbody/tr")]
    return Table([_text(head) for head in element.xpath(".//thead//th")], rows)


def table_named(page: HtmlElement, name: str) -> Table | None:
    found = page.xpath("//table[caption/@id=$id]", id=f"{name}-caption")
    return read_table(found[0]) if found else None


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


# --- Charts ---------------------------------------------------------------------------------------------------------


def charts_of(page: HtmlElement) -> list[HtmlElement]:
    """Whatever on the page is a chart: the figures, and pictures that a script makes interactive."""
    return page.xpath(
        "//*[@data-chart or contains(concat(' ', @class, ' '), ' tracker-chart ')][not(ancestor::figure)]"
    )


def differences_of_chart(figure: HtmlElement) -> Iterator[str]:
    """What the picture says and the table does not, or the other way round."""
    (picture,) = figure.xpath(".//*[@data-chart]")
    spec = json.loads(figure.xpath("string(.//script[@id=$id])", id=picture.get("data-chart")))
    (table,) = figure.xpath(".//table")
    if _shape(_drawn(spec)) != _shape(picture.xpath("./*[local-name()='svg']")[0]):
        yield "the still picture is another than the specification draws"
    rows = [row for row in _data(spec) if set(row) != {"day"}]
    drawn, told = _as_facts(rows, read_table(table))
    yield from (f"only in the picture: {fact}" for fact in sorted(drawn - told))
    yield from (f"only in the table: {fact}" for fact in sorted(told - drawn))


def _drawn(spec: dict[str, Any]) -> HtmlElement:
    return html.fragment_fromstring(vl_convert.vegalite_to_svg(json.dumps({**spec, "width": PICTURE_WIDTH})))


def _shape(picture: HtmlElement) -> str:
    """The picture as text, without the numbers that its drawing was given."""
    return re.sub(r"(clip|gradient_)\d+", r"\1", etree.tostring(picture, with_tail=False).decode())


def _data(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row that the specification draws."""
    sources = [spec, *spec.get("layer", [])]
    inline = [row for source in sources for row in source.get("data", {}).get("values", [])]
    named = [row for rows in spec.get("datasets", {}).values() for row in rows]
    return [dict(pairs) for pairs in dict.fromkeys(tuple(row.items()) for row in [*inline, *named])]


def _as_facts(rows: Sequence[dict[str, Any]], table: Table) -> tuple[Facts, Facts]:
    """The rows of a picture and of its table as facts in the same words. A chart of another kind has to be taught here."""
    fields = set(rows[0])
    if {"day", "label", "count"} <= fields:
        return _of_lines(rows, table)
    if {"day", "value", "told", "mean", "lower", "upper"} <= fields:
        return _of_readings(rows, table)
    if {"row", "kind", "first", "last", "expected"} <= fields:
        return _of_stretches(rows, table)
    raise NotImplementedError(f"Nobody has said how a table tells of {sorted(fields)}")


def _of_lines(rows: Sequence[dict[str, Any]], table: Table) -> tuple[Facts, Facts]:
    """Lines over months. A forecast sets out from what is live on the day looked at, which the table has under Live."""
    labels = {row["label"] for row in rows}
    months = [row[0] for row in table.rows]
    today = next((name for name in months if A_DATE.fullmatch(name)), "")
    live = {record[table.columns[0]]: record.get("Live") for record in table.records()}
    drawn: Facts = set()
    for row in rows:
        day = date.fromisoformat(row["day"])
        when = nhs_date(day) if nhs_date(day) == today else nhs_month(day)
        if not (row["label"] == "Forecast" and when == today and str(row["count"]) == live[today]):
            drawn.add((when, row["label"], str(row["count"])))
    told = {
        (record[table.columns[0]], label, text)
        for record in table.records()
        for label, text in record.items()
        if label in {"Planned", "Live", "Forecast"} & labels and text != DASH
    }
    return drawn, told


def _of_readings(rows: Sequence[dict[str, Any]], table: Table) -> tuple[Facts, Facts]:
    """The readings of a measure, their limits, and what each tells."""
    drawn = {
        (
            nhs_month(date.fromisoformat(row["day"])),
            number(row["value"]),
            *(DASH if row[name] is None else number(row[name]) for name in ("mean", "lower", "upper")),
            row["told"],
        )
        for row in rows
    }
    told = {
        (month, A_NUMBER.findall(reading)[0], mean, lower, upper, _key_of(words))
        for month, reading, mean, lower, upper, words in table.rows
    }
    return drawn, told


def _key_of(words: str) -> str:
    tag = words.split(":", maxsplit=1)[0]
    return next((key for key, tags in TOLD.items() if tag in tags), f"not in the key: {tag}")


def _of_stretches(rows: Sequence[dict[str, Any]], table: Table) -> tuple[Facts, Facts]:
    """Stages of procurements, from a day to a day."""
    drawn = {
        (
            row["row"],
            row["kind"],
            *(nhs_date(date.fromisoformat(row[edge])) for edge in ("first", "last")),
            "expected" if row["expected"] else "done",
        )
        for row in rows
    }
    return drawn, {tuple(row) for row in table.rows}


# --- Timelines ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
    """A bar of a timeline, or a point: from where to where, in percent of its length."""

    kind: str
    first: float
    last: float


@dataclass(frozen=True)
class Line:
    """One line of a timeline: its name, what it says in words, and its marks by kind."""

    label: str
    text: str
    marks: dict[str, Mark]


@dataclass(frozen=True)
class Planned:
    """What a table says of one line: days as they stand there, None where none does."""

    planned: date | None
    forecast: date | None
    actual: date | None


def timelines_of(page: HtmlElement) -> list[HtmlElement]:
    return page.xpath("//figure[contains(@class, 'tracker-timeline')]")


def differences_of_timeline(page: HtmlElement, figure: HtmlElement) -> Iterator[str]:
    """What the marks of a timeline or its words say and the table does not, or the other way round."""
    lines = [_line(row) for row in figure.xpath(".//li[contains(@class, 'tracker-timeline__row')]")]
    told = _told_of(page, name_of_timeline(figure))
    undrawn = {label for label, row in told.items() if row.planned or row.forecast or row.actual}
    yield from (f"only in the table: {label}" for label in sorted(undrawn - {line.label for line in lines}))
    known = [line for line in lines if line.label in told]
    yield from (f"only in the picture: {line.label}" for line in lines if line.label not in told)
    points: set[tuple[date, float]] = {_today(figure), *_years(figure)}
    for line in known:
        row = told[line.label]
        yield from _of_words(line, row)
        for kind, day in (("planned", row.planned), ("forecast", row.forecast), ("actual", row.actual)):
            mark = line.marks.get(kind)
            is_as_planned = kind == "forecast" and day == row.planned and not mark
            if is_as_planned:
                continue
            if bool(mark) != bool(day):
                yield f"{line.label}: {kind} is {nhs_date(day)} in the table, and the mark is {mark}"
            elif mark and day and not _is_stretched(mark):
                points.add((day, mark.last))
    yield from _off_the_scale(points)


def name_of_timeline(figure: HtmlElement) -> str:
    """The name that the ids of the timeline begin with."""
    return re.sub(r"-\d+-title$", "", figure.xpath("string(.//svg[@role='img']//title/@id)"))


def _told_of(page: HtmlElement, name: str) -> dict[str, Planned]:
    """What the table or tables beside the timeline of that name say, by the label of the line."""
    if name == "plan":
        return _told_of_trusts(page)
    if name.startswith("timeline-"):
        names, columns = [f"procurement-{name.removeprefix('timeline-')}"], ("Planned", "Forecast", "Actual")
    elif name.endswith("-plan"):
        own = name.removesuffix("-plan")
        names, columns = [f"{own}-stages", f"{own}-milestones"], ("Planned", "Now expected", "Happened")
    else:
        raise NotImplementedError(f"Nobody has said which table tells of the timeline “{name}”")
    tables = [table for table in (table_named(page, each) for each in names) if table]
    return {
        record[table.columns[0]]: _planned(*(record[column] for column in columns))
        for table in tables
        for record in table.records()
    }


def _told_of_trusts(page: HtmlElement) -> dict[str, Planned]:
    """The trusts of a network, where one column has the day that is expected or done. Withdrawn ones are not drawn."""
    table = table_named(page, "trusts")
    told = {}
    for record in table.records() if table else []:
        trust = record["Trust"].split(" Project manager:")[0].split(" No project manager")[0]
        go_live = record["Go-live"]
        is_done = go_live.endswith(" Done")
        if record["Step"] != "Withdrawn":
            told[f"{trust}, {record['Use case']}"] = _planned(
                record["Go-live planned"], "" if is_done else go_live, go_live if is_done else ""
            )
    return told


def _planned(planned: str, forecast: str, actual: str) -> Planned:
    """The days of a table’s cells; what is done has no forecast any more."""
    done = _day(actual)
    return Planned(_day(planned), None if done else _day(forecast), done)


def _line(row: HtmlElement) -> Line:
    marks = {}
    for element in row.xpath(".//svg[@role='img']//*[contains(@class, 'tracker-mark--')]"):
        kind = re.findall(r"tracker-mark--(\w+)", element.get("class"))[0]
        at = element if element.tag == "rect" else element.getparent()
        first = _percent(at.get("x"))
        marks[kind] = Mark(kind, first, first + (_percent(at.get("width")) if element.tag == "rect" else 0))
    label, text = row.xpath("string(.//strong)"), row.xpath("string(.//desc)")
    return Line(" ".join(label.split()), " ".join(text.split()), marks)


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def _is_stretched(mark: Mark) -> bool:
    return abs(mark.last - mark.first - NARROWEST_MARK) < TOLERANCE


def _of_words(line: Line, row: Planned) -> Iterator[str]:
    """Where the words of a line, which stand in for its marks when the page is heard, have other days than its row."""
    days = {_day(text) for text in A_DATE.findall(line.text)}
    told = {day for day in (row.planned, row.actual or row.forecast) if day}
    if days != told:
        yield f"{line.label}: the words have {sorted(map(str, days))}, the table {sorted(map(str, told))}"


def _day(text: str) -> date | None:
    found = A_DATE.search(text)
    return datetime.strptime(found[0], "%d %B %Y").date() if found else None  # noqa: DTZ007 - a day has no zone


def _today(figure: HtmlElement) -> tuple[date, float]:
    """The day looked at, from the key, and where its line stands."""
    day = _day(_text(figure.xpath(".//ul[contains(@class, 'tracker-key')]/li")[-1]))
    assert day
    return day, _percent(figure.xpath("string(.//svg[@role='img']/line[@class='tracker-timeline__today']/@x1)"))


def _years(figure: HtmlElement) -> Iterator[tuple[date, float]]:
    for text in figure.xpath(".//*[@class='tracker-timeline__scale']/text"):
        yield date(int(_text(text)), 1, 1), _percent(text.get("x"))


def _off_the_scale(points: set[tuple[date, float]]) -> Iterator[str]:
    """Days that do not lie on one straight scale from the earliest to the latest."""
    (first, left), *_, (last, right) = ordered = [*sorted(points), *([] if len(points) > 1 else points)]
    length = max((last - first).days, 1)
    for day, place in ordered:
        due = left + (right - left) * (day - first).days / length
        if abs(due - place) > TOLERANCE:
            yield f"{nhs_date(day)} is drawn at {place}%, where {due:.2f}% is due"
    yield from (f"{nhs_date(b[0])} is drawn left of {nhs_date(a[0])}" for a, b in pairwise(ordered) if b[1] < a[1])
