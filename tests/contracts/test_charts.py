"""Every chart and every timeline of the product says what the table beside it says.

Every address is opened as the national lead, who sees everything, today and, where it looks back, on a past day. So a chart
that comes to a page, or a page that comes with a chart, is compared by itself; one of a kind that nobody has told
tests/support/charts.py how to read fails.
"""

import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from lxml import html
from lxml.html import HtmlElement
from pytest_django.plugin import DjangoDbBlocker

from tests.contracts.routes import address, all_routes, session_of, without_logs
from tests.contracts.world import Subjects, build_world
from tests.factories import (
    make_deployment,
    make_milestone,
    make_procurement,
    make_readings,
    make_stage,
    make_trust,
)
from tests.support.charts import (
    charts_of,
    differences_of_chart,
    differences_of_timeline,
    name_of_timeline,
    timelines_of,
)
from tracker.core.days import today_in_london
from tracker.networks.vocabulary import MilestoneType
from tracker.procurement.models import Stage

TODAY = today_in_london()
PAST_DAY = date(2025, 3, 1)
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Every page that has a figure, by its address."""
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        without_logs(),
        transaction.atomic(),
    ):
        world = build_world()
        _let_much_happen(world.own)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(world.people["national lead"])  # type: ignore[arg-type]
        found = dict(_with_figures(client, [address(route, world.own) for route in all_routes()]))
        transaction.set_rollback(True)
    return found


def _with_figures(client: Client, addresses: list[str]) -> Iterator[tuple[str, str]]:
    for path in addresses:
        text = _text_of(client, path)
        if "<figure" in text:
            yield path, text
        if "<figure" in text and 'name="as_of"' in text:
            past = f"{path}?as_of={PAST_DAY}"
            yield past, _text_of(client, past)


def _text_of(client: Client, path: str) -> str:
    """The page there, undoing what opening it did; nothing for what is no page."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        response = client.get(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    if response.streaming:
        deque(response.streaming_content, maxlen=0)  # reads a download to its end, which closes its file
        return ""
    return response.content.decode() if response.get("Content-Type", "").startswith("text/html") else ""


def _let_much_happen(own: Subjects) -> None:
    """Readings of every kind, a procurement that is late, and trusts that are early, late, overdue and done."""
    first = date(2024, 7, 1)
    make_readings(own.deployment, [*NOISE, 11, 10, 12, 24, 9], first=first)
    make_readings(own.deployment, [17.1, 16.4, 17.6, 16.9] * 4, metric="flag-rate", first=first)
    make_readings(own.deployment, [0.02, 0.08, 0.14, 0.31], metric="score-drift", first=first)
    procurement = make_procurement(own.network, use_case="chest-ct")
    start = TODAY - timedelta(days=500)
    for number, stage in enumerate(Stage):
        due = start + timedelta(days=90 * (number + 1))
        is_done = number < len(Stage) - 2
        done = due + timedelta(days=12 * number) if is_done else None
        forecast = None if is_done else TODAY + timedelta(days=40 * number)
        make_stage(procurement, stage, baseline=due, forecast=forecast, actual=done, on=start, forecast_on=due)
    for late, forecast_in in ((100, 300), (-50, None), (200, 100), (30, 30)):
        deployment = make_deployment(make_trust(own.network))
        forecast = TODAY + timedelta(days=forecast_in) if forecast_in else None
        make_milestone(deployment, baseline=TODAY + timedelta(days=late), forecast=forecast)
        make_milestone(deployment, MilestoneType.TRAINING, baseline=TODAY + timedelta(days=late - 20))
    make_milestone(own.deployment, MilestoneType.TRAINING, baseline=date(2024, 3, 1), actual=date(2024, 5, 7))


# --- What the tests below have to find ------------------------------------------------------------------------------

Alter = Callable[[HtmlElement], None]
MEASURED = ("count", "value", "kind")  # what the picture of each kind of chart shows
OTHER: dict[type, object] = {int: 987, float: 98.7, str: "Another stage"}
A_MARK = ".//svg[@role='img']//rect[contains(@class, 'tracker-mark--')]|.//svg[@role='img']/svg"


def alter_a_cell(figure: HtmlElement) -> None:
    cell = figure.xpath(".//tbody/tr[last()]/td[1]")[0]
    cell.text = f"9{cell.text.strip()}"


def alter_the_specification(figure: HtmlElement) -> None:
    script = figure.xpath(".//script")[0]
    spec = json.loads(script.text)
    for layer in [spec, *spec["layer"]]:
        for row in layer.get("data", {}).get("values", []):
            row.update({name: OTHER[type(value)] for name, value in row.items() if name in MEASURED})
    script.text = json.dumps(spec)


def alter_the_still_picture(figure: HtmlElement) -> None:
    path = figure.xpath(".//*[local-name()='svg']//*[local-name()='path'][@d]")[-1]
    path.set("d", f"{path.get('d')}M0,0h9")


def move_a_mark(figure: HtmlElement) -> None:
    mark = figure.xpath(A_MARK)[0]
    mark.set("x", f"{float(mark.get('x').removesuffix('%')) + 7}%")


def lose_a_mark(figure: HtmlElement) -> None:
    mark = figure.xpath(
        ".//*[contains(@class, 'tracker-timeline__row')]//*[contains(@class, 'tracker-mark--planned')]"
    )[0]
    mark.getparent().remove(mark)


def alter_the_words(figure: HtmlElement) -> None:
    words = figure.xpath(".//desc")[0]
    words.text = re.sub(r"\d{4}", "1999", words.text)


def of_today(pages: dict[str, str]) -> list[str]:
    return [text for path, text in pages.items() if "?" not in path]


# --- The tests ------------------------------------------------------------------------------------------------------


def test_every_chart_says_what_its_table_says(pages: dict[str, str]) -> None:
    compared, differences = set(), {}
    for path, text in pages.items():
        for figure in charts_of(html.document_fromstring(text)):
            name = figure.xpath("string(.//*[@data-chart]/@data-chart)")
            compared.add(name)
            differences |= {f"{name} at {path}": found for found in [list(differences_of_chart(figure))] if found}
    assert differences == {}
    assert {"live-chart-spec", "stages-spec", "chart-turnaround-spec", "chart-flag-rate-spec"} <= compared


def test_every_timeline_says_what_its_table_says(pages: dict[str, str]) -> None:
    compared, differences = set(), {}
    for path, text in pages.items():
        page = html.document_fromstring(text)
        for figure in timelines_of(page):
            compared.add(re.sub(r"\d+", "", name_of_timeline(figure)))
            found = list(differences_of_timeline(page, figure))
            differences |= {f"{name_of_timeline(figure)} at {path}": found} if found else {}
    assert differences == {}
    assert compared == {"plan", "timeline-", "deployment--plan"}


def test_every_figure_is_a_chart_or_a_timeline(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        page = html.document_fromstring(text)
        assert len(page.xpath("//figure")) == len(charts_of(page)) + len(timelines_of(page)), path


@pytest.mark.parametrize("altered", [alter_a_cell, alter_the_specification, alter_the_still_picture])
def test_a_chart_that_differs_from_its_table_is_found(pages: dict[str, str], altered: Alter) -> None:
    for text in of_today(pages):
        for figure in charts_of(html.document_fromstring(text)):
            altered(figure)
            assert list(differences_of_chart(figure))


@pytest.mark.parametrize("altered", [move_a_mark, lose_a_mark, alter_the_words])
def test_a_timeline_that_differs_from_its_table_is_found(pages: dict[str, str], altered: Alter) -> None:
    for text in of_today(pages):
        page = html.document_fromstring(text)
        for figure in timelines_of(page):
            altered(figure)
            assert list(differences_of_timeline(page, figure))
