"""Assessments that were made before the tracker knew of them: many at once, each with who prepared and who reviewed it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import Assessment, AssessmentState, Requirement
from tracker.governance.policies.assessments import AssessmentOn, StateOn, Step, may_step
from tracker.governance.selectors.catalogue import as_plain
from tracker.governance.selectors.hands import hands_of
from tracker.networks.access import Access, access_of, scopes_of_deployments
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class Taken:
    """A step and who took it."""

    step: Step
    by: User


@dataclass(frozen=True)
class ToldAssessment:
    """One requirement at one deployment that nobody has assessed in the tracker, with the steps in their order."""

    deployment: Deployment
    requirement: Requirement
    steps: Sequence[Taken]


def record_told_assessments(told: Iterable[ToldAssessment], *, by: User) -> int:
    """Records assessments with their history, all or none, and tells how many. Each step is held to the same rules as
    one that is taken here: who had the right to it on its day, and that nobody reviewed their own work."""
    rows, today = list(told), today_in_london()
    scopes = scopes_of_deployments({row.deployment for row in rows}, day=today)

    @cache
    def access(person: User, day: date) -> Access:
        return access_of(person, day=day)

    states: list[AssessmentState] = []
    with change(door=Door.IMPORT, by=by):
        for row in rows:
            scope = scopes[row.deployment.pk]
            demand("governance.prepare_requirement", access(by, today), scope)
            assessment = Assessment(deployment=row.deployment, requirement=row.requirement)
            requirement, stands = as_plain(row.requirement), AssessmentOn(id=0)
            for each in row.steps:
                hands = hands_of(access(each.by, each.step.on), scope, requirement)
                require(
                    may_step(
                        stands,
                        each.step,
                        hands=hands,
                        by_id=each.by.pk,
                        is_waivable=requirement.is_waivable,
                        today=today,
                    )
                )
                stands = replace(stands, states=(*stands.states, _plain(each)))
                states.append(_state(assessment, each))
        Assessment.objects.bulk_create({id(state.assessment): state.assessment for state in states}.values())
        AssessmentState.objects.bulk_create(states)
        touch("deployment", *{row.deployment.pk for row in rows})
    return len(rows)


def _plain(taken: Taken) -> StateOn:
    step = taken.step
    return StateOn(step.status, step.on, taken.by.pk, str(taken.by), step.reason, step.expires_on)


def _state(assessment: Assessment, taken: Taken) -> AssessmentState:
    step = taken.step
    return AssessmentState(
        assessment=assessment,
        status=step.status,
        effective_on=step.on,
        expires_on=step.expires_on,
        reason=step.reason.strip(),
        recorded_by=taken.by,
    )
