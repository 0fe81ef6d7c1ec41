"""Setting the dates of milestones: from a page one at a time, from a workbook by the thousand, by the same rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, prefetch_related_objects

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import (
    Access,
    SubjectScope,
    access_of,
    scope_of_deployment,
    scopes_of_deployments,
)
from tracker.networks.actions.revising import new_revisions
from tracker.networks.go_live import may_go_live, may_have_gone_live
from tracker.networks.models import (
    Deployment,
    Milestone,
    MilestoneRevision,
    MilestoneType,
    RevisionKind,
)
from tracker.networks.plans import Plan
from tracker.networks.policies import DateChange, may_change_date

LIVE_TYPES = (MilestoneType.GO_LIVE, MilestoneType.FULL_LIVE)


@dataclass(frozen=True)
class MilestoneChange:
    """One date of one milestone of one deployment, to be set."""

    deployment: Deployment
    type: MilestoneType
    change: DateChange


def revise_milestone(
    *,
    deployment: Deployment,
    type: MilestoneType,
    changes: Sequence[DateChange],
    version: int | None,
    by: User,
) -> Milestone:
    """Sets dates of one milestone as edited on a page that showed `version` (None for a milestone that did not exist).

    Raises `StaleWrite` when it changed since, `Refused` when a rule says no, `NotPermitted`.
    """
    today = today_in_london()
    with change(reason=" ".join(sorted({wish.reason for wish in changes if wish.reason})), by=by):
        demand("networks.update_deployment", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        milestone = _milestones([(deployment.pk, type)])[deployment.pk, type]
        # A form that showed no milestone yet loses to whoever gave it its first date.
        if milestone.version != version and (version is not None or milestone.revisions.exists()):
            raise StaleWrite(milestone)
        revise_milestones([MilestoneChange(deployment, type, wish) for wish in changes], by=by)
        milestone.refresh_from_db()
    return milestone


def revise_milestones(wishes: Iterable[MilestoneChange], *, door: Door | None = None, by: User) -> int:
    """Sets many dates, each event's in the order of their effective days; wishes that change nothing are passed over.
    All or none. Answers how many revisions were added.

    History that arrives by import is recorded as it happened: of the go-live checks of `networks.go_live` it is asked
    those on history.
    """
    today = today_in_london()
    access = access_of(by, day=today)
    grouped: dict[tuple[int, str], list[MilestoneChange]] = defaultdict(list)
    for wish in wishes:
        grouped[wish.deployment.pk, str(wish.type)].append(wish)
    with change(door=door, by=by):
        scopes = scopes_of_deployments({wishes[0].deployment for wishes in grouped.values()}, day=today)
        for scope in scopes.values():
            demand("networks.update_deployment", access, scope)
        added: list[MilestoneRevision] = []
        for (deployment_id, type), milestone in _milestones(grouped).items():
            check = _Check(
                deployment_id,
                type,
                access,
                scopes[deployment_id],
                today,
                is_history=door == Door.IMPORT,
            )
            added += new_revisions(
                MilestoneRevision,
                of={"milestone": milestone},
                known=list(milestone.revisions.all()),
                wishes=[wish.change for wish in grouped[deployment_id, type]],
                check=check,
                by=by,
            )
        MilestoneRevision.objects.bulk_create(added, batch_size=1000)
        changed = {revision.milestone_id for revision in added}
        Milestone.objects.filter(pk__in=changed).update(version=F("version") + 1)
        touch("deployment", *{revision.milestone.deployment_id for revision in added})
    return len(added)


@dataclass(frozen=True)
class _Check:
    """The rules for one wish about one milestone; raises when one of them says no."""

    deployment_id: int
    type: str
    access: Access
    scope: SubjectScope
    today: date
    is_history: bool

    def __call__(self, plan: Plan, wish: DateChange) -> None:
        if wish.kind == RevisionKind.BASELINE:
            name = "networks.set_first_baseline" if plan.baseline is None else "networks.rebaseline"
            demand(name, self.access, self.scope)
        require(may_change_date(plan, wish, today=self.today))
        if self.type in LIVE_TYPES and wish.kind == RevisionKind.ACTUAL and wish.date:
            asks = may_have_gone_live if self.is_history else may_go_live
            require(asks(self.deployment_id, wish.date))


def _milestones(keys: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Milestone]:
    """The milestones of these deployments and types, made where missing, locked, with revisions in recorded order."""
    wanted = sorted(set(keys))
    Milestone.objects.bulk_create(
        [Milestone(deployment_id=deployment, type=type) for deployment, type in wanted],
        ignore_conflicts=True,
        batch_size=1000,
    )
    rows = Milestone.objects.select_for_update().filter(deployment__in={key[0] for key in wanted}).order_by("pk")
    found = {(row.deployment_id, row.type): row for row in rows}
    milestones = {key: found[key] for key in wanted}
    prefetch_related_objects(
        list(milestones.values()),
        Prefetch("revisions", MilestoneRevision.objects.order_by("pk")),
    )
    return milestones
