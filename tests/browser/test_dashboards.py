"""The dashboards in Chromium, from the programme down to a deployment, by keyboard and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import LEAD, NETWORK
from tracker.flags.models import Flag
from tracker.networks.models import Deployment


@pytest.fixture
def flag(live: str) -> Flag:
    return scenes.flagged()


def test_dashboards_lead_on_without_scripts(new_page: NewPage, flag: Flag) -> None:
    page = new_page(javascript=False)
    open_as(page, LEAD, "/national/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("trusts are live")
    expect(page.locator("main svg[role=img], main [role=img]").first).to_be_visible()
    page.get_by_role("link", name=NETWORK).first.click()
    page.locator("main a[href^='/trusts/']").first.click()
    page.locator(f"main a[href='/deployments/{Deployment.objects.earliest('trust__name').pk}/']").first.click()
    expect(page.get_by_role("button", name="Move the go-live date")).to_be_visible()


def test_national_dashboard_goes_by_keyboard(new_page: NewPage, flag: Flag) -> None:
    page = new_page()
    open_as(page, LEAD, "/national/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("/trusts/"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/trusts/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Riverside University Hospitals")
