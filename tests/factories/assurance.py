"""Validation studies, training, oversight records and plans, with everything in order unless a test says otherwise."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tests.factories.networks import START, make_deployment
from tests.factories.people import make_person, system
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.criteria import add_criterion, lock_criteria
from tracker.governance.actions.oversight import decide_on_oversight, record_oversight
from tracker.governance.actions.rollback import decide_on_plan, record_plan, record_test
from tracker.governance.actions.studies import plan_study
from tracker.governance.actions.training import Trained, record_curriculum, record_simulation, record_training
from tracker.governance.actions.validation import decide_on_study, record_result
from tracker.governance.models import (
    ContingencyPlan,
    ContingencyTest,
    OversightRecord,
    Simulation,
    SimulationScenario,
    TrainingCount,
    TrainingModule,
    ValidationStudy,
)
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.selectors.validation import study_on
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    DrillResult,
    EscalationRole,
    Metric,
    Operator,
    PermittedEffect,
    PlanKind,
    Sampling,
    StudyDesign,
    TrainingRole,
)
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

SENSITIVITY = Criterion(Metric.SENSITIVITY, Operator.AT_LEAST, Decimal("0.8"))
SPECIFICITY = Criterion(Metric.SPECIFICITY, Operator.AT_LEAST, Decimal("0.8"))
PASSING = Counts(tp=47, fp=120, tn=830, fn=3)
APPROVERS = (SignOffRole.RADIOLOGY_LEAD, SignOffRole.CLINICAL_SAFETY_OFFICER, SignOffRole.MEDICAL_PHYSICS)
PLAN_APPROVERS = (SignOffRole.RADIOLOGY_LEAD, SignOffRole.IT_LEAD, SignOffRole.CLINICAL_SAFETY_OFFICER)


def make_signatory(deployment: Deployment, role: SignOffRole) -> User:
    """Somebody who signs in this capacity for the deployment's trust."""
    return make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=role)


def make_study(
    deployment: Deployment | None = None,
    *,
    criteria: Iterable[Criterion] = (SENSITIVITY, SPECIFICITY),
    locked: bool = True,
    release: ProductRelease | None = None,
    on: date = START,
    by: User | None = None,
) -> ValidationStudy:
    """A study with its criteria, locked on a day unless told otherwise."""
    study = plan_study(
        deployment=deployment or make_deployment(),
        release=release,
        design=StudyDesign.RETROSPECTIVE,
        sampling=Sampling.CONSECUTIVE,
        by=by or system(),
    )
    for criterion in criteria:
        add_criterion(study=study, criterion=criterion, by=by or system())
    if locked:
        lock_criteria(study=study, on=on, by=by or system())
    return study


def enter_counts(
    study: ValidationStudy,
    counts: Counts = PASSING,
    group: Group = Group(),  # noqa: B008 - it is immutable
    *,
    on: date = START,
    reason: str = "",
    by: User | None = None,
) -> None:
    """The counts of a group of cases, which add up."""
    record_result(
        study=study, group=group, counts=counts, cases=counts.cases, run_on=on, reason=reason, by=by or system()
    )


def approve_study(study: ValidationStudy, roles: Iterable[SignOffRole] = APPROVERS) -> None:
    """An approval today of what the study found, by somebody in each capacity."""
    for role in roles:
        stands = study_on(study, on=today_in_london())
        decide_on_study(
            study=study,
            role=role,
            decision=ApprovalDecision.APPROVED,
            content_hash=stands.content_hash,
            by=make_signatory(study.deployment, role),
        )


def make_passed_study(deployment: Deployment | None = None, *, on: date = START) -> ValidationStudy:
    """A study that passed and is approved (from today)."""
    study = make_study(deployment)
    enter_counts(study, on=on)
    approve_study(study)
    return study


def make_training(
    deployment: Deployment,
    role: TrainingRole | str = TrainingRole.RADIOLOGIST,
    *,
    eligible: int = 10,
    completed: int = 10,
    on: date = START,
) -> TrainingCount:
    """How many of a role are trained, as at a day."""
    return record_training([Trained(deployment, TrainingRole(role), eligible, completed, on)], by=system())[0]


def make_trained_everybody(deployment: Deployment, *, on: date = START) -> None:
    """Every role trained, and a course that is whole."""
    for role in TrainingRole:
        make_training(deployment, role, on=on)
    record_curriculum(
        deployment=deployment,
        modules=[module.number for module in TrainingModule.objects.all()],
        local_cases=5,
        has_assessment=True,
        on=on,
        by=system(),
    )


def make_simulation(
    deployment: Deployment, *, on: date, scenario: str = "ai-down", retest_on: date | None = None
) -> Simulation:
    """An exercise on a day."""
    return record_simulation(
        deployment=deployment,
        scenario=SimulationScenario.objects.get(code=scenario),
        held_on=on,
        participants=6,
        retest_on=retest_on,
        by=system(),
    )


def make_oversight(
    deployment: Deployment,
    *,
    effects: Iterable[PermittedEffect] = (PermittedEffect.FLAG,),
    after: int | None = None,
    approved: bool = True,
) -> OversightRecord:
    """An oversight record, approved today unless told otherwise."""
    record = record_oversight(
        deployment=deployment,
        readers="Two consultants",
        effects=list(effects),
        decides="The reporting radiologist",
        disagreement_rule="The reader's view stands, and the case goes to the discrepancy meeting",
        override_logging="In the reporting system, with a code",
        contacts={role: (f"Bleep {place}", "At all hours") for place, role in enumerate(EscalationRole, start=100)},
        after=after,
        by=system(),
    )
    if approved:
        approver = make_signatory(deployment, SignOffRole.RADIOLOGY_LEAD)
        decide_on_oversight(
            record=record, role=SignOffRole.RADIOLOGY_LEAD, decision=ApprovalDecision.APPROVED, by=approver
        )
    return record


def make_plan(
    deployment: Deployment,
    kind: PlanKind = PlanKind.ROLLBACK,
    *,
    pausers: Iterable[User] = (),
    after: int | None = None,
    on: date | None = None,
    approved: bool = True,
) -> ContingencyPlan:
    """A rollback or downtime plan, approved today unless told otherwise. Without `pausers` a trust user is named."""
    named = list(pausers) or [make_person(role=Role.TRUST_USER, scope=deployment.trust)]
    plan = record_plan(
        deployment=deployment,
        kind=kind,
        triggers="No result for 30 minutes",
        authority="The duty consultant, bleep 100",
        steps="Switch the routing rule off",
        reread_rule="Cases since the last good result are read again",
        target_minutes=30,
        pausers=named if kind == PlanKind.ROLLBACK else (),
        after=after,
        on=on,
        by=system(),
    )
    if approved:
        for role in PLAN_APPROVERS:
            approver = make_signatory(deployment, role)
            decide_on_plan(plan=plan, role=role, decision=ApprovalDecision.APPROVED, by=approver)
    return plan


def make_plan_test(
    plan: ContingencyPlan, *, on: date, result: DrillResult = DrillResult.PASSED, minutes: int | None = 20
) -> ContingencyTest:
    """A try of a plan on a day."""
    note = "" if result == DrillResult.PASSED else "Nobody answered the bleep"
    return record_test(plan=plan, tested_on=on, result=result, minutes_taken=minutes, note=note, by=system())


def make_prepared(deployment: Deployment, *, on: date) -> None:
    """Validation passed, staff trained, a failure played through, and both plans written and tested, all of one day."""
    study = make_study(deployment, on=on)
    enter_counts(study, on=on)
    make_trained_everybody(deployment, on=on)
    make_simulation(deployment, on=on)
    for kind in PlanKind:
        make_plan_test(make_plan(deployment, kind, on=on, approved=False), on=on)
