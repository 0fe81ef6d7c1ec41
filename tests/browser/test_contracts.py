"""Contracts in Chromium: a payment released by two people without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import BUYER, MANAGER
from tracker.procurement.models import Contract


@pytest.fixture
def contract(live: str) -> Contract:
    return scenes.contracted()


def test_payment_is_released_by_two_people_without_scripts(new_page: NewPage, contract: Contract) -> None:
    buyer = new_page(javascript=False)
    open_as(buyer, BUYER, f"/contracts/{contract.pk}/")
    buyer.get_by_role("link", name="Propose its release").click()
    buyer.get_by_label("Evidence").fill("Report of the network board, item 6")
    buyer.get_by_role("button", name="Save").click()
    expect(buyer.get_by_text("Proposed. Somebody else has to release it.")).to_be_visible()
    buyer.get_by_role("link", name="Release or refuse").click()
    buyer.get_by_label("Release", exact=True).check()
    buyer.get_by_role("button", name="Save").click()
    expect(buyer.get_by_role("link", name="You proposed this release.")).to_be_visible()

    manager = new_page(javascript=False)
    open_as(manager, MANAGER, f"/contracts/{contract.pk}/")
    manager.get_by_role("link", name="Release or refuse").click()
    manager.get_by_label("Release", exact=True).check()
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_text("The decision is recorded.")).to_be_visible()
    expect(manager.get_by_role("link", name="Record its payment")).to_be_visible()
