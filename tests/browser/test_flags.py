"""Flags in Chromium, by keyboard and without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import PHONE, NewPage, open_as
from tests.browser.scenes import LEAD
from tracker.core.days import today_in_london
from tracker.flags.models import Flag

TODAY = today_in_london()


@pytest.fixture
def flag(live: str) -> Flag:
    return scenes.flagged()


def test_a_lead_finds_a_flag_and_sets_it_aside_without_scripts(new_page: NewPage, flag: Flag) -> None:
    page = new_page(javascript=False)
    open_as(page, LEAD, "/flags/")
    page.get_by_text("Filter the flags").click()
    page.get_by_label("Rule").select_option("T03")
    page.get_by_label("Trust name or code").fill(flag.trust.ods_code if flag.trust else "")
    page.get_by_role("button", name="Show these flags").click()
    page.get_by_role("link", name="Go-live is slipping", exact=True).click()
    page.get_by_role("button", name="Acknowledge and snooze").click()
    page.get_by_role("button", name="Acknowledge and snooze").click()
    expect(page.get_by_role("link", name="Enter why it can wait.")).to_be_visible()
    look_again = TODAY + timedelta(days=30)
    page.get_by_label("Why it can wait").fill("The supplier answers on Friday")
    page.get_by_label("Until another day").check()
    for label, value in (("Day", look_again.day), ("Month", look_again.month), ("Year", look_again.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Acknowledge and snooze").click()
    expect(page.get_by_text("The supplier answers on Friday").first).to_be_visible()
    expect(page.locator(".nhsuk-tag", has_text="Snoozed until")).to_be_visible()


def test_the_next_page_of_flags_is_a_link_away(new_page: NewPage, flag: Flag) -> None:
    page = new_page(width=PHONE)
    open_as(page, LEAD, "/flags/")
    page.get_by_role("link", name="Next page : Page 2 of 2").click()
    expect(page.get_by_role("link", name="Previous page : Page 1 of 2")).to_be_visible()
