"""The pages of monitoring and pausing in Chromium: accessible, within their window, and usable without scripts."""

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
    go_live,
    make_deployment,
    make_incident,
    make_monitoring_plan,
    make_network,
    make_notice,
    make_person,
    make_readings,
    make_trust,
    system,
)
from tracker.accounts.roles import Role
from tracker.core.days import add_months, today_in_london
from tracker.governance.actions.audits import record_audit
from tracker.governance.actions.revalidation import raise_case
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.statistics import Counts
from tracker.networks.models import Deployment

TODAY = today_in_london()
EMAIL = "trust@tests.example"
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A live deployment with readings that show a special cause, an incident, a notice, a case and an audit."""
    row = make_deployment(make_trust(make_network(), name="Riverside University Hospitals"))
    go_live(row, on=TODAY - timedelta(days=100))
    make_monitoring_plan(row, starts_on=TODAY - timedelta(days=100))
    first = add_months(TODAY.replace(day=1), -18)
    make_readings(row, [*NOISE, 11, 10, 12, 24, 9], first=first)
    make_readings(row, [17.1, 16.4, 17.6, 16.9] * 4, metric="flag-rate", first=first)
    make_readings(row, [0.02, 0.08, 0.14, 0.31], metric="score-drift", first=add_months(first, 13))
    make_incident(row, on=TODAY - timedelta(days=20))
    make_notice(row, on=TODAY - timedelta(days=20), reference="FSN-2025-7")
    raise_case(deployment=row, detail="Two readers see lesions that the tool does not mark", by=system())
    groups = [
        GroupOn("Sex", "Male", True, Counts(95, 50, 850, 5)),
        GroupOn("Sex", "Female", False, Counts(80, 50, 850, 20)),
        GroupOn("Age", "85 and over", True, Counts(4, 0, 2, 0)),
    ]
    day = TODAY - timedelta(days=10)
    record_audit(deployment=row, groups=groups, first_day=day, last_day=day, held_on=day, by=system())
    make_person(EMAIL, Role.TRUST_USER, row.trust)
    return row


def open_as_trust(page: Page, address: str) -> None:
    sign_in(page, EMAIL, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_monitoring_are_accessible(new_page: NewPage, deployment: Deployment, width: int) -> None:
    page = new_page(width=width)
    home = f"/deployments/{deployment.pk}"
    sign_in(page, EMAIL, PASSWORD, then="/help/")
    for address in (
        "monitoring/",
        "monitoring/measures/turnaround/",
        "monitoring/measures/turnaround/reading/",
        "incidents/",
        "bias-audits/",
        "reviews/week-1/",
        "pause/",
    ):
        page.goto(f"{home}/{address}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_a_trust_explains_a_special_cause_and_pauses_without_scripts(new_page: NewPage, deployment: Deployment) -> None:
    page = new_page(width=PHONE, javascript=False)
    open_as_trust(page, f"/deployments/{deployment.pk}/monitoring/")
    expect(page.locator(".tracker-chart svg")).to_have_count(3)
    page.get_by_role("link", name="Explain the special cause of “Time from acquisition to result”").click()
    page.get_by_label("What it was").fill("The gateway was full for a week")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The explanation is recorded.")).to_be_visible()
    page.get_by_role("button", name="Pause clinical use").click()
    page.get_by_role("button", name="Pause clinical use now").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("What is wrong").fill("Lesions are missed")
    page.get_by_role("button", name="Pause clinical use now").click()
    expect(page.get_by_text("Clinical use is paused.", exact=True)).to_be_visible()
    page.goto(f"/trusts/{deployment.trust.ods_code}/")
    expect(page.get_by_role("heading", name="Clinical use is paused")).to_be_visible()
    assert_no_sideways_scroll(page)
    with_scripts = new_page(width=PHONE)
    open_as_trust(with_scripts, f"/trusts/{deployment.trust.ods_code}/")
    assert_accessible(with_scripts)
