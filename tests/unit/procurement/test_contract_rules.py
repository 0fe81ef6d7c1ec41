"""Rules between contracts: scope, overlap and funding; and the list of contracts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.plans import Plan
from tracker.procurement.filters import ContractFilter
from tracker.procurement.policies.contract_register import Line, Status, ordered, totals
from tracker.procurement.policies.contract_rules import CoveredTrust, Service, may_cover, no_overlap, within_funding

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("trust", "word"),
    [
        (CoveredTrust("X-ray at A", True, frozenset({1})), ""),
        (CoveredTrust("X-ray at A", False, frozenset({1})), "is not a deployment of Chest X-ray in North"),
        (CoveredTrust("X-ray at A", True, frozenset({2})), "is not a deployment of Chest X-ray in North"),
        (CoveredTrust("X-ray at A", True, frozenset()), "is not in the programme's scope on 25 November 2026"),
    ],
)
def test_contract_covers_its_own_network_in_scope(trust: CoveredTrust, word: str) -> None:
    decision = may_cover([trust], reference="C-1", network="North", network_id=1, use_case="Chest X-ray", on=DAY)
    assert bool(decision) is (word == "")
    assert word in decision.reason


OWN = Service(1, "C-1", None, 7, "X-ray at A", date(2026, 1, 1), date(2026, 12, 31))
OTHER = Service(2, "C-2", None, 7, "X-ray at A", date(2026, 12, 31), None)


@pytest.mark.parametrize(
    ("own", "other", "allowed"),
    [
        (OWN, OTHER, False),
        (OWN, replace(OTHER, first=date(2027, 1, 1)), True),
        (OWN, replace(OTHER, deployment_id=8), True),
        (replace(OWN, replaces_id=2), OTHER, True),
        (OWN, replace(OTHER, replaces_id=1), True),
        (replace(OWN, replaces_id=3), OTHER, False),
        (replace(OWN, last=None), replace(OTHER, last=date(2027, 1, 1)), False),
    ],
)
def test_one_signed_contract_at_a_time_serves_a_deployment(own: Service, other: Service, allowed: bool) -> None:
    assert bool(no_overlap([own], [other])) is allowed


def test_overlap_says_when_and_what_to_do() -> None:
    decision = no_overlap([OWN], [replace(OTHER, last=date(2027, 3, 31))])
    assert decision.sentence == (
        "X-ray at A is served under C-2 from 31 December 2026 to 31 March 2027, and two signed contracts can't serve "
        "one deployment at the same time. End the coverage of the one before the other starts, or record that C-1 "
        "replaces C-2."
    )


days = st.dates(date(2024, 1, 1), date(2024, 3, 1))


@given(days, st.none() | days, days, st.none() | days)
def test_overlap_is_a_day_in_common(a: date, a_last: date | None, b: date, b_last: date | None) -> None:
    first, second = replace(OWN, first=a, last=a_last), replace(OTHER, first=b, last=b_last)
    if (a_last and a_last < a) or (b_last and b_last < b):
        return
    span = [date(2024, 1, 1) + timedelta(days=number) for number in range(61)]
    common = any(
        a <= day and (not a_last or day <= a_last) and b <= day and (not b_last or day <= b_last) for day in span
    )
    assert first.overlaps(second) is second.overlaps(first) is common


def test_funding_is_a_limit_where_there_is_one() -> None:
    assert within_funding(committed_pence=100, allocated_pence=100, network="North")
    assert within_funding(committed_pence=100, allocated_pence=None, network="North")
    decision = within_funding(committed_pence=101_00, allocated_pence=100_00, network="North")
    assert decision.reason == (
        "The contracts of North would commit £101, more than the £100 that the programme allocated to it."
    )
    assert decision.field == "committed_pence"


# --- The list -------------------------------------------------------------------------------------------------------


def line(
    reference: str, *, value: int | None = None, shows: bool = True, network: str = "North", **more: object
) -> Line:
    given = Line(
        id=1,
        reference=reference,
        network_slug=network.lower(),
        network=network,
        supplier_id=5,
        supplier="Acme Imaging Ltd",
        use_case="chest-xray",
        use_case_name="Chest X-ray",
        signature=Plan(baseline=DAY, actual=DAY),
        starts_on=DAY,
        ends_on=None,
        notice_by=None,
        trusts=2,
        shows_money=shows,
        value_pence=value,
    )
    return replace(given, **more)  # type: ignore[arg-type] # a test names any field


@pytest.mark.parametrize(
    ("each", "status"),
    [
        (line("A", signature=Plan(baseline=DAY)), Status.PLANNED),
        (line("A"), Status.SIGNED),
        (line("A", ends_on=DAY + timedelta(days=91)), Status.SIGNED),
        (line("A", ends_on=DAY + timedelta(days=90)), Status.ENDING),
        (line("A", ends_on=DAY), Status.ENDING),
        (line("A", ends_on=DAY - timedelta(days=1)), Status.ENDED),
    ],
)
def test_status_on_a_day(each: Line, status: Status) -> None:
    assert each.status(DAY) == status


@pytest.mark.parametrize(
    ("query", "found", "sentence"),
    [
        ("", ["A", "B"], "2 contracts"),
        ("network=south", ["B"], "1 of 2 contracts: network South"),
        ("status=ending", ["B"], "1 of 2 contracts: status ending within 90 days"),
        ("status=signed", ["A", "B"], "2 of 2 contracts: status signed"),
        ("status=planned", [], "0 of 2 contracts: status planned"),
        ("text=+b+", ["B"], "1 of 2 contracts: reference or supplier “b”"),
        ("text=ACME&order=-reference", ["B", "A"], "2 of 2 contracts: reference or supplier “ACME”"),
        ("use_case=chest-ct", ["A", "B"], "Showing all 2 contracts, because a filter can’t be used"),
        ("order=colour", ["A", "B"], "Showing all 2 contracts, because a filter can’t be used"),
    ],
)
def test_choices(query: str, found: list[str], sentence: str) -> None:
    lines = [line("A", network="North"), line("B", network="South", ends_on=DAY)]
    filters = ContractFilter(QueryDict(query), lines, day=DAY)
    assert [each.reference for each in filters.found] == found
    assert filters.sentence(len(found)) == sentence
    assert filters.is_in_use is bool(query)


def test_the_order_by_money_is_for_those_who_see_some() -> None:
    hidden, shown = line("A", value=1, shows=False), line("B", value=1)
    assert ContractFilter(QueryDict("order=-value"), [hidden], day=DAY).is_refused
    assert not ContractFilter(QueryDict("order=-value"), [hidden, shown], day=DAY).is_refused


amounts = st.lists(st.tuples(st.none() | st.integers(0, 9), st.booleans()), max_size=8)


@given(amounts, amounts)
def test_hidden_values_never_move_the_order(
    first: list[tuple[int | None, bool]], second: list[tuple[int | None, bool]]
) -> None:
    """Whatever the hidden values are, the list reads the same."""

    def rows(values: list[tuple[int | None, bool]]) -> list[Line]:
        return [
            line(f"C{number}", value=value if shows else None, shows=shows)
            for number, (value, shows) in enumerate(values)
        ]

    for order in ("value", "-value", "paid"):
        found = ordered(rows(first), order)
        hidden = [each.reference for each in found if not each.shows_money]
        assert hidden == sorted(hidden)
        assert all(not each.shows_money for each in found[len(found) - len(hidden) :])
        shown = [each.value_pence for each in found if each.shows_money and each.value_pence is not None]
        if order != "paid":
            assert shown == sorted(shown, reverse=order.startswith("-"))
    sums = totals(rows(second))
    assert sums.shown == sum(1 for _, shows in second if shows)
    assert sums.value_pence == sum(value or 0 for value, shows in second if shows)
