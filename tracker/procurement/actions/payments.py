"""Agreeing payments, and releasing them by two people."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.decisions import StaleWrite, deny, require
from tracker.core.touched import collecting
from tracker.procurement.actions.contract_common import (
    RELEASES,
    SEES_MONEY,
    UPDATES,
    contract_changed,
    demand_on,
    lock_contract,
)
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.contract_vocabulary import Gate, PaymentStep
from tracker.procurement.models import Contract, PaymentDecision, PaymentMilestone, SuccessMetric
from tracker.procurement.policies.payments import (
    PaymentOn,
    fits_the_value,
    may_agree_payment,
    may_change_payment,
    may_pay,
    may_propose,
    may_refuse,
    may_release,
    paid_pence,
)
from tracker.procurement.selectors.contract_content import metrics_of, payments_of
from tracker.procurement.selectors.contract_rules import milestones_pence, newest_terms, signed_on


def agree_payment(
    *,
    contract: Contract,
    name: str,
    amount_pence: int,
    due_on: date,
    metric: SuccessMetric | None = None,
    gate: Gate | None = None,
    agreed_on: date,
    by: User,
) -> PaymentMilestone:
    """A part of the contract's value is paid when a metric meets its target or a gate is passed."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, SEES_MONEY, by=by)
        current = lock_contract(contract)
        if agreed_on > today:
            require(deny("That day lies in the future.", remedy="Use today or earlier.", field="agreed_on"))
        _check(current, amount_pence, metric, gate)
        milestone = PaymentMilestone.objects.create(
            contract=current,
            name=name.strip(),
            amount_pence=amount_pence,
            due_on=due_on,
            metric=metric,
            gate=gate or "",
            agreed_on=agreed_on,
        )
        contract_changed(current)
    return milestone


def change_payment(
    *,
    milestone: PaymentMilestone,
    name: str,
    amount_pence: int,
    due_on: date,
    metric: SuccessMetric | None = None,
    gate: Gate | None = None,
    version: int | None = None,
    by: User,
) -> PaymentMilestone:
    """Changes a payment that nobody has proposed for release, or whose release was refused."""
    with change(by=by):
        _, today = demand_on(milestone.contract, UPDATES, SEES_MONEY, by=by)
        contract = lock_contract(milestone.contract)
        current = PaymentMilestone.objects.get(pk=milestone.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        require(may_change_payment(payment_of(current, on=today)))
        _check(contract, amount_pence, metric, gate, own=current.pk)
        current.name, current.amount_pence, current.due_on = name.strip(), amount_pence, due_on
        current.metric, current.gate = metric, gate or ""
        current.version += 1
        current.save()
        contract_changed(contract)
    return current


def _check(
    contract: Contract, amount_pence: int, metric: SuccessMetric | None, gate: Gate | None, own: int | None = None
) -> None:
    require(may_agree_payment(amount_pence=amount_pence, has_metric=metric is not None, gate=gate))
    if metric is not None and metric.contract_id != contract.pk:
        require(deny("That metric is of another contract.", remedy="Choose one of this contract's.", field="trigger"))
    terms = newest_terms(contract)
    total = milestones_pence(contract, without=own) + amount_pence
    require(fits_the_value(total_pence=total, value_pence=terms.value_pence if terms else None, adjusts="amount"))


def payment_of(milestone: PaymentMilestone, *, on: date) -> PaymentOn:
    """The payment with all its steps."""
    pk = milestone.contract_id
    metrics = {metric.id: metric for metric in metrics_of([pk], on=on)[pk]}
    return next(each for each in payments_of([pk], metrics, on=on)[pk] if each.id == milestone.pk)


def propose_release(*, milestone: PaymentMilestone, evidence: str, on: date, by: User) -> PaymentDecision:
    """The first of two people says that the payment is due, and where that can be seen."""
    with change(by=by):
        contract, payment, today = _opened(milestone, by)
        is_signed = signed_on(contract) is not None
        require(may_propose(payment, evidence=evidence, is_signed=is_signed, on=on, today=today))
        return _step(contract, milestone, PaymentStep.PROPOSED, on=on, evidence=evidence, by=by)


def release_payment(*, milestone: PaymentMilestone, on: date, reason: str = "", by: User) -> PaymentDecision:
    """The second of two people releases it."""
    with change(reason=reason, by=by):
        contract, payment, today = _opened(milestone, by)
        require(may_release(payment, reason=reason, by_id=by.pk, on=on, today=today))
        reading_id = payment.metric.newest.id if payment.metric and payment.metric.newest else None
        return _step(contract, milestone, PaymentStep.RELEASED, on=on, reason=reason, reading_id=reading_id, by=by)


def refuse_release(*, milestone: PaymentMilestone, on: date, reason: str, by: User) -> PaymentDecision:
    """The proposal is turned down; the payment may be proposed again."""
    with change(reason=reason, by=by):
        contract, payment, today = _opened(milestone, by)
        require(may_refuse(payment, reason=reason, on=on, today=today))
        return _step(contract, milestone, PaymentStep.REFUSED, on=on, reason=reason, by=by)


def record_payment(
    *, milestone: PaymentMilestone, on: date, reference: str, door: Door | None = None, by: User
) -> PaymentDecision:
    """A released payment was paid. What was paid under the contract is never less than its paid payments: the terms'
    own figure is raised where it is."""
    with change(door=door, by=by), collecting():
        contract, payment, today = _opened(milestone, by)
        require(may_pay(payment, reference=reference, on=on, today=today))
        decision = _step(contract, milestone, PaymentStep.PAID, on=on, reference=reference, by=by)
        paid = paid_pence(payments_of([contract.pk], {}, on=today)[contract.pk])
        terms = newest_terms(contract)
        if terms is None or (terms.paid_pence or 0) < paid:
            from_day = max(on, terms.effective_on) if terms else on
            record_terms(contract=contract, on=from_day, paid_pence=paid, reason=f"Paid: {milestone.name}", by=by)
    return decision


def _opened(milestone: PaymentMilestone, by: User) -> tuple[Contract, PaymentOn, date]:
    """The contract, locked, and the payment as it stands; the person may decide about payments."""
    _, today = demand_on(milestone.contract, RELEASES, SEES_MONEY, by=by)
    contract = lock_contract(milestone.contract)
    return contract, payment_of(milestone, on=today), today


def _step(
    contract: Contract,
    milestone: PaymentMilestone,
    step: PaymentStep,
    *,
    on: date,
    evidence: str = "",
    reason: str = "",
    reference: str = "",
    reading_id: int | None = None,
    by: User,
) -> PaymentDecision:
    decision = PaymentDecision.objects.create(
        milestone=milestone,
        step=step,
        decided_on=on,
        evidence=evidence.strip(),
        reason=reason.strip(),
        reference=reference.strip(),
        reading_id=reading_id,
        recorded_by=by,
    )
    contract_changed(contract)
    return decision
