"""Reading DPIAs and sign-offs of deployments as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch

from tracker.accounts.roles import SignOffRole
from tracker.governance.models import (
    Dpia,
    DpiaState,
    DpiaStatus,
)
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.selectors.sign_offs import sign_offs_on
from tracker.governance.vocabulary import APPROVALS_OF_DPIA, APPROVED_STATES


@dataclass(frozen=True)
class GovernanceOn:
    """A deployment's DPIA and sign-offs on a day. `dpia` is the row (None when none was begun); `approved_on` the day
    from which its approval counts, None while it does not."""

    deployment_id: int
    dpia: Dpia | None = None
    dpia_status: DpiaStatus = DpiaStatus.NOT_STARTED
    dpia_since: date | None = None
    approved_on: date | None = None
    sign_offs: dict[SignOffRole, SignOffOn] = field(default_factory=dict)
    last_changed_on: date | None = None

    @property
    def dpia_is_approved(self) -> bool:
        return self.approved_on is not None

    @property
    def missing_roles(self) -> tuple[SignOffRole, ...]:
        """Capacities in which no approval counts on the day."""
        return tuple(role for role in SignOffRole if role not in self.sign_offs or not self.sign_offs[role].counts)


def governance_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, GovernanceOn]:
    """Governance of deployments on a day, by deployment id, in a fixed number of queries. The caller has checked
    who may see them."""
    ids = list(deployment_ids)
    dpias = {
        dpia.deployment_id: dpia
        for dpia in Dpia.objects.filter(deployment__in=ids).prefetch_related(
            Prefetch(
                "states",
                DpiaState.objects.filter(effective_on__lte=on).order_by("effective_on", "pk"),
            )
        )
    }
    signed = {pk: dict(sign_offs.standing) for pk, sign_offs in sign_offs_on(ids, on=on).items()}
    return {pk: _governance_on(pk, dpias.get(pk), signed[pk]) for pk in ids}


def _governance_on(pk: int, dpia: Dpia | None, sign_offs: dict[SignOffRole, SignOffOn]) -> GovernanceOn:
    states = list(dpia.states.all()) if dpia else []
    status = DpiaStatus(states[-1].status) if states else DpiaStatus.NOT_STARTED
    approvals = [state.effective_on for state in states if state.status in APPROVALS_OF_DPIA]
    changes = [state.effective_on for state in states] + [row.decided_on for row in sign_offs.values()]
    return GovernanceOn(
        deployment_id=pk,
        dpia=dpia,
        dpia_status=status,
        dpia_since=states[-1].effective_on if states else None,
        approved_on=approvals[-1] if status in APPROVED_STATES and approvals else None,
        sign_offs=sign_offs,
        last_changed_on=max(changes, default=None),
    )
