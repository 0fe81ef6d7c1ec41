"""Pausing clinical use, and beginning again."""

from datetime import date
from typing import cast

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core import outbox
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.governance.models import ResumptionApproval
from tracker.governance.policies.pausing import may_pause, may_resume
from tracker.governance.selectors.pausing import pausable_scope, pause_on, pause_to_end
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.actions.deployments import StateChange, record_state_for
from tracker.networks.models import ClinicalUse, Deployment, DeploymentState

DEPLOYMENT_PAUSED = "deployment-paused"
DEPLOYMENT_RESUMED = "deployment-resumed"


def pause_use(*, deployment: Deployment, reason: str, by: User) -> None:
    """Stops clinical use as of today, and tells everyone who hears of the topic."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand("governance.pause_use", access_of(by, day=today), pausable_scope(deployment, day=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        require(may_pause(pause_on(deployment, on=today).state, reason))
        wish = StateChange(deployment, ClinicalUse.PAUSED, effective_on=today, reason=reason)
        record_state_for(wish=wish, by=by)
        _tell(DEPLOYMENT_PAUSED, deployment, today, reason, by)


def resume_use(*, deployment: Deployment, reason: str, by: User) -> None:
    """Lets clinical use begin again as it was before the pause: what a go-live needs must hold, and the clinical safety
    officer says that it is safe. Where it went on to another state, such as shadow mode, only the approval is kept, and
    whoever runs delivery goes live from there."""
    today = today_in_london()
    with change(reason=reason, by=by):
        demand("governance.resume_use", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        Deployment.objects.select_for_update().get(pk=deployment.pk)
        now, pause = pause_on(deployment, on=today), pause_to_end(deployment.pk, on=today)
        require(may_resume(is_after_a_pause=pause is not None, reason=reason))
        ResumptionApproval.objects.create(
            pause=cast("DeploymentState", pause), approved_on=today, reason=reason.strip(), recorded_by=by
        )
        if now.is_paused:
            wish = StateChange(
                deployment, now.state_before, effective_on=today, sources=now.sources_before, reason=reason
            )
            record_state_for(wish=wish, by=by)
            _tell(DEPLOYMENT_RESUMED, deployment, today, reason, by)


def _tell(topic: str, deployment: Deployment, day: date, reason: str, by: User) -> None:
    outbox.publish(topic, {"deployment": deployment.pk, "on": day.isoformat(), "reason": reason.strip(), "by": str(by)})
