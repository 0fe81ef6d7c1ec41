"""Reading, choosing and following in Chromium: by keyboard with scripts, and by plain forms without."""

import re

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
from tests.factories import PASSWORD, make_deployment, make_network, make_person, make_trust
from tracker.accounts.roles import Role
from tracker.networks.models import Deployment
from tracker.notifications.actions import notify
from tracker.notifications.models import CalendarLink, Follow, Notification, TopicChoice
from tracker.notifications.vocabulary import Topic

EMAIL = "manager@tests.example"
ADDRESS = re.compile(r"/calendar/[\w-]+\.ics")


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A manager who was told three things, of which one is critical."""
    network = make_network(slug="north", name="North Thames Imaging Network")
    deployment = make_deployment(make_trust(network, name="Riverside Hospitals"))
    person = make_person(EMAIL, Role.PROGRAMME_MANAGER, network, name="Asha Example")
    for number, topic in enumerate((Topic.DUE, Topic.MENTION, Topic.FLAG)):
        notify(
            people=[person],
            topic=topic,
            key=f"key-{number}",
            title=f"Told {topic.value}",
            text="Riverside Hospitals, chest X-ray",
            href=f"/deployments/{deployment.pk}/",
            is_critical=topic == Topic.FLAG,
        )
    return deployment


def press(page: Page, name: str) -> None:
    """Moves the focus forward by keyboard to the control of that name, and presses it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        # Words that only a screen reader gets stand apart, with a space of their own.
        if page.evaluate("() => (document.activeElement.innerText || '').replace(/\\s/g, '')") == name.replace(" ", ""):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard does not reach “{name}”")


def walk(page: Page, deployment: Deployment, *, checks: bool) -> None:
    """Reads one, marks one and then all, changes a choice, follows, and makes and stops a calendar."""
    sign_in(page, EMAIL, PASSWORD, then="/help/")
    look(page, checks)
    page.get_by_role("link", name=re.compile(r"^Notifications\s*,\s*3\s*new$")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    look(page, checks)
    press(page, "Told flag")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Riverside Hospitals")
    press(page, "Follow this deployment")
    expect(page.get_by_role("button", name="Stop following this deployment")).to_be_visible()
    look(page, checks)
    page.goto("/notifications/?unread=on")
    press(page, "Mark as read: Told mention")
    expect(page).to_have_url(re.compile(r"\?unread=on$"))
    press(page, "Mark all as read")
    expect(page.get_by_text("Nothing fits these filters.")).to_be_visible()
    expect(page.get_by_role("link", name="Notifications", exact=True).first).to_be_visible()
    page.goto("/notifications/settings/")
    look(page, checks)
    page.get_by_label("Due dates").select_option(label="In the weekly e-mail")
    press(page, "Save my choices")
    expect(page.get_by_text("Your choices are saved.")).to_be_visible()
    press(page, "Make an address")
    expect(page.get_by_text("We can’t show it again")).to_be_visible()
    look(page, checks)
    found = ADDRESS.search(page.locator("main").inner_text())
    assert found
    assert page.request.get(found.group()).text().startswith("BEGIN:VCALENDAR")
    press(page, "Stop this address")
    expect(page.get_by_text("Your calendar link has stopped working.")).to_be_visible()
    assert page.request.get(found.group()).status == 404
    press(page, f"Stop following {deployment}")
    expect(page.get_by_text("You follow nothing yet.")).to_be_visible()


def look(page: Page, checks: bool) -> None:
    assert_no_sideways_scroll(page)
    if checks:
        assert_accessible(page)
        assert_valid_html(page)


def assert_done() -> None:
    assert not Notification.objects.unread().exists()
    assert TopicChoice.objects.get().frequency == "weekly"
    assert not CalendarLink.objects.in_force().exists()
    assert not Follow.objects.exists()


def test_by_keyboard(new_page: NewPage, deployment: Deployment) -> None:
    walk(new_page(), deployment, checks=True)
    assert_done()


def test_without_scripts_on_the_narrowest_screen(new_page: NewPage, deployment: Deployment) -> None:
    walk(new_page(width=NARROWEST, javascript=False), deployment, checks=False)
    assert_done()
