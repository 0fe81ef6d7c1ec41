"""A page with every component on it, in the states that they have; drawn for the tests, never by the product."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import vl_convert
from django import forms
from django.template import engines
from markupsafe import Markup

from tracker.core.forms import DateInputField, NhsForm
from tracker.core.navigation import SUPPORT_LINKS, Section, Shell
from tracker.core.presentation import (
    SEVERITY_TAGS,
    STATE_TAGS,
    Action,
    AsOf,
    BigNumber,
    Cell,
    Change,
    Chart,
    FlagLine,
    HistoryEntry,
    Link,
    Progress,
    Span,
    TableColumn,
    Tag,
    Tile,
    TileGroup,
    Timeline,
    TimelineRow,
    severity_tag,
    slip_of,
    state_tag,
)

TODAY = date(2026, 11, 23)
NAMES = (
    "Ashdown and Weald Hospitals NHS Foundation Trust",
    "Barrowmere University Hospitals NHS Trust",
    "Calderbridge NHS Trust",
    "Derwentside Hospitals NHS Foundation Trust",
    "Eastmarch Teaching Hospitals NHS Trust",
    "Fenwick and Holt NHS Trust",
)


class SampleForm(NhsForm):
    """One field of every kind."""

    name = forms.CharField(label="Full name", help_text="As on your badge")
    email = forms.EmailField(label="Email address", required=False)
    day = DateInputField(label="Go-live date", help_text="For example, 31 3 2026")
    reason = forms.CharField(label="Reason for the change", widget=forms.Textarea)
    kind = forms.ChoiceField(label="Use case", choices=[("", "Select a use case"), ("xray", "Chest X-ray")])
    state = forms.ChoiceField(label="State", choices=[("a", "Shadow"), ("b", "Live")], widget=forms.RadioSelect)
    sources = forms.MultipleChoiceField(
        label="Sources", choices=[("gp", "GP"), ("ed", "Emergency department")], widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label="I have checked this")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    beds = forms.IntegerField(label="Beds", required=False)
    workbook = forms.FileField(label="Workbook", required=False)


def _chart() -> Chart:
    values = [
        {"month": f"2025-{month:02d}-01", "trusts": month * factor, "series": series}
        for series, factor in (("Live", 4), ("Plan", 5))
        for month in range(1, 12)
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": 200,
        "data": {"values": values},
        "mark": {"type": "line", "tooltip": True},
        "encoding": {
            "x": {"field": "month", "type": "temporal", "title": "Month"},
            "y": {"field": "trusts", "type": "quantitative", "title": "Trusts live"},
            "strokeDash": {"field": "series"},
            "color": {"field": "series"},
        },
    }
    svg = vl_convert.vegalite_to_svg(json.dumps({**spec, "width": 700}))
    columns = [TableColumn("Month"), TableColumn("Trusts live", numeric=True)]
    rows = [["January 2025", 4], ["February 2025", 8]]
    return Chart("Trusts live against plan", Markup(svg), json.dumps(spec), columns, rows, "Below plan throughout.")


def _tiles() -> list[Tile]:
    changes = (
        Change("better", "Now live in part"),
        Change("worse", "Go-live moved 3 weeks"),
        Change("same", "No change"),
    )
    flags = [*SEVERITY_TAGS.values(), None, None]
    return [
        Tile(
            name,
            f"/trusts/R{index}/",
            state,
            flag,
            index,
            changes[index % 3],
            "Go-live 3 March 2027" if index % 2 else "",
        )
        for index, (name, state, flag) in enumerate(zip(NAMES, STATE_TAGS.values(), flags, strict=True))
    ]


def _timeline() -> Timeline:
    rows = [
        TimelineRow(
            "Contract signed",
            "Planned 1 November 2024. Signed 1 May 2025.",
            planned=Span(date(2024, 11, 1), date(2024, 11, 1)),
            actual=Span(date(2025, 5, 1), date(2025, 5, 1)),
            slip=slip_of(181),
        ),
        TimelineRow(
            "Go-live",
            "Planned for June 2026. Forecast for June 2026 to February 2027.",
            planned=Span(date(2026, 6, 1), date(2026, 6, 30)),
            forecast=Span(date(2026, 6, 1), date(2027, 2, 1)),
            slip=slip_of(240),
        ),
    ]
    return Timeline("Procurement, planned against actual", date(2024, 1, 1), date(2027, 6, 1), TODAY, rows)


def _flags() -> list[FlagLine]:
    first = FlagLine(
        "Go-live has moved three times in 90 days",
        severity_tag("critical"),
        "/flags/1/",
        "Calderbridge NHS Trust, chest X-ray",
        "/trusts/R1/",
        "The forecast has moved from 1 June 2026 to 1 February 2027.",
        "Agree a date that the trust can hold, or record what stands in its way.",
        "Open for 12 days",
        "Programme manager",
        Tag("Acknowledged", "blue"),
    )
    return [first, *(FlagLine(f"A {name} flag", tag, "/flags/2/", "Ashdown") for name, tag in SEVERITY_TAGS.items())]


def style_sample() -> str:
    """The HTML of the sample page."""
    table_rows = [
        [
            Cell(name, "/trusts/x/"),
            Cell(tag=state_tag(state)),
            Cell("3 March 2027", hint="Was 1 June 2026"),
            Cell(slip=slip_of(days)),
            3,
        ]
        for name, state, days in zip(NAMES, STATE_TAGS, [0, -9, 20, 100, 300, None], strict=True)
    ]
    context = {
        "shell": Shell(
            "Imaging AI tracker",
            "Demonstration: invented organisations and people",
            (Section("Home", "/", False, False), Section("National", "/national/", True, True, 3)),
            SUPPORT_LINKS,
            "Priya Natarajan-Williams",
            "priya@example.org",
            help_href="/help/",
            printed="Printed from the sample",
        ),
        "messages": [],
        "csrf_input": Markup('<input type="hidden" name="csrfmiddlewaretoken" value="x">'),
        "crumbs": [Link("Home", "/"), Link("National", "/national/")],
        "actions": [Action("Make a report", "/reports/", "secondary")],
        "as_of": AsOf(date(2025, 6, 30), TODAY, "/national/", (("network", "x"),)),
        "figures": [
            BigNumber("43", "trusts live", "2 more than last week", "/x/", "good"),
            BigNumber("23", "not live", tone="bad"),
        ],
        "flags": _flags(),
        "group": TileGroup("North Mercia Imaging Network", "/networks/x/", "3 of 6 live", _tiles()),
        "columns": [
            TableColumn("Trust"),
            TableColumn("State"),
            TableColumn("Go-live"),
            TableColumn("Slip"),
            TableColumn("Flags", numeric=True, sort_href="?sort=flags", sorted="descending"),
        ],
        "rows": table_rows,
        "chart": _chart(),
        "timeline": _timeline(),
        "entries": [
            HistoryEntry(
                datetime(2026, 11, 23, 17, 30, tzinfo=UTC), "Go-live moved", "Priya N", "PACS upgrade postponed", "/x/"
            ),
            HistoryEntry(TODAY, "Deployment created"),
        ],
        "job": Progress("Trust readiness report", Tag("Running", "blue"), 40, "Drawing page 2 of 5.", "/reports/1/"),
        "blank": SampleForm(initial={"day": date(2026, 3, 31)}, auto_id="blank_%s"),
        "form": SampleForm({"day_day": "31", "day_month": "2", "day_year": "2026", "sources": ["gp"]}),
    }
    source = Path(__file__).with_name("style_sample.jinja").read_text(encoding="utf-8")
    return engines["jinja2"].env.from_string(source).render(context)
