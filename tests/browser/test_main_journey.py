"""The main job, end to end: a date moves, the flag appears where it must, the report says the new date.

Nobody runs a command: a real worker hears of the change through the outbox.
"""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.harness import NewPage, sign_in
from tests.factories import (
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_trust,
)
from tests.factories.people import PASSWORD
from tests.support.worker import celery_worker
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_MS = 30_000


@pytest.fixture
def deployment() -> Deployment:
    """A deployment that is on plan: its contract is signed, go-live is due in 60 days, and somebody looked today."""
    today = today_in_london()
    network = make_network(name="Wealdshire Imaging Network", slug="wealdshire")
    deployment = make_deployment(make_trust(network, name="Wealdshire Hospitals NHS Trust"))
    make_contract(network, covers=[deployment], signed_on=date(2024, 3, 31), ends_on=today + timedelta(days=900))
    make_milestone(deployment, "go-live", baseline=today + timedelta(days=60))
    make_person("lead@tests.example", Role.NATIONAL_LEAD)
    make_person("manager@tests.example", Role.PROGRAMME_MANAGER, network)
    return deployment


def fill_date(page: Page, name: str, day: date) -> None:
    group = page.get_by_role("group", name=name)
    group.get_by_label("Day").fill(str(day.day))
    group.get_by_label("Month").fill(str(day.month))
    group.get_by_label("Year").fill(str(day.year))


def open_until_visible(page: Page, path: str, text: str) -> None:
    """Reloads a page, as a person would, until the text is there."""
    for _ in range(60):
        page.goto(path)
        if page.get_by_text(text).count():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text(text).first).to_be_visible()


def test_moved_go_live_shows_everywhere(
    deployment: Deployment,
    new_page: NewPage,
    process_environment: dict[str, str],
    tmp_path: Path,
    settings: LazySettings,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    moved = today_in_london() + timedelta(days=200)
    manager = new_page()
    media = {"MEDIA_ROOT": str(settings.MEDIA_ROOT)}
    with celery_worker({**process_environment, **media}, log=tmp_path / "worker.log"):
        sign_in(manager, "manager@tests.example", PASSWORD, then=f"/deployments/{deployment.pk}/")
        manager.get_by_role("link", name="Change Go-live").click()
        fill_date(manager, "Forecast", moved)
        manager.get_by_label("Reason").fill("The PACS upgrade comes first.")
        manager.get_by_role("button", name="Save").click()
        expect(manager.get_by_text(nhs_date(moved)).first).to_be_visible()

        open_until_visible(manager, "/networks/wealdshire/", "Go-live is slipping")
        lead = new_page()
        sign_in(lead, "lead@tests.example", PASSWORD, then="/national/")
        open_until_visible(lead, "/national/", "Go-live is slipping")

        manager.goto(f"/reports/trust/{deployment.trust.ods_code}/")
        manager.get_by_role("button", name="Make the PDF").click()
        link = manager.get_by_role("link", name="Download")
        expect(link).to_be_visible(timeout=PATIENCE_MS)
        with manager.expect_download() as download:
            link.click()
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
    assert nhs_date(moved) in " ".join(text.split())
