"""Sheet Contracts meets the rules between contracts: scope on the day, two at once, and funding; all or nothing."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.integration.exchange.workbooks import SIGNED, START, as_workbook, programme, trust_code
from tracker.accounts.selectors import system_user
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.procurement.models import Contract, ContractCoverage

pytestmark = pytest.mark.django_db
FIRST, SECOND = trust_code(0), trust_code(1)
JOINED = START + timedelta(days=200)


def take_in(rows: dict[str, list[dict[str, Any]]]) -> ImportResult:
    return import_workbook(as_workbook(rows), by=system_user())


def rows_of(*contracts: dict[str, Any], joined: date = JOINED) -> dict[str, list[dict[str, Any]]]:
    """One network with two trusts, of which the second joins later, and these rows about contracts."""
    rows = programme(networks=1, trusts=2)
    rows["Trusts"][1]["joined on"] = joined
    named = {"network": "network-1", "use case": "chest-xray", "supplier": "Lumen Diagnostics Ltd"}
    product = {"product": "LumenChest", "version": "3.1", "baseline signature": START}
    wanted = ("Programme", "Networks", "Trusts", "Suppliers", "Products")
    deployments = [
        {"trust": code, "use case": "chest-xray", "state": "not-started", "state on": joined}
        for code in (FIRST, SECOND)
    ]
    contract_rows = [
        {"effective on": START} | (named | product if each.get("trusts") else {}) | each for each in contracts
    ]
    return {name: rows[name] for name in wanted} | {"Deployments": deployments, "Contracts": contract_rows}


def covered() -> list[tuple[str, date, date | None]]:
    rows = ContractCoverage.objects.order_by("valid_from", "deployment__trust__ods_code")
    return list(rows.values_list("deployment__trust__ods_code", "valid_from", "valid_to"))


def test_all_trusts_are_those_of_the_day_and_later_ones_from_their_joining() -> None:
    rows = rows_of({"contract": "C-1", "trusts": ["all"]})
    assert take_in(rows).problems == []
    assert covered() == [(FIRST, START, None), (SECOND, JOINED, None)]
    again = take_in(rows)
    assert (again.problems, again.changes) == ([], [])


def test_trusts_of_a_later_row_stand_from_its_day() -> None:
    later = JOINED - timedelta(days=10)
    rows = rows_of(
        {"contract": "C-1", "trusts": ["all"]}, {"contract": "C-1", "trusts": [FIRST], "effective on": later}
    )
    assert take_in(rows).problems == []
    assert covered() == [(FIRST, START, None)]


def test_trust_that_has_not_joined_yet_is_told_at_its_cell() -> None:
    [problem] = take_in(rows_of({"contract": "C-1", "trusts": [FIRST, SECOND]})).problems
    assert (problem.sheet, problem.row, problem.column) == ("Contracts", 2, "trusts")
    assert problem.remedy == f"{SECOND} is not in network-1 on 1 July 2023. Name it from the day it joined."
    assert not Contract.objects.exists()


def running(reference: str, **fields: Any) -> dict[str, Any]:
    signed = {"signed on": SIGNED, "starts on": SIGNED, "ends on": date(2027, 6, 13), "effective on": SIGNED}
    return {"contract": reference, "trusts": [FIRST]} | signed | fields


def test_two_signed_contracts_at_once_are_refused_and_one_after_the_other_is_taken_in() -> None:
    problems = take_in(rows_of(running("C-1"), running("C-2"))).problems
    assert [problem.row for problem in problems] == [2, 3]
    assert "is served under C-2 from 14 June 2024" in problems[0].remedy
    assert not Contract.objects.exists()
    # The later one comes first in the sheet: the other makes room for it by a row further down.
    moved_on = {"contract": "C-1", "trusts": "-", "effective on": date(2025, 1, 1)}
    following = running("C-2") | {"starts on": date(2025, 1, 1), "effective on": date(2025, 1, 1)}
    assert take_in(rows_of(following, running("C-1"), moved_on)).problems == []


def test_networks_contracts_stay_within_its_funding() -> None:
    told = {"value": 20_000_000_000_00, "committed": 20_000_000_000_00}
    [problem] = take_in(rows_of(running("C-1", **told))).problems
    assert problem.column == "committed"
    assert "more than the £21,000,000 that the programme allocated to it" in problem.remedy
