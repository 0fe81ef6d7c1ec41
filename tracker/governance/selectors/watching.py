"""Everything about one deployment in use on a day, for somebody who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import Decision
from tracker.core.permissions import decide
from tracker.governance.policies.audits import AuditsOn
from tracker.governance.policies.findings import MeasureFindings, findings_of
from tracker.governance.policies.incidents import IncidentsOn
from tracker.governance.policies.monitoring import MonitoringOn
from tracker.governance.policies.revalidation import RevalidationOn
from tracker.governance.policies.reviews import ReviewsOn
from tracker.governance.selectors.in_use import in_use_on
from tracker.governance.selectors.pausing import PauseOn, pausable_scope, pause_on, pause_to_end
from tracker.networks.access import Access
from tracker.networks.finding import FoundDeployment, find_deployment

PERMISSIONS = ("governance.update_monitoring", "governance.decide_revalidation", "governance.resume_use")
PAUSE = "governance.pause_use"


@dataclass(frozen=True)
class Watch:
    """A deployment in use on a day. `may` answers what this person may do today; on a day gone by nothing is offered.
    `ends_a_pause` tells that going live waits for the clinical safety officer."""

    on: date
    is_today: bool
    found: FoundDeployment
    use: PauseOn
    ends_a_pause: bool
    monitoring: MonitoringOn
    findings: tuple[MeasureFindings, ...]
    incidents: IncidentsOn
    reviews: ReviewsOn
    audits: AuditsOn
    revalidation: RevalidationOn
    may: Mapping[str, Decision]

    def allows(self, permission: str) -> bool:
        """Whether the page offers what this permission gives."""
        return self.is_today and bool(self.may[permission])


def find_watch(access: Access, deployment_id: int, *, on: date) -> Watch | None:
    """What is watched of a deployment on a day; None when there is none that the person may see. A fixed number of
    queries for any number of readings."""
    found = find_deployment(access, deployment_id, on=on)
    if found is None:
        return None
    known = in_use_on([deployment_id], on=on)[deployment_id]
    may = {name: decide(name, access, found.scope) for name in PERMISSIONS}
    may[PAUSE] = decide(PAUSE, access, pausable_scope(found.row, day=access.day))
    return Watch(
        on=on,
        is_today=on == access.day,
        found=found,
        use=pause_on(found.row, on=on),
        ends_a_pause=pause_to_end(deployment_id, on=on) is not None,
        monitoring=known.monitoring,
        findings=tuple(findings_of(known.monitoring, on)),
        incidents=known.incidents,
        reviews=known.reviews,
        audits=known.audits,
        revalidation=known.revalidation,
        may=may,
    )
