"""Filters, saved views and the search in Chromium: by keyboard, without scripts, and in any window."""

import pytest
from playwright.sync_api import expect

from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import LEAD
from tests.factories import make_deployment, make_network, make_person, make_signed_contract, make_trust
from tracker.accounts.roles import Role


@pytest.fixture
def lead(live: str) -> str:
    """Two networks with a contract each, and the national lead who looks."""
    for name in ("North Thames Imaging Network", "South Coast Imaging Network"):
        network = make_network(name=name)
        deployment = make_deployment(make_trust(network, name=f"{name.split()[0]}ern King’s Hospital"))
        make_signed_contract(network, reference=f"{name[:1]}-2024/1", covers=[deployment])
    make_person(LEAD, Role.NATIONAL_LEAD)
    return LEAD


def test_search_by_keyboard_from_any_page(new_page: NewPage, lead: str) -> None:
    page = new_page()
    open_as(page, lead, "/flags/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("kings northern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=kings+northern")
    expect(page.locator("mark").first).to_have_text("Northern")
    page.get_by_role("link", name="Northern King’s Hospital", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Northern King’s Hospital")
    page.goto("/views/save/contracts/?status=signed&next=/contracts/")
    page.get_by_label("Name", exact=True).press_sequentially("a/b")
    expect(page.get_by_label("Name", exact=True)).to_have_value("a/b")


@pytest.mark.parametrize("scripts", [True, False])
def test_filter_save_and_come_back(new_page: NewPage, lead: str, scripts: bool) -> None:
    page = new_page(javascript=scripts)
    open_as(page, lead, "/contracts/")
    page.get_by_text("Filter the contracts").click()
    page.get_by_label("Network", exact=True).select_option(label="North Thames Imaging Network")
    page.get_by_role("button", name="Show these contracts").click()
    expect(page.get_by_text("1 of 2 contracts: network North Thames Imaging Network")).to_be_visible()
    page.get_by_role("link", name="Save as a view").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter name")
    page.get_by_label("Name", exact=True).fill("North")
    page.get_by_label("Who sees it").select_option(label="Everybody with a national role")
    page.get_by_label("Open this list with the view, for me").check()
    page.get_by_role("button", name="Save").click()
    views = page.get_by_role("navigation", name="Saved views")
    expect(views.get_by_role("link", name="North", exact=True)).to_have_attribute("aria-current", "true")
    views.get_by_role("link", name="All contracts").click()
    expect(page.get_by_text("2 contracts", exact=True)).to_be_visible()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Contracts").click()
    expect(page.get_by_role("link", name="Remove the filter Network: North Thames Imaging Network")).to_be_visible()
    page.get_by_role("link", name="Remove the filter").click()
    page.get_by_role("link", name="Manage saved views").click()
    page.get_by_role("link", name="Delete North").click()
    page.get_by_role("button", name="Delete this view").click()
    expect(page.get_by_text("You have no saved views.")).to_be_visible()
