"""When a decision is whole, and until when it counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.governance.policies.sign_offs import APPROVALS, counts_on, may_sign
from tracker.governance.vocabulary import SignOffDecision

TODAY = date(2025, 6, 30)
DAY = timedelta(days=1)
days = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("decision", "decided_on", "expires_on", "conditions", "field"),
    [
        (SignOffDecision.APPROVED, TODAY + DAY, None, "", "decided_on"),
        (SignOffDecision.APPROVED, TODAY, TODAY, "", "expires_on"),
        (SignOffDecision.APPROVED_WITH_CONDITIONS, TODAY, None, "  ", "conditions"),
    ],
)
def test_decision_that_is_not_whole_is_refused_at_its_field(
    decision: SignOffDecision, decided_on: date, expires_on: date | None, conditions: str, field: str
) -> None:
    refusal = may_sign(decision, decided_on=decided_on, expires_on=expires_on, conditions=conditions, today=TODAY)
    assert not refusal
    assert refusal.field == field
    assert refusal.remedy


def test_whole_decision_is_allowed() -> None:
    for decision in SignOffDecision:
        assert may_sign(decision, decided_on=TODAY, expires_on=TODAY + DAY, conditions="Test downtime", today=TODAY)


@given(st.sampled_from(SignOffDecision), days, st.none() | days, days)
def test_approval_counts_from_its_day_until_it_expires(
    decision: SignOffDecision, decided_on: date, expires_on: date | None, day: date
) -> None:
    counts = counts_on(decision, decided_on=decided_on, expires_on=expires_on, day=day)
    assert counts == (decision in APPROVALS and decided_on <= day and (expires_on is None or day < expires_on))
