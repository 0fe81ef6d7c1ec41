"""An evaluation in Chromium: a bid scored and submitted without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import MEMBER
from tests.factories import make_scoring
from tracker.procurement.models import Evaluation


@pytest.fixture
def evaluation(live: str) -> Evaluation:
    return scenes.bid_for()


def test_member_scores_and_submits_without_scripts(new_page: NewPage, evaluation: Evaluation) -> None:
    make_scoring(evaluation, members=0)
    page = new_page(javascript=False)
    open_as(page, MEMBER, f"/procurements/{evaluation.procurement_id}/evaluation/")
    page.get_by_role("button", name="Score the bids").click()
    expect(page.get_by_text("8 scores missing")).to_be_visible()
    page.get_by_role("link", name="Quillfeather Imaging Ltd", exact=True).click()
    for section in page.locator(".tracker-criterion").all():
        section.get_by_label("4", exact=True).check()
        section.get_by_role("textbox").fill("It shows figures of two years.")
    page.locator(".tracker-criterion").first.get_by_role("textbox").fill("")
    page.get_by_role("button", name="Save and go to Tamsin Reads Ltd").click()
    expect(page.get_by_text("What is in order is saved.")).to_be_visible()
    expect(page.get_by_role("link", name="Say why you give this score")).to_be_visible()
    page.locator(".tracker-criterion").first.get_by_role("textbox").fill("Local figures, well told.")
    page.get_by_role("button", name="Save and go to Tamsin Reads Ltd").click()
    for section in page.locator(".tracker-criterion").all():
        section.get_by_label("2", exact=True).check()
        section.get_by_role("textbox").fill("It promises, and shows nothing.")
    page.get_by_role("button", name="Save and see what is missing").click()
    page.get_by_role("button", name="Submit your scores").click()
    expect(page.get_by_text("You have submitted your scores.")).to_be_visible()
    assert evaluation.members.get(person__email=MEMBER).scores.count() == 8
