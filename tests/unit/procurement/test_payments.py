"""What payments wait for, and that two people release them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.decisions import Decision
from tracker.procurement.contract_vocabulary import BetterWay, Gate, PaymentStep
from tracker.procurement.policies.payments import (
    DecisionOn,
    MetricOn,
    PaymentOn,
    ReadingOn,
    fits_the_value,
    may_agree_payment,
    may_change_payment,
    may_pay,
    may_propose,
    may_refuse,
    may_release,
    meets,
    paid_pence,
)

TODAY = date(2026, 11, 25)
EARLIER = TODAY - timedelta(days=10)
READING = ReadingOn(1, date(2026, 7, 1), date(2026, 9, 30), Decimal(70))
METRIC = MetricOn(1, 1, "Urgent reports", Decimal(65), BetterWay.HIGHER, unit="%", readings=(READING,))
PAYMENT = PaymentOn(1, 1, "Year 1", TODAY, 100_00, gate=Gate.INTEGRATION)


def after(*steps: PaymentStep, payment: PaymentOn = PAYMENT, by: int = 1) -> PaymentOn:
    return replace(payment, decisions=tuple(DecisionOn(step, EARLIER, by) for step in steps))


PROPOSED = after(PaymentStep.PROPOSED)
RELEASED = after(PaymentStep.PROPOSED, PaymentStep.RELEASED)
PAID = after(PaymentStep.PROPOSED, PaymentStep.RELEASED, PaymentStep.PAID)
REFUSED = after(PaymentStep.PROPOSED, PaymentStep.REFUSED)


def release(payment: PaymentOn, *, by: int = 2, reason: str = "Seen", on: date = TODAY) -> Decision:
    return may_release(payment, reason=reason, by_id=by, on=on, today=TODAY)


def test_second_person_releases_and_the_first_does_not() -> None:
    assert release(PROPOSED)
    refused = release(PROPOSED, by=1)
    assert refused.sentence == (
        "You proposed this release. Two people release a payment (programme governance standards, section 5.7). "
        "Ask somebody else to release it."
    )


def test_release_waits_for_the_metric() -> None:
    on_metric = replace(PAYMENT, gate=None, metric=METRIC)
    assert release(after(PaymentStep.PROPOSED, payment=on_metric), reason="")
    low = replace(METRIC, readings=(READING, replace(READING, id=2, value=Decimal("64.5"))))
    decision = release(after(PaymentStep.PROPOSED, payment=replace(on_metric, metric=low)))
    assert decision.reason == (
        "“Urgent reports” is 64.5% for the period to 30 September 2026 and does not meet its target of 65%."
    )
    unread = replace(METRIC, readings=())
    decision = release(after(PaymentStep.PROPOSED, payment=replace(on_metric, metric=unread)))
    assert "has no reading yet" in decision.reason


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        (release(PROPOSED, reason=" "), "says why the gate counts as passed"),
        (release(PROPOSED, on=EARLIER - timedelta(days=1)), "can't have been released before"),
        (release(PROPOSED, on=TODAY + timedelta(days=1)), "in the future"),
        (release(PAYMENT), "not proposed for release"),
        (release(RELEASED), "is released"),
        (may_refuse(PAYMENT, reason="No", on=TODAY, today=TODAY), "not proposed"),
        (may_refuse(PROPOSED, reason=" ", on=TODAY, today=TODAY), "has a reason"),
        (may_refuse(PROPOSED, reason="No", on=EARLIER - timedelta(days=1), today=TODAY), "later than that"),
        (may_refuse(PROPOSED, reason="No", on=TODAY + timedelta(days=1), today=TODAY), "in the future"),
        (may_pay(PROPOSED, reference="1", on=TODAY, today=TODAY), "proposed for release"),
        (may_pay(PAID, reference="1", on=TODAY, today=TODAY), "is paid"),
        (may_pay(RELEASED, reference=" ", on=TODAY, today=TODAY), "has the reference"),
        (may_pay(RELEASED, reference="1", on=EARLIER - timedelta(days=1), today=TODAY), "can't have been paid before"),
        (may_pay(RELEASED, reference="1", on=TODAY + timedelta(days=1), today=TODAY), "in the future"),
        (may_propose(PROPOSED, evidence="x", is_signed=True, on=TODAY, today=TODAY), "already"),
        (may_propose(PAYMENT, evidence="x", is_signed=False, on=TODAY, today=TODAY), "not signed"),
        (may_propose(PAYMENT, evidence=" ", is_signed=True, on=TODAY, today=TODAY), "where the evidence is"),
        (may_propose(PAYMENT, evidence="x", is_signed=True, on=TODAY + timedelta(days=1), today=TODAY), "future"),
        (may_change_payment(PROPOSED), "can't be changed"),
        (may_change_payment(PAID), "can't be changed"),
        (may_agree_payment(amount_pence=0, has_metric=True, gate=None), "above £0"),
        (may_agree_payment(amount_pence=1, has_metric=True, gate=Gate.DELIVERY), "waits for one thing"),
        (may_agree_payment(amount_pence=1, has_metric=False, gate=None), "waits for one thing"),
        (fits_the_value(total_pence=1, value_pence=None, adjusts="amount"), "has no value yet"),
        (fits_the_value(total_pence=101_00, value_pence=100_00, adjusts="amount"), "would be £101, more than"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(decision: Decision, word: str) -> None:
    assert not decision
    assert word in decision.reason
    assert decision.remedy


def test_what_is_allowed() -> None:
    assert may_propose(PAYMENT, evidence="x", is_signed=True, on=TODAY, today=TODAY)
    assert may_propose(REFUSED, evidence="x", is_signed=True, on=TODAY, today=TODAY)
    assert may_refuse(PROPOSED, reason="No", on=TODAY, today=TODAY)
    assert may_pay(RELEASED, reference="1", on=TODAY, today=TODAY)
    assert may_change_payment(PAYMENT)
    assert may_change_payment(REFUSED)
    assert may_agree_payment(amount_pence=1, has_metric=False, gate=Gate.DELIVERY)
    assert fits_the_value(total_pence=100, value_pence=100, adjusts="amount")
    assert fits_the_value(total_pence=0, value_pence=None, adjusts="amount")


def test_states_and_words() -> None:
    assert (PAYMENT.state, PAYMENT.is_released, PAID.is_released, RELEASED.is_released) == (None, False, True, True)
    assert PAYMENT.trigger == "Integration accepted"
    assert replace(PAYMENT, gate=None, metric=METRIC).trigger == "Urgent reports meets its target"
    assert replace(PAYMENT, gate=None).trigger == ""
    assert paid_pence([PAID, RELEASED, replace(PAID, amount_pence=None)]) == 100_00
    assert replace(METRIC, unit="hours").in_words(Decimal("2.50")) == "2.5 hours"


values = st.decimals(-1000, 1000, places=2)


@given(values, values)
def test_either_way_a_target_itself_is_met(value: Decimal, target: Decimal) -> None:
    assert meets(target, target, BetterWay.HIGHER)
    assert meets(target, target, BetterWay.LOWER)
    assert meets(value, target, BetterWay.HIGHER) or meets(value, target, BetterWay.LOWER)
