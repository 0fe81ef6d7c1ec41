"""Monitoring and pausing in Chromium, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import PHONE, NewPage, assert_accessible, assert_no_sideways_scroll, open_as
from tests.browser.scenes import OF_TRUST
from tracker.networks.models import Deployment


@pytest.fixture
def deployment(live: str) -> Deployment:
    return scenes.monitored()


def test_a_trust_explains_a_special_cause_and_pauses_without_scripts(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(width=PHONE, javascript=False)
    open_as(page, OF_TRUST, f"/deployments/{deployment.pk}/monitoring/")
    expect(page.locator(".tracker-chart svg")).to_have_count(3)
    page.get_by_role("link", name="Explain the special cause of “Time from acquisition to result”").click()
    page.get_by_label("What it was").fill("The gateway was full for a week")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The explanation is recorded.")).to_be_visible()
    page.get_by_role("button", name="Pause clinical use").click()
    page.get_by_role("button", name="Pause clinical use now").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is wrong").fill("Lesions are missed")
    page.get_by_role("button", name="Pause clinical use now").click()
    expect(page.get_by_text("Clinical use is paused.", exact=True)).to_be_visible()
    page.goto(f"/trusts/{deployment.trust.ods_code}/")
    expect(page.get_by_role("heading", name="Clinical use is paused")).to_be_visible()
    assert_no_sideways_scroll(page)
    with_scripts = new_page(width=PHONE)
    open_as(with_scripts, OF_TRUST, f"/trusts/{deployment.trust.ods_code}/")
    assert_accessible(with_scripts)
