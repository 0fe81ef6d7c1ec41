"""The pages of an evaluation in Chromium: accessible, within their window, and a bid scored and submitted without scripts."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import (
    NARROWEST,
    WIDE,
    NewPage,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_valid_html,
    sign_in,
)
from tests.factories import (
    PASSWORD,
    make_bid,
    make_bid_site,
    make_evaluation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_scoring,
    moderate_all,
    score_all,
    system,
)
from tracker.accounts.roles import Role
from tracker.procurement.actions.evaluations import begin_moderation, conclude
from tracker.procurement.evaluation_vocabulary import PanelCapacity
from tracker.procurement.models import Bid, Evaluation

LEAD, MEMBER = "lead@tests.example", "member@tests.example"
PAGES = (
    "",
    "criteria/add/",
    "bids/{bid}/",
    "bids/{bid}/sites/add/",
    "panel/add/",
    "interests/",
    "scores/",
    "scores/{bid}/",
)
TOGETHER = ("moderation/", "moderation/{bid}/{criterion}/", "ranking/")


@pytest.fixture
def evaluation(live: str) -> Evaluation:
    """Two bids, one with reference sites, and a panel of two of whom one is the lead."""
    network = make_network(name="North Thames Imaging Network")
    evaluation = make_evaluation(make_procurement(network), bids=0, formula=True, volume=90_000)
    first = make_bid(evaluation, name="Quillfeather Imaging Ltd")
    make_bid(evaluation, name="Tamsin Reads Ltd", price_pence=130_000_00)
    make_bid_site(first, "Riverside University Hospitals", yearly_volume=88_000, contact_role="PACS manager")
    make_bid_site(first, "Moorland Hospitals", pacs_vendor="Oriole", live_since=date(2025, 1, 6))
    lead = make_person(LEAD, Role.PROCUREMENT, network, name="Lena Lead")
    member = make_person(MEMBER, Role.VIEWER, network, name="Mo Member")
    make_panel_member(evaluation, lead, PanelCapacity.PROCUREMENT)
    make_panel_member(evaluation, member)
    return evaluation


def addresses(evaluation: Evaluation, pages: tuple[str, ...]) -> list[str]:
    bid, criterion = Bid.objects.earliest("pk"), evaluation.criteria.earliest("pk")
    home = f"/procurements/{evaluation.procurement_id}/evaluation/"
    return [home + each.format(bid=bid.pk, criterion=criterion.pk) for each in pages]


def check(page: Page, paths: list[str]) -> None:
    for path in paths:
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_are_accessible(new_page: NewPage, evaluation: Evaluation, width: int) -> None:
    page = new_page(width=width)
    sign_in(page, LEAD, PASSWORD, then="/help/")
    make_scoring(evaluation, members=0)
    check(page, addresses(evaluation, PAGES))
    for place, member in enumerate(evaluation.members.all()):
        score_all(member, lambda cell, place=place: (cell[0] + cell[1] + place) % 6)
    begin_moderation(evaluation=evaluation, by=system())
    check(page, addresses(evaluation, TOGETHER))
    moderate_all(evaluation)
    conclude(evaluation=evaluation, by=system())
    check(page, addresses(evaluation, ("ranking/",)))


def test_member_scores_and_submits_without_scripts(new_page: NewPage, evaluation: Evaluation) -> None:
    make_scoring(evaluation, members=0)
    page = new_page(javascript=False)
    sign_in(page, MEMBER, PASSWORD, then="/help/")
    page.goto(addresses(evaluation, ("",))[0])
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
