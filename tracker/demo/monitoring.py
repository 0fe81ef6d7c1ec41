"""Monitoring of the demo: each live deployment is watched, reviewed and audited; a few of them have something wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import add_months, end_of_month
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import working_day
from tracker.governance.actions.audits import record_audit
from tracker.governance.actions.incidents import answer_notice, record_incident, record_incident_step, record_notice
from tracker.governance.actions.monitoring import NewReading, record_readings, start_plan
from tracker.governance.actions.revalidation import open_due_cases
from tracker.governance.actions.reviews import record_review, record_supplier_review
from tracker.governance.models import MonitoringPlan
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.monitoring import CADENCE_MONTHS, Measure
from tracker.governance.policies.reviews import QUARTER_MONTHS, quarter_of
from tracker.governance.policies.statistics import Counts
from tracker.governance.selectors.monitoring import monitoring_on
from tracker.governance.selectors.reviews import steps_on
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind, ReviewResult, SupplierReviewResult
from tracker.networks.models import Deployment, Programme
from tracker.networks.selectors import deployments_on

OWNER = "Radiology AI governance group"
BASELINE_MONTHS = 8  # of report turnaround, from before the go-live
SWING = (0, 2, -1, 1)  # no rule of a control chart marks readings that swing so
USUAL = {  # by measure: its usual value and how far it swings
    "availability": ("99.2", "0.1"),
    "results-returned": ("98.4", "0.2"),
    "turnaround": ("4.2", "0.3"),
    "report-turnaround": ("26", "1.5"),
    "flag-rate": ("16.5", "0.4"),
    "failed-analyses": ("1.4", "0.1"),
    "score-drift": ("0.04", "0.005"),
    "input-mix": ("0.03", "0.005"),
    "agreement": ("93.5", "0.5"),
    "override-rate": ("4.1", "0.2"),
    "sensitivity": ("91.5", "0.4"),
    "specificity": ("87.5", "0.4"),
    "missed-findings": ("0", "0"),
}
GROUPS = (
    GroupOn("Sex", "Male", is_reference=True, counts=Counts(188, 240, 1960, 14)),
    GroupOn("Sex", "Female", is_reference=False, counts=Counts(176, 231, 1893, 15)),
    GroupOn("Age", "65 and over", is_reference=True, counts=Counts(241, 290, 1720, 18)),
    GroupOn("Age", "Under 65", is_reference=False, counts=Counts(123, 302, 2012, 11)),
    GroupOn("Scanner", "Fixed", is_reference=True, counts=Counts(301, 355, 3205, 22)),
    GroupOn("Scanner", "Mobile", is_reference=False, counts=Counts(63, 78, 686, 5)),
    GroupOn("Ethnicity", "Other ethnic group", is_reference=True, counts=Counts(3, 2, 41, 1)),
)
CLOSING_STEPS = (
    IncidentStepKind.LFPSE,
    IncidentStepKind.YELLOW_CARD,
    IncidentStepKind.SUPPLIER_TOLD,
    IncidentStepKind.SUPPLIER_REPORTED,
    IncidentStepKind.CLOSED,
)


@dataclass(frozen=True)
class Live:
    """A live deployment, since when, and its place among them: the longest in use comes first."""

    row: Deployment
    live_on: date
    place: int


# What is wrong with which of them, by place.
SPECIAL_CAUSE, NO_AUDIT, SUPPLIER_MISSES, LEFT_ALONE, DRIFTING, INCIDENT, CLOSED_INCIDENT = range(7)


def load_monitoring(programme: Programme, *, anchor: date, by: User) -> None:
    """Adds what is watched of each live deployment. Where there is a monitoring plan already, nothing changes."""
    if MonitoringPlan.objects.exists():
        return
    live = list(_live(programme, anchor))
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for each in live:
            starts_on = add_months(each.live_on, -BASELINE_MONTHS)
            start_plan(deployment=each.row, owner=OWNER, starts_on=starts_on, by=by)
        plans = monitoring_on([each.row.pk for each in live], on=anchor)
        readings = [
            reading
            for each in live
            for measure in plans[each.row.pk].measures
            for reading in _readings(each, measure, anchor)
        ]
        record_readings(readings, door=Door.IMPORT, by=by)
        for each in live:
            _look_back(each, anchor, by)
            _trouble(each, anchor, by)


def _live(programme: Programme, anchor: date) -> Iterator[Live]:
    rows = {row.pk: row for row in Deployment.objects.filter(programme=programme)}
    positions = [each for each in deployments_on(rows.values(), on=anchor) if each.state.is_live and each.first_live_on]
    ordered = sorted((each.first_live_on, each.id) for each in positions if each.first_live_on)
    for place, (live_on, pk) in enumerate(ordered):
        yield Live(rows[pk], live_on, place)


def _readings(each: Live, measure: Measure, anchor: date) -> Iterator[NewReading]:
    """A reading at the end of each cadence; report turnaround also from before the go-live."""
    months = CADENCE_MONTHS[measure.cadence]
    first = measure.starts_on.replace(day=1)
    last = add_months(anchor.replace(day=1), -1 if each.place != LEFT_ALONE else -3)
    usual, swing = (Decimal(text) for text in USUAL[measure.metric])
    count = 0
    while (period := add_months(first, months * (count + 1) - 1)) <= last:
        is_watched = measure.needs_baseline or months > 1 or period >= each.live_on.replace(day=1)
        if is_watched:
            value = usual + swing * SWING[count % len(SWING)]
            yield NewReading(each.row, measure.metric, period, _told(each, measure, period, last, value))
        count += 1


def _told(each: Live, measure: Measure, period: date, last: date, value: Decimal) -> Decimal:
    if each.place == SPECIAL_CAUSE and measure.needs_baseline and period == add_months(last, -1):
        return 2 * value
    if each.place == DRIFTING and measure.metric == "score-drift" and period >= add_months(last, -1):
        return Decimal("0.14") if period < last else Decimal("0.21")
    return value


def _look_back(each: Live, anchor: date, by: User) -> None:
    """Reviews, of the tool and of its supplier, and audits, each held when it was due."""
    for step in steps_on(anchor):
        due_on = step.due_on(each.live_on)
        if due_on <= anchor and not (each.place == LEFT_ALONE and due_on > add_months(anchor, -12)):
            record_review(deployment=each.row, step=step.code, held_on=due_on, result=ReviewResult.CONTINUE, by=by)
    quarter = quarter_of(each.live_on)
    while (held_on := end_of_month(add_months(quarter, QUARTER_MONTHS - 1)) + timedelta(days=20)) <= anchor:
        met = not (each.place == SUPPLIER_MISSES and quarter >= add_months(quarter_of(anchor), -2 * QUARTER_MONTHS))
        record_supplier_review(
            deployment=each.row,
            quarter=quarter,
            held_on=held_on,
            service_level_met=met,
            result=SupplierReviewResult.MEETS if met else SupplierReviewResult.IMPROVEMENT_PLAN,
            note="" if met else "Two outages of a day: a second gateway is agreed",
            by=by,
        )
        quarter = add_months(quarter, QUARTER_MONTHS)
    held_on = add_months(each.live_on, 6)
    while held_on <= anchor and each.place != NO_AUDIT:
        record_audit(
            deployment=each.row,
            groups=GROUPS,
            first_day=add_months(held_on, -6),
            last_day=held_on - timedelta(days=1),
            held_on=held_on,
            by=by,
        )
        held_on = add_months(held_on, 6)


def _trouble(each: Live, anchor: date, by: User) -> None:
    """An incident with nothing reported and a notice without an answer; and, elsewhere, both in order."""
    if each.place == INCIDENT:
        aware_on = working_day(anchor - timedelta(days=18))  # twelve working days ago, or a few fewer over holidays
        _incident(each, aware_on, by)
        record_notice(deployment=each.row, reference="FSN-2-1", received_on=aware_on, by=by)
        open_due_cases([each.row.pk], on=aware_on, by=by)
    elif each.place == CLOSED_INCIDENT:
        aware_on = max(add_months(anchor, -3), each.live_on)
        incident = _incident(each, aware_on, by)
        for kind in CLOSING_STEPS:
            record_incident_step(
                deployment=each.row,
                incident_id=incident,
                kind=kind,
                happened_on=aware_on + timedelta(days=2),
                reference=f"W{each.row.pk:06}",
                by=by,
            )
        notice = record_notice(deployment=each.row, reference="FSN-1-4", received_on=aware_on, by=by)
        answer_notice(
            deployment=each.row,
            notice_id=notice.pk,
            answered_on=aware_on + timedelta(days=3),
            action="Filter for mobile images checked; no case was affected",
            by=by,
        )


def _incident(each: Live, on: date, by: User) -> int:
    return record_incident(
        deployment=each.row,
        kind=IncidentKind.PATIENT_SAFETY,
        seriousness="other-serious",
        occurred_on=on,
        aware_on=on,
        summary="A finding on lateral images was not marked",
        by=by,
    ).pk
