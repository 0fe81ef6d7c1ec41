"""Rules about procurements, contracts and suppliers."""

from datetime import date

import pytest

from tests.unit.flags.plain import TODAY, contract, days, deployment, find, plan, procurement
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.vocabulary import SupplierStatusCode

LIVE = {"state": ClinicalUse.LIVE_FULL}


@pytest.mark.parametrize(
    ("slip", "severity"), [(0, None), (14, None), (15, Severity.MEDIUM), (56, Severity.MEDIUM), (57, Severity.HIGH)]
)
def test_a_contract_slip_is_judged_by_working_days(slip: int, severity: Severity | None) -> None:
    baseline = date(2025, 9, 1)  # a Monday: 14 days later are 10 working days, 56 are 40
    found = find(procurements=(procurement(contract=plan(baseline, date.fromordinal(baseline.toordinal() + slip))),))
    assert (found["R01"].severity if severity else found.get("R01")) == severity


def test_a_slip_beyond_the_observed_range_needs_a_national_decision() -> None:
    within = find(procurements=(procurement(contract=plan(days(10), days(300))),))["R01"]
    beyond = find(procurements=(procurement(contract=plan(days(10), days(400))),))["R01"]
    assert (within.needs_national_decision, beyond.needs_national_decision) == (False, True)


def test_a_slip_counts_from_the_day_it_was_forecast() -> None:
    moves = ((days(-90), days(22)), (days(-60), days(100)), (days(-30), days(130)))
    found = find(procurements=(procurement(contract=plan(days(20), moves=moves)),))
    assert found["R01"].since == days(-60)


def test_a_signed_contract_no_longer_slips() -> None:
    assert find(procurements=(procurement(contract=plan(days(-400), days(-100), actual=days(-90))),)) == {}


def test_stages_that_are_overdue_make_one_finding_that_escalates_with_age() -> None:
    stages = procurement(tender=plan(days(-20)), evaluation=plan(days(-10)), contract=plan(days(60)))
    found = find(procurements=(stages,))["R02"]
    assert (found.severity, found.since, found.subject_kind) == (Severity.HIGH, days(-20), SubjectKind.PROCUREMENT)
    assert "tender issued" in found.sentence
    assert "evaluation" in found.sentence
    later = find(procurements=(stages,), day=days(75))["R02"]
    assert (later.severity, later.needs_national_decision) == (Severity.CRITICAL, True)


def test_a_stage_on_its_own_day_is_not_overdue() -> None:
    assert "R02" not in find(procurements=(procurement(contract=plan(TODAY)),))
    assert "R02" in find(procurements=(procurement(contract=plan(TODAY)),), day=days(1))


def test_a_signature_is_judged_once_where_the_procurement_plans_it() -> None:
    unsigned = contract(signature=plan(days(-30)))
    assert find(contracts=(unsigned,))["R02"].subject_kind == SubjectKind.CONTRACT
    both = find(contracts=(unsigned,), procurements=(procurement(contract=plan(days(-30))),))
    assert both["R02"].subject_kind == SubjectKind.PROCUREMENT


@pytest.mark.parametrize(("count", "severity"), [(2, None), (3, Severity.MEDIUM), (5, Severity.HIGH)])
def test_a_forecast_that_keeps_moving_is_found(count: int, severity: Severity | None) -> None:
    moves = tuple((days(-80 + step), days(300 + step)) for step in range(count))
    found = find(procurements=(procurement(contract=plan(days(299), moves=moves)),))
    assert (found["R03"].severity if severity else found.get("R03")) == severity


def test_moves_before_the_window_do_not_count() -> None:
    moves = tuple((days(-100 + step), days(300 + step)) for step in range(3))
    assert "R03" not in find(procurements=(procurement(contract=plan(days(299), moves=moves)),))


def test_a_procurement_without_news_is_idle_until_it_is_overdue() -> None:
    stages = procurement(contract=plan(days(40)))
    assert "R04" not in find(procurements=(stages,), day=days(20))
    assert find(procurements=(stages,), day=days(30))["R04"].since == days(-5)
    assert set(find(procurements=(stages,), day=days(50))) == {"R02"}


@pytest.mark.parametrize(
    ("ends_in", "severity"),
    [(181, None), (180, Severity.MEDIUM), (90, Severity.HIGH), (0, Severity.HIGH), (-1, Severity.CRITICAL)],
)
def test_a_contract_that_ends_is_worse_the_nearer_its_end(ends_in: int, severity: Severity | None) -> None:
    found = find(deployment(**LIVE), contracts=(contract(ends_on=days(ends_in)),))
    assert (found["T01"].severity if severity else found.get("T01")) == severity


def test_a_contract_with_a_signed_successor_or_nobody_to_serve_may_end() -> None:
    ending = contract(ends_on=days(30))
    successor = contract(id=32, reference="CON-2", ends_on=days(900))
    unsigned = contract(id=32, reference="CON-2", ends_on=days(900), signature=plan(FAR_AHEAD))
    assert "T01" not in find(deployment(**LIVE), contracts=(ending, successor))
    assert "T01" in find(deployment(**LIVE), contracts=(ending, unsigned))
    assert "T01" not in find(contracts=(ending,))


FAR_AHEAD = days(500)


def test_a_failed_supplier_is_critical_where_its_tool_is_in_use() -> None:
    failed = contract(supplier_status=SupplierStatusCode.IN_ADMINISTRATION)
    live = find(deployment(**LIVE), contracts=(failed,))["T07"]
    waiting = find(deployment(), contracts=(failed,))["T07"]
    assert (live.severity, live.needs_national_decision) == (Severity.CRITICAL, True)
    assert waiting.severity == Severity.HIGH


def test_a_failed_supplier_no_longer_matters_once_somebody_else_serves() -> None:
    failed = contract(supplier_status=SupplierStatusCode.WITHDRAWN)
    other = contract(id=32, reference="CON-2", supplier_id=42)
    assert "T07" not in find(deployment(**LIVE, contracts=(failed, other)), contracts=(failed, other))
    assert "T07" not in find(deployment(**LIVE), contracts=(contract(**_ended()),))


def _ended() -> dict[str, object]:
    return {"supplier_status": SupplierStatusCode.WITHDRAWN, "ends_on": days(-1)}
