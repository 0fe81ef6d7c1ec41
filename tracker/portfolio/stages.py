"""How far a trust or a deployment is, in one word. Pure.

The steps follow the study's stage model (Ramsay and others, eClinicalMedicine 2025): preparation, then use; validation on
local data and shadow mode are the two steps that stand between them.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum

from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType

UPDATE_EXPECTED_WITHIN_DAYS = 30  # a monthly reporting cycle, as the programme's boards keep it


class Step(StrEnum):
    """Where a deployment is on its way, first to last; paused and withdrawn stand beside the way."""

    NOT_STARTED = "not-started"
    PREPARING = "preparing"
    VALIDATED = "validated"
    SHADOW = "shadow"
    LIVE_PARTIAL = "live-partial"
    LIVE_FULL = "live-full"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


def step_of(deployment: DeploymentOn) -> Step:
    """The clinical use where there is any; before that, how far preparation has come."""
    if deployment.state.state != ClinicalUse.NOT_STARTED:
        return Step(deployment.state.state)
    done = {kind for kind, plan in deployment.milestones.items() if plan.is_done}
    if MilestoneType.VALIDATION in done:
        return Step.VALIDATED
    return Step.PREPARING if done else Step.NOT_STARTED


def state_of_trust(deployments: Collection[DeploymentOn]) -> ClinicalUse:
    """One state for all deployments of a trust: live when every one is, partly live when any is, else the furthest."""
    states = {deployment.state.state for deployment in deployments}
    if states == {ClinicalUse.LIVE_FULL}:
        return ClinicalUse.LIVE_FULL
    if states & {ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL}:
        return ClinicalUse.LIVE_PARTIAL
    for state in (ClinicalUse.PAUSED, ClinicalUse.SHADOW, ClinicalUse.NOT_STARTED, ClinicalUse.WITHDRAWN):
        if state in states:
            return state
    return ClinicalUse.NOT_STARTED


def is_live(deployments: Collection[DeploymentOn]) -> bool:
    """A trust is live with at least one deployment in clinical use."""
    return any(deployment.state.is_live for deployment in deployments)


def slip_so_far(plan: Plan, day: date) -> int | None:
    """Days later than the baseline. What should have happened and has not is at least as late as the day looked at."""
    if plan.baseline is None:
        return None
    return (day - plan.baseline).days if plan.is_overdue(day) else plan.slip_days


def overdue_milestones(deployment: DeploymentOn, day: date) -> dict[MilestoneType, Plan]:
    """The milestones whose expected day has passed without their happening; none of a withdrawn deployment."""
    if deployment.state.state == ClinicalUse.WITHDRAWN:
        return {}
    return {kind: plan for kind, plan in deployment.milestones.items() if plan.is_overdue(day)}


def awaits_update(deployment: DeploymentOn, day: date) -> bool:
    """Nobody has changed or confirmed anything for longer than a reporting cycle, and there is something to say."""
    if deployment.state.state in (ClinicalUse.LIVE_FULL, ClinicalUse.WITHDRAWN):
        return False
    newest = deployment.last_update_on
    return newest is None or newest < day - timedelta(days=UPDATE_EXPECTED_WITHIN_DAYS)
