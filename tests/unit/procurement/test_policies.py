"""When a contract lets a deployment go live, and when its terms agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.procurement.policies.contracts import may_go_live_under, terms_fit

SIGNED = date(2025, 3, 31)
TERMS = {"starts_on": None, "ends_on": None, "notice_by": None, "value_pence": None, "paid_pence": None}
days = st.dates(date(2022, 1, 1), date(2028, 12, 31))


def test_go_live_needs_a_signed_contract() -> None:
    decision = may_go_live_under([], SIGNED)
    assert not decision
    assert decision.field == "actual"
    assert "none is" in decision.reason


def test_go_live_on_the_day_of_signature_is_allowed_and_the_day_before_is_not() -> None:
    assert may_go_live_under([SIGNED], SIGNED)
    decision = may_go_live_under([SIGNED], SIGNED - timedelta(days=1))
    assert not decision
    assert "31 March 2025" in decision.reason


@given(st.lists(days, max_size=4), days)
def test_any_contract_signed_by_the_day_is_enough(signed: list[date], day: date) -> None:
    assert bool(may_go_live_under(signed, day)) == any(each <= day for each in signed)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"starts_on": date(2025, 2, 1), "ends_on": date(2025, 1, 1)}, "ends_on"),
        ({"ends_on": date(2025, 2, 1), "notice_by": date(2025, 3, 1)}, "notice_by"),
        ({"value_pence": 100, "paid_pence": 101}, "paid_pence"),
    ],
)
def test_terms_that_contradict_each_other_are_refused_at_their_field(terms: dict[str, object], field: str) -> None:
    decision = terms_fit(**(TERMS | terms))
    assert not decision
    assert decision.field == field
    assert decision.remedy


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 1, 1)},
        {"ends_on": date(2025, 2, 1), "notice_by": date(2025, 2, 1)},
        {"value_pence": 100, "paid_pence": 100},
        {"paid_pence": 100},
    ],
)
def test_terms_that_agree_are_allowed(terms: dict[str, object]) -> None:
    assert terms_fit(**(TERMS | terms))
