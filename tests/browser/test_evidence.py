"""The pages of evidence in Chromium: accessible, within their window, and a file added, reviewed and fetched without
scripts."""

from datetime import timedelta
from pathlib import Path
from typing import Any

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
    START,
    make_deployment,
    make_dpia,
    make_evidence,
    make_network,
    make_person,
    make_trust,
    system,
)
from tests.support.documents import PDF, upload
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.governance.actions.evidence import Content, replace_evidence
from tracker.governance.models import Evidence

TODAY = today_in_london()
LEAD, TRUST = "lead@tests.example", "trust@tests.example"


@pytest.fixture
def evidence(live: str, settings: Any, tmp_path: Path) -> Evidence:
    """A certificate with a file that expires soon, and its replacement; more evidence beside it."""
    settings.MEDIA_ROOT = tmp_path
    trust = make_trust(make_network(name="North Thames Imaging Network"), name="Riverside University Hospitals")
    deployment = make_deployment(trust)
    make_dpia(deployment)
    make_person(LEAD, Role.NATIONAL_LEAD)
    make_person(TRUST, Role.TRUST_USER, trust)
    soon, past = TODAY + timedelta(days=20), TODAY - timedelta(days=3)
    supports = ["cyber-01", "dspt-02"]
    row = make_evidence(
        deployment, accepted_on=START, expires_on=soon, upload=upload("Certificate.pdf"), supports=supports
    )
    replace_evidence(
        evidence=row, content=Content(TODAY, link="https://a.example/" + "x" * 90), version=None, by=system()
    )
    make_evidence(deployment, title="Penetration test report", accepted_on=START, expires_on=past, supports=["pen-01"])
    make_evidence(trust.memberships.get().network, title="Network downtime plan", on=TODAY)
    return row


def open_as(page: Page, email: str, address: str) -> None:
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_evidence_are_accessible(new_page: NewPage, evidence: Evidence, width: int) -> None:
    page = new_page(width=width)
    listed = f"/deployments/{evidence.deployment_id}/evidence/"
    open_as(page, LEAD, listed)
    forms = ("", "edit/", "replace/", "review/", "withdraw/")
    for address in (listed, f"{listed}add/", *(f"/evidence/{evidence.pk}/{form}" for form in forms)):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_file_is_added_reviewed_and_fetched_without_scripts(
    new_page: NewPage, evidence: Evidence, tmp_path: Path
) -> None:
    path = tmp_path / "Safety case.pdf"
    path.write_bytes(PDF)
    listed = f"/deployments/{evidence.deployment_id}/evidence/"
    trust = new_page(javascript=False)
    open_as(trust, TRUST, listed)
    trust.get_by_role("button", name="Add evidence").click()
    trust.get_by_role("button", name="Save").click()
    expect(trust.get_by_role("link", name="Enter title.")).to_be_visible()
    trust.get_by_label("Title").fill("Clinical safety case report")
    trust.get_by_label("Owner").fill("Sam Example")
    trust.get_by_label("File").set_input_files(path)
    trust.get_by_role("button", name="Save").click()
    expect(trust.get_by_text("The evidence is added.")).to_be_visible()

    lead = new_page(javascript=False)
    open_as(lead, LEAD, listed)
    lead.get_by_role("link", name="Clinical safety case report").click()
    lead.get_by_role("button", name="Review").click()
    lead.get_by_label("Accepted").check()
    lead.get_by_role("button", name="Save").click()
    expect(lead.get_by_text("It counts, and does not expire.")).to_be_visible()
    with lead.expect_download() as download:
        lead.get_by_role("link", name="Download Safety case.pdf").click()
    assert download.value.path().read_bytes() == PDF
    assert download.value.suggested_filename == "Safety case.pdf"


def test_large_file_is_refused_with_words(new_page: NewPage, evidence: Evidence, tmp_path: Path, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1_000_000
    path = tmp_path / "Scan.pdf"
    path.write_bytes(PDF + bytes(9_000_000))
    page = new_page()
    open_as(page, TRUST, f"/deployments/{evidence.deployment_id}/evidence/add/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="The file is 9 MB, and may be at most 1 MB.")).to_be_visible()
