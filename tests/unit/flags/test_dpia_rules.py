"""Rules about DPIAs in full: what is missing in one, once patients' data are used or are about to be."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.flags.plain import TODAY, days, deployment, find, plan, procurement
from tests.unit.governance import dpia_plain as plain
from tracker.flags.rules import DeploymentFacts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.dpia_standing import Condition
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, DpiaStatus
from tracker.networks.vocabulary import ClinicalUse

UNSAFE = replace(plain.ACTIVITY, countries=("United States",))
ALONE = replace(plain.ACTIVITY, is_autonomous=True)
UNBOUND = replace(plain.ACTIVITY, parties=(plain.PARTIES[0], replace(plain.PARTIES[1], contract_reference="")))
HIGH = replace(plain.RISK, residual=(5, 3))
LIVE = {"state": ClinicalUse.LIVE_FULL}


def facts(dpia: dict[str, Any] | None = None, **of_deployment: Any) -> DeploymentFacts:
    return replace(deployment(**of_deployment), dpia=plain.dpia(since=days(-90), **(dpia or {})))


def content(**fields: Any) -> dict[str, Any]:
    return {"content": plain.content(**fields)}


def test_dpia_in_order_is_no_finding() -> None:
    assert find(facts(**LIVE)) == {}
    assert find(facts(go_live=plan(days(10)))) == {}


@pytest.mark.parametrize(
    ("dpia", "rule", "severity"),
    [
        ({"has_changed_since_approval": True}, "R23", Severity.HIGH),
        (content(risks=(HIGH,)), "R25", Severity.CRITICAL),
        (content(activities=(UNBOUND,)), "R27", Severity.HIGH),
        ({"content": None, "controller": "The trust"}, "R27", Severity.HIGH),
        (content(activities=(UNSAFE,)), "R28", Severity.HIGH),
        (content(sections=plain.sections(register="unsure")), "R29", Severity.MEDIUM),
        (content(activities=(ALONE,)), "R30", Severity.HIGH),
    ],
)
def test_what_is_missing_is_found_in_use_and_near_the_go_live_only(
    dpia: dict[str, Any], rule: str, severity: Severity
) -> None:
    live = find(facts(dpia, **LIVE))
    assert set(live) == {rule}
    assert (live[rule].severity, live[rule].since) == (severity, days(-60))
    assert rule in find(facts(dpia, go_live=plan(days(30))))
    assert rule in find(facts(dpia, state=ClinicalUse.SHADOW))
    assert find(facts(dpia, go_live=plan(days(31)))) == {}


def test_high_risk_is_critical_in_use_only() -> None:
    assert find(facts(content(risks=(HIGH,)), go_live=plan(days(20))))["R25"].severity == Severity.HIGH


def test_advice_against_without_reasons_is_found() -> None:
    against = plain.signed(DpiaRole.DPO, DpiaOpinion.ADVISES_AGAINST, decided_on=days(-100))
    signed = plain.everybody() | {DpiaRole.DPO: against}
    found = find(facts({"signed": signed}, **LIVE))["R24"]
    assert (found.severity, found.since) == (Severity.HIGH, days(-100))
    answered = {DpiaRole.DPO: replace(against, is_accepted=False, response_reasons="Low risk")}
    assert find(facts({"signed": signed | answered}, **LIVE)) == {}


def test_signatures_that_a_dpia_waits_for_are_named_beside_those_of_the_go_live() -> None:
    waiting = {
        "status": DpiaStatus.AWAITING_SIGN_OFF,
        "approved_on": None,
        "signed": plain.everybody(without=(DpiaRole.CALDICOTT_GUARDIAN, DpiaRole.SIRO)),
    }
    found = find(facts(waiting, go_live=plan(days(20))))["R22"]
    assert found.sentence == "The DPIA waits for: Caldicott Guardian and senior information risk owner."
    assert found.detail_key == "dpia"


@pytest.mark.parametrize(("status", "is_found"), [(DpiaStatus.NOT_STARTED, True), (DpiaStatus.SCREENING, False)])
def test_dpia_is_started_before_the_tender(status: DpiaStatus, is_found: bool) -> None:
    tendered = procurement(tender=plan(days(-40), actual=days(-30)))
    found = find(deployment(dpia=status), procurements=(tendered,))
    assert ("R20" in found) == is_found
    if is_found:
        assert (found["R20"].severity, found["R20"].since) == (Severity.MEDIUM, days(-30))


def test_tender_that_is_not_issued_asks_for_nothing() -> None:
    planned = procurement(tender=plan(days(40)), panel=plan(days(-9), actual=days(-9)))
    assert "R20" not in find(deployment(dpia=DpiaStatus.NOT_STARTED), procurements=(planned,))


@pytest.mark.parametrize(
    ("due_in", "severity"), [(0, None), (-1, Severity.MEDIUM), (-28, Severity.MEDIUM), (-29, Severity.HIGH)]
)
def test_condition_that_is_overdue_is_found(due_in: int, severity: Severity | None) -> None:
    condition = Condition(1, "Put up the posters", "Asha", days(due_in))
    found = find(facts({"conditions": (condition, replace(condition, met_on=TODAY))}, **LIVE))
    assert (found["T12"].severity if severity else found.get("T12")) == severity
