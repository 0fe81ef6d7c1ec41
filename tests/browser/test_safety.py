"""The pages of clinical safety and of releases in Chromium: accessible, within their window, and a safety case taken to
its approval by two people without scripts."""

from datetime import timedelta

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
    make_deployment,
    make_device,
    make_dtac,
    make_intended_use,
    make_network,
    make_officer,
    make_person,
    make_release_in_use,
    make_safety_case,
    make_safety_pack,
    make_supplier_hazard,
    make_trust,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.hazards import save_hazard
from tracker.networks.models import Deployment

TODAY = today_in_london()
BEFORE = TODAY - timedelta(days=60)
MANAGER = "manager@tests.example"
RISKS = {
    "initial_severity": "major",
    "initial_likelihood": "high",
    "training_controls": "Readers are taught how the tool fails.",
    "residual_severity": "major",
    "residual_likelihood": "low",
}
PAGES = (
    "/deployments/{deployment}/release/record/",
    "/deployments/{deployment}/safety/",
    "/deployments/{deployment}/safety/hazards/add/",
    "/deployments/{deployment}/safety/use/",
    "/deployments/{deployment}/safety/officers/",
    "/releases/{release}/",
    "/releases/{release}/device/",
    "/releases/{release}/cyber/",
    "/releases/{release}/dtac/c1/",
    "/releases/{release}/dcb0129/2/",
)


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A deployment in the middle of its work: hazards of every kind, a transferred one without a row, an open form."""
    network = make_network(name="North Thames Imaging Network")
    deployment = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    make_officer(deployment, name="Sam Officer", checked_on=BEFORE)
    case = make_safety_case(deployment, on=BEFORE)
    save_hazard(
        case=case,
        name="Missed finding, with trust in the tool",
        description="The tool misses a pneumothorax, and the reader relies on it.",
        owner="Radiology lead",
        by=system(),
        **RISKS,
    )
    save_hazard(case=case, name="Not scored yet", description="Somebody still has to.", by=system())
    make_supplier_hazard(make_safety_pack(case.release), name="Overlay on the wrong side")
    make_dtac(case.release, on=BEFORE, answers={"C3.1": "expired", "C2.1": ""})
    make_device(case.release, on=BEFORE, mark="CE-MDD")
    make_intended_use(deployment, on=BEFORE)
    return deployment


def open_as(page: Page, email: str, address: str) -> None:
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_are_accessible(new_page: NewPage, deployment: Deployment, width: int) -> None:
    page = new_page(width=width)
    sign_in(page, MANAGER, PASSWORD, then="/help/")
    release = deployment.releases.get().release_id
    for address in PAGES:
        page.goto(address.format(deployment=deployment.pk, release=release))
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_two_people_take_a_safety_case_to_its_approval_without_scripts(new_page: NewPage, live: str) -> None:
    network = make_network(name="North Thames Imaging Network")
    deployment = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    make_release_in_use(deployment, on=BEFORE)
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    officer: User = make_officer(deployment, checked_on=BEFORE)
    home = f"/deployments/{deployment.pk}/safety/"
    page = new_page(javascript=False)
    open_as(page, MANAGER, home)
    page.get_by_role("button", name="Begin the safety case").click()
    page.get_by_label("Clinical safety case report").fill("CSCR 1")
    page.get_by_label("Clinical risk management plan").fill("Plan 1")
    page.get_by_label("Hazard log").fill("Log 1")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send to the safety officer").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The hazard log has no hazard.").first).to_be_visible()
    page.goto(home)
    page.get_by_role("button", name="Add a hazard").click()
    page.get_by_label("Name").fill("Result late")
    page.get_by_label("Description").fill("The result comes after the report.")
    for when in ("Initial", "Residual"):
        page.get_by_label(f"{when} severity").select_option("minor")
        page.get_by_label(f"{when} likelihood").select_option("low")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Send to the safety officer").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("With the safety officer").first).to_be_visible()
    other = new_page(javascript=False)
    open_as(other, officer.email, home)
    other.get_by_role("button", name="Decide").click()
    other.get_by_label("Approve it as it stands").check()
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("The safety case stands.")).to_be_visible()
