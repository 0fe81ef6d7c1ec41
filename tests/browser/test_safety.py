"""Clinical safety and releases in Chromium: a safety case taken to its approval by two people without scripts."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import MANAGER
from tests.factories import make_deployment, make_network, make_officer, make_person, make_release_in_use, make_trust
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london

TODAY = today_in_london()
BEFORE = TODAY - timedelta(days=60)


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
