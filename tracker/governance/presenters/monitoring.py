"""The page of a deployment's monitoring: what is wrong in one sentence, what to do now, and everything behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Action, Cell, Link, Row, TableColumn, Tag
from tracker.governance.policies.audits import audit_due_on
from tracker.governance.policies.drift import Band
from tracker.governance.policies.incidents import open_duties
from tracker.governance.policies.monitoring import overdue_measures
from tracker.governance.policies.revalidation import has_open_alert, undecided
from tracker.governance.policies.reviews import schedule_of, supplier_review_due_on
from tracker.governance.presenters import looking_back
from tracker.governance.presenters.measures import MeasureView, measure_views, overview, overview_columns
from tracker.governance.selectors.watching import PAUSE, Watch
from tracker.networks.policies import is_live

RECORDS = "governance.update_monitoring"
OVERDUE, ACT, DUE = Tag("Overdue", "red"), Tag("Act", "red"), Tag("To do", "orange")
TASK_COLUMNS = (TableColumn("What", width="wide"), TableColumn("State"), TableColumn("By"))


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, how urgent, by when, and where it is done."""

    text: str
    tag: Tag
    by: date | None = None
    href: str = ""


@dataclass(frozen=True)
class Section:
    """A table with its heading, what it says when it is empty, and links that add to it."""

    title: str
    name: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str
    links: Sequence[Link] = ()
    note: str = ""


@dataclass(frozen=True)
class MonitoringPage:
    """A deployment's monitoring as its page shows it. `refusal` says why nothing is offered."""

    title: str
    caption: str
    headline: str
    offers: Sequence[Action]
    refusal: str
    tasks: Sequence[Row]
    task_columns: Sequence[TableColumn]
    plan: str
    plan_links: Sequence[Link]
    overview: Sequence[Row]
    overview_columns: Sequence[TableColumn]
    measures: Sequence[MeasureView]
    sections: Sequence[Section]
    crumbs: Sequence[Link] = field(default_factory=tuple)


def present_monitoring(watch: Watch) -> MonitoringPage:
    """Everything that is watched, the answer first."""
    tasks = tasks_of(watch)
    row = watch.found.row
    return MonitoringPage(
        title="Monitoring",
        caption=watch.found.name,
        headline=headline(watch, tasks),
        offers=_offers(watch),
        refusal=_refusal(watch),
        tasks=[[Cell(task.text, task.href), Cell(tag=task.tag), Cell(nhs_date(task.by, "Now"))] for task in tasks],
        task_columns=TASK_COLUMNS,
        plan=_plan(watch),
        plan_links=_plan_links(watch),
        overview=overview(watch),
        overview_columns=overview_columns(watch),
        measures=measure_views(watch),
        sections=_sections(watch),
        crumbs=[
            Link("Home", reverse("home")),
            Link(row.trust.name, reverse("trust", args=[row.trust.ods_code])),
            Link(watch.found.name, reverse("deployment", args=[row.pk])),
        ],
    )


def headline(watch: Watch, tasks: Sequence[Task]) -> str:
    """What is wrong, in one sentence."""
    use = watch.use
    if use.is_paused:
        return f"Clinical use has been paused since {nhs_date(use.since)}: {use.reason.rstrip('.')}."
    if is_live(use.state) and not watch.monitoring.is_planned:
        return "The tool is in clinical use, and nobody has planned how it is watched."
    if tasks:
        others = f", and {plural(len(tasks) - 1, 'other thing')} to do" if len(tasks) > 1 else ""
        return f"{tasks[0].text}{others}."
    if not watch.monitoring.is_planned:
        return "There is no monitoring plan yet. A go-live needs one."
    return "Nothing asks for attention: readings are up to date and every special cause is explained."


def _refusal(watch: Watch) -> str:
    if not watch.is_today:
        return f"This is how it stood on {nhs_date(watch.on)}. Go back to today to record anything."
    return "" if watch.may[RECORDS] else watch.may[RECORDS].sentence


def _offers(watch: Watch) -> list[Action]:
    pk = watch.found.row.pk
    offers = []
    if watch.allows(PAUSE) and is_live(watch.use.state):
        offers.append(Action("Pause clinical use", reverse("pause-use", args=[pk]), "warning"))
    if watch.allows("governance.resume_use") and watch.ends_a_pause:
        offers.append(Action("Resume clinical use", reverse("resume-use", args=[pk])))
    if watch.allows(RECORDS):
        offers.append(Action("Record an incident", reverse("record-incident", args=[pk]), "secondary"))
    return offers


# --- What waits for somebody ----------------------------------------------------------------------------------------


def tasks_of(watch: Watch) -> list[Task]:
    """What waits for somebody, the most urgent first: what may harm patients before what keeps the records."""
    tasks = [*_from_incidents(watch), *_from_readings(watch), *_from_cases(watch), *_from_reviews(watch)]
    tasks += _overdue_readings(watch)
    return sorted(tasks, key=lambda task: task.tag.colour != "red")


def _address(watch: Watch, name: str, *arguments: object, permission: str = RECORDS) -> str:
    return reverse(name, args=[watch.found.row.pk, *arguments]) if watch.allows(permission) else ""


def _from_incidents(watch: Watch) -> list[Task]:
    """Each open incident once, with all that it still asks for and the day by which the first of it is due."""
    tasks = []
    for incident in watch.incidents.incidents:
        left = open_duties(incident, watch.incidents.standards)
        if left:
            what = ", ".join(f"“{duty.kind.label}”" for duty in left)
            due = min((duty.due_on for duty in left if duty.due_on), default=None)
            tag = OVERDUE if any(duty.is_overdue(watch.on) for duty in left) else DUE
            href = _address(watch, "record-incident-step", incident.id)
            tasks.append(Task(f"Incident of {nhs_date(incident.aware_on)}, still to be done: {what}", tag, due, href))
    for notice in watch.incidents.notices:
        if notice.answered_on is None:
            tag = OVERDUE if notice.is_overdue(watch.on) else DUE
            href = _address(watch, "answer-notice", notice.id)
            tasks.append(Task(f"Answer field safety notice {notice.reference}", tag, notice.due_on, href))
    return tasks


def _from_cases(watch: Watch) -> list[Task]:
    return [
        Task(
            f"Decide on re-validation: {case.trigger.label}",
            OVERDUE if case.is_overdue(watch.on) else DUE,
            case.due_on,
            _address(watch, "decide-case", case.id, permission="governance.decide_revalidation"),
        )
        for case in undecided(watch.revalidation.cases)
    ]


def _from_readings(watch: Watch) -> list[Task]:
    tasks = []
    for findings in watch.findings:
        measure = findings.measure
        if findings.cause is not None:
            href = _address(watch, "explain-special-cause", measure.metric)
            tasks.append(Task(f"Explain the special cause of “{measure.name}”", ACT, None, href))
        if findings.band in (Band.WATCH, Band.ACT):
            tag = ACT if findings.band == Band.ACT else DUE
            tasks.append(Task(f"“{measure.name}” has shifted since validation", tag))
    return tasks


def _overdue_readings(watch: Watch) -> list[Task]:
    """Late readings: one by its name, several by their number, since the table below names each."""
    late = overdue_measures(watch.monitoring, watch.on) if is_live(watch.use.state) else []
    if len(late) > 1:
        first = min(due_on for _, due_on in late)
        return [Task(f"Record {len(late)} readings that are overdue", OVERDUE, first, "#measures-caption")]
    return [
        Task(
            f"Record the reading of “{measure.name}”",
            OVERDUE,
            due_on,
            _address(watch, "record-reading", measure.metric),
        )
        for measure, due_on in late
    ]


def _from_reviews(watch: Watch) -> list[Task]:
    if not is_live(watch.use.state):
        return []
    tasks = [
        Task(f"Hold the review “{due.step.name}”", OVERDUE, due.due_on, _address(watch, "record-review", due.step.code))
        for due in schedule_of(watch.reviews)
        if due.is_overdue(watch.on)
    ]
    supplier_on, audit_on = supplier_review_due_on(watch.reviews), audit_due_on(watch.audits)
    if supplier_on is not None and supplier_on < watch.on:
        tasks.append(Task("Review the supplier", OVERDUE, supplier_on, _address(watch, "record-supplier-review")))
    if audit_on is not None and audit_on < watch.on:
        tasks.append(Task("Hold an audit of bias", OVERDUE, audit_on, _address(watch, "record-bias-audit")))
    if has_open_alert(watch.revalidation, watch.audits):
        tasks.append(Task("Decide what follows from the last audit of bias", ACT))
    return tasks


# --- The plan -------------------------------------------------------------------------------------------------------


def _plan(watch: Watch) -> str:
    monitoring = watch.monitoring
    if not monitoring.is_planned:
        return "There is no monitoring plan. Start one from the programme's template, then change what differs here."
    owner = monitoring.owner or "nobody"
    return f"Looked after by {owner}, since {nhs_date(monitoring.starts_on)}."


def _plan_links(watch: Watch) -> list[Link]:
    if not watch.allows(RECORDS):
        return []
    pk = watch.found.row.pk
    href = reverse("edit-monitoring-plan", args=[pk])
    if not watch.monitoring.is_planned:
        return [Link("Start the monitoring plan", href)]
    return [
        Link("Change who looks after it", href),
        Link("Add a measure", reverse("add-measure", args=[pk])),
        Link("Record a known change", reverse("record-process-change", args=[pk])),
    ]


# --- Looking back ---------------------------------------------------------------------------------------------------


def _sections(watch: Watch) -> list[Section]:
    def adds(text: str, name: str) -> list[Link]:
        return [Link(text, _address(watch, name))] if watch.allows(RECORDS) else []

    return [
        Section(
            "Incidents",
            "incidents",
            looking_back.INCIDENT_COLUMNS,
            looking_back.incident_rows(watch),
            "No incident has been recorded.",
            adds("Record an incident", "record-incident"),
        ),
        Section(
            "Field safety notices",
            "notices",
            looking_back.NOTICE_COLUMNS,
            looking_back.notice_rows(watch),
            "No notice has been recorded.",
            adds("Record a field safety notice", "record-notice"),
        ),
        Section(
            "Reviews after go-live",
            "reviews",
            looking_back.REVIEW_COLUMNS,
            looking_back.review_rows(watch),
            "Reviews fall due from the first day of clinical use.",
        ),
        Section(
            "Re-validation",
            "cases",
            looking_back.CASE_COLUMNS,
            looking_back.case_rows(watch),
            "Nothing has asked for re-validation.",
            adds("Ask for re-validation", "raise-case"),
        ),
        *_audits(watch, adds("Record an audit of bias", "record-bias-audit")),
        Section(
            "Reviews of the supplier",
            "supplier",
            looking_back.SUPPLIER_COLUMNS,
            looking_back.supplier_rows(watch),
            "No review has been recorded.",
            adds("Review the supplier", "record-supplier-review"),
        ),
        Section(
            "Known changes",
            "changes",
            looking_back.CHANGE_COLUMNS,
            looking_back.change_rows(watch),
            "No change of the process has been recorded.",
        ),
    ]


def _audits(watch: Watch, links: Sequence[Link]) -> list[Section]:
    """The newest audit in full; earlier ones are named."""
    latest = watch.audits.latest
    earlier = [nhs_date(audit.held_on) for audit in watch.audits.audits[:-1]]
    note = looking_back.audit_title(latest) + "." if latest else ""
    if earlier:
        note += f" Earlier ones: {', '.join(reversed(earlier))}."
    rows = looking_back.audit_rows(watch, latest) if latest else []
    empty = "No audit has been recorded."
    return [Section("Audit of bias", "audit", looking_back.AUDIT_COLUMNS, rows, empty, links, note)]
