"""A DPIA in Chromium, driven from the start to approval, also without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import NewPage, assert_accessible, open_as
from tests.factories import make_deployment, make_network, make_trust
from tests.factories.dpia import DpiaPeople, make_dpia_people, move, sign, write_dpia
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.vocabulary import DpiaRole, DpiaStatus
from tracker.networks.models import Deployment

TODAY = today_in_london()


@pytest.fixture
def deployment(live: str) -> Deployment:
    network = make_network(name="North Thames Imaging Network")
    return make_deployment(make_trust(network, name="Riverside University Hospitals NHS Foundation Trust"))


@pytest.fixture
def people(deployment: Deployment) -> DpiaPeople:
    return make_dpia_people(deployment)


def address(deployment: Deployment, part: str = "") -> str:
    return f"/deployments/{deployment.pk}/dpia/{part}"


def fill_date(page: Page, name: str, day: object) -> None:
    group = page.get_by_role("group", name=name)
    for part, value in zip(("Day", "Month", "Year"), (day.day, day.month, day.year), strict=True):  # type: ignore[attr-defined]
        group.get_by_label(part).fill(str(value))


def test_dpia_is_written_without_scripts(new_page: NewPage, deployment: Deployment, people: DpiaPeople) -> None:
    page = new_page(javascript=False)
    open_as(page, people.author.email, address(deployment))
    expect(page.get_by_text("Start with section 1")).to_be_visible()
    page.get_by_role("link", name="2 Why do you need the data?").click()
    page.get_by_label("What are the purposes?").fill("Reading chest X-rays sooner")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Section 2 is saved.")).to_be_visible()
    expect(page.get_by_text("Section 2: “What are the benefits?” is not answered.")).to_be_visible()
    page.get_by_role("link", name="10 Risks, mitigations and actions").click()
    page.get_by_role("link", name="Bias in the training data leads to unequal care").click()
    page.get_by_label("Likelihood before mitigation").select_option("4")
    page.get_by_label("Impact before mitigation").select_option("4")
    page.get_by_label("Likelihood that remains").select_option("5")
    page.get_by_label("Impact that remains").select_option("5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("is higher than the inherent one (16)").first).to_be_visible()
    assert page.title().startswith("Error: ")
    page.get_by_label("Likelihood that remains").select_option("2")
    page.get_by_label("Impact that remains").select_option("3")
    page.get_by_label("What is done about it").fill("Performance is watched by group")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("16 high")).to_be_visible()
    expect(page.get_by_text("6 low")).to_be_visible()


def test_dpia_goes_from_the_officer_to_the_siro(new_page: NewPage, deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    for role in (DpiaRole.INFORMATION_ASSET_OWNER, DpiaRole.IT_LEAD, DpiaRole.CLINICAL_SAFETY_OFFICER):
        sign(deployment, role, by=people.by_role[role])

    officer = new_page()
    open_as(officer, people.by_role[DpiaRole.DPO].email, address(deployment))
    expect(officer.get_by_role("button", name="Decide as")).to_have_count(0)
    officer.get_by_role("button", name="Advise as data protection officer").click()
    assert_accessible(officer)
    officer.get_by_label("Supports going ahead").check()
    officer.get_by_label("Your advice").fill("Sound. Watch the retention of pseudonymised copies.")
    officer.get_by_role("button", name="Sign", exact=True).click()
    expect(officer.get_by_text("Awaiting sign-off").first).to_be_visible()

    siro = new_page()
    open_as(siro, people.by_role[DpiaRole.SIRO].email, address(deployment, "sign/siro/"))
    assert_accessible(siro)
    due_on = TODAY + timedelta(days=200)
    siro.get_by_label("Approved", exact=True).check()
    fill_date(siro, "Next review by", due_on)
    siro.get_by_role("button", name="Sign", exact=True).click()
    expect(siro.get_by_text("Still missing on this version: Caldicott Guardian.").first).to_be_visible()

    guardian = new_page()
    open_as(guardian, people.by_role[DpiaRole.CALDICOTT_GUARDIAN].email, address(deployment))
    guardian.get_by_role("button", name="Decide as Caldicott Guardian").click()
    guardian.get_by_label("Approved", exact=True).check()
    guardian.get_by_role("button", name="Sign", exact=True).click()
    expect(guardian.get_by_text("Your decision is recorded.")).to_be_visible()

    siro.get_by_role("button", name="Sign", exact=True).click()
    expect(siro.get_by_text(f"Next review by {nhs_date(due_on)}.").first).to_be_visible()
    assert_accessible(siro)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.APPROVED
