"""Assessing requirements: planning them, taking them through their states, and confirming a network's work locally."""

from collections.abc import Callable
from datetime import date

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import Assessment, AssessmentState, LocalConfirmation, Requirement
from tracker.governance.policies.assessments import AssessmentOn, Hand, Step, hands_for, may_confirm, may_step
from tracker.governance.policies.catalogue import RequirementOn
from tracker.governance.selectors.assessments import (
    as_plain_assessment,
    find_network_assessment,
    find_own_assessment,
    get_assessment_on,
)
from tracker.governance.selectors.catalogue import as_plain
from tracker.governance.selectors.hands import hands_of, signs_for_trust
from tracker.networks.access import SubjectScope, access_of, scope_of_deployment, scope_of_network
from tracker.networks.models import Deployment, ImagingNetwork, Programme, UseCase

NOTHING_STORED = AssessmentOn(id=0)


def _assessable(requirement: Requirement) -> RequirementOn:
    plain = as_plain(requirement)
    if plain.check:
        raise Refused(
            deny(
                "The tracker answers this requirement from its own records, so nobody assesses it.",
                remedy="Change the records that it is answered from.",
                field="status",
            )
        )
    return plain


def _require_unchanged(row: Assessment | None, version: int | None) -> None:
    """A page that showed `version` (0: nothing was stored yet, None: whatever it is) is still right."""
    if version is not None and (row.version if row else 0) != version:
        raise StaleWrite(row)


def _touch_network(programme: Programme, network: ImagingNetwork, use_case: UseCase, today: date) -> None:
    deployments = Deployment.objects.filter(
        programme=programme, use_case=use_case, trust__memberships__in=network.memberships.on(today)
    )
    touch("deployment", *deployments.values_list("pk", flat=True))


def plan_requirement(
    *,
    deployment: Deployment,
    requirement: Requirement,
    owner: str = "",
    due_on: date | None = None,
    note: str = "",
    version: int | None,
    by: User,
) -> Assessment:
    """Says who looks after a requirement at a deployment, by when (empty: as the catalogue has it), and a note."""
    today = today_in_london()
    with change(by=by):
        demand("governance.prepare_requirement", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        plain = _assessable(requirement)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        row = find_own_assessment(deployment, plain, on=date.max)
        _require_unchanged(row, version)
        row = row or Assessment(deployment=deployment, requirement=requirement)
        row.owner, row.due_on, row.note = owner.strip(), due_on, note.strip()
        row.version += 1 if row.pk else 0
        row.save()
        touch("deployment", deployment.pk)
    return row


def move_requirement(
    *, deployment: Deployment, requirement: Requirement, step: Step, version: int | None = None, by: User
) -> AssessmentState:
    """Takes a deployment's own assessment of a requirement to another status."""
    with change(reason=step.reason, by=by):
        plain = _assessable(requirement)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        row = find_own_assessment(deployment, plain, on=date.max)
        state = _move(
            row,
            lambda: Assessment.objects.create(deployment=deployment, requirement=requirement),
            step,
            requirement=plain,
            scope_on=lambda day: scope_of_deployment(deployment, day=day),
            version=version,
            by=by,
        )
        touch("deployment", deployment.pk)
    return state


def move_network_requirement(
    *,
    programme: Programme,
    network: ImagingNetwork,
    use_case: UseCase,
    requirement: Requirement,
    step: Step,
    version: int | None = None,
    by: User,
) -> AssessmentState:
    """Takes a network's assessment, made once for all its trusts, to another status."""
    with change(reason=step.reason, by=by):
        plain = _assessable(requirement)
        ImagingNetwork.objects.select_for_update().get(pk=network.pk)
        row = find_network_assessment(programme.pk, network.pk, use_case.pk, plain, on=date.max)
        state = _move(
            row,
            lambda: Assessment.objects.create(
                programme=programme, network=network, use_case=use_case, requirement=requirement
            ),
            step,
            requirement=plain,
            scope_on=lambda _day: scope_of_network(network.pk, programme_id=programme.pk),
            version=version,
            by=by,
        )
        _touch_network(programme, network, use_case, today_in_london())
    return state


def _move(
    row: Assessment | None,
    make: Callable[[], Assessment],
    step: Step,
    *,
    requirement: RequirementOn,
    scope_on: Callable[[date], SubjectScope],
    version: int | None,
    by: User,
) -> AssessmentState:
    today = today_in_london()
    stands = as_plain_assessment(row) if row else NOTHING_STORED
    # Who may not take any such step has no right here; who may, but not this one, is told by the rule.
    is_review = hands_for(stands.status, step.status) == frozenset({Hand.REVIEWER})
    name = "governance.review_requirement" if is_review else "governance.move_requirement"
    demand(name, access_of(by, day=today), scope_on(today))
    _require_unchanged(row, version)
    day = min(step.on, today)
    hands = hands_of(access_of(by, day=day), scope_on(day), requirement)
    require(may_step(stands, step, hands=hands, by_id=by.pk, is_waivable=requirement.is_waivable, today=today))
    row = row or make()
    state = AssessmentState.objects.create(
        assessment=row,
        status=step.status,
        effective_on=step.on,
        expires_on=step.expires_on,
        reason=step.reason.strip(),
        recorded_by=by,
    )
    Assessment.objects.filter(pk=row.pk).update(version=F("version") + 1)
    return state


def confirm_locally(
    *, deployment: Deployment, assessment: Assessment, is_confirmed: bool, reason: str = "", by: User
) -> LocalConfirmation:
    """Says, for one trust, that the network's assessment holds there too, or takes that back."""
    today = today_in_london()
    with change(reason=reason, by=by):
        access, scope = access_of(by, day=today), scope_of_deployment(deployment, day=today)
        demand("governance.review_requirement", access, scope)
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        subject = (deployment.programme_id, deployment.use_case_id)
        requirement = as_plain(assessment.requirement)
        require(
            may_confirm(
                get_assessment_on(assessment, on=today),
                is_of_this_network=(assessment.programme_id, assessment.use_case_id) == subject
                and assessment.network_id in scope.network_ids,
                is_confirmed=is_confirmed,
                reason=reason,
                signs_for_trust=signs_for_trust(access, deployment.trust_id, requirement.signs_role),
                by_id=by.pk,
                today=today,
            )
        )
        row = LocalConfirmation.objects.create(
            assessment=assessment,
            deployment=deployment,
            is_confirmed=is_confirmed,
            effective_on=today,
            reason=reason.strip(),
            recorded_by=by,
        )
        touch("deployment", deployment.pk)
    return row
