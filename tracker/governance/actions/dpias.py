"""Starting DPIAs, telling what the programme's records say of them, and moving them through their states."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.actions.dpia_writing import add_state, revise
from tracker.governance.models import Dpia, DpiaState, DpiaStatus
from tracker.governance.permissions import actors_of
from tracker.governance.policies.dpia_entry import may_enter, reason_to_review
from tracker.governance.policies.dpias import ENDED, may_count_from, may_move, may_tell_approval
from tracker.governance.selectors.dpias import dpia_on, dpias_on
from tracker.governance.vocabulary import APPROVALS_OF_DPIA
from tracker.networks.access import Access, SubjectScope, access_of, scope_of_deployment
from tracker.networks.models import Deployment


def save_dpia(*, deployment: Deployment, version: int | None = None, by: User, **fields: Any) -> Dpia:
    """Starts the deployment's DPIA or fills in what the workbook tells of it; with `version`, refuses a write over a newer
    one."""
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
    assessment. History that arrives by import is recorded as it happened and marked as told, without the order of states
    being asked for; an approval that was given elsewhere is for those who lead delivery to tell."""
    today = today_in_london()
    with change(reason=reason, door=door, by=by):
        access, scope = access_of(by, day=today), scope_of_deployment(dpia.deployment, day=today)
        demand("governance.update_dpia", access, scope)
        current = Dpia.objects.select_for_update().get(pk=dpia.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        if door == Door.IMPORT:
            row = _tell(current, status, on=on, reason=reason, access=access, scope=scope)
        else:
            row = _move(current, status, on=on, reason=reason, access=access, scope=scope)
        dpia.version = current.version
    return row


def _tell(
    dpia: Dpia, status: DpiaStatus, *, on: date, reason: str, access: Access, scope: SubjectScope
) -> DpiaState | None:
    if _status_at(dpia, on) == status:
        return None
    if status in APPROVALS_OF_DPIA:
        demand("governance.tell_dpia_approval", access, scope)
        require(may_tell_approval(is_written_here=dpia.revisions.exists()))
    require(may_count_from(on, since=None, today=access.day))
    return add_state(dpia, status, on=on, reason=reason, is_as_told=True, by=access.user)


def _move(
    dpia: Dpia, status: DpiaStatus, *, on: date, reason: str, access: Access, scope: SubjectScope
) -> DpiaState | None:
    standing = dpia_on(dpia.deployment_id, on=access.day)
    if standing.status == status:
        return None
    require(may_count_from(on, since=standing.since, today=access.day))
    require(may_move(standing.status, status, actors=actors_of(access, scope), reason=reason))
    require(may_enter(status, standing))
    if standing.status in ENDED:
        _begin_edition(dpia)
    row = add_state(dpia, status, on=on, reason=reason, by=access.user)
    if standing.content is not None and not standing.content.is_empty:
        revise(dpia, status.label, on=access.day, by=access.user)
    return row


def _status_at(dpia: Dpia, on: date) -> DpiaStatus:
    before = dpia.states.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
    return DpiaStatus(before.status) if before else DpiaStatus.NOT_STARTED


def _begin_edition(dpia: Dpia) -> None:
    """A new assessment after one that ended: it starts from what the old one said, and nothing that was signed counts."""
    dpia.edition += 1
    dpia.review_due_on = None
    dpia.save(update_fields=["edition", "review_due_on"])


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


def start_review(*, deployment: Deployment, reason: str, by: User) -> DpiaState | None:
    """Puts an approved DPIA under review because something happened that it did not foresee (an incident, an alert, a new
    release); None where no approval stands that a review could be about."""
    today = today_in_london()
    with change(reason=reason, by=by):
        dpia = Dpia.objects.filter(deployment=deployment).select_related("deployment").first()
        if dpia is None or _status_at(dpia, today) not in (*APPROVALS_OF_DPIA, DpiaStatus.REVIEW_DUE):
            return None
        return record_dpia_status(dpia=dpia, status=DpiaStatus.UNDER_REVIEW, on=today, reason=reason, by=by)


def review_what_is_due(*, deployment_ids: Iterable[int] | None = None, by: User) -> int:
    """Has approved DPIAs reviewed that their date, another release or a new referral source calls for; answers how many.
    Called by a job, for all deployments or for those that a change touched. A second call changes nothing."""
    today = today_in_london()
    rows = Dpia.objects.select_related("deployment")
    if deployment_ids is not None:
        rows = rows.filter(deployment__in=list(deployment_ids))
    by_deployment = {row.deployment_id: row for row in rows}
    moved = 0
    for deployment_id, standing in dpias_on(by_deployment, on=today).items():
        found = reason_to_review(standing, day=today)
        if found is not None:
            status, reason = found
            dpia = by_deployment[deployment_id]
            moved += record_dpia_status(dpia=dpia, status=status, on=today, reason=reason, by=by) is not None
    return moved
