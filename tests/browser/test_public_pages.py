"""The pages that anybody may open: sign-in, statements, and what went wrong."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from tests.browser.harness import PASSWORD, NewPage, assert_accessible, assert_valid_html, sign_in
from tracker.accounts.actions import create_person

PUBLIC = ["/accounts/login/", "/accounts/password/reset/", "/accessibility/", "/privacy/", "/help/", "/no-such-page/"]
NOT_THE_SAME = re.compile(
    r"Show|reference: \w+"
)  # the password's button needs a script; each error has its own reference


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_reads_the_same_without_javascript(new_page: NewPage, path: str) -> None:
    texts = []
    for javascript in (True, False):
        page = new_page(javascript=javascript)
        page.goto(path)
        texts.append(NOT_THE_SAME.sub("", page.locator("main").inner_text()))
    assert " ".join(texts[0].split()) == " ".join(texts[1].split())


def test_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/help/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#maincontent")).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_wrong_password_says_what_is_wrong_and_keeps_the_address(new_page: NewPage, javascript: bool) -> None:
    page = new_page(javascript=javascript)
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_title(re.compile("^Error: Sign in"))
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("There is a problem")
    problem.get_by_role("link").click()
    expect(page.get_by_label("Email address")).to_have_value("nobody@example.org")
    if javascript:
        expect(page.get_by_label("Email address")).to_be_focused()
        assert_accessible(page)
    else:
        assert page.url.endswith("#id_login")


def test_empty_sign_in_names_both_fields(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    problem = page.get_by_role("alert")
    expect(problem.get_by_role("link")).to_have_text(["Enter email.", "Enter password."])
    assert_accessible(page)


def test_person_signs_in_sees_their_account_and_signs_out(page: Page) -> None:
    create_person(email="ada@example.org", name="Ada Obi", password=PASSWORD)
    sign_in(page, "ada@example.org", then="/accounts/2fa/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    expect(page.locator("main")).to_contain_text("ada@example.org")
    assert_accessible(page)
    assert_valid_html(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    expect(page.locator(".nhsuk-notification-banner")).to_contain_text("You are signed out.")


def test_person_turns_on_an_authenticator_app_and_signs_in_with_a_recovery_code(page: Page) -> None:
    create_person(email="ada@example.org", name="Ada Obi", password=PASSWORD)
    sign_in(page, "ada@example.org", then="/accounts/2fa/")
    page.get_by_role("link", name="Turn on the authenticator app").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    secret = page.locator("main code").inner_text()
    assert_accessible(page)
    page.get_by_label("6-digit code").fill(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    code = page.locator(".tracker-codes li").first.inner_text()
    assert_accessible(page)

    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/accounts/2fa/")
    page.get_by_label("Email address").fill("ada@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    assert_accessible(page)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("main")).to_contain_text("9 codes left")


def test_demo_sign_ins_are_shown_only_in_the_demo(page: Page, settings: Settings) -> None:
    page.goto("/accounts/login/")
    expect(page.get_by_text("demo-only-password")).to_have_count(0)
    settings.IS_DEMO = True
    page.goto("/accounts/login/")
    expect(page.get_by_text("national@demo.example", exact=False).first).to_be_visible()
    assert_accessible(page)
