"""A workbook meets the rule of the pack: history is recorded as it happened, later tenders wait for their packs."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import make_pack, system
from tests.integration.exchange.workbooks import as_workbook, programme
from tracker.core.days import today_in_london
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.networks.models import Programme
from tracker.procurement.models import PackPolicy, Procurement, Stage, StageRevision

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)


@pytest.fixture
def loaded() -> Programme:
    """A programme of the past whose tenders went out before it asked for packs, which it does from today on."""
    assert take_in(programme(trusts=2)).problems == []
    assert PackPolicy.objects.get().valid_from == TODAY
    return Programme.objects.get()


def take_in(rows: dict[str, Any]) -> ImportResult:
    return import_workbook(as_workbook(rows), by=system())


def tenders(*networks: str, actual: object = TODAY) -> dict[str, Any]:
    rows = [
        {
            "network": network,
            "use case": "chest-xray",
            "stage": "tender",
            "effective on": TODAY,
            "actual": actual,
            "reason": "Issued again",
        }
        for network in networks
    ]
    return {"Programme": programme()["Programme"], "Procurements": rows}


def issued_today() -> int:
    return StageRevision.objects.filter(stage__stage=Stage.TENDER, kind="actual", date=TODAY).count()


def test_tender_without_a_pack_is_told_row_by_row_and_keeps_nothing(loaded: Programme) -> None:
    problems = take_in(tenders("network-1", "network-2")).problems
    assert [(problem.sheet, problem.row, problem.column) for problem in problems] == [
        ("Procurements", 2, "actual"),
        ("Procurements", 3, "actual"),
    ]
    assert all("had no procurement pack" in problem.remedy for problem in problems)
    assert issued_today() == 0


def test_tender_with_a_complete_pack_is_taken_in(loaded: Programme) -> None:
    for row in Procurement.objects.all():
        make_pack(row, complete=True)
    assert take_in(tenders("network-1", "network-2")).problems == []
    assert issued_today() == 2


def test_history_may_still_be_corrected(loaded: Programme) -> None:
    assert take_in(tenders("network-1", actual=TODAY - DAY)).problems == []
