"""Pages of validation, training, oversight and plans in Chromium: accessible, within their window, usable without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import (
    NARROWEST,
    PHONE,
    WIDE,
    NewPage,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_valid_html,
    sign_in,
)
from tests.factories import (
    PASSWORD,
    enter_counts,
    make_deployment,
    make_network,
    make_oversight,
    make_person,
    make_plan,
    make_plan_test,
    make_simulation,
    make_study,
    make_training,
    make_trust,
)
from tests.factories.assurance import PASSING
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.models import ValidationStudy
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Group
from tracker.governance.validation_vocabulary import PermittedEffect, PlanKind, SubgroupKind

TODAY = today_in_london()
EDITOR, LEAD = "editor@tests.example", "lead@tests.example"
ADDRESSES = (
    "/deployments/{id}/validation/",
    "/deployments/{id}/validation/{study}/",
    "/deployments/{id}/validation/{study}/counts/",
    "/deployments/{id}/validation/plan/",
    "/deployments/{id}/validation/sample-size/?sensitivity=90&specificity=85&prevalence=5&precision=5",
    "/deployments/{id}/training/",
    "/deployments/{id}/training/course/",
    "/deployments/{id}/oversight/",
    "/deployments/{id}/oversight/edit/",
    "/deployments/{id}/rollback/",
    "/deployments/{id}/rollback/edit/",
    "/deployments/{id}/downtime/test/",
)


@pytest.fixture
def study(live: str) -> ValidationStudy:
    """A deployment with one of everything, and its study with counts of all cases and of a site."""
    deployment = make_deployment(make_trust(make_network(), name="Riverside University Hospitals NHS Foundation Trust"))
    make_person(EDITOR, Role.TRUST_USER, deployment.trust, name="Priya Editor")
    make_person(LEAD, Role.SIGNATORY, deployment.trust, sign_off_role=SignOffRole.RADIOLOGY_LEAD, name="Dr Ada Lead")
    study = make_study(deployment)
    enter_counts(study, PASSING, on=TODAY - timedelta(days=3))
    site = Group("", SubgroupKind.SITE, "Riverside General")
    enter_counts(study, Counts(20, 50, 400, 2), site, on=TODAY - timedelta(days=3))
    make_training(deployment, completed=8)
    make_simulation(deployment, on=TODAY - timedelta(days=30))
    make_oversight(deployment, effects=[PermittedEffect.FLAG, PermittedEffect.SECOND_READ])
    for kind in PlanKind:
        make_plan_test(make_plan(deployment, kind), on=TODAY - timedelta(days=10))
    return study


def open_as(page: Page, email: str, address: str) -> None:
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_are_accessible(new_page: NewPage, study: ValidationStudy, width: int) -> None:
    page = new_page(width=width)
    open_as(page, EDITOR, "/help/")
    for address in ADDRESSES:
        page.goto(address.format(id=study.deployment_id, study=study.pk))
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_a_study_is_run_and_approved_without_scripts(new_page: NewPage, study: ValidationStudy) -> None:
    page = new_page(javascript=False)
    open_as(page, EDITOR, f"/deployments/{study.deployment_id}/validation/")
    page.get_by_role("button", name="Plan a study").click()
    page.get_by_label("Prospective, in shadow mode").check()
    page.get_by_label("Consecutive cases").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The criteria are open.")).to_be_visible()
    page.get_by_role("button", name="Add a criterion").first.click()
    page.get_by_label("Sensitivity", exact=True).check()
    page.get_by_label("At least", exact=True).check()
    page.get_by_label("Threshold (%)").fill("80")
    page.get_by_label("The lower end of its 95% interval").check()
    page.get_by_label("Local clinical consensus").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Lock these criteria").click()
    page.get_by_role("button", name="Enter counts").click()
    typed = {"Day": TODAY.day, "Month": TODAY.month, "Year": TODAY.year, "Cases": 999, "True positives": 47}
    typed |= {"False positives": 120, "True negatives": 830, "False negatives": 3}
    for label, value in typed.items():
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="The four counts add up to 1,000, not to 999 cases.")).to_be_visible()
    page.get_by_label("Cases", exact=True).fill("1000")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("passed its criterion")).to_be_visible()
    expect(page.get_by_text("83.8% to 97.9%").first).to_be_visible()


def test_the_lead_approves_what_the_study_found(new_page: NewPage, study: ValidationStudy) -> None:
    page = new_page(width=PHONE)
    open_as(page, LEAD, f"/deployments/{study.deployment_id}/validation/{study.pk}/")
    expect(page.get_by_text("passed its 2 mandatory criteria")).to_be_visible()
    page.get_by_role("button", name="Approve or refuse").click()
    page.get_by_label("Approved", exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Dr Ada Lead").first).to_be_visible()
    expect(page.get_by_text("It waits for: clinical safety officer, medical physics.")).to_be_visible()
