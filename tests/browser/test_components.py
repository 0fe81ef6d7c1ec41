"""Every component on one page: accessible, within its window, quiet under the security policy, the same without scripts."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.harness import (
    NARROWEST,
    PHONE,
    WIDE,
    NewPage,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_valid_html,
)
from tests.browser.style_sample import style_sample

ADDRESS = "/style-sample/"


def open_sample(page: Page, live: str) -> None:
    """Serves the sample under the security policy of the real pages; its assets come from the real server."""
    policy = page.request.get(f"{live}/help/").headers["content-security-policy"]
    html = style_sample()

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": policy})

    page.route(f"**{ADDRESS}", answer)
    page.route("**/reports/1/", lambda route: route.fulfill(body="<p>Still running</p>", content_type="text/html"))
    page.goto(ADDRESS)


@pytest.mark.parametrize("width", [WIDE, PHONE, NARROWEST])
def test_components_are_accessible(new_page: NewPage, live: str, width: int) -> None:
    page = new_page(width=width)
    open_sample(page, live)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_components_fit_the_window_without_javascript(new_page: NewPage, live: str) -> None:
    page = new_page(width=NARROWEST, javascript=False)
    open_sample(page, live)
    expect(page.get_by_role("img", name="Below plan throughout.")).to_be_visible()
    assert_no_sideways_scroll(page)


def test_components_are_valid_html(page: Page, live: str) -> None:
    open_sample(page, live)
    assert_valid_html(page, style_sample())


def test_chart_becomes_interactive_under_the_security_policy(page: Page, live: str) -> None:
    open_sample(page, live)
    page.get_by_role("heading", name="History").scroll_into_view_if_needed()
    page.locator(".tracker-chart").scroll_into_view_if_needed()
    expect(page.locator(".tracker-chart__stage svg")).to_be_visible()
    expect(page.locator(".tracker-chart__picture")).to_be_hidden()
    page.get_by_text("Show the numbers as a table").click()
    expect(page.get_by_role("rowheader", name="January 2025")).to_be_visible()


def test_running_job_asks_again_and_shows_the_answer(page: Page, live: str) -> None:
    open_sample(page, live)
    expect(page.get_by_text("Still running")).to_be_visible()


def test_error_summary_leads_to_the_wrong_part_of_a_date(page: Page, live: str) -> None:
    open_sample(page, live)
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Go-live date must be a real date").click()
    expect(page.locator("#id_day-day")).to_be_focused()
    assert page.title().startswith("Error: ")
