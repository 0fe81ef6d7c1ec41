"""Agreeing what a contract is measured by, reading it, and tying the renewal to it."""

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import StaleWrite, deny, require
from tracker.procurement.actions.contract_common import UPDATES, contract_changed, demand_on, lock_contract
from tracker.procurement.contract_vocabulary import BetterWay, Frequency
from tracker.procurement.models import Contract, MetricReading, RenewalCondition, SuccessMetric
from tracker.procurement.policies.performance import may_agree_metric, may_record_reading

TEXTS = ("name", "definition", "numerator", "denominator", "unit", "baseline_period", "data_source", "owner")


def agree_metric(
    *,
    contract: Contract,
    name: str,
    definition: str,
    target: Decimal,
    better: BetterWay,
    data_source: str,
    frequency: Frequency,
    owner: str,
    agreed_on: date,
    numerator: str = "",
    denominator: str = "",
    unit: str = "",
    baseline_value: Decimal | None = None,
    baseline_period: str = "",
    by: User,
) -> SuccessMetric:
    """Both sides agreed how success is counted, and the value that counts as success."""
    fields: dict[str, Any] = {
        "name": name,
        "definition": definition,
        "target": target,
        "better": better,
        "data_source": data_source,
        "frequency": frequency,
        "owner": owner,
        "numerator": numerator,
        "denominator": denominator,
        "unit": unit,
        "baseline_value": baseline_value,
        "baseline_period": baseline_period,
    }
    with change(by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract)
        _check(current, fields)
        if agreed_on > today:
            require(deny("That day lies in the future.", remedy="Use today or earlier.", field="agreed_on"))
        metric = SuccessMetric.objects.create(contract=current, agreed_on=agreed_on, **_stripped(fields))
        contract_changed(current)
    return metric


def change_metric(*, metric: SuccessMetric, version: int | None = None, by: User, **fields: Any) -> SuccessMetric:
    """Changes how success is counted. A target moves only while no payment has been proposed on it."""
    with change(by=by):
        demand_on(metric.contract, UPDATES, by=by)
        current = SuccessMetric.objects.select_for_update().get(pk=metric.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        whole = {name: getattr(current, name) for name in (*TEXTS, "baseline_value")} | fields
        _check(current.contract, whole, own=current.pk)
        goal = (fields.get("target", current.target), fields.get("better", current.better))
        if goal != (current.target, current.better) and current.payment_milestones.exclude(decisions=None).exists():
            require(
                deny(
                    "A payment was proposed on this target, so it stays as both sides saw it.",
                    remedy="Agree another metric, with a modification of the contract.",
                    field="target",
                )
            )
        for name, value in _stripped(fields).items():
            setattr(current, name, value)
        current.version += 1
        current.save()
        contract_changed(lock_contract(current.contract))
    return current


def _check(contract: Contract, fields: dict[str, Any], own: int | None = None) -> None:
    names = contract.success_metrics.values_list("pk", "name")
    require(
        may_agree_metric(
            name=fields["name"],
            others=[name for pk, name in names if pk != own],
            numerator=fields["numerator"],
            denominator=fields["denominator"],
            baseline=fields["baseline_value"],
            period=fields["baseline_period"],
        )
    )


def _stripped(fields: dict[str, Any]) -> dict[str, Any]:
    return fields | {name: str(fields[name]).strip() for name in TEXTS if name in fields}


def record_reading(
    *,
    metric: SuccessMetric,
    period_from: date,
    period_to: date,
    value: Decimal,
    source_note: str,
    read_on: date,
    by: User,
) -> MetricReading:
    """Somebody read the metric for a period; a second reading of a period corrects the first."""
    with change(by=by):
        _, today = demand_on(metric.contract, UPDATES, by=by)
        current = lock_contract(metric.contract)
        require(
            may_record_reading(
                period_from=period_from, period_to=period_to, source_note=source_note, read_on=read_on, today=today
            )
        )
        reading = MetricReading.objects.create(
            metric=metric,
            period_from=period_from,
            period_to=period_to,
            value=value,
            source_note=source_note.strip(),
            read_on=read_on,
            recorded_by=by,
        )
        contract_changed(current)
    return reading


def add_renewal_condition(*, metric: SuccessMetric, condition: str, on: date, by: User) -> RenewalCondition:
    """The contract is renewed only if the metric does this."""
    with change(by=by):
        _, today = demand_on(metric.contract, UPDATES, by=by)
        current = lock_contract(metric.contract)
        if not condition.strip():
            require(deny("A condition says what has to be so.", remedy="Write it in a sentence.", field="condition"))
        if on > today:
            require(deny("That day lies in the future.", remedy="Use today or earlier.", field="on"))
        row = RenewalCondition.objects.create(
            contract=current, metric=metric, condition=condition.strip(), valid_from=on
        )
        contract_changed(current)
    return row


def end_renewal_condition(*, condition: RenewalCondition, on: date, by: User) -> None:
    """Both sides dropped the condition."""
    with change(by=by):
        demand_on(condition.contract, UPDATES, by=by)
        current = lock_contract(condition.contract)
        row = RenewalCondition.objects.select_for_update().get(pk=condition.pk)
        if row.valid_to is None:
            row.valid_to = on
            row.delete() if on <= row.valid_from else row.save(update_fields=["valid_to"])
            contract_changed(current)
