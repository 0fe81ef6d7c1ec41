"""What a person reads when something goes wrong: what happened, whether it was saved, and what to do."""

import logging

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browser.harness import assert_accessible, assert_valid_html


@pytest.mark.parametrize(
    ("path", "status", "heading", "help_text"),
    [
        ("/damaged/", 400, "That request did not make sense", "Nothing was saved"),
        ("/denied/", 403, "You cannot do that", "Only the programme manager of this network may do this."),
        ("/nowhere/", 404, "Page not found", "you may not have access to it"),
        ("/button/", 405, "That does not open by its address", "Nothing was saved"),
        ("/often/", 429, "Too many tries", "Wait 5 minutes"),
        ("/broken/", 500, "Something went wrong on our side", "was not saved"),
        ("/down/", 503, "The service cannot answer just now", "was not saved"),
    ],
)
def test_error_page_says_what_happened_and_what_to_do(
    page: Page,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    path: str,
    status: int,
    heading: str,
    help_text: str,
) -> None:
    settings.ROOT_URLCONF = "tests.browser.failing_urls"
    with caplog.at_level(logging.CRITICAL, logger="django"):
        response = page.goto(path)
        assert response is not None
        assert response.status == status
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        expect(page.locator("main")).to_contain_text(help_text)
        expect(page.locator("main").get_by_role("link", name=settings.SUPPORT_EMAIL)).to_be_visible()
        expect(page.locator("main").get_by_role("link", name="Go to the home page")).to_be_visible()
        assert_accessible(page)
        assert_valid_html(page)


@pytest.mark.parametrize("path", ["/broken/", "/down/"])
def test_server_error_page_tells_a_reference_and_nothing_of_the_inside(
    page: Page, settings: Settings, path: str
) -> None:
    settings.ROOT_URLCONF = "tests.browser.failing_urls"
    response = page.goto(path)
    assert response is not None
    assert "Error:" not in page.content()
    assert "OperationalError" not in page.content()
    assert "database" not in page.content()
    assert response.headers["x-request-id"][:8] in page.locator("main").inner_text()


def test_form_from_an_old_page_says_that_nothing_was_saved(page: Page) -> None:
    page.goto("/accounts/login/")
    page.context.clear_cookies()
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your page was out of date")
    expect(page.locator("main")).to_contain_text("Nothing was saved")
    assert_accessible(page)
