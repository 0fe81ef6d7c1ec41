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
from tracker.governance.policies.dpias import may_change_dpia
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
    version: int | None = None,
    door: Door | None = None,
    by: User,
) -> DpiaState | None:
    """Moves a DPIA to a status from a day on; None when it has it already. With `version`, refuses a move of a newer
    assessment. History that arrives by import is recorded as it happened, without the order of states being asked for.
    """
    today = today_in_london()
    with change(reason=reason, door=door, by=by):
        demand(
            "governance.update_dpia",
            access_of(by, day=today),
            scope_of_deployment(dpia.deployment, day=today),
        )
        current = Dpia.objects.select_for_update().get(pk=dpia.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
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
        dpia.version = current.version + 1
        dpia.save(update_fields=["version"])
        touch("deployment", dpia.deployment_id)
    return row


def move_dpia(
    *, deployment: Deployment, status: DpiaStatus, on: date, reason: str = "", version: int | None, by: User
) -> Dpia:
    """Moves a deployment's DPIA as edited on a page that showed `version`; the first move (None) starts it."""
    with change(reason=reason, by=by):
        dpia = Dpia.objects.filter(deployment=deployment).first()
        if dpia is not None and version is None:
            raise StaleWrite(dpia)
        dpia = dpia or save_dpia(deployment=deployment, by=by)
        record_dpia_status(dpia=dpia, status=status, on=on, reason=reason, version=version, by=by)
    return dpia
