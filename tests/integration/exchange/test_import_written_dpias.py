"""A workbook over DPIAs that are written, signed or reviewed in the tracker."""

from datetime import date

import pytest

from tests.factories.dpia import DpiaPeople, make_approved_dpia, make_dpia_people, make_risk, move, write_dpia
from tests.integration.exchange.workbooks import as_workbook, programme, trust_code
from tracker.accounts.models import User
from tracker.accounts.selectors import system_user
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.governance.actions.dpias import review_what_is_due
from tracker.governance.models import Dpia
from tracker.governance.vocabulary import WORKBOOK_STATUSES, DpiaStatus
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db


def take_in(*, by: User | None = None, **cells: object) -> ImportResult:
    """The first trust's DPIA with these cells."""
    row = {"trust": trust_code(0), "use case": "chest-xray", **{name.replace("_", " "): cells[name] for name in cells}}
    return import_workbook(as_workbook({"DPIAs": [row]}), by=by or system_user())


@pytest.fixture
def deployment() -> Deployment:
    sheets = programme()
    sheets["DPIAs"] = []
    assert import_workbook(as_workbook(sheets), by=system_user()).problems == []
    return Deployment.objects.get(trust__ods_code=trust_code(0))


@pytest.fixture
def people(deployment: Deployment) -> DpiaPeople:
    return make_dpia_people(deployment)


def test_what_is_written_in_the_tracker_is_told_there(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    result = take_in(status="drafting", controller="Somebody else", residual_risk="high")
    assert (result.problems, result.changes) == ([], [])
    assert Dpia.objects.get(deployment=deployment).controller == "The trust"


def test_approval_is_not_told_over_it(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author)
    result = take_in(status="approved", approved_on=date(2024, 8, 1))
    assert "approved there by the people who sign it" in result.problems[0].remedy


def test_approval_is_told_by_those_who_lead_delivery(deployment: Deployment, people: DpiaPeople) -> None:
    told = {"status": "approved", "started_on": date(2024, 1, 10), "approved_on": date(2024, 8, 1)}
    assert "record an approval that was given elsewhere" in take_in(by=people.author, **told).problems[0].remedy
    assert take_in(**told).problems == []
    assert take_in(**told).changes == []


def test_review_that_came_due_since_leaves_an_old_workbook_as_it_is(deployment: Deployment) -> None:
    told = {"status": "approved", "approved_on": date(2024, 8, 1), "review_due": date(2025, 8, 1)}
    assert take_in(**told).problems == []
    assert review_what_is_due(by=system_user()) == 1
    assert (take_in(**told).problems, take_in(**told).changes) == ([], [])


def test_status_that_the_sheet_has_no_word_for_is_no_change(deployment: Deployment, people: DpiaPeople) -> None:
    make_approved_dpia(deployment, people)
    make_risk(deployment, by=people.author, description="Data are out of date")
    for wanted in (DpiaStatus.UNDER_REVIEW, DpiaStatus.WITHDRAWN):
        if wanted == DpiaStatus.WITHDRAWN:
            move(deployment, wanted, by=people.author)
        result = take_in(status=WORKBOOK_STATUSES[wanted])
        assert (result.problems, result.changes) == ([], [])
