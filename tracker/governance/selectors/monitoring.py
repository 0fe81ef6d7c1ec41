"""Reading the monitoring of deployments as of a day: plan, readings, known changes, explanations."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.governance.models import (
    MonitoringPlan,
    MonitoringReading,
    MonitoringStandard,
    PlanRow,
    PlanTemplateRow,
    ProcessChange,
    SpecialCauseNote,
)
from tracker.governance.policies.monitoring import Measure, MonitoringOn, Reading, Rebase, Standards
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, ProcessChangeKind, Unit
from tracker.networks.models import Deployment

_READING = ("period", "value", "effective_on", "numerator", "denominator", "counts")


def standards_on(day: date) -> Standards:
    """The numbers that monitoring works by on a day."""
    return Standards(dict(MonitoringStandard.objects.on(day).values_list("code", "value")))


def template_on(day: date, *, starts_on: date) -> list[Measure]:
    """The measures that a plan begun on the day starts with."""
    return [measure_of(row, starts_on=starts_on) for row in PlanTemplateRow.objects.on(day)]


def measure_of(row: PlanRow | PlanTemplateRow, *, starts_on: date | None = None) -> Measure:
    """A row of a plan, or of the template, as plain data."""
    own: dict[str, Any] = {}
    if isinstance(row, PlanRow):
        own = {name: getattr(row, name) for name in ("ends_on", "owner", "target", "sd", "screens_outliers", "version")}
        own |= {"baseline_counts": tuple(row.baseline_counts)}
        starts_on = row.starts_on
    return Measure(
        metric=row.metric,
        name=row.name,
        unit=Unit(row.unit),
        cadence=Cadence(row.cadence),
        method=MonitoringMethod(row.method),
        better=BetterWay(row.better),
        starts_on=starts_on or row.starts_on,  # type: ignore[union-attr]
        lower_limit=row.lower_limit,
        upper_limit=row.upper_limit,
        needs_baseline=row.needs_baseline,
        **own,
    )


def monitoring_on(
    deployment_ids: Iterable[int], *, on: date, standards: Standards | None = None
) -> dict[int, MonitoringOn]:
    """The monitoring of deployments on a day, by deployment id, in six queries, one fewer where the caller has read the
    standards. The caller has checked who may see them. Of several readings of a month the one recorded last stands."""
    ids = list(deployment_ids)
    standards = standards or standards_on(on)
    plans = {plan.deployment_id: plan for plan in MonitoringPlan.objects.filter(deployment__in=ids)}
    measures: dict[int, list[Measure]] = defaultdict(list)
    for row in PlanRow.objects.filter(plan__deployment__in=ids).select_related("plan"):
        measures[row.plan.deployment_id].append(measure_of(row))
    readings = _readings(ids, on)
    rebases: dict[int, list[Rebase]] = defaultdict(list)
    for change in ProcessChange.objects.filter(deployment__in=ids, effective_on__lte=on):
        rebases[change.deployment_id].append(
            Rebase(
                change.pk,
                ProcessChangeKind(change.kind),
                change.metric,
                change.period,
                change.reason,
                change.effective_on,
            )
        )
    explained: dict[int, dict[str, date]] = defaultdict(dict)
    notes = SpecialCauseNote.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("through")
    for deployment_id, metric, through in notes.values_list("deployment_id", "metric", "through"):
        explained[deployment_id][metric] = through
    return {
        pk: MonitoringOn(
            deployment_id=pk,
            standards=standards,
            measures=tuple(measures[pk]),
            readings=readings[pk],
            rebases=tuple(rebases[pk]),
            explained=explained[pk],
            **_plan(plans.get(pk)),
        )
        for pk in ids
    }


def _plan(plan: MonitoringPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {"is_planned": True, "owner": plan.owner, "starts_on": plan.starts_on, "version": plan.version}


def _readings(ids: list[int], on: date) -> dict[int, dict[str, tuple[Reading, ...]]]:
    newest: dict[int, dict[str, dict[date, Reading]]] = defaultdict(lambda: defaultdict(dict))
    rows = MonitoringReading.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    for deployment_id, metric, period, value, known_on, numerator, denominator, counts in rows.values_list(
        "deployment_id", "metric", *_READING
    ):
        before = newest[deployment_id][metric].get(period)
        since = min(known_on, before.known_on) if before is not None and before.value == value else known_on
        newest[deployment_id][metric][period] = Reading(period, value, since, numerator, denominator, tuple(counts))
    return defaultdict(
        dict,
        {
            deployment_id: {
                metric: tuple(months[period] for period in sorted(months)) for metric, months in series.items()
            }
            for deployment_id, series in newest.items()
        },
    )


def find_measure(deployment: Deployment, metric: str) -> PlanRow | None:
    """The row of a measure in the plan of a deployment; None when the plan has none."""
    return PlanRow.objects.filter(plan__deployment=deployment, metric=metric).first()


def find_plan(deployment: Deployment) -> MonitoringPlan | None:
    return MonitoringPlan.objects.filter(deployment=deployment).first()
