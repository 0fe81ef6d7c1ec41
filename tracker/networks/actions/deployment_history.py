"""What a workbook says of many deployments at once: blockers, stated confidence, updates, owners, each on its day."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import access_of, scopes_of_deployments
from tracker.networks.intervals import Interval, held_on, restate
from tracker.networks.models import Blocker, Deployment, DeploymentUpdate, StatedRag, StatedRating
from tracker.networks.policies import may_count_from, may_state_rating


@dataclass(frozen=True)
class DeploymentFacts:
    """What was true of one deployment on a day. None says nothing of that fact."""

    deployment: Deployment
    on: date
    blockers: Collection[str] | None = None
    rating: StatedRating | None = None
    rating_reason: str = ""
    owner: str | None = None
    updated_on: date | None = None


def record_deployment_facts(facts: Iterable[DeploymentFacts], *, door: Door | None = None, by: User) -> None:
    """Records many facts in the order of their days, all or none. What is true already is passed over, and a fact
    older than one that is stored adds history without moving the newer one."""
    today = today_in_london()
    access = access_of(by, day=today)
    ordered = sorted(facts, key=lambda fact: fact.on)
    with change(door=door, by=by):
        scopes = scopes_of_deployments({fact.deployment for fact in ordered}, day=today)
        for scope in scopes.values():
            demand("networks.update_deployment", access, scope)
        for fact in ordered:
            require(may_count_from(fact.on, today=today, field="state_on"))
            if fact.rating is not None:
                require(may_state_rating(fact.rating, fact.rating_reason))
            if fact.updated_on is not None:
                require(may_count_from(fact.updated_on, today=today, field="updated_on"))
        _record_blockers([fact for fact in ordered if fact.blockers is not None])
        _record_ratings([fact for fact in ordered if fact.rating is not None], by=by)
        _record_updates([fact for fact in ordered if fact.updated_on is not None], by=by)
        _record_owners([fact for fact in ordered if fact.owner is not None])
        Deployment.objects.filter(pk__in=scopes).update(version=F("version") + 1)
        touch("deployment", *scopes)


def as_intervals(blockers: Iterable[Blocker]) -> list[Interval[str]]:
    """Stored blockers as times over which each holds."""
    return [Interval(row.code, row.opened_on, row.cleared_on, row.pk) for row in blockers]


def _record_blockers(facts: list[DeploymentFacts]) -> None:
    rows: dict[int, list[Blocker]] = defaultdict(list)
    for row in Blocker.objects.select_for_update().filter(deployment__in={fact.deployment.pk for fact in facts}):
        rows[row.deployment_id].append(row)
    wanted: dict[int, list[Interval[str]]] = {pk: as_intervals(blockers) for pk, blockers in rows.items()}
    for fact in facts:
        known = wanted.get(fact.deployment.pk, [])
        codes = set(fact.blockers or ())
        if held_on(known, fact.on) != codes:
            wanted[fact.deployment.pk] = restate(known, day=fact.on, wanted=sorted(codes))
    changed, new = [], []
    for deployment_id, intervals in wanted.items():
        kept = {interval.row: interval for interval in intervals if interval.row is not None}
        Blocker.objects.filter(pk__in=[row.pk for row in rows[deployment_id] if row.pk not in kept]).delete()
        for row in rows[deployment_id]:
            interval = kept.get(row.pk)
            if interval and (row.opened_on, row.cleared_on) != (interval.start, interval.end):
                row.opened_on, row.cleared_on = interval.start, interval.end
                changed.append(row)
        new += [
            Blocker(deployment_id=deployment_id, code=each.key, opened_on=each.start, cleared_on=each.end)
            for each in intervals
            if each.row is None
        ]
    Blocker.objects.bulk_update(changed, ["opened_on", "cleared_on"], batch_size=500)
    Blocker.objects.bulk_create(new, batch_size=1000)


def _record_ratings(facts: list[DeploymentFacts], *, by: User) -> None:
    known: dict[int, list[StatedRag]] = defaultdict(list)
    stored = StatedRag.objects.filter(deployment__in={fact.deployment.pk for fact in facts})
    for row in stored.order_by("effective_on", "pk"):
        known[row.deployment_id].append(row)
    added = []
    for fact in facts:
        before = [row for row in known[fact.deployment.pk] if row.effective_on <= fact.on]
        reason = fact.rating_reason.strip()
        if before and (before[-1].rating, before[-1].reason) == (fact.rating, reason):
            continue
        row = StatedRag(
            deployment=fact.deployment,
            rating=fact.rating or "",
            reason=reason,
            effective_on=fact.on,
            recorded_by=by,
        )
        known[fact.deployment.pk].append(row)
        known[fact.deployment.pk].sort(key=lambda each: each.effective_on)
        added.append(row)
    StatedRag.objects.bulk_create(added, batch_size=1000)


def _record_updates(facts: list[DeploymentFacts], *, by: User) -> None:
    stored = DeploymentUpdate.objects.filter(deployment__in={fact.deployment.pk for fact in facts})
    known = set(stored.values_list("deployment_id", "updated_on"))
    wanted = {(fact.deployment.pk, fact.updated_on) for fact in facts if fact.updated_on is not None}
    DeploymentUpdate.objects.bulk_create(
        [DeploymentUpdate(deployment_id=pk, updated_on=on, recorded_by=by) for pk, on in sorted(wanted - known)],
        batch_size=1000,
    )


def _record_owners(facts: list[DeploymentFacts]) -> None:
    newest = {fact.deployment.pk: fact for fact in facts}
    for pk, fact in newest.items():
        Deployment.objects.filter(pk=pk).update(owner=(fact.owner or "").strip())
        fact.deployment.owner = (fact.owner or "").strip()
