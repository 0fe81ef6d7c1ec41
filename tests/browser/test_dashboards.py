"""The dashboards in Chromium, over a small demo programme: accessible, within their window, whole HTML, and of use by
keyboard and without scripts, for each role."""

from io import StringIO

import pytest
from django.core.management import call_command
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
from tests.factories import PASSWORD, make_person
from tracker.accounts.roles import Role
from tracker.networks.models import Deployment, NetworkMembership

# What a page is made of, without its texts: runs of alike elements, such as the rows of a table, count once.
SKELETON = """() => {
    const named = (element) => [element.tagName, ...["class", "role", "type", "aria-label"].map(
        (name) => name === "aria-label" ? element.hasAttribute(name) : element.getAttribute(name))].join();
    const draw = (element) => {
        const parts = [...element.children].map(draw);
        const kinds = parts.filter((part, place) => part !== parts[place - 1]);
        return `${named(element)}${element.textContent.trim() ? "" : "!"}(${kinds.join("")})`;
    };
    return draw(document.body);
}"""
NATIONAL = (Role.NATIONAL_LEAD, Role.VIEWER, Role.ADMINISTRATOR)
Addresses = dict[str, str]


def email_of(role: Role) -> str:
    return f"{role.value}@tests.example"


@pytest.fixture
def addresses(live: str) -> Addresses:
    """A small programme with its flags, a person of each role over one network of it, and the dashboards' addresses."""
    call_command("load_demo", networks=2, trusts=6, stdout=StringIO())
    call_command("sweep_flags", stdout=StringIO())
    deployment = Deployment.objects.select_related("trust").order_by("trust__name")[0]
    network = NetworkMembership.objects.get(trust=deployment.trust, valid_to=None).network
    for role in Role:
        scope = None if role in NATIONAL else deployment.trust if role == Role.TRUST_USER else network
        make_person(email_of(role), role, scope)
    return {
        "home": "/",
        "national": "/national/",
        "networks": "/networks/",
        "network": f"/networks/{network.slug}/",
        "trust": f"/trusts/{deployment.trust.ods_code}/",
        "deployment": f"/deployments/{deployment.pk}/",
        "report": f"/reports/trust/{deployment.trust.ods_code}/",
        "reports": "/reports/",
    }


def problems_of(page: Page, address: str, seen: set[tuple[str, str]]) -> list[str]:
    """What is wrong with the page at an address, each with the address and the width. A page that is made of the same
    elements as one seen before is looked at for its width and its HTML alone: axe could say nothing new of it."""
    page.goto(address)
    found = []
    look = (str(page.viewport_size), page.evaluate(SKELETON))
    checks = [assert_no_sideways_scroll, assert_valid_html, *([] if look in seen else [assert_accessible])]
    seen.add(look)
    for check in checks:
        try:
            check(page)
        except AssertionError as error:
            found.append(f"{address} at {page.viewport_size}: {error}")
    return found


def test_dashboards_are_accessible_to_each_role(new_page: NewPage, addresses: Addresses) -> None:
    """Narrow for those who see most and for those who edit; the pages of the others have no more in them."""
    problems = []
    seen: set[tuple[str, str]] = set()
    for role in Role:
        page = new_page()
        sign_in(page, email_of(role), PASSWORD, then="/help/")
        narrow = (NARROWEST,) if role in (Role.NATIONAL_LEAD, Role.PROGRAMME_MANAGER) else ()
        for width in (WIDE, *narrow):
            page.set_viewport_size({"width": width, "height": 900})
            problems += [
                f"{role}: {problem}" for address in addresses.values() for problem in problems_of(page, address, seen)
            ]
    assert problems == []


def test_dashboards_lead_on_without_scripts(new_page: NewPage, addresses: Addresses) -> None:
    page = new_page(javascript=False)
    sign_in(page, email_of(Role.NATIONAL_LEAD), PASSWORD, then="/national/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("trusts are live")
    expect(page.locator("main svg[role=img], main [role=img]").first).to_be_visible()
    page.locator(f"main a[href='{addresses['network']}']").first.click()
    page.locator(f"main a[href='{addresses['trust']}']").first.click()
    page.locator(f"main a[href='{addresses['deployment']}']").first.click()
    expect(page.get_by_role("button", name="Move the go-live date")).to_be_visible()


def test_national_dashboard_goes_by_keyboard(new_page: NewPage, addresses: Addresses) -> None:
    page = new_page()
    sign_in(page, email_of(Role.NATIONAL_LEAD), PASSWORD, then="/national/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href') || ''").startswith("/trusts/"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/trusts/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("NHS")
