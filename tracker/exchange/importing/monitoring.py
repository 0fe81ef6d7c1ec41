"""Sheet Monitoring: the readings of what is watched of each tool in use, a month a row."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from tracker.audit.changes import Door
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.deployments import find_deployment
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.governance.actions.monitoring import NewReading, record_readings, start_plan
from tracker.governance.policies.monitoring import Measure, MonitoringOn, Reading, may_record_reading, value_of
from tracker.governance.selectors.monitoring import monitoring_on, template_on
from tracker.networks.models import Deployment

MONITORING = "Monitoring"
COUNTS = ("numerator", "denominator")


def apply_monitoring(run: Run) -> None:
    """Records readings and corrections. A deployment that has readings and no plan is given the plan of the template,
    since what it tells is watched already."""
    rows = run.rows(MONITORING)
    if not rows:
        return
    known = monitoring_on([each.pk for each in run.known.deployments.values()], on=run.today)
    template = {measure.metric: measure for measure in template_on(run.today, starts_on=run.today)}
    found: list[tuple[Row, Deployment, NewReading]] = []
    for row in rows:
        deployment = find_deployment(run, MONITORING, row)
        if deployment is None or not run.may(
            MONITORING, row, "governance.update_monitoring", run.known.scope_of(deployment)
        ):
            continue
        reading = _new_reading(run, row, deployment, known[deployment.pk], template)
        if reading is not None:
            found.append((row, deployment, reading))
    if found and not run.result.problems:
        _start_plans(run, found, known)
        record_readings([reading for _, _, reading in found], door=Door.IMPORT, by=run.by)


def _start_plans(run: Run, found: list[tuple[Row, Deployment, NewReading]], known: Mapping[int, MonitoringOn]) -> None:
    """A plan for each deployment that has none, from the first month that the workbook tells of it."""
    first: dict[Deployment, date] = {}
    for _, deployment, reading in found:
        first[deployment] = min(reading.period, first.get(deployment, reading.period))
    for deployment, starts_on in first.items():
        if not known[deployment.pk].is_planned:
            start_plan(deployment=deployment, owner=deployment.owner, starts_on=starts_on, by=run.by)


def _new_reading(
    run: Run, row: Row, deployment: Deployment, monitoring: MonitoringOn, template: Mapping[str, Measure]
) -> NewReading | None:
    """The reading that the row tells, filled up from what stands; None when it stands as told, or can't be."""
    metric, period = str(row.cells["metric"]), row.day("period")
    measures = {each.metric: each for each in monitoring.measures} if monitoring.is_planned else template
    measure = measures.get(metric)
    if measure is None:
        names = ", ".join(sorted(measures))
        run.problem(MONITORING, row, "metric", f"The monitoring plan has no such measure. Use one of: {names}.")
        return None
    before = {reading.period: reading for reading in monitoring.readings_of(measure)}.get(period)
    if any(row.get(name) is CLEAR for name in ("value", *COUNTS)):
        run.problem(MONITORING, row, "value", "A reading can't be cleared. Write what it was, as a correction.")
        return None
    numerator, denominator = (_told(row, name, before) for name in COUNTS)
    tells_counts = any(row.get(name) is not LEAVE for name in COUNTS)
    told = row.get("value")
    value = told if isinstance(told, Decimal) else None if tells_counts or before is None else before.value
    decision = may_record_reading(
        measure, period=period, value=value, numerator=numerator, denominator=denominator, today=run.today
    )
    if not decision:
        run.refusal(MONITORING, row, decision)
        return None
    settled = value_of(measure, value=value, numerator=numerator, denominator=denominator)
    facts = {"value": settled, "numerator": numerator, "denominator": denominator}
    changes = {name: fact for name, fact in facts.items() if fact != (getattr(before, name) if before else None)}
    for name, fact in changes.items():
        run.note(MONITORING, row, name, getattr(before, name) if before else None, fact, is_new=before is None)
    return NewReading(deployment, metric, period, settled, numerator, denominator) if changes else None


def _told(row: Row, column: str, before: Reading | None) -> Decimal | None:
    told = row.get(column)
    if isinstance(told, Decimal):
        return told
    return getattr(before, column) if before is not None else None
