"""Evidence in Chromium: a file added, reviewed and fetched without scripts."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import scenes
from tests.browser.harness import NewPage, open_as
from tests.browser.scenes import LEAD, OF_TRUST
from tests.support.documents import PDF
from tracker.governance.models import Evidence


@pytest.fixture
def evidence(live: str, settings: Any, tmp_path: Path) -> Evidence:
    settings.MEDIA_ROOT = tmp_path
    return scenes.evidenced()


def test_file_is_added_reviewed_and_fetched_without_scripts(
    new_page: NewPage, evidence: Evidence, tmp_path: Path
) -> None:
    path = tmp_path / "Safety case.pdf"
    path.write_bytes(PDF)
    listed = f"/deployments/{evidence.deployment_id}/evidence/"
    trust = new_page(javascript=False)
    open_as(trust, OF_TRUST, listed)
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
    open_as(page, OF_TRUST, f"/deployments/{evidence.deployment_id}/evidence/add/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="The file is 9 MB, and may be at most 1 MB.")).to_be_visible()
