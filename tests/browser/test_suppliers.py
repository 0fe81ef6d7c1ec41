"""Suppliers and procurement packs in Chromium, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import BUYER, Supply
from tracker.procurement.models import PackAnswer


@pytest.fixture
def scene(live: str) -> Supply:
    return scenes.supplied()


def test_text_of_another_network_is_used_without_scripts(new_page: NewPage, scene: Supply) -> None:
    page = new_page(javascript=False)
    open_as(page, BUYER, f"/procurements/{scene.procurement.pk}/pack/")
    page.get_by_role("link", name="Clinical requirements").click()
    page.get_by_role("link", name="Clinical problem and expected benefit").click()
    page.get_by_role("button", name="Use this text").click()
    page.get_by_label("Complete").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Clinical problem and expected benefit” is saved.")).to_be_visible()
    assert PackAnswer.objects.get(pack__procurement=scene.procurement).text.startswith("Reports wait 12 days.")
