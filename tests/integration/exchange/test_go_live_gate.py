"""A workbook meets the gate: history is recorded as it happened, and what goes live since is held to the requirements."""

from datetime import date

import pytest

from tests import factories
from tests.integration.exchange.workbooks import as_workbook, programme, trust_code
from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.governance.selectors.gate import gate_of
from tracker.networks.models import Deployment, DeploymentState, Programme

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
FIRST, SECOND = trust_code(0), trust_code(1)


def take_in(rows: dict) -> ImportResult:
    return import_workbook(as_workbook(rows), by=system_user())


@pytest.fixture
def loaded() -> Programme:
    """A programme of the past: its trusts went live before anybody held it to a catalogue, which happens today."""
    assert take_in(programme(trusts=2)).problems == []
    return Programme.objects.get()


def full_live(code: str, day: date) -> dict:
    return {"trust": code, "use case": "chest-xray", "state": "live-full", "sources": "-", "state on": day}


def workbook(*rows: dict) -> dict:
    return {"Programme": programme()["Programme"], "Deployments": list(rows)}


def test_history_without_evidence_is_recorded_and_flagged(loaded: Programme) -> None:
    assert DeploymentState.objects.filter(state="live-partial").count() == 2
    sweep(programme=loaded, on=TODAY, by=system_user())
    flags = Flag.objects.filter(rule="T08", closed_on=None)
    assert {flag.severity for flag in flags} == {"critical"}
    assert flags.count() == 2


def test_go_live_behind_a_closed_gate_is_told_row_by_row_and_keeps_nothing(loaded: Programme) -> None:
    before = DeploymentState.objects.count()
    problems = take_in(workbook(full_live(FIRST, TODAY), full_live(SECOND, TODAY))).problems
    assert [(problem.sheet, problem.row, problem.column) for problem in problems] == [
        ("Deployments", 2, "state on"),
        ("Deployments", 3, "state on"),
    ]
    assert all("The gate was closed on" in problem.remedy for problem in problems)
    assert all("Clinical safety case approved: " in problem.remedy for problem in problems)
    assert DeploymentState.objects.count() == before


def test_milestone_says_no_more_than_the_state(loaded: Programme) -> None:
    row = {
        "trust": FIRST,
        "use case": "chest-xray",
        "milestone": "full-live",
        "actual": TODAY,
        "reason": "Live",
        "effective on": TODAY,
    }
    [problem] = take_in({"Programme": programme()["Programme"], "Milestones": [row]}).problems
    assert (problem.sheet, problem.row, problem.column) == ("Milestones", 2, "actual")
    assert "The gate was closed on" in problem.remedy


def test_history_before_the_gate_may_still_be_corrected(loaded: Programme) -> None:
    deployment = Deployment.objects.get(trust__ods_code=FIRST)
    assert not gate_of(deployment.pk, on=TODAY).is_open
    assert take_in(workbook(full_live(FIRST, date(2025, 1, 1)))).problems == []
    assert deployment.states.latest("effective_on").state == "live-full"


def test_sign_offs_of_the_same_workbook_count_for_its_go_live() -> None:
    """The sheets that answer requirements are taken in before the go-live is judged."""
    held = factories.make_programme("aidf")
    signed = factories.requirement("siro-signs", check_code="sign-offs:siro", signs_role="siro")
    factories.adopt(held, factories.make_catalogue(signed))
    assert take_in(programme(trusts=1, networks=1)).problems == []
    unsigned = programme(trusts=1, networks=1, use_cases=("chest-ct",))
    unsigned["Sign-offs"] = [row for row in unsigned["Sign-offs"] if row["role"] != "siro"]
    assert any("nobody has decided" in problem.remedy for problem in take_in(unsigned).problems)
