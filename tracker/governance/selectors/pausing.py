"""Reading whether clinical use is paused, and whether it may begin again."""

from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import Decision
from tracker.governance.models import ResumptionApproval
from tracker.governance.permissions import PausableScope
from tracker.governance.policies.pausing import may_go_live_again
from tracker.governance.selectors.rollback import pausers_of
from tracker.networks.access import scope_of_deployment
from tracker.networks.models import ClinicalUse, Deployment, DeploymentState
from tracker.networks.policies import is_live


@dataclass(frozen=True)
class PauseOn:
    """Clinical use on a day; while it is paused, since when and why, and how it was used before."""

    state: ClinicalUse
    since: date | None = None
    reason: str = ""
    state_before: ClinicalUse = ClinicalUse.NOT_STARTED
    sources_before: tuple[str, ...] = ()

    @property
    def is_paused(self) -> bool:
        return self.state == ClinicalUse.PAUSED


def pausable_scope(deployment: Deployment, *, day: date) -> PausableScope:
    """Where a deployment lies, and whom its rollback plan names, for the question who may pause it."""
    named = frozenset(person.pk for person in pausers_of(deployment, on=day))
    return PausableScope(**vars(scope_of_deployment(deployment, day=day)), named=named)


def pause_on(deployment: Deployment, *, on: date) -> PauseOn:
    """How a deployment is used on a day."""
    states = list(
        DeploymentState.objects.filter(deployment=deployment, effective_on__lte=on).order_by("effective_on", "pk")
    )
    if not states:
        return PauseOn(ClinicalUse.NOT_STARTED)
    now = states[-1]
    before = next((state for state in reversed(states) if is_live(state.state)), None)
    return PauseOn(
        ClinicalUse(now.state),
        now.effective_on,
        now.reason,
        ClinicalUse(before.state) if before else ClinicalUse.NOT_STARTED,
        tuple(before.sources) if before else (),
    )


def pause_to_end(deployment_id: int, *, on: date) -> DeploymentState | None:
    """The pause that a go-live on the day would end: the last one since the deployment was last live, whatever state
    it went through after it."""
    states = DeploymentState.objects.filter(deployment=deployment_id, effective_on__lte=on)
    for state in states.order_by("-effective_on", "-pk"):
        if state.state == ClinicalUse.PAUSED:
            return state
        if is_live(state.state):
            return None
    return None


def pause_allows_go_live(deployment_id: int, day: date) -> Decision:
    """Refuses a go-live out of a pause that the clinical safety officer has not ended."""
    pause = pause_to_end(deployment_id, on=day)
    approval = ResumptionApproval.objects.filter(pause=pause).order_by("approved_on").first() if pause else None
    approved_on = approval.approved_on if approval else None
    return may_go_live_again(is_after_a_pause=pause is not None, approved_on=approved_on, day=day)
