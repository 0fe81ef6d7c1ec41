"""Open pages that keep themselves up to date, and what they leave alone."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests import factories
from tests.browser.harness import NewPage, assert_accessible, sign_in
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core import data_version
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.networks.models import Deployment

STATUS = "#live-status"
FAR = 10**12  # seconds


@pytest.fixture
def lead(live: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> User:
    """A national lead, whose pages ask every second. No quarter of an hour, with which the version of the data turns,
    begins while they are looked at."""
    settings.LIVE_SECONDS = 1
    monkeypatch.setattr(data_version, "SLOT_SECONDS", FAR)
    return factories.make_person(role=Role.NATIONAL_LEAD, scope=factories.make_programme(), password=factories.PASSWORD)


def slipping_deployment(trust: str) -> Deployment:
    """A trust whose go-live slips by months: one flag more."""
    today = today_in_london()
    deployment = factories.make_deployment(factories.make_trust(name=trust))
    factories.make_milestone(
        deployment, baseline=today + timedelta(days=100), forecast=today + timedelta(days=400), forecast_on=today
    )
    sweep(programme=factories.make_programme(), on=today, by=factories.system())
    return deployment


def requests_of(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def test_change_by_somebody_else_leaves_typing_details_focus_and_place_alone(page: Page, lead: User) -> None:
    for number in range(8):
        slipping_deployment(f"Trust {number}")
    sign_in(page, lead.email, factories.PASSWORD, then="/flags/")
    page.get_by_text("Filter the flags").click()
    trust = page.get_by_label("Trust name or code")
    trust.fill("Riverside")
    row = page.get_by_role("link", name="Trust 7").first
    row.focus()
    before = page.evaluate("[scrollY, document.activeElement.getBoundingClientRect().top]")
    assert before[0] > 0

    slipping_deployment("Another trust")
    expect(page.locator(STATUS)).to_contain_text("Updated at")
    expect(page.get_by_role("link", name="Another trust").first).to_be_attached()
    expect(trust).to_have_value("Riverside")
    expect(row).to_be_focused()
    after = page.evaluate("[scrollY, document.activeElement.getBoundingClientRect().top]")
    assert abs(after[1] - before[1]) <= 1, "what was being read stays where it is"
    expect(page.locator("details[open]").filter(has=trust)).to_have_count(1)
    assert page.locator('[id^="live: "]').count() == 0


def test_nothing_is_fetched_while_nothing_changes_or_updates_are_paused(page: Page, lead: User) -> None:
    sign_in(page, lead.email, factories.PASSWORD, then="/flags/")
    page.wait_for_load_state("networkidle")
    asked = requests_of(page)
    page.wait_for_timeout(2500)
    assert asked
    assert [url for url in asked if "/live/?" not in url] == []
    assert page.locator(STATUS).inner_text() == "Updates by itself"

    page.get_by_role("button", name="Pause updates").press("Enter")
    expect(page.locator(STATUS)).to_have_text("Updates are paused")
    assert_accessible(page)
    page.reload()
    expect(page.get_by_role("button", name="Resume updates")).to_be_visible()
    asked.clear()
    slipping_deployment("A trust")
    page.wait_for_timeout(1500)
    assert asked == []
    page.get_by_role("button", name="Resume updates").press("Enter")
    expect(page.locator(STATUS)).to_contain_text("Updated at")


def test_page_stops_asking_when_its_session_ends(page: Page, lead: User) -> None:
    sign_in(page, lead.email, factories.PASSWORD, then="/flags/")
    page.context.clear_cookies()
    expect(page.locator(STATUS)).to_have_text("You are signed out. Sign in again")
    asked = requests_of(page)
    page.wait_for_timeout(1500)
    assert asked == []


def test_interactive_chart_is_drawn_anew_only_when_its_numbers_change(page: Page, lead: User) -> None:
    slipping_deployment("First trust")
    sign_in(page, lead.email, factories.PASSWORD, then="/national/")
    stage = page.locator(".tracker-chart__stage").first
    stage.evaluate("element => { element.dataset.drawn = 'before' }")
    factories.make_contract(factories.make_network())
    expect(page.locator(STATUS)).to_contain_text("Updated at")
    expect(stage).to_have_attribute("data-drawn", "before")

    slipping_deployment("Second trust")
    expect(page.locator("[data-drawn]")).to_have_count(0)
    page.locator(".tracker-chart").first.scroll_into_view_if_needed()
    expect(stage).to_be_visible()


def test_without_scripts_a_page_neither_updates_nor_says_so(new_page: NewPage, lead: User) -> None:
    page = new_page(javascript=False)
    sign_in(page, lead.email, factories.PASSWORD, then="/flags/")
    expect(page.locator("#live")).to_be_hidden()
