"""Everything that is known of deployments in use on a day, read together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.governance.policies.audits import AuditsOn
from tracker.governance.policies.incidents import IncidentsOn
from tracker.governance.policies.monitoring import MonitoringOn
from tracker.governance.policies.revalidation import RevalidationOn
from tracker.governance.policies.reviews import ReviewsOn
from tracker.governance.selectors.audits import audits_on
from tracker.governance.selectors.incidents import incidents_on
from tracker.governance.selectors.monitoring import monitoring_on, standards_on
from tracker.governance.selectors.revalidation import revalidation_on
from tracker.governance.selectors.reviews import first_live_days, reviews_on


@dataclass(frozen=True)
class InUse:
    """What is watched of a deployment, what went wrong with it, and how it is looked back on."""

    monitoring: MonitoringOn
    incidents: IncidentsOn
    reviews: ReviewsOn
    audits: AuditsOn
    revalidation: RevalidationOn


def in_use_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, InUse]:
    """What is known of deployments in use on a day, by deployment id, in nineteen queries. The caller has checked who
    may see them."""
    ids, standards = list(deployment_ids), standards_on(on)
    live = first_live_days(ids, on=on)
    monitoring = monitoring_on(ids, on=on, standards=standards)
    incidents = incidents_on(ids, on=on, standards=standards)
    reviews = reviews_on(ids, on=on, standards=standards, live=live)
    audits = audits_on(ids, on=on, standards=standards, live=live)
    revalidation = revalidation_on(ids, on=on, standards=standards, live=live)
    return {pk: InUse(monitoring[pk], incidents[pk], reviews[pk], audits[pk], revalidation[pk]) for pk in ids}
