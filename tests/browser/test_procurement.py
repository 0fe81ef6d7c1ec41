"""Procurements in Chromium: a route, a notice and a moved date recorded without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import PHONE, NewPage, sign_in
from tests.browser.scenes import BUYER
from tests.factories import PASSWORD
from tracker.core.days import today_in_london
from tracker.procurement.models import Procurement


@pytest.fixture
def procurement(live: str) -> Procurement:
    return scenes.procured()


def test_a_buyer_records_what_happened_without_scripts(new_page: NewPage, procurement: Procurement) -> None:
    """A date that moves says its cause; then the page says where the time went."""
    page = new_page(width=PHONE, javascript=False)
    address = f"/procurements/{procurement.pk}/"
    sign_in(page, BUYER, PASSWORD, then=address)
    page.get_by_role("link", name="Contract signed", exact=True).click()
    moved = today_in_london() + timedelta(days=60)
    for part in ("day", "month", "year"):
        page.get_by_role("group", name="Forecast date").get_by_label(part.capitalize()).fill(str(getattr(moved, part)))
    page.get_by_label("Reason for the change").fill("Two members of the panel report at other sites this month.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Choose the main cause of the move.")).to_be_visible()
    page.get_by_label("Main cause of the move").select_option(label="B3 Time to take part")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contract expected on")
    expect(page.get_by_role("table", name="What moved the contract’s date")).to_contain_text("B3 Time to take part")
    page.get_by_role("link", name="Debrief asked for").click()
    page.get_by_role("radio", name="Answered").check()
    for part in ("day", "month", "year"):
        page.get_by_role("group", name="On", exact=True).get_by_label(part.capitalize()).fill(
            str(getattr(today_in_london(), part))
        )
    page.get_by_label("What was answered or decided").fill("The scores and their reasons were shown.")
    page.get_by_role("button", name="Save").click()
    table = page.get_by_role("table", name="Questions and challenges from suppliers")
    expect(table).to_contain_text("Answered")
