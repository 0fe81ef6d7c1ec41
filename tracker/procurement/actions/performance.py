"""Agreeing KPIs and service levels, assessing them, and reviewing the supplier's performance."""

from collections.abc import Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import StaleWrite, deny, require
from tracker.procurement.actions.contract_common import UPDATES, contract_changed, demand_on, lock_contract
from tracker.procurement.contract_vocabulary import KpiRating, ServiceLevelKind, ServiceOutcome
from tracker.procurement.models import (
    Contract,
    Kpi,
    KpiAssessment,
    PerformanceReview,
    ReviewOutcome,
    ServiceLevel,
)
from tracker.procurement.policies.performance import may_assess, may_record_review
from tracker.procurement.selectors.contract_content import kpis_of, levels_of


def agree_kpi(*, contract: Contract, name: str, target: str, agreed_on: date, by: User) -> Kpi:
    """Both sides agreed a key performance indicator."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract)
        _check(name, list(current.kpis.values_list("name", flat=True)), agreed_on, today)
        kpi = Kpi.objects.create(contract=current, name=name.strip(), target=target.strip(), agreed_on=agreed_on)
        contract_changed(current)
    return kpi


def change_kpi(*, kpi: Kpi, target: str, version: int | None = None, by: User) -> Kpi:
    """Changes a KPI's target."""
    with change(by=by):
        demand_on(kpi.contract, UPDATES, by=by)
        current = Kpi.objects.select_for_update().get(pk=kpi.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        current.target = target.strip()
        current.version += 1
        current.save(update_fields=["target", "version"])
        contract_changed(lock_contract(current.contract))
    return current


def assess_kpi(
    *,
    kpi: Kpi,
    period_from: date,
    period_to: date,
    rating: KpiRating,
    note: str = "",
    notice_id: str = "",
    assessed_on: date,
    by: User,
) -> KpiAssessment:
    """The supplier's performance against a KPI was assessed, at least once a year."""
    with change(by=by):
        _, today = demand_on(kpi.contract, UPDATES, by=by)
        contract = lock_contract(kpi.contract)
        stands = next(each for each in kpis_of([contract.pk], on=today)[contract.pk] if each.id == kpi.pk)
        require(
            may_assess(
                stands,
                period_from=period_from,
                period_to=period_to,
                rating=rating,
                note=note,
                assessed_on=assessed_on,
                today=today,
            )
        )
        assessment = KpiAssessment.objects.create(
            kpi=kpi,
            period_from=period_from,
            period_to=period_to,
            rating=rating,
            note=note.strip(),
            notice_id=notice_id.strip(),
            assessed_on=assessed_on,
            recorded_by=by,
        )
        contract_changed(contract)
    return assessment


def agree_service_level(
    *, contract: Contract, kind: ServiceLevelKind, name: str, target: str, agreed_on: date, by: User
) -> ServiceLevel:
    """Both sides agreed a level of service."""
    with change(by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract)
        _check(name, list(current.service_levels.values_list("name", flat=True)), agreed_on, today)
        level = ServiceLevel.objects.create(
            contract=current, kind=kind, name=name.strip(), target=target.strip(), agreed_on=agreed_on
        )
        contract_changed(current)
    return level


def _check(name: str, others: list[str], agreed_on: date, today: date) -> None:
    if name.strip().casefold() in {other.casefold() for other in others}:
        require(deny(f"The contract has “{name.strip()}” already.", remedy="Give it another name.", field="name"))
    if agreed_on > today:
        require(deny("That day lies in the future.", remedy="Use today or earlier.", field="agreed_on"))


def record_performance_review(
    *,
    contract: Contract,
    held_on: date,
    outcomes: Mapping[int, ServiceOutcome],
    actions: str = "",
    next_due_on: date,
    by: User,
) -> PerformanceReview:
    """The network reviewed the supplier's performance; `outcomes` are by the id of the service level."""
    with change(reason=actions, by=by):
        _, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract)
        require(
            may_record_review(
                held_on=held_on,
                next_due_on=next_due_on,
                outcomes=outcomes,
                levels=levels_of([current.pk], on=held_on)[current.pk],
                actions=actions,
                today=today,
            )
        )
        review = PerformanceReview.objects.create(
            contract=current, held_on=held_on, actions=actions.strip(), next_due_on=next_due_on, recorded_by=by
        )
        ReviewOutcome.objects.bulk_create(
            ReviewOutcome(review=review, service_level_id=level_id, outcome=outcome)
            for level_id, outcome in outcomes.items()
        )
        contract_changed(current)
    return review
