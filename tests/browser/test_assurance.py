"""Validation, training, oversight and plans in Chromium: written and decided without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import PHONE, NewPage, open_as
from tests.browser.scenes import OF_TRUST, RADIOLOGIST
from tracker.core.days import today_in_london
from tracker.governance.models import ValidationStudy

TODAY = today_in_london()


@pytest.fixture
def study(live: str) -> ValidationStudy:
    return scenes.validated()


def test_a_study_is_run_and_approved_without_scripts(new_page: NewPage, study: ValidationStudy) -> None:
    page = new_page(javascript=False)
    open_as(page, OF_TRUST, f"/deployments/{study.deployment_id}/validation/")
    page.get_by_role("button", name="Plan a study").click()
    page.get_by_label("Prospective, in shadow mode").check()
    page.get_by_label("Consecutive cases").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The criteria are open.")).to_be_visible()
    page.get_by_role("button", name="Add a criterion").first.click()
    page.get_by_label("Sensitivity", exact=True).check()
    page.get_by_label("At least", exact=True).check()
    page.get_by_label("Threshold (%)").fill("80")
    page.get_by_label("The lower end of its 95% interval").check()
    page.get_by_label("Local clinical consensus").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Lock these criteria").click()
    page.get_by_role("button", name="Enter counts").click()
    typed = {"Day": TODAY.day, "Month": TODAY.month, "Year": TODAY.year, "Cases": 999, "True positives": 47}
    typed |= {"False positives": 120, "True negatives": 830, "False negatives": 3}
    for label, value in typed.items():
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="The four counts add up to 1,000, not to 999 cases.")).to_be_visible()
    page.get_by_label("Cases", exact=True).fill("1000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("passed its criterion")).to_be_visible()
    expect(page.get_by_text("83.8% to 97.9%").first).to_be_visible()


def test_the_lead_approves_what_the_study_found(new_page: NewPage, study: ValidationStudy) -> None:
    page = new_page(width=PHONE)
    open_as(page, RADIOLOGIST, f"/deployments/{study.deployment_id}/validation/{study.pk}/")
    expect(page.get_by_text("passed its 2 mandatory criteria")).to_be_visible()
    page.get_by_role("button", name="Approve or refuse").click()
    page.get_by_label("Approved", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Dr Ada Lead").first).to_be_visible()
    expect(page.get_by_text("It waits for: clinical safety officer, medical physics.")).to_be_visible()
