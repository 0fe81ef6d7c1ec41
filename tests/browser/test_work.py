"""Changing many things at once in Chromium: by keyboard with scripts, and by plain forms without."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import (
    NARROWEST,
    NewPage,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_valid_html,
    sign_in,
)
from tests.factories import PASSWORD, make_deployment, make_milestone, make_network, make_person, make_trust, system
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.networks.grid import as_typed
from tracker.networks.models import Deployment, MilestoneRevision, Programme

TODAY = today_in_london()
EMAIL = "manager@tests.example"


@pytest.fixture
def rows(live: str) -> list[Deployment]:
    """A network with three deployments that slip, and its manager."""
    network = make_network(slug="north", name="North Thames Imaging Network")
    found = [make_deployment(make_trust(network, name=f"Riverside Hospitals {number}")) for number in range(3)]
    for row in found:
        make_milestone(row, baseline=TODAY + timedelta(days=50), forecast=TODAY + timedelta(days=300))
    make_person(EMAIL, Role.PROGRAMME_MANAGER, network, name="Asha Example")
    sweep(programme=Programme.objects.get(), on=TODAY, by=system())
    return found


def open_as_manager(page: Page, address: str) -> None:
    sign_in(page, EMAIL, PASSWORD, then="/help/")
    page.goto(address)


def press_to(page: Page, name: str) -> None:
    """Moves the focus forward by keyboard until it is on the control of that name."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("n => (document.activeElement.innerText || '').trim() === n", name):
            return
    raise AssertionError(f"The keyboard does not reach “{name}”")


def test_flags_are_given_to_a_person_by_keyboard(new_page: NewPage, rows: list[Deployment]) -> None:
    page = new_page(width=NARROWEST)
    open_as_manager(page, "/flags/?rule=T03")
    page.get_by_label("All 3 flags on this page").focus()
    page.keyboard.press("Space")
    expect(page.locator(".tracker-bulk__count")).to_have_text("3 ticked")
    assert_accessible(page)
    press_to(page, "Continue")
    page.keyboard.press("Enter")
    page.get_by_label("Who sees to it").select_option(label="Asha Example (programme manager)")
    assert_accessible(page)
    page.get_by_role("button", name="Look at what this will do").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This will be done (3)")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    press_to(page, "Give to somebody: 3 flags")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Give to somebody: done to 3 of 3 flags")
    assert_valid_html(page)
    assert Flag.objects.filter(rule="T03", assigned_to__email=EMAIL).count() == 3


def test_deployments_are_moved_without_scripts(new_page: NewPage, rows: list[Deployment]) -> None:
    page = new_page(javascript=False)
    open_as_manager(page, "/deployments/")
    for number in (0, 2):
        page.get_by_label(f"Choose Chest X-ray at Riverside Hospitals {number}").check()
    page.get_by_label("With the deployments that you ticked").select_option("Move the go-live")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("By how many weeks").fill("4")
    page.get_by_role("button", name="Look at what this will do").click()
    expect(page.get_by_role("link", name="Select cause.")).to_be_visible()
    page.get_by_label("Cause").select_option("B7 Local IT")
    page.get_by_label("Reason for the change").fill("The interface is late")
    page.get_by_role("button", name="Look at what this will do").click()
    page.get_by_role("button", name="Move the go-live: 2 deployments").click()
    expect(page.get_by_role("heading", name="Done (2)")).to_be_visible()
    page.get_by_role("link", name="Back to deployments").click()
    assert MilestoneRevision.objects.filter(cause="B7").count() == 2


def test_a_plan_is_edited_in_a_grid_and_a_comment_is_made(new_page: NewPage, rows: list[Deployment]) -> None:
    page = new_page(width=NARROWEST)
    open_as_manager(page, "/networks/north/plan/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_valid_html(page)
    cell = page.get_by_label("Go-live, Chest X-ray at Riverside Hospitals 1")
    cell.fill("soon")
    page.get_by_label("Reason for the change").fill("The interface is late")
    page.get_by_role("button", name="Save the dates").click()
    page.get_by_role("link", name="“soon” is not a date").click()
    expect(cell).to_be_focused()
    assert_accessible(page)
    cell.fill(as_typed(TODAY + timedelta(days=320)))
    page.get_by_role("button", name="Save the dates").click()
    expect(page.get_by_text("1 date of 1 deployment saved.")).to_be_visible()
    page.goto(f"/flags/{Flag.objects.filter(rule='T03').earliest('pk').pk}/")
    page.get_by_label("Your comment").fill("@Asha, what do they say?")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_text("Told: Asha Example")).to_be_visible()
    assert_accessible(page)
    page.goto("/work/")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_valid_html(page)
