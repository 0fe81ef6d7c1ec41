"""Starting DPIAs, filling them in, and moving them through their states."""

from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import Dpia, DpiaState, DpiaStatus
from tracker.governance.policies import may_change_dpia
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment


def save_dpia(*, deployment: Deployment, version: int | None = None, by: User, **fields: Any) -> Dpia:
    """Starts the deployment's DPIA or fills in fields of it; with `version`, refuses a write over a newer one."""
    today = today_in_london()
    with change(by=by):
        demand(
            "governance.update_dpia",
            access_of(by, day=today),
            scope_of_deployment(deployment, day=today),
        )
        dpia = Dpia.objects.select_for_update().filter(deployment=deployment).first() or Dpia(deployment=deployment)
        if dpia.pk and version is not None and dpia.version != version:
            raise StaleWrite(dpia)
        for name, value in fields.items():
            setattr(dpia, name, value)
        dpia.version += 1 if dpia.pk else 0
        dpia.save()
        touch("deployment", deployment.pk)
    return dpia


def record_dpia_status(
    *,
    dpia: Dpia,
    status: DpiaStatus,
    on: date,
    reason: str = "",
    door: Door | None = None,
    by: User,
) -> DpiaState | None:
    """Moves a DPIA to a status from a day on; None when it has it already. History that arrives by import is recorded
    as it happened, without the order of states being asked for."""
    today = today_in_london()
    with change(reason=reason, door=door, by=by):
        demand(
            "governance.update_dpia",
            access_of(by, day=today),
            scope_of_deployment(dpia.deployment, day=today),
        )
        Dpia.objects.select_for_update().get(pk=dpia.pk)
        before = dpia.states.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
        now = DpiaStatus(before.status) if before else DpiaStatus.NOT_STARTED
        if now == status:
            return None
        require(
            may_change_dpia(
                status if door == Door.IMPORT else now,
                status,
                effective_on=on,
                today=today,
            )
        )
        row = DpiaState.objects.create(
            dpia=dpia,
            status=status,
            effective_on=on,
            reason=reason.strip(),
            recorded_by=by,
        )
        touch("deployment", dpia.deployment_id)
    return row
