"""Reading what contracts say as of a day, in a fixed number of queries whatever the number of contracts. The caller has
checked who may read it; `masked` leaves out what is commercial."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Prefetch, QuerySet

from tracker.procurement.contract_vocabulary import (
    BetterWay,
    ClauseGroup,
    ClausePresence,
    Frequency,
    Gate,
    KpiRating,
    ModificationStepKind,
    PaymentStep,
    ServiceLevelKind,
    ServiceOutcome,
)
from tracker.procurement.models import (
    ClausePosition,
    ClauseRequirement,
    Contract,
    ContractArrangements,
    ContractModification,
    ContractTerms,
    ExtensionOption,
    Kpi,
    KpiAssessment,
    MetricReading,
    ModificationStep,
    PaymentDecision,
    PaymentMilestone,
    PerformanceReview,
    RenewalCondition,
    ServiceLevel,
    SuccessMetric,
)
from tracker.procurement.policies.clauses import ClauseItem, ClauseOn, from_workbook
from tracker.procurement.policies.contract_content import ArrangementsOn, ContentOn, without_money
from tracker.procurement.policies.modifications import ModificationOn, OptionOn, StepOn
from tracker.procurement.policies.payments import DecisionOn, MetricOn, PaymentOn, ReadingOn
from tracker.procurement.policies.performance import AssessmentOn, ConditionOn, KpiOn, LevelOn, PerformanceReviewOn
from tracker.procurement.selectors.contracts import ContractOn

Row = TypeVar("Row", bound=Model)
Made = TypeVar("Made")
WORKBOOK_TERMS = ("data_use_agreed", "retraining_allowed", "deletion_agreed", "change_control_agreed", "kpis_agreed")
ARRANGEMENTS = (
    "effective_on",
    "authority",
    "trusts_sign",
    "change_control",
    "exit_owner",
    "data_return_format",
    "deletion_certificate_days",
    "exit_tested_on",
    "exit_reviewed_on",
)


def content_on(contract_ids: Iterable[int], *, on: date) -> dict[int, ContentOn]:
    """What each of these contracts says on a day, with everything that is commercial."""
    ids = list(contract_ids)
    items = clause_items_on(on)
    terms, positions = _newest_terms(ids, on), _positions(ids, on)
    arrangements = _arrangements(ids, on)
    metrics = metrics_of(ids, on=on)
    by_metric = {metric.id: metric for found in metrics.values() for metric in found}
    conditions, payments = _conditions(ids, on), payments_of(ids, by_metric, on=on)
    kpis, levels, reviews = kpis_of(ids, on=on), levels_of(ids, on=on), _reviews(ids, on)
    modifications, options = modifications_of(ids, on=on), options_of(ids, on=on)
    return {
        pk: ContentOn(
            clauses=_clauses(items, positions.get(pk, {}), terms.get(pk, {})),
            kpis_agreed=terms.get(pk, {}).get("kpis_agreed"),
            arrangements=arrangements.get(pk),
            metrics=metrics[pk],
            conditions=conditions[pk],
            payments=payments[pk],
            kpis=kpis[pk],
            levels=levels[pk],
            reviews=reviews[pk],
            modifications=modifications[pk],
            options=options[pk],
        )
        for pk in ids
    }


def with_content(contracts: Sequence[ContractOn], *, on: date) -> list[ContractOn]:
    """The contracts with what they say; money and agreed texts only where the contract itself shows its money."""
    found = content_on([contract.id for contract in contracts], on=on)
    return [
        replace(
            contract,
            content=found[contract.id] if contract.shows_money else without_money(found[contract.id]),
        )
        for contract in contracts
    ]


def clause_items_on(on: date) -> tuple[ClauseItem, ...]:
    """The checklist as it holds on a day."""
    return tuple(
        ClauseItem(
            row.code,
            row.number,
            ClauseGroup(row.group),
            row.title,
            row.good_clause,
            row.is_core,
            row.is_change_control,
            row.is_revalidation,
        )
        for row in ClauseRequirement.objects.on(on).order_by("number")
    )


def _grouped(ids: Sequence[int], rows: QuerySet[Row], make: Callable[[Any], Made]) -> dict[int, tuple[Made, ...]]:
    """The rows of each contract, made into plain data, in the order of the rows."""
    found: dict[int, list[Made]] = {pk: [] for pk in ids}
    for row in rows.filter(contract__in=ids):
        found[row.contract_id].append(make(row))  # type: ignore[attr-defined] # every such row is of a contract
    return {pk: tuple(each) for pk, each in found.items()}


def _newest_terms(ids: Sequence[int], on: date) -> dict[int, dict[str, bool | None]]:
    rows = ContractTerms.objects.filter(contract__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    return {
        pk: dict(zip(WORKBOOK_TERMS, values, strict=True))
        for pk, *values in rows.values_list("contract_id", *WORKBOOK_TERMS)
    }


def _positions(ids: Sequence[int], on: date) -> dict[int, dict[str, ClausePosition]]:
    found: dict[int, dict[str, ClausePosition]] = defaultdict(dict)
    rows = ClausePosition.objects.filter(contract__in=ids, effective_on__lte=on)
    for row in rows.order_by("effective_on", "pk"):
        found[row.contract_id][row.clause] = row
    return found


def _clauses(
    items: Sequence[ClauseItem], positions: dict[str, ClausePosition], terms: dict[str, bool | None]
) -> tuple[ClauseOn, ...]:
    return tuple(
        _clause(item, positions[item.code]) if item.code in positions else from_workbook(item, terms) for item in items
    )


def _clause(item: ClauseItem, row: ClausePosition) -> ClauseOn:
    return ClauseOn(
        item,
        ClausePresence(row.presence),
        row.reference,
        row.position,
        row.is_shared,
        row.deviation,
        row.approved_by,
        row.approved_on,
        row.effective_on,
    )


def _arrangements(ids: Sequence[int], on: date) -> dict[int, ArrangementsOn]:
    rows = ContractArrangements.objects.filter(contract__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    return {row.contract_id: ArrangementsOn(**{name: getattr(row, name) for name in ARRANGEMENTS}) for row in rows}


def metrics_of(ids: Sequence[int], *, on: date) -> dict[int, tuple[MetricOn, ...]]:
    """The success metrics of each contract with their readings."""
    readings = MetricReading.objects.filter(read_on__lte=on).order_by("period_to", "read_on", "pk")
    rows = SuccessMetric.objects.filter(agreed_on__lte=on).prefetch_related(Prefetch("readings", readings))
    return _grouped(ids, rows.order_by("name"), _metric)


def _metric(row: SuccessMetric) -> MetricOn:
    newest = {(each.period_from, each.period_to): each for each in row.readings.all()}
    return MetricOn(
        id=row.pk,
        version=row.version,
        name=row.name,
        target=row.target,
        better=BetterWay(row.better),
        definition=row.definition,
        numerator=row.numerator,
        denominator=row.denominator,
        unit=row.unit,
        baseline_value=row.baseline_value,
        baseline_period=row.baseline_period,
        data_source=row.data_source,
        frequency=Frequency(row.frequency),
        owner=row.owner,
        agreed_on=row.agreed_on,
        readings=tuple(
            ReadingOn(each.pk, each.period_from, each.period_to, each.value, each.source_note, each.read_on)
            for each in sorted(newest.values(), key=lambda each: (each.period_to, each.pk))
        ),
    )


def _conditions(ids: Sequence[int], on: date) -> dict[int, tuple[ConditionOn, ...]]:
    rows = RenewalCondition.objects.on(on).select_related("metric").order_by("valid_from", "pk")
    return _grouped(
        ids,
        rows,
        lambda row: ConditionOn(row.pk, row.metric_id, row.metric.name, row.condition, row.valid_from),
    )


def payments_of(ids: Sequence[int], metrics: dict[int, MetricOn], *, on: date) -> dict[int, tuple[PaymentOn, ...]]:
    """The payments of each contract with their steps; `metrics` are those that they may wait for, by id."""
    decisions = PaymentDecision.objects.filter(decided_on__lte=on).select_related("recorded_by").order_by("pk")
    rows = PaymentMilestone.objects.filter(agreed_on__lte=on).prefetch_related(Prefetch("decisions", decisions))
    return _grouped(
        ids,
        rows.order_by("due_on", "pk"),
        lambda row: PaymentOn(
            row.pk,
            row.version,
            row.name,
            row.due_on,
            row.amount_pence,
            metrics.get(row.metric_id),
            Gate(row.gate) if row.gate else None,
            tuple(
                DecisionOn(
                    PaymentStep(each.step),
                    each.decided_on,
                    each.recorded_by_id,
                    str(each.recorded_by),
                    each.evidence,
                    each.reason,
                    each.reference,
                )
                for each in row.decisions.all()
            ),
        ),
    )


def kpis_of(ids: Sequence[int], *, on: date) -> dict[int, tuple[KpiOn, ...]]:
    """The KPIs of each contract with their assessments."""
    assessments = KpiAssessment.objects.filter(assessed_on__lte=on).order_by("assessed_on", "pk")
    rows = Kpi.objects.filter(agreed_on__lte=on).prefetch_related(Prefetch("assessments", assessments))
    return _grouped(
        ids,
        rows.order_by("name"),
        lambda row: KpiOn(
            row.pk,
            row.version,
            row.name,
            row.target,
            row.agreed_on,
            tuple(
                AssessmentOn(
                    each.period_from,
                    each.period_to,
                    KpiRating(each.rating),
                    each.assessed_on,
                    each.note,
                    each.notice_id,
                )
                for each in row.assessments.all()
            ),
        ),
    )


def levels_of(ids: Sequence[int], *, on: date) -> dict[int, tuple[LevelOn, ...]]:
    """The service levels of each contract."""
    return _grouped(
        ids,
        ServiceLevel.objects.filter(agreed_on__lte=on).order_by("name"),
        lambda row: LevelOn(row.pk, row.version, ServiceLevelKind(row.kind), row.name, row.target),
    )


def _reviews(ids: Sequence[int], on: date) -> dict[int, tuple[PerformanceReviewOn, ...]]:
    rows = (
        PerformanceReview.objects.filter(held_on__lte=on)
        .select_related("recorded_by")
        .prefetch_related("outcomes__service_level")
    )
    return _grouped(
        ids,
        rows.order_by("held_on", "pk"),
        lambda row: PerformanceReviewOn(
            row.pk,
            row.held_on,
            str(row.recorded_by),
            row.actions,
            row.next_due_on,
            {each.service_level.name: ServiceOutcome(each.outcome) for each in row.outcomes.all()},
        ),
    )


def modifications_of(ids: Sequence[int], *, on: date) -> dict[int, tuple[ModificationOn, ...]]:
    """The modifications of each contract with what was decided about them."""
    steps = ModificationStep.objects.filter(happened_on__lte=on).select_related("recorded_by").order_by("pk")
    rows = ContractModification.objects.filter(agreed_on__lte=on).prefetch_related(Prefetch("steps", steps))
    return _grouped(
        ids,
        rows.order_by("agreed_on", "pk"),
        lambda row: ModificationOn(
            row.pk,
            row.what,
            row.agreed_on,
            row.planned_for,
            row.is_qualifying,
            row.value_change_pence,
            row.ends_on,
            tuple(
                StepOn(
                    ModificationStepKind(each.kind),
                    each.happened_on,
                    each.notice_id,
                    each.reason,
                    str(each.recorded_by),
                )
                for each in row.steps.all()
            ),
        ),
    )


def options_of(ids: Sequence[int], *, on: date) -> dict[int, tuple[OptionOn, ...]]:
    """The options to extend of each contract, in their order, with those that were used by the day."""
    rows = ExtensionOption.objects.filter(agreed_on__lte=on).select_related("exercise__recorded_by")
    return _grouped(ids, rows.order_by("number"), lambda row: _option(row, on))


def _option(row: ExtensionOption, on: date) -> OptionOn:
    used = getattr(row, "exercise", None)
    if used is None or used.exercised_on > on:
        return OptionOn(row.pk, row.number, row.months)
    return OptionOn(row.pk, row.number, row.months, used.exercised_on, used.ends_on, used.notice, str(used.recorded_by))


def wording_of_others(contract_id: int, code: str, *, on: date) -> list[tuple[str, str]]:
    """What the contracts of other networks say in this clause, for those that offer it: the network's name and the
    agreed text, newest first. Never a reference, a supplier or a value."""
    rows = (
        ClausePosition.objects.filter(clause=code, effective_on__lte=on)
        .exclude(contract__network__in=Contract.objects.filter(pk=contract_id).values("network"))
        .select_related("contract__network")
        .order_by("contract", "effective_on", "pk")
    )
    newest = {row.contract_id: row for row in rows}
    offered = [row for row in newest.values() if row.is_shared and row.position]
    offered.sort(key=lambda row: (row.effective_on, row.pk), reverse=True)
    return [(row.contract.network.name, row.position) for row in offered]


def clauses_of(contract_id: int, *, on: date) -> dict[str, ClauseOn]:
    """How one contract stands on each clause of the checklist, by the clause's code."""
    ids = [contract_id]
    clauses = _clauses(
        clause_items_on(on), _positions(ids, on).get(contract_id, {}), _newest_terms(ids, on).get(contract_id, {})
    )
    return {clause.item.code: clause for clause in clauses}
