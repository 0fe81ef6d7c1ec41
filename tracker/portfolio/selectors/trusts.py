"""Everything of one trust on a day, for somebody who may see it."""

from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import Decision
from tracker.core.permissions import decide
from tracker.flags.selectors import FlagOn, open_flags
from tracker.networks.access import Access, scope_of_trust
from tracker.networks.models import Deployment, ITSystem, Trust
from tracker.networks.selectors import TrustOn, it_systems_of, trusts_on
from tracker.portfolio.selectors.deployments import DeploymentView, deployment_views


@dataclass(frozen=True)
class TrustView:
    """One trust on the day `on`: as it was then, its deployments, its IT systems, and whether the person may change
    its people. `flags` are all of them, those of the trust as a whole too, worst first."""

    on: date
    is_today: bool
    trust: TrustOn
    deployments: tuple[DeploymentView, ...]
    it_systems: tuple[ITSystem, ...]
    may_edit_people: Decision
    flags: tuple[FlagOn, ...] = ()
    closed_on: date | None = None


def find_trust_view(access: Access, ods_code: str, *, on: date) -> TrustView | None:
    """The trust of an ODS code as it stood on a day; None when there is none that the person may see. A fixed number of
    queries."""
    row = Trust.objects.visible_to(access, on=on).filter(ods_code=ods_code.upper()).first()
    if row is None:
        return None
    deployments = list(Deployment.objects.visible_to(access, on=on).filter(trust=row))
    scope = scope_of_trust(row, day=access.day)
    flags = open_flags(access, on=on)
    views = deployment_views(access, deployments, on=on, flags=flags)
    shown = {id(flag) for view in views for flag in view.flags}
    return TrustView(
        on=on,
        is_today=on == access.day,
        trust=trusts_on([row.pk], on=on)[row.pk],
        deployments=tuple(views),
        it_systems=tuple(it_systems_of([row.pk]).get(row.pk, ())),
        may_edit_people=decide("networks.manage_capacity", access, scope),
        flags=tuple(flag for flag in flags if id(flag) in shown or flag.trust_id == row.pk),
        closed_on=row.closed_on,
    )
