"""The dashboards in Chromium, over a small demo programme: of use by keyboard and without scripts."""

from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.harness import (
    NewPage,
    sign_in,
)
from tests.factories import PASSWORD, make_person
from tracker.accounts.roles import Role
from tracker.networks.models import Deployment, NetworkMembership

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
