"""Rules about payments: what they wait for, and that two people release them. Pure.

Source: programme governance standards, section 5.7 (payment by outcome), and the two-person rule for money.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import money, nhs_date, number
from tracker.procurement.contract_vocabulary import BetterWay, Frequency, Gate, PaymentStep

TWO_PEOPLE = "Two people release a payment (programme governance standards, section 5.7)."


@dataclass(frozen=True)
class ReadingOn:
    """One value of a metric, over a period."""

    id: int
    period_from: date
    period_to: date
    value: Decimal
    source_note: str = ""
    read_on: date | None = None


@dataclass(frozen=True)
class MetricOn:
    """A success metric with its readings known on a day, oldest period first."""

    id: int
    version: int
    name: str
    target: Decimal
    better: BetterWay
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    baseline_value: Decimal | None = None
    baseline_period: str = ""
    data_source: str = ""
    frequency: Frequency = Frequency.QUARTERLY
    owner: str = ""
    agreed_on: date | None = None
    readings: tuple[ReadingOn, ...] = ()

    @property
    def newest(self) -> ReadingOn | None:
        return self.readings[-1] if self.readings else None

    @property
    def is_met(self) -> bool:
        """The newest reading meets the target."""
        return self.newest is not None and meets(self.newest.value, self.target, self.better)

    def in_words(self, value: Decimal) -> str:
        return f"{number(value, None)}{f' {self.unit}' if self.unit and self.unit != '%' else self.unit}"


@dataclass(frozen=True)
class DecisionOn:
    """One step of a payment, with who took it."""

    step: PaymentStep
    on: date
    by_id: int
    by_name: str = ""
    evidence: str = ""
    reason: str = ""
    reference: str = ""


@dataclass(frozen=True)
class PaymentOn:
    """A payment on a day. `amount_pence` is None where the viewer may not see it."""

    id: int
    version: int
    name: str
    due_on: date
    amount_pence: int | None
    metric: MetricOn | None = None
    gate: Gate | None = None
    decisions: tuple[DecisionOn, ...] = field(default=())

    @property
    def state(self) -> PaymentStep | None:
        """The newest step; None while nobody has proposed its release."""
        return self.decisions[-1].step if self.decisions else None

    @property
    def is_released(self) -> bool:
        return self.state in (PaymentStep.RELEASED, PaymentStep.PAID)

    @property
    def trigger(self) -> str:
        """What it waits for, in words."""
        if self.metric is not None:
            return f"{self.metric.name} meets its target"
        return self.gate.label if self.gate else ""


def meets(value: Decimal, target: Decimal, better: BetterWay) -> bool:
    return value >= target if better == BetterWay.HIGHER else value <= target


def fits_the_value(*, total_pence: int, value_pence: int | None, adjusts: str) -> Decision:
    """Payments together never exceed the contract's value. `adjusts` is the field that the person can change."""
    if total_pence == 0:
        return ALLOWED
    if value_pence is None:
        return deny(
            "The contract has no value yet, so no payment can be a part of it.",
            remedy="Record the contract's value first.",
            field=adjusts,
        )
    if total_pence > value_pence:
        return deny(
            f"The payments together would be {money(total_pence)}, more than the contract's value of "
            f"{money(value_pence)}.",
            remedy="Lower a payment, or record the modification that raises the value first.",
            field=adjusts,
        )
    return ALLOWED


def may_agree_payment(*, amount_pence: int, has_metric: bool, gate: Gate | None) -> Decision:
    """A payment pays something, and waits for one thing."""
    if amount_pence <= 0:
        return deny("A payment has an amount above £0.", remedy="Write the amount in pounds.", field="amount")
    if has_metric == (gate is not None):
        return deny(
            "A payment waits for one thing: a success metric that meets its target, or a gate.",
            remedy="Choose one of them.",
            field="trigger",
        )
    return ALLOWED


def may_change_payment(payment: PaymentOn) -> Decision:
    """A payment that is proposed, released or paid stays as the two people saw it."""
    if payment.state in (None, PaymentStep.REFUSED):
        return ALLOWED
    return deny(
        f"“{payment.name}” is {_stands(payment)} and can't be changed.",
        remedy="Refuse its release first." if payment.state == PaymentStep.PROPOSED else "Agree another payment.",
    )


def may_propose(payment: PaymentOn, *, evidence: str, is_signed: bool, on: date, today: date) -> Decision:
    """The first of two people proposes a release, with what shows that it is due."""
    if payment.state not in (None, PaymentStep.REFUSED):
        return deny(f"“{payment.name}” is {_stands(payment)} already.", remedy="Nothing has to be proposed.")
    if not is_signed:
        return deny("The contract is not signed, so nothing is paid under it.", remedy="Record its signature first.")
    if not evidence.strip():
        return deny(
            "A proposal says where the evidence is.",
            remedy="Name the report, certificate or minute that shows it.",
            field="evidence",
        )
    return _not_in_the_future(on, today)


def may_release(payment: PaymentOn, *, reason: str, by_id: int, on: date, today: date) -> Decision:
    """The second of two people releases it: its metric meets the target, or the gate has its evidence and reason."""
    if payment.state != PaymentStep.PROPOSED:
        return deny(f"“{payment.name}” is {_stands(payment)}.", remedy="Somebody has to propose its release first.")
    proposal = payment.decisions[-1]
    if proposal.by_id == by_id:
        return deny(f"You proposed this release. {TWO_PEOPLE}", remedy="Ask somebody else to release it.")
    if on < proposal.on:
        return deny(
            f"It was proposed on {nhs_date(proposal.on)} and can't have been released before.",
            remedy="Correct the day.",
            field="on",
        )
    if payment.metric is not None and not payment.metric.is_met:
        return deny(_not_met(payment.metric), remedy="Record a newer reading, or refuse the release.")
    if payment.gate is not None and not reason.strip():
        return deny(
            f"A release on “{payment.gate.label.lower()}” says why the gate counts as passed.",
            remedy="Write what you saw in the evidence.",
            field="reason",
        )
    return _not_in_the_future(on, today)


def may_refuse(payment: PaymentOn, *, reason: str, on: date, today: date) -> Decision:
    """A proposal is refused with its reason; then it may be proposed again."""
    if payment.state != PaymentStep.PROPOSED:
        return deny(f"“{payment.name}” is {_stands(payment)}.", remedy="Only a proposal can be refused.")
    if not reason.strip():
        return deny("A refusal has a reason.", remedy="Write what is missing.", field="reason")
    if on < payment.decisions[-1].on:
        return deny("It was proposed later than that.", remedy="Correct the day.", field="on")
    return _not_in_the_future(on, today)


def may_pay(payment: PaymentOn, *, reference: str, on: date, today: date) -> Decision:
    """A released payment was paid, once."""
    if payment.state != PaymentStep.RELEASED:
        return deny(
            f"“{payment.name}” is {_stands(payment)}.", remedy="Only a payment that two people released is paid, once."
        )
    if not reference.strip():
        return deny(
            "A payment has the reference of the finance system.", remedy="Write the reference.", field="reference"
        )
    if on < payment.decisions[-1].on:
        return deny(
            f"It was released on {nhs_date(payment.decisions[-1].on)} and can't have been paid before.",
            remedy="Correct the day.",
            field="on",
        )
    return _not_in_the_future(on, today)


def paid_pence(payments: Iterable[PaymentOn]) -> int:
    """What has been paid by these payments."""
    return sum(each.amount_pence or 0 for each in payments if each.state == PaymentStep.PAID)


def _not_met(metric: MetricOn) -> str:
    newest, target = metric.newest, metric.in_words(metric.target)
    if newest is None:
        return f"“{metric.name}” has no reading yet, so nobody knows whether it meets its target of {target}."
    return (
        f"“{metric.name}” is {metric.in_words(newest.value)} for the period to {nhs_date(newest.period_to)} and does "
        f"not meet its target of {target}."
    )


def _stands(payment: PaymentOn) -> str:
    words = {
        None: "not proposed for release",
        PaymentStep.PROPOSED: "proposed for release",
        PaymentStep.RELEASED: "released",
        PaymentStep.REFUSED: "refused",
        PaymentStep.PAID: "paid",
    }
    return words[payment.state]


def _not_in_the_future(on: date, today: date) -> Decision:
    if on > today:
        return deny("That day lies in the future.", remedy="Use today or earlier.", field="on")
    return ALLOWED
