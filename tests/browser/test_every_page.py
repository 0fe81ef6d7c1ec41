"""Every page for every role in every state: whole HTML, accessible, and within its window.

All pages are asked for without a browser (tests/browser/gathering.py), over a programme in which every address has a
subject, over one in which nothing has happened yet, and over an empty database. What is then looked at, and how far:

- Every page by itself: ids, headings, title, language, labels of controls, and whether references within it lead somewhere.
- One page of each skeleton (elements with their classes, roles, types, states and names of ARIA attributes, without
  texts; runs of alike neighbours once): a strict parse of its HTML, and whether it fits a window of 320 pixels without
  scripts.
- Axe and the width with scripts, wide and at 320 pixels, with all folds open and charts drawn by script: as many pages as
  it takes for every element to be seen in every place (the same elements around it, up to the document) where any page
  has it. What axe finds by comparing elements that are far apart is looked at on these pages only, but for what the first
  point checks. An element that differs only in its text, its inline position or an attribute that a skeleton leaves out is
  taken for the same.

What only a person’s doing brings about (a menu opened, rows ticked, updates paused) is looked at where tests do it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import transaction
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page
from pytest_django.plugin import DjangoDbBlocker

from tests.browser.gathering import ACCEPTS, NOBODY_HAS, Gatherer, Sent, paths_of, sent
from tests.browser.harness import (
    NARROWEST,
    TIMEOUT_MS,
    WIDE,
    Watch,
    assert_accessible,
    assert_no_external_requests,
    assert_no_sideways_scroll,
    assert_quiet,
    collect_static_files,
    draw_charts,
    serving,
)
from tests.browser.scene_pages import EVERY_SCENE, Opened
from tests.browser.weighing import first_visit
from tests.contracts.routes import without_logs
from tests.contracts.world import NO_ROLE, World, build_world
from tests.factories import make_contract, make_deployment, make_network, make_person, make_procurement, make_trust
from tracker.accounts.roles import Role

FAILING = ("/damaged/", "/denied/", "/nowhere/", "/button/", "/often/", "/broken/", "/down/")
OPEN_FOLDS = "document.querySelectorAll('main details').forEach((fold) => { fold.open = true; })"
ASSET = re.compile(r"/static/[^\s\"']+")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


# --- Every page that there is ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> list[Sent]:
    """Whatever the product sends to anybody."""
    with (
        django_db_blocker.unblock(),
        override_settings(ACCOUNT_RATE_LIMITS=False, MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        without_logs(),
    ):
        return [page for gather in GATHERED for page in _undone(gather)]


def _undone(gather: Callable[[], Iterator[Sent]]) -> list[Sent]:
    with transaction.atomic():
        found = list(gather())
        transaction.set_rollback(True)
    return found


def _of_nothing() -> Iterator[Sent]:
    """An empty database, for those whose role needs no place in it, and for who has none."""
    people = {
        "the first national lead": make_person(role=Role.NATIONAL_LEAD),
        "the first person": make_person(),
    }
    yield from Gatherer().pages(people, paths_of({}))


def _of_the_world() -> Iterator[Sent]:
    world = build_world()
    yield from Gatherer().pages(world.people, paths_of(world.own.values))
    newcomer = make_person(role=Role.NATIONAL_LEAD, is_new=True)
    yield from Gatherer().pages({"a newcomer": newcomer}, ["/"])
    yield from _of_beginnings(world)


def _of_beginnings(world: World) -> Iterator[Sent]:
    """A deployment, a procurement and a contract of which nothing is recorded."""
    network = make_network()
    trust = make_trust(network)
    rows = {
        "slug": network.slug,
        "ods_code": trust.ods_code,
        "deployment_id": make_deployment(trust).pk,
        "procurement_id": make_procurement(network).pk,
        "contract_id": make_contract(network).pk,
    }
    words = {name: value for name, value in world.own.values.items() if isinstance(value, str)}
    people = {"a manager who begins": make_person(role=Role.PROGRAMME_MANAGER, scope=network)}
    yield from Gatherer().pages(people, paths_of({**words, **rows}))


def _of_failures() -> Iterator[Sent]:
    """What is said when something goes wrong, and to whoever sends a form from an old page."""
    client = Client(raise_request_exception=False, headers=ACCEPTS)
    with override_settings(ROOT_URLCONF="tests.browser.failing_urls"):
        answers = {path: client.get(path) for path in FAILING}
    answers["/accounts/login/ from an old page"] = Client(enforce_csrf_checks=True, headers=ACCEPTS).post(
        "/accounts/login/"
    )
    yield from (page for path, answer in answers.items() if (page := sent(answer, NO_ROLE, path)))


def _of_scene(opened_in: Callable[[], Iterator[Opened]]) -> Iterator[Sent]:
    """A place where much has happened, at each of its moments."""
    for person, addresses in opened_in():
        yield from Gatherer().pages({person.email: person}, addresses)


GATHERED = (_of_nothing, _of_the_world, _of_failures, *(partial(_of_scene, scene) for scene in EVERY_SCENE))


# --- A browser that gets them ---------------------------------------------------------------------------------------


class Shelf:
    """An application that hands out pages as they were sent before, with their security policy. What they ask for comes
    from the product’s static files; nothing else answers."""

    def __init__(self, pages: Iterable[Sent]) -> None:
        self.pages = list(pages)
        self.product = WSGIHandler()

    def addresses(self) -> Iterator[tuple[str, Sent]]:
        return ((f"/?page={number}", page) for number, page in enumerate(self.pages))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/static/"):
            return self.product(environ, start_response)
        number = parse_qs(environ["QUERY_STRING"]).get("page")
        if not number:
            start_response("204 No Content", [])
            return []
        page = self.pages[int(number[0])]
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", page.policy)]
        )
        return [page.markup.text.encode()]


@contextmanager
def opened(browser: Browser, shelf: Shelf, *, width: int, scripts: bool = True) -> Iterator[Page]:
    """A browser’s page for what stands on the shelf; it asks nobody else for anything, and complains of nothing."""
    collect_static_files()
    with serving(shelf) as address:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 900}, java_script_enabled=scripts, locale="en-GB"
        )
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        watch = Watch(page, address)
        yield page
        context.close()
    assert_no_external_requests(watch)
    assert_quiet(watch)


def of_each_kind(pages: Iterable[Sent]) -> list[Sent]:
    """One page of each skeleton."""
    return list({page.markup.skeleton: page for page in pages}.values())


def in_every_place(pages: Iterable[Sent]) -> list[Sent]:
    """Pages that together have every element in every place; the richest first, which need the fewest others."""
    chosen: list[Sent] = []
    seen: set[int] = set()
    for page in sorted(pages, key=lambda page: -len(page.markup.places)):
        if not page.markup.places <= seen:
            chosen.append(page)
            seen |= page.markup.places
    return chosen


def heaviest(pages: Iterable[Sent]) -> list[Sent]:
    """For each set of static files that pages name, of their charts too, the page with the most HTML."""
    by_length = sorted(pages, key=lambda page: len(page.markup.text))
    return list({frozenset(ASSET.findall(page.markup.text)): page for page in by_length}.values())


def show_everything(page: Page) -> None:
    """Opens every fold, and waits until each chart is drawn by its script."""
    page.evaluate(OPEN_FOLDS)
    draw_charts(page)


def problems_at(page: Page, width: int) -> Iterator[str]:
    """What axe finds, and how far the page is wider than its window."""
    page.set_viewport_size({"width": width, "height": 900})
    for check in (assert_accessible, assert_no_sideways_scroll):
        try:
            check(page)
        except AssertionError as error:
            yield f"at {width} pixels: {error}"


# --- The tests ------------------------------------------------------------------------------------------------------


def test_pages_are_gathered_in_every_state(pages: list[Sent]) -> None:
    """So that none of the tests below passes for want of pages."""
    told = {page.status for page in pages}
    assert {200, 400, 401, 403, 404, 405, 429, 500, 503} <= told
    texts = [page.markup.text for page in pages]
    for state in (
        "nhsuk-error-summary",
        "nhsuk-notification-banner",
        "tracker-as-of--past",
        "tracker-tour",
        NOBODY_HAS,
    ):
        assert any(state in text for text in texts), state
    assert len(of_each_kind(pages)) > 250


def test_every_page_is_whole(pages: list[Sent]) -> None:
    assert {str(page): found for page in pages if (found := list(page.markup.problems()))} == {}


def test_each_kind_of_page_is_valid_html(pages: list[Sent]) -> None:
    assert {str(page): found for page in of_each_kind(pages) if (found := page.markup.errors())} == {}


def test_each_kind_of_page_fits_the_narrowest_window_without_scripts(browser: Browser, pages: list[Sent]) -> None:
    wider = {}
    shelf = Shelf(of_each_kind(pages))
    with opened(browser, shelf, width=NARROWEST, scripts=False) as page:
        for address, shown in shelf.addresses():
            page.goto(address)
            overflow = page.evaluate(OVERFLOW)
            if overflow > 0:
                wider[str(shown)] = overflow
    assert wider == {}


def test_every_element_is_accessible_in_every_place(browser: Browser, pages: list[Sent]) -> None:
    problems = {}
    shelf = Shelf(in_every_place(pages))
    with opened(browser, shelf, width=WIDE) as page:
        for address, shown in shelf.addresses():
            page.set_viewport_size({"width": WIDE, "height": 900})
            page.goto(address)
            show_everything(page)
            found = [problem for width in (WIDE, NARROWEST) for problem in problems_at(page, width)]
            if found:
                problems[str(shown)] = found
    assert problems == {}


def test_first_visit_to_any_page_is_light_and_stays_on_its_host(browser: Browser, pages: list[Sent]) -> None:
    """Of the pages that fetch the same files the one with the most HTML is weighed. docs/benchmarks.md has the pages of a
    whole programme, with how soon they are there."""
    shelf = Shelf(heaviest(pages))
    collect_static_files()
    with serving(shelf) as origin:
        for address, shown in shelf.addresses():
            page = browser.new_page(base_url=origin)
            visit = first_visit(page, address, origin)
            page.close()
            assert visit.byte_count < visit.most_bytes, str(shown)
            assert visit.strangers == (), str(shown)
