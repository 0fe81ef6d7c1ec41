"""Incidents, notices, reviews, audits and re-validation in rows of a page."""

from django.urls import reverse

from tracker.core.formats import nhs_date, nhs_month, number
from tracker.core.presentation import Cell, Row, TableColumn, Tag
from tracker.governance.policies.audits import FIGURES, PERCENT, AuditOn, GroupFindings, findings_of_audit
from tracker.governance.policies.incidents import IncidentOn, NoticeOn, open_duties
from tracker.governance.policies.revalidation import CaseOn
from tracker.governance.policies.reviews import DueReview, HeldSupplierReview, schedule_of
from tracker.governance.policies.statistics import Estimate
from tracker.governance.selectors.watching import Watch
from tracker.governance.vocabulary import RevalidationResult, ReviewResult, SupplierReviewResult

RECORDS = "governance.update_monitoring"
OVERDUE, OPEN, DONE = Tag("Overdue", "red"), Tag("Open", "orange"), Tag("Done", "green")
DUE = Tag("To come", "grey")
REVIEW_COLOURS = {ReviewResult.CONTINUE: "green", ReviewResult.ACTIONS: "yellow", ReviewResult.PAUSE: "red"}
SUPPLIER_COLOURS = {
    SupplierReviewResult.MEETS: "green",
    SupplierReviewResult.IMPROVEMENT_PLAN: "yellow",
    SupplierReviewResult.BREACH_NOTICE: "red",
}
DECISION_COLOURS = {
    RevalidationResult.NONE: "green",
    RevalidationResult.TARGETED: "yellow",
    RevalidationResult.FULL: "orange",
    RevalidationResult.SUSPEND: "red",
}
INCIDENT_COLUMNS = (
    TableColumn("Incident", width="wide"),
    TableColumn("Known since"),
    TableColumn("State"),
    TableColumn("References"),
    TableColumn("Still to be done", width="wide"),
)
NOTICE_COLUMNS = (TableColumn("Notice"), TableColumn("Received"), TableColumn("Answer"))
REVIEW_COLUMNS = (
    TableColumn("Review"),
    TableColumn("Due"),
    TableColumn("Outcome"),
    TableColumn("What was agreed", width="wide"),
)
SUPPLIER_COLUMNS = (
    TableColumn("Quarter from"),
    TableColumn("Held on"),
    TableColumn("Service level"),
    TableColumn("Outcome"),
    TableColumn("What was agreed", width="wide"),
)
CASE_COLUMNS = (
    TableColumn("What asks for it", width="wide"),
    TableColumn("Opened"),
    TableColumn("Decision due"),
    TableColumn("Decision", width="wide"),
)
AUDIT_COLUMNS = (
    TableColumn("Group"),
    TableColumn("Cases", numeric=True),
    TableColumn("Positives", numeric=True),
    *(TableColumn(metric.label) for metric in FIGURES),
    TableColumn("Beside the reference", width="wide"),
)
CHANGE_COLUMNS = (TableColumn("From"), TableColumn("What changed"), TableColumn("Why", width="wide"))


# --- Incidents ------------------------------------------------------------------------------------------------------


def incident_rows(watch: Watch) -> list[Row]:
    """Incidents, the open ones first, the newest of each first."""
    ordered = sorted(watch.incidents.incidents, key=lambda each: (not each.is_open, -each.aware_on.toordinal()))
    return [_incident(watch, each) for each in ordered]


def _incident(watch: Watch, incident: IncidentOn) -> list[Cell]:
    left = open_duties(incident, watch.incidents.standards)
    late = any(duty.is_overdue(watch.on) for duty in left)
    waits = "; ".join(duty.kind.label + (f" by {nhs_date(duty.due_on)}" if duty.due_on else "") for duty in left)
    offers = watch.allows(RECORDS) and incident.is_open
    href = reverse("record-incident-step", args=[watch.found.row.pk, incident.id]) if offers else ""
    harm = f"Physical harm: {incident.physical_harm.lower()}; psychological: {incident.psychological_harm.lower()}"
    said = f"{incident.seriousness.name}. {harm}. {incident.summary}".strip()
    references = ", ".join(step.reference for step in incident.steps if step.reference)
    tag = OVERDUE if late else OPEN if incident.is_open else Tag("Closed", "grey")
    return [
        Cell(incident.kind.label, href, hint=said),
        Cell(nhs_date(incident.aware_on)),
        Cell(tag=tag),
        Cell(references or "None"),
        Cell(waits or "Nothing"),
    ]


def notice_rows(watch: Watch) -> list[Row]:
    return [_notice(watch, notice) for notice in reversed(watch.incidents.notices)]


def _notice(watch: Watch, notice: NoticeOn) -> list[Cell]:
    if notice.answered_on:
        answer = Cell(nhs_date(notice.answered_on), tag=DONE)
    else:
        offers = watch.allows(RECORDS)
        href = reverse("answer-notice", args=[watch.found.row.pk, notice.id]) if offers else ""
        due = f"Due by {nhs_date(notice.due_on)}"
        answer = Cell(
            f"Answer {notice.reference}" if offers else due,
            href,
            tag=OVERDUE if notice.is_overdue(watch.on) else OPEN,
            hint=due if offers else "",
        )
    return [Cell(notice.reference, hint=notice.summary), Cell(nhs_date(notice.received_on)), answer]


# --- Reviews --------------------------------------------------------------------------------------------------------


def review_rows(watch: Watch) -> list[Row]:
    return [_review(watch, due) for due in schedule_of(watch.reviews)]


def _review(watch: Watch, due: DueReview) -> list[Cell]:
    offers = watch.allows(RECORDS)
    href = reverse("record-review", args=[watch.found.row.pk, due.step.code]) if offers else ""
    cells = [Cell(f"Record {due.step.name.lower()}" if offers else due.step.name, href), Cell(nhs_date(due.due_on))]
    if due.held is None:
        return [*cells, Cell(tag=OVERDUE if due.is_overdue(watch.on) else DUE), Cell()]
    tag = Tag(due.held.result.label, REVIEW_COLOURS[due.held.result])
    return [*cells, Cell(tag=tag, hint=f"Held on {nhs_date(due.held.held_on)}"), Cell(due.held.note)]


def supplier_rows(watch: Watch) -> list[Row]:
    return [_supplier(each) for each in reversed(watch.reviews.supplier_reviews)]


def _supplier(review: HeldSupplierReview) -> list[Cell]:
    return [
        Cell(nhs_month(review.quarter)),
        Cell(nhs_date(review.held_on)),
        Cell("Met" if review.service_level_met else "Missed"),
        Cell(tag=Tag(review.result.label, SUPPLIER_COLOURS[review.result])),
        Cell(review.note),
    ]


def case_rows(watch: Watch) -> list[Row]:
    """Cases, those that wait for a decision first."""
    ordered = sorted(watch.revalidation.cases, key=lambda each: (each.result is not None, each.due_on, each.id))
    return [_case(watch, each) for each in ordered]


def _case(watch: Watch, case: CaseOn) -> list[Cell]:
    offers = watch.allows("governance.decide_revalidation") and case.result is None
    href = reverse("decide-case", args=[watch.found.row.pk, case.id]) if offers else ""
    if case.result is None:
        decision = Cell("Waits for the clinical safety officer", tag=OVERDUE if case.is_overdue(watch.on) else OPEN)
    else:
        tag = Tag(case.result.label, DECISION_COLOURS[case.result])
        decision = Cell(case.reason, tag=tag, hint=nhs_date(case.decided_on))
    label = f"Decide: {case.trigger.label.lower()}" if offers else case.trigger.label
    return [Cell(label, href, hint=case.detail), Cell(nhs_date(case.opened_on)), Cell(nhs_date(case.due_on)), decision]


# --- Audits ---------------------------------------------------------------------------------------------------------


def audit_title(audit: AuditOn) -> str:
    return f"Held on {nhs_date(audit.held_on)}, of cases from {nhs_date(audit.first_day)} to {nhs_date(audit.last_day)}"


def audit_rows(watch: Watch, audit: AuditOn) -> list[Row]:
    return [_group(each) for each in findings_of_audit(audit, watch.audits.standards)]


def _group(findings: GroupFindings) -> list[Cell]:
    group = findings.group
    figures = (
        [Cell("–")] * len(FIGURES)
        if findings.is_too_few
        else [_figure(findings.figures.get(metric)) for metric in FIGURES]
    )
    return [
        Cell(f"{group.dimension}: {group.name}"),
        Cell(number(group.counts.cases)),
        Cell(number(group.counts.positives)),
        *figures,
        _beside(findings),
    ]


def _figure(estimate: Estimate | None) -> Cell:
    if estimate is None:
        return Cell("Not calculable")
    interval = estimate.interval
    return Cell(_percent(estimate.value), hint=f"{_percent(interval.low)} to {_percent(interval.high)}")


def _beside(findings: GroupFindings) -> Cell:
    if findings.is_too_few:
        return Cell(tag=Tag("Too few to tell", "grey"))
    if findings.group.is_reference:
        return Cell("The others are compared with it")
    if findings.alerts:
        return Cell("; ".join(findings.sentences), tag=Tag("Differs", "red"))
    return Cell("No difference that counts") if findings.differences else Cell("Nothing to compare with")


def _percent(share: float) -> str:
    return f"{share * PERCENT:.1f}%"


def change_rows(watch: Watch) -> list[Row]:
    """What is known to have changed, the newest first."""
    names = {measure.metric: measure.name for measure in watch.monitoring.measures}
    return [
        [
            Cell(nhs_month(each.period)),
            Cell(each.kind.label, hint=names.get(each.metric, each.metric) if each.metric else "All measures"),
            Cell(each.reason),
        ]
        for each in reversed(watch.monitoring.rebases)
    ]
