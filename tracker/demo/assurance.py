"""Plans, exercises and a study of the demo: what the workbook has no sheet for, told as it happened."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.assurance import is_ready
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.deployments import Deployment as Told
from tracker.demo.generate.deployments import Gap
from tracker.demo.generate.programme import generate
from tracker.governance.actions.criteria import add_criterion, amend_criteria, lock_criteria, remove_criterion
from tracker.governance.actions.rollback import record_plan, record_test
from tracker.governance.actions.studies import plan_study
from tracker.governance.actions.training import record_curriculum, record_simulation
from tracker.governance.actions.validation import record_result
from tracker.governance.models import ContingencyPlan, SimulationScenario
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.training import modules_on
from tracker.governance.validation_vocabulary import (
    DrillResult,
    Metric,
    Operator,
    PlanKind,
    Sampling,
    StudyDesign,
)
from tracker.networks.models import Deployment, Programme

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
TARGET_MINUTES = {PlanKind.ROLLBACK: 60, PlanKind.DOWNTIME: 15}


def load_assurance(programme: Programme, *, calendar: Calendar, networks: int, trusts: int, by: User) -> None:
    """Adds what every deployment that is live or close to it has, with a few gaps. Where there is any already, nothing
    changes."""
    if ContingencyPlan.objects.exists():
        return
    stored = {
        (row.trust.ods_code, row.use_case.code): row
        for row in Deployment.objects.filter(programme=programme).select_related("trust", "use_case")
    }
    lead = get_user_by_email(LEAD)
    scenarios = list(SimulationScenario.objects.order_by("pk"))
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for told in filter(is_ready, generate(calendar.anchor, networks=networks, trusts=trusts).deployments):
            deployment = stored[str(told.subject["trust"]), str(told.subject["use case"])]
            scenario = scenarios[told.trust.place % len(scenarios)]
            _write_plans(told, deployment, calendar, lead=lead, by=by)
            _train(told, deployment, scenario, calendar, by=by)
            if told.gap == Gap.REVIEW_NEAR:
                _amend_late(deployment, calendar, lead=lead, by=by)


def _write_plans(told: Told, deployment: Deployment, calendar: Calendar, *, lead: User, by: User) -> None:
    """Both plans, written before the go-live and tested since; one has not been tested for too long."""
    written_on = min(working_day((told.live_on or calendar.anchor) - timedelta(days=24)), calendar.before(8))
    for place, (kind, texts) in enumerate(TEXTS.items()):
        plan = record_plan(
            deployment=deployment,
            kind=kind,
            target_minutes=TARGET_MINUTES[kind],
            pausers=[lead] if kind == PlanKind.ROLLBACK else [],
            on=written_on,
            by=by,
            **texts,
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
