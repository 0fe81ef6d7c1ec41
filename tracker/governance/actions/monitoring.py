"""Starting monitoring plans, changing what they watch, and recording readings and what explains them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import end_of_month, today_in_london
from tracker.core.decisions import Decision, Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import (
    MonitoringPlan,
    MonitoringReading,
    PlanRow,
    ProcessChange,
    SpecialCauseNote,
)
from tracker.governance.policies.drift import psi
from tracker.governance.policies.monitoring import (
    Measure,
    may_compare_counts,
    may_explain,
    may_keep_measure,
    may_rebase,
    may_record_reading,
    value_of,
)
from tracker.governance.policies.patient_data import may_write
from tracker.governance.selectors.monitoring import measure_of, monitoring_on, standards_on, template_on
from tracker.governance.vocabulary import ProcessChangeKind
from tracker.networks.access import access_of, scopes_of_deployments
from tracker.networks.models import Deployment

PERMISSION = "governance.update_monitoring"


@dataclass(frozen=True)
class NewReading:
    """A value of one measure in one month (its first day), or the counts that give it; for a PSI `counts` are the cases
    in each class of the baseline."""

    deployment: Deployment
    metric: str
    period: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    counts: tuple[int, ...] = ()
    note: str = ""


def demand_over(deployments: Iterable[Deployment], *, by: User, permission: str = PERMISSION) -> date:
    """Raises `NotPermitted` unless the person may do this to each of the deployments; answers today."""
    today = today_in_london()
    access = access_of(by, day=today)
    for scope in scopes_of_deployments(deployments, day=today).values():
        demand(permission, access, scope)
    return today


def start_plan(*, deployment: Deployment, owner: str, starts_on: date, by: User) -> MonitoringPlan:
    """Begins the monitoring plan of a deployment with the measures of the template that holds today."""
    with change(by=by):
        today = demand_over([deployment], by=by)
        require(may_write(owner=owner))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        if MonitoringPlan.objects.filter(deployment=deployment).exists():
            require(deny("There is a monitoring plan already.", remedy="Change its measures instead."))
        plan = MonitoringPlan.objects.create(deployment=deployment, owner=owner.strip(), starts_on=starts_on)
        PlanRow.objects.bulk_create(
            [PlanRow(plan=plan, **_template_fields(measure)) for measure in template_on(today, starts_on=starts_on)]
        )
        touch("deployment", deployment.pk)
    return plan


def _template_fields(measure: Measure) -> dict[str, Any]:
    names = (
        "metric",
        "name",
        "unit",
        "cadence",
        "method",
        "better",
        "lower_limit",
        "upper_limit",
        "needs_baseline",
        "starts_on",
    )
    return {name: getattr(measure, name) for name in names}


def change_plan(*, plan: MonitoringPlan, owner: str, version: int | None, by: User) -> MonitoringPlan:
    """Names who looks after the plan as a whole."""
    with change(by=by):
        demand_over([plan.deployment], by=by)
        require(may_write(owner=owner))
        current = MonitoringPlan.objects.select_for_update().get(pk=plan.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        current.owner, current.version = owner.strip(), current.version + 1
        current.save()
        touch("deployment", plan.deployment_id)
    return current


def keep_measure(
    *, plan: MonitoringPlan, metric: str, version: int | None = None, reason: str = "", by: User, **fields: Any
) -> PlanRow:
    """Adds a measure to a plan, or changes one; with `version`, refuses a write over a newer one."""
    with change(reason=reason, by=by):
        demand_over([plan.deployment], by=by)
        MonitoringPlan.objects.select_for_update().get(pk=plan.pk)
        row = PlanRow.objects.filter(plan=plan, metric=metric).first()
        if row is not None and row.version != version:
            raise StaleWrite(row)
        row = row or PlanRow(plan=plan, metric=metric, starts_on=plan.starts_on)
        for name, value in fields.items():
            setattr(row, name, value)
        require(may_keep_measure(measure_of(row), owner=row.owner))
        row.version += 1 if row.pk else 0
        row.save()
        MonitoringPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
        touch("deployment", plan.deployment_id)
    return row


def record_readings(readings: Iterable[NewReading], *, door: Door | None = None, by: User) -> int:
    """Records readings, all or none; one that stands as told is passed over, and one that differs is a correction, which
    stands over those before it. Answers how many were recorded."""
    wanted = list(readings)
    with change(door=door, by=by):
        deployments = {each.deployment for each in wanted}
        today = demand_over(deployments, by=by)
        known = monitoring_on([each.pk for each in deployments], on=today)
        rows = []
        for each in wanted:
            monitoring = known[each.deployment.pk]
            measure = next((measure for measure in monitoring.measures if measure.metric == each.metric), None)
            if measure is None:
                raise Refused(_unknown_measure(each.metric))
            row = _reading(each, measure, today, door, by)
            before = {reading.period: reading for reading in monitoring.readings_of(measure)}.get(each.period)
            if before is not None and (before.value, before.numerator, before.denominator) == (
                row.value,
                row.numerator,
                row.denominator,
            ):
                continue
            is_history = door == Door.IMPORT and before is None
            row.effective_on = min(end_of_month(each.period), today) if is_history else today
            rows.append(row)
        MonitoringReading.objects.bulk_create(rows, batch_size=1000)
        touch("deployment", *{row.deployment_id for row in rows})
    return len(rows)


def _unknown_measure(metric: str) -> Decision:
    return deny(
        f"The monitoring plan has no measure “{metric}”.",
        remedy="Add it to the plan, or correct its name.",
        field="metric",
    )


def _reading(new: NewReading, measure: Measure, today: date, door: Door | None, by: User) -> MonitoringReading:
    value = new.value
    if new.counts:
        require(may_compare_counts(measure, new.counts))
        floor = float(standards_on(today).of("psi-floor"))
        value = Decimal(str(round(psi(measure.baseline_counts, new.counts, floor=floor), 4)))
    require(
        may_record_reading(
            measure,
            period=new.period,
            value=value,
            numerator=new.numerator,
            denominator=new.denominator,
            today=today,
        )
    )
    require(may_write(note=new.note))
    return MonitoringReading(
        deployment=new.deployment,
        metric=new.metric,
        period=new.period,
        # The rule above asks for a value or for counts.
        value=cast("Decimal", value_of(measure, value=value, numerator=new.numerator, denominator=new.denominator)),
        numerator=new.numerator,
        denominator=new.denominator,
        counts=list(new.counts),
        note=new.note.strip(),
        door=door or Door.PAGE,
        recorded_by=by,
    )


def record_process_change(
    *, deployment: Deployment, kind: ProcessChangeKind, period: date, reason: str, metric: str = "", by: User
) -> ProcessChange:
    """From a month on the process is known to be another one: limits are counted anew."""
    with change(reason=reason, by=by):
        today = demand_over([deployment], by=by)
        if metric and not PlanRow.objects.filter(plan__deployment=deployment, metric=metric).exists():
            require(_unknown_measure(metric))
        require(may_rebase(period=period, reason=reason, today=today))
        row = ProcessChange.objects.create(
            deployment=deployment,
            kind=kind,
            metric=metric,
            period=period,
            effective_on=today,
            reason=reason.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row


def explain_special_cause(
    *, deployment: Deployment, metric: str, through: date, explanation: str, by: User
) -> SpecialCauseNote:
    """Says what a special cause was: special causes of the measure up to that month are explained."""
    with change(reason=explanation, by=by):
        today = demand_over([deployment], by=by)
        readings = monitoring_on([deployment.pk], on=today)[deployment.pk].readings.get(metric, ())
        last_period = readings[-1].period if readings else None
        require(may_explain(through=through, last_period=last_period, explanation=explanation))
        note = SpecialCauseNote.objects.create(
            deployment=deployment,
            metric=metric,
            through=through,
            effective_on=today,
            explanation=explanation.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return note
