"""Opening deployments and recording what happens to them: clinical use, blockers, delivery confidence, updates."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import (
    access_of,
    scope_of_deployment,
    scope_of_trust,
    scopes_of_deployments,
)
from tracker.networks.go_live import may_go_live, may_have_gone_live
from tracker.networks.models import (
    Blocker,
    BlockerCode,
    ClinicalUse,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    NextAction,
    Programme,
    StatedRag,
    StatedRating,
    Trust,
    UseCase,
)
from tracker.networks.policies import may_change_state, may_count_from, may_plan_next, may_state_rating, widens_use


@dataclass(frozen=True)
class StateChange:
    """Clinical use of one deployment from a day on. `sources` are codes of `ReferralSource`."""

    deployment: Deployment
    state: ClinicalUse
    effective_on: date
    sources: Collection[str] = field(default_factory=tuple)
    reason: str = ""


def open_deployment(*, programme: Programme, trust: Trust, use_case: UseCase, owner: str = "", by: User) -> Deployment:
    """Plans a use case at a trust; it starts as not started, with no milestone."""
    today = today_in_london()
    with change(by=by):
        scope = scope_of_trust(trust, day=today, programme_id=programme.pk)
        demand("networks.update_deployment", access_of(by, day=today), scope)
        deployment = Deployment.objects.create(programme=programme, trust=trust, use_case=use_case, owner=owner.strip())
        touch("deployment", deployment.pk)
    return deployment


def lock_deployment(deployment: Deployment, *, version: int | None, by: User) -> Deployment:
    """The row, locked and unchanged since `version` (None: whatever it is), that this person may update."""
    today = today_in_london()
    demand(
        "networks.update_deployment",
        access_of(by, day=today),
        scope_of_deployment(deployment, day=today),
    )
    current = Deployment.objects.select_for_update().get(pk=deployment.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def _changed(deployment: Deployment) -> None:
    Deployment.objects.filter(pk=deployment.pk).update(version=F("version") + 1)
    deployment.refresh_from_db(fields=["version"])
    touch("deployment", deployment.pk)


def record_state(*, wish: StateChange, version: int | None, by: User) -> DeploymentState | None:
    """Changes clinical use as edited on a page that showed the deployment's `version`. Answers the row that was recorded
    last, None when there is none yet."""
    with change(reason=wish.reason, by=by):
        lock_deployment(wish.deployment, version=version, by=by)
        if record_states([wish], by=by):
            _changed(wish.deployment)
        return wish.deployment.states.order_by("pk").last()


def record_states(wishes: Iterable[StateChange], *, door: Door | None = None, by: User) -> int:
    """Changes clinical use of many deployments, in the order of their days; what changes nothing is passed over.
    History that arrives by import is recorded as it happened, as far as the checks on history allow."""
    today = today_in_london()
    access = access_of(by, day=today)
    ordered = sorted(wishes, key=lambda wish: wish.effective_on)
    with change(door=door, by=by):
        scopes = scopes_of_deployments({wish.deployment for wish in ordered}, day=today)
        for scope in scopes.values():
            demand("networks.update_deployment", access, scope)
        return _add_states(ordered, is_history=door == Door.IMPORT, by=by)


def record_state_for(*, wish: StateChange, by: User) -> DeploymentState | None:
    """Changes clinical use for an action of an app above, which has asked whether this person may: whoever is named to
    pause a tool need not run its delivery. Answers the new row, None when nothing changed."""
    with change(reason=wish.reason, by=by):
        Deployment.objects.select_for_update().get(pk=wish.deployment.pk)
        if not _add_states([wish], is_history=False, by=by):
            return None
        _changed(wish.deployment)
        return wish.deployment.states.order_by("pk").last()


def _add_states(ordered: Sequence[StateChange], *, is_history: bool, by: User) -> int:
    """Adds states in the order of their days, each held against what stood on its day."""
    today = today_in_london()
    known: dict[int, list[DeploymentState]] = {wish.deployment.pk: [] for wish in ordered}
    for row in DeploymentState.objects.filter(deployment__in=known).order_by("effective_on", "pk"):
        known[row.deployment_id].append(row)
    added = []
    for wish in ordered:
        before = [row for row in known[wish.deployment.pk] if row.effective_on <= wish.effective_on]
        now = ClinicalUse(before[-1].state) if before else ClinicalUse.NOT_STARTED
        if now == wish.state and sorted(before[-1].sources if before else []) == sorted(wish.sources):
            continue
        _check_state(now, wish, today=today)
        if widens_use(now, before[-1].sources if before else (), wish.state, wish.sources):
            asks = may_have_gone_live if is_history else may_go_live
            require(asks(wish.deployment.pk, wish.effective_on))
        row = DeploymentState(
            deployment=wish.deployment,
            state=wish.state,
            sources=sorted(wish.sources),
            effective_on=wish.effective_on,
            reason=wish.reason.strip(),
            recorded_by=by,
        )
        known[wish.deployment.pk].append(row)
        known[wish.deployment.pk].sort(key=lambda each: each.effective_on)
        added.append(row)
    DeploymentState.objects.bulk_create(added, batch_size=1000)
    touch("deployment", *{row.deployment_id for row in added})
    return len(added)


def _check_state(now: ClinicalUse, wish: StateChange, *, today: date) -> None:
    require(
        may_change_state(
            now,
            wish.state,
            sources=wish.sources,
            effective_on=wish.effective_on,
            reason=wish.reason,
            today=today,
        )
    )


def set_blockers(
    *,
    deployment: Deployment,
    codes: Collection[BlockerCode],
    on: date,
    note: str = "",
    version: int | None,
    by: User,
) -> None:
    """Has exactly these blockers open from `on`: opens what is new, clears what is no longer there."""
    require(may_count_from(on, today=today_in_london(), field="on"))
    with change(reason=note, by=by):
        lock_deployment(deployment, version=version, by=by)
        standing = {blocker.code: blocker for blocker in deployment.blockers.filter(cleared_on=None)}
        for code, blocker in standing.items():
            if code not in codes:
                blocker.cleared_on = max(on, blocker.opened_on)
                blocker.save(update_fields=["cleared_on"])
        Blocker.objects.bulk_create(
            [
                Blocker(deployment=deployment, code=code, note=note.strip(), opened_on=_free_from(deployment, code, on))
                for code in codes
                if code not in standing
            ]
        )
        _changed(deployment)


def _free_from(deployment: Deployment, code: BlockerCode, on: date) -> date:
    """The first day from `on` on which this blocker is not held already by a time that was cleared later."""
    cleared = deployment.blockers.filter(code=code, cleared_on__gt=on).values_list("cleared_on", flat=True)
    return max([on, *(day for day in cleared if day is not None)])


def state_rag(
    *,
    deployment: Deployment,
    rating: StatedRating,
    reason: str,
    on: date,
    version: int | None,
    by: User,
) -> StatedRag:
    """Records the owner's own view of delivery confidence; anything but green needs its reason."""
    require(may_count_from(on, today=today_in_london(), field="on"))
    require(may_state_rating(rating, reason))
    with change(reason=reason, by=by):
        lock_deployment(deployment, version=version, by=by)
        stated = StatedRag.objects.create(
            deployment=deployment,
            rating=rating,
            reason=reason.strip(),
            effective_on=on,
            recorded_by=by,
        )
        _changed(deployment)
    return stated


def confirm_update(
    *, deployment: Deployment, on: date, note: str = "", version: int | None = None, by: User
) -> DeploymentUpdate:
    """Somebody looked (at this `version`, where the page showed one) and says that what stands here is true as of `on`."""
    require(may_count_from(on, today=today_in_london(), field="on"))
    with change(reason=note, by=by):
        lock_deployment(deployment, version=version, by=by)
        update = DeploymentUpdate.objects.create(
            deployment=deployment, updated_on=on, note=note.strip(), recorded_by=by
        )
        touch("deployment", deployment.pk)
    return update


def set_owner(*, deployment: Deployment, owner: str, version: int | None, by: User) -> None:
    """Names who runs this deployment."""
    with change(by=by):
        current = lock_deployment(deployment, version=version, by=by)
        current.owner = owner.strip()
        current.save(update_fields=["owner"])
        _changed(deployment)


def plan_next_action(
    *, deployment: Deployment, text: str, due_on: date | None, version: int | None, by: User
) -> NextAction:
    """Says what has to be done next for this deployment, and by when; an empty text and day say that nothing has."""
    today = today_in_london()
    require(may_plan_next(text, due_on, today=today))
    with change(by=by):
        lock_deployment(deployment, version=version, by=by)
        planned = NextAction.objects.create(
            deployment=deployment, text=text.strip(), due_on=due_on, effective_on=today, recorded_by=by
        )
        _changed(deployment)
    return planned
