"""Fixtures of the browser tests: one server a run, one Chromium a file, a fresh profile and committed data a test.

Playwright holds a running event loop in the thread of the tests until it ends; the tests of other files, which may ask
asynchronous views, follow in the same thread. So it ends with each file.
"""

from collections.abc import Iterator

import pytest
import redis
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

pytest.register_assert_rewrite("tests.browser.harness")

from tests.browser.harness import (  # noqa: E402 - its assertions explain themselves only when it is imported afterwards
    TIMEOUT_MS,
    WIDE,
    NewPage,
    Watch,
    assert_no_external_requests,
    assert_quiet,
    collect_static_files,
    launch,
    serving,
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None) -> Iterator[str]:
    """The address of the application, which works on the test database."""
    collect_static_files()
    with serving() as address:
        yield address


@pytest.fixture
def live(server: str, transactional_db: None) -> str:
    """The same, for a test whose data is committed, so that the server's own connections see it.

    The limits on signing in are counted in Redis, and every test comes from one address: the count starts anew.
    """
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.flushdb()
    return server


@pytest.fixture
def new_page(browser: Browser, live: str) -> Iterator[NewPage]:
    """Opens pages in a profile of their own: `new_page(width=320, javascript=False)`.

    When the test ends, no page may have asked another host for anything, or complained in its console.
    """
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def open_page(width: int = WIDE, height: int = 900, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(page, live))
        return page

    yield open_page
    for context in contexts:
        context.close()
    for watch in watches:
        assert_no_external_requests(watch)
        assert_quiet(watch)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """One wide page with JavaScript."""
    return new_page()
