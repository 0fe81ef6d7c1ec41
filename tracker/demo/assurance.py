"""Plans, exercises and a study of the demo: what the workbook has no sheet for, told as it happened."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.deployments import Deployment as Told
from tracker.demo.generate.deployments import Gap
from tracker.demo.generate.organisations import Story
from tracker.demo.ready import Ready
from tracker.governance.actions.criteria import add_criterion, amend_criteria, lock_criteria, remove_criterion
from tracker.governance.actions.oversight import decide_on_oversight, record_oversight
from tracker.governance.actions.rollback import decide_on_plan, record_plan, record_test
from tracker.governance.actions.studies import plan_study
from tracker.governance.actions.training import record_curriculum, record_simulation
from tracker.governance.actions.validation import decide_on_study, record_result
from tracker.governance.models import ContingencyPlan, SimulationScenario, ValidationStudy
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.selectors.assurance import Required, required_roles_on
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.rollback import SUBJECTS
from tracker.governance.selectors.training import modules_on
from tracker.governance.selectors.validation import study_on, validation_on
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    ApprovalSubject,
    DrillResult,
    EscalationRole,
    Metric,
    Operator,
    Outcome,
    PermittedEffect,
    PlanKind,
    Sampling,
    StudyDesign,
)
from tracker.networks.models import Deployment

LEAD = "national@demo.example"
LONG_AGO = 430  # days: a test or an exercise of then no longer counts
TEXTS: dict[PlanKind, dict[str, Any]] = {
    PlanKind.ROLLBACK: {
        "triggers": "Two overlays on the wrong patient, or a cluster of missed findings in one day",
        "authority": "The duty consultant radiologist, by switchboard at any hour",
        "steps": "Stop the routing rule. Mark the AI’s objects in PACS. Tell the reporting room. Call the supplier.",
        "reread_rule": "Every case since the last result known to be right is read again within two working days",
        "communication": "Reporters at once, referrers within an hour, patients where a finding changes",
    },
    PlanKind.DOWNTIME: {
        "triggers": "No result within 30 minutes of acquisition",
        "authority": "PACS on call, by bleep at any hour",
        "steps": "Switch to the standard worklist. Put up the downtime card. Log start and end.",
        "reread_rule": "Late results are shown as late, and never change a signed report",
        "communication": "Reporters within 15 minutes",
    },
}
OVERSIGHT: dict[str, Any] = {
    "readers": "Consultant radiologists and reporting radiographers, each with the training for this tool",
    "decides": "The reporting radiologist, who signs every report",
    "disagreement_rule": "The reader's view stands; the case goes to the monthly discrepancy meeting",
    "override_logging": "In the reporting system, with a code for the reason",
    "alert_cap_per_session": 20,
}
TARGET_MINUTES = {PlanKind.ROLLBACK: 60, PlanKind.DOWNTIME: 15}


def load_assurance(ready: Sequence[Ready], *, calendar: Calendar, by: User) -> None:
    """Adds what every deployment that is live or close to it has, with a few gaps. Where there is any already, nothing
    changes."""
    if ContingencyPlan.objects.exists():
        return
    lead = get_user_by_email(LEAD)
    scenarios = list(SimulationScenario.objects.order_by("pk"))
    required = required_roles_on(calendar.anchor)
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for each in ready:
            scenario = scenarios[each.told.trust.place % len(scenarios)]
            _write_plans(each, required, calendar, lead=lead, by=by)
            _describe_oversight(each, required, calendar, by=by)
            _train(each.told, each.row, scenario, calendar, by=by)
            if each.told.gap == Gap.REVIEW_NEAR:
                _amend_late(each.row, calendar, lead=lead, by=by)
        _approve_studies(ready, required, calendar)


def _written_on(told: Told, calendar: Calendar) -> date:
    """A day some weeks before the go-live, by which plans are written."""
    return min(working_day((told.live_on or calendar.anchor) - timedelta(days=24)), calendar.before(8))


def _approved_on(day: date, calendar: Calendar) -> date:
    return min(working_day(day + timedelta(days=4)), calendar.before(2))


def _describe_oversight(each: Ready, required: Required, calendar: Calendar, *, by: User) -> None:
    """Who reads and what the tool may change; one waits for its approval."""
    day = _written_on(each.told, calendar)
    record = record_oversight(
        deployment=each.row,
        effects=(PermittedEffect.PRIORITISE, PermittedEffect.FLAG),
        contacts={role: (f"Bleep {120 + place}", "At all hours") for place, role in enumerate(EscalationRole)},
        on=day,
        by=by,
        **OVERSIGHT,
    )
    if each.told.story == Story.UNGOVERNED:
        return
    for role in required[ApprovalSubject.OVERSIGHT]:
        decide_on_oversight(
            record=record,
            role=role,
            decision=ApprovalDecision.APPROVED,
            on=_approved_on(day, calendar),
            by=each.hands.signs[role],
        )


def _approve_studies(ready: Sequence[Ready], required: Required, calendar: Calendar) -> None:
    """What the studies before the go-lives found is approved where they passed."""
    by_deployment = {each.row.pk: each for each in ready}
    for pk, validation in validation_on(by_deployment, on=calendar.anchor).items():
        study = validation.study
        if study is None or study.run_on is None or study.outcome != Outcome.PASS or not study.is_from_workbook:
            continue
        row = ValidationStudy.objects.get(pk=study.id)
        day = _approved_on(study.run_on, calendar)
        read = study_on(row, on=day).content_hash
        for role in required[ApprovalSubject.VALIDATION]:
            decide_on_study(
                study=row,
                role=role,
                decision=ApprovalDecision.APPROVED,
                content_hash=read,
                on=day,
                by=by_deployment[pk].hands.signs[role],
            )


def _write_plans(each: Ready, required: Required, calendar: Calendar, *, lead: User, by: User) -> None:
    """Both plans, written and approved before the go-live and tested since; one has not been tested for too long."""
    told, written_on = each.told, _written_on(each.told, calendar)
    for place, (kind, texts) in enumerate(TEXTS.items()):
        plan = record_plan(
            deployment=each.row,
            kind=kind,
            target_minutes=TARGET_MINUTES[kind],
            pausers=[lead] if kind == PlanKind.ROLLBACK else [],
            on=written_on,
            by=by,
            **texts,
        )
        for role in required[SUBJECTS[kind]]:
            decide_on_plan(
                plan=plan,
                role=role,
                decision=ApprovalDecision.APPROVED,
                on=_approved_on(written_on, calendar),
                by=each.hands.signs[role],
            )
        lapsed = kind == PlanKind.DOWNTIME and told.gap == Gap.REVIEW_PASSED
        days = LONG_AGO if lapsed else 5 + (told.trust.place * 11 + place * 40) % 200
        record_test(
            plan=plan,
            tested_on=calendar.before(days),
            result=DrillResult.PASSED,
            minutes_taken=TARGET_MINUTES[kind] - 1 - told.trust.place % 10,
            by=by,
        )


def _train(told: Told, deployment: Deployment, scenario: SimulationScenario, calendar: Calendar, *, by: User) -> None:
    """The trust's own course, and an exercise; one was held too long ago."""
    days = LONG_AGO if told.gap == Gap.REVIEW_PASSED else 12 + told.trust.place * 13 % 240
    record_curriculum(
        deployment=deployment,
        modules=[module.number for module in modules_on(calendar.anchor)],
        local_cases=6 + told.trust.place % 10,
        has_assessment=True,
        on=calendar.before(LONG_AGO if told.live_on else 20),
        by=by,
    )
    record_simulation(
        deployment=deployment,
        scenario=scenario,
        held_on=calendar.before(days),
        participants=5 + told.trust.place % 9,
        minutes_to_detect=4 + told.trust.place % 15,
        minutes_to_fall_back=11 + told.trust.place % 25,
        by=by,
    )


def _amend_late(deployment: Deployment, calendar: Calendar, *, lead: User, by: User) -> None:
    """A study whose criteria were lowered once its results were known."""
    run_on = calendar.before(46)
    release = releases_on([deployment.pk], on=run_on)[deployment.pk]
    study = plan_study(
        deployment=deployment,
        release_id=release.id if release else None,
        design=StudyDesign.SILENT,
        sampling=Sampling.CONSECUTIVE,
        purpose="Repeat the validation after a year of use",
        by=by,
    )
    add_criterion(study=study, criterion=Criterion(Metric.SENSITIVITY, Operator.AT_LEAST, Decimal("0.9")), by=by)
    lock_criteria(study=study, on=calendar.before(70), by=by)
    counts = Counts(tp=88, fp=96, tn=1104, fn=6)
    record_result(study=study, group=Group(), counts=counts, cases=counts.cases, run_on=run_on, by=by)
    edition = amend_criteria(study=study, reason="Half of the missed cases were too small to be seen", by=by)
    remove_criterion(study=study, criterion_id=edition.criteria.get().pk, by=by)
    add_criterion(study=study, criterion=Criterion(Metric.SENSITIVITY, Operator.AT_LEAST, Decimal("0.85")), by=by)
    lock_criteria(study=study, on=calendar.before(30), by=lead)
