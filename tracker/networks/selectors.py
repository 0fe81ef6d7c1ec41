"""Reading the programme, its organisations and deployments, as of a day, for what one person may see.

A position is plain data: everything of one deployment that counts on a day, read with a fixed number of queries for any
number of deployments. Pages, reports, flags and the API all read positions, so that they can't disagree.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max, Prefetch

from tracker.networks.access import Access
from tracker.networks.models import (
    Blocker,
    ClinicalUse,
    DeliveryCapacity,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    ImagingNetwork,
    ITSystem,
    Milestone,
    MilestoneRevision,
    MilestoneType,
    NetworkMembership,
    Programme,
    ProgrammeScope,
    StatedRag,
    Trust,
    TrustRecord,
)
from tracker.networks.plans import Plan, plan_on
from tracker.networks.policies import is_live


@dataclass(frozen=True)
class StateOn:
    """Clinical use as it stood on a day. `sources` are codes of `ReferralSource`."""

    state: ClinicalUse = ClinicalUse.NOT_STARTED
    sources: tuple[str, ...] = ()
    since: date | None = None
    reason: str = ""

    @property
    def is_live(self) -> bool:
        return is_live(self.state)


@dataclass(frozen=True)
class TrustOn:
    """A trust as it was on a day: its name, region and ICB then, its network, and its part in the programme."""

    id: int
    ods_code: str
    name: str
    network_id: int | None
    network_name: str
    network_slug: str
    region: str = ""
    icb: str = ""
    joined_on: date | None = None
    is_in_scope: bool = False
    project_manager: str = ""
    clinical_lead: str = ""
    protected_sessions_per_week: float | None = None


@dataclass(frozen=True)
class DeploymentOn:
    """A deployment's position on a day. `milestones` has a plan for each type that has one, `history` of states is
    oldest first, `last_update_on` the newest day on which anybody changed or confirmed anything."""

    id: int
    version: int
    programme_id: int
    trust: TrustOn
    use_case: str
    use_case_name: str
    owner: str
    state: StateOn
    milestones: dict[MilestoneType, Plan] = field(default_factory=dict)
    milestone_versions: dict[MilestoneType, int] = field(default_factory=dict)
    blockers: tuple[Blocker, ...] = ()
    stated_rag: StatedRag | None = None
    first_live_on: date | None = None
    last_update_on: date | None = None

    @property
    def go_live(self) -> Plan:
        return self.milestones.get(MilestoneType.GO_LIVE, Plan())


def current_programme() -> Programme | None:
    """The programme that the pages are about: the newest one, or None before the first is set up."""
    return Programme.objects.order_by("-starts_on", "-pk").first()


def trusts_in_scope(programme: Programme, *, on: date, access: Access | None = None) -> list[TrustOn]:
    """The trusts that count in the programme on a day, by network and name: all of them, or those the person sees."""
    scopes = ProgrammeScope.objects.on(on).filter(programme=programme)
    if access is not None:
        scopes = scopes.filter(trust__in=Trust.objects.visible_to(access, on=on))
    trusts = trusts_on(list(scopes.values_list("trust_id", flat=True)), on=on, programme=programme)
    return sorted(trusts.values(), key=lambda trust: (trust.network_name, trust.name))


def trusts_on(trust_ids: Sequence[int], *, on: date, programme: Programme | None = None) -> dict[int, TrustOn]:
    """Trusts by id as they were on a day, in five queries for any number of them."""
    records = {
        row.trust_id: row
        for row in TrustRecord.objects.on(on).filter(trust__in=trust_ids).select_related("region", "icb")
    }
    memberships = {
        row.trust_id: row.network
        for row in NetworkMembership.objects.on(on)
        .filter(trust__in=trust_ids, is_primary=True)
        .select_related("network")
    }
    scopes = {
        row.trust_id: row
        for row in ProgrammeScope.objects.on(on)
        .filter(trust__in=trust_ids, **({"programme": programme} if programme else {}))
        .select_related("network")
    }
    capacities = {row.trust_id: row for row in DeliveryCapacity.objects.on(on).filter(trust__in=trust_ids)}
    return {
        trust.pk: _trust_on(
            trust,
            records.get(trust.pk),
            scopes[trust.pk].network if trust.pk in scopes else memberships.get(trust.pk),
            scopes.get(trust.pk),
            capacities.get(trust.pk),
        )
        for trust in Trust.objects.filter(pk__in=trust_ids)
    }


def _trust_on(
    trust: Trust,
    record: TrustRecord | None,
    network: ImagingNetwork | None,
    scope: ProgrammeScope | None,
    capacity: DeliveryCapacity | None,
) -> TrustOn:
    sessions = capacity.protected_sessions_per_week if capacity else None
    return TrustOn(
        id=trust.pk,
        ods_code=trust.ods_code,
        name=record.name if record else trust.name,
        network_id=network.pk if network else None,
        network_name=network.name if network else "",
        network_slug=network.slug if network else "",
        region=record.region.name if record and record.region else "",
        icb=record.icb.name if record and record.icb else "",
        joined_on=scope.valid_from if scope else None,
        is_in_scope=scope is not None,
        project_manager=capacity.project_manager if capacity else "",
        clinical_lead=capacity.clinical_lead if capacity else "",
        protected_sessions_per_week=float(sessions) if sessions is not None else None,
    )


def visible_deployments(access: Access, *, on: date, programme: Programme | None = None) -> list[DeploymentOn]:
    """Positions of the deployments that the person may see and whose trust is in scope on the day."""
    rows = Deployment.objects.visible_to(access, on=on).in_scope(on=on)
    if programme is not None:
        rows = rows.filter(programme=programme)
    return deployments_on(rows, on=on)


def deployments_on(rows: Iterable[Deployment], *, on: date) -> list[DeploymentOn]:
    """Positions of deployments on a day, by network, trust and use case, in a fixed number of queries.

    `rows` is a queryset of deployments (or rows); what happened after the day is left out.
    """
    ids = [deployment.pk for deployment in rows]
    deployments = list(
        Deployment.objects.filter(pk__in=ids)
        .select_related("use_case", "programme")
        .prefetch_related(
            Prefetch(
                "states",
                DeploymentState.objects.filter(effective_on__lte=on).order_by("effective_on", "pk"),
            ),
            Prefetch(
                "blockers",
                Blocker.objects.filter(opened_on__lte=on).order_by("opened_on", "code"),
            ),
            Prefetch(
                "stated_rags",
                StatedRag.objects.filter(effective_on__lte=on).order_by("effective_on", "pk"),
            ),
        )
    )
    trusts = trusts_on([deployment.trust_id for deployment in deployments], on=on)
    milestones = _milestones_on(ids, on)
    updated = DeploymentUpdate.objects.filter(deployment__in=ids, updated_on__lte=on).values_list("deployment")
    updates = dict(updated.annotate(Max("updated_on")).order_by())
    positions = [
        _position(
            deployment, trusts[deployment.trust_id], milestones.get(deployment.pk, {}), updates.get(deployment.pk), on
        )
        for deployment in deployments
    ]
    return sorted(
        positions,
        key=lambda each: (each.trust.network_name, each.trust.name, each.use_case),
    )


@dataclass(slots=True)
class _Revision:
    """A revision as plain data: a programme has thousands, and a model instance of each would take most of the time."""

    kind: str
    effective_on: date
    reason: str
    date: date | None


def _milestones_on(deployment_ids: Sequence[int], on: date) -> dict[int, dict[MilestoneType, tuple[int, Plan]]]:
    """The version and the plan of every milestone, by deployment and in the order of the way to clinical use."""
    revisions: dict[int, list[_Revision]] = defaultdict(list)
    rows = MilestoneRevision.objects.filter(milestone__deployment__in=deployment_ids, effective_on__lte=on)
    fields = ("milestone_id", "kind", "effective_on", "reason", "date")
    for milestone_id, *revision in rows.order_by("pk").values_list(*fields):
        revisions[milestone_id].append(_Revision(*revision))
    found: dict[int, dict[MilestoneType, tuple[int, Plan]]] = defaultdict(dict)
    milestones = Milestone.objects.filter(deployment__in=deployment_ids)
    by_type = {kind: place for place, kind in enumerate(MilestoneType)}
    for pk, deployment_id, kind, version in sorted(
        milestones.values_list("pk", "deployment_id", "type", "version"), key=lambda row: by_type[MilestoneType(row[2])]
    ):
        found[deployment_id][MilestoneType(kind)] = version, plan_on(revisions[pk], on)
    return found


def _position(
    deployment: Deployment,
    trust: TrustOn,
    milestones: dict[MilestoneType, tuple[int, Plan]],
    updated_on: date | None,
    on: date,
) -> DeploymentOn:
    states = list(deployment.states.all())
    rags = list(deployment.stated_rags.all())
    plans = {kind: plan for kind, (_, plan) in milestones.items()}
    changed = [state.effective_on for state in states] + [rag.effective_on for rag in rags]
    changed += [updated_on] if updated_on else []
    changed += [plan.last_changed_on for plan in plans.values() if plan.last_changed_on]
    return DeploymentOn(
        id=deployment.pk,
        version=deployment.version,
        programme_id=deployment.programme_id,
        trust=trust,
        use_case=deployment.use_case.code,
        use_case_name=deployment.use_case.name,
        owner=deployment.owner,
        state=_state_on(states[-1]) if states else StateOn(),
        milestones={kind: plan for kind, plan in plans.items() if plan.last_changed_on},
        milestone_versions={kind: version for kind, (version, _) in milestones.items()},
        blockers=tuple(
            blocker for blocker in deployment.blockers.all() if blocker.cleared_on is None or blocker.cleared_on > on
        ),
        stated_rag=rags[-1] if rags else None,
        first_live_on=next((state.effective_on for state in states if is_live(state.state)), None),
        last_update_on=max(changed, default=None),
    )


def _state_on(row: DeploymentState) -> StateOn:
    return StateOn(ClinicalUse(row.state), tuple(row.sources), row.effective_on, row.reason)


@dataclass(frozen=True)
class LiveCount:
    """How many trusts of the programme were in clinical use on a day, of how many in scope that day."""

    day: date
    live: int
    in_scope: int


def live_counts(programme: Programme, *, days: Sequence[date], access: Access | None = None) -> list[LiveCount]:
    """The count of live trusts on each of the days, in two queries: over everything, or over what the person sees."""
    scopes = ProgrammeScope.objects.filter(programme=programme)
    if access is not None and days:
        scopes = scopes.filter(trust__in=Trust.objects.visible_to(access, on=max(days)))
    spans = list(scopes.values_list("trust_id", "valid_from", "valid_to"))
    states: dict[int, dict[int, list[tuple[date, str]]]] = defaultdict(lambda: defaultdict(list))
    rows = DeploymentState.objects.filter(deployment__programme=programme).order_by("effective_on", "pk")
    for trust, deployment, day, state in rows.values_list(
        "deployment__trust_id", "deployment_id", "effective_on", "state"
    ):
        states[trust][deployment].append((day, state))
    return [_live_count(day, spans, states) for day in days]


def _live_count(
    day: date,
    spans: list[tuple[int, date, date | None]],
    states: dict[int, dict[int, list[tuple[date, str]]]],
) -> LiveCount:
    in_scope = {trust for trust, start, end in spans if start <= day and (end is None or end > day)}

    def lives(trust: int) -> bool:
        newest = [[state for on, state in rows if on <= day][-1:] for rows in states.get(trust, {}).values()]
        return any(is_live(state) for rows in newest for state in rows)

    return LiveCount(day, live=sum(1 for trust in in_scope if lives(trust)), in_scope=len(in_scope))


def it_systems_of(trust_ids: Sequence[int]) -> dict[int, list[ITSystem]]:
    """The imaging IT systems of trusts, by trust."""
    systems: dict[int, list[ITSystem]] = defaultdict(list)
    for row in ITSystem.objects.filter(site__trust__in=trust_ids).select_related("site").order_by("kind"):
        systems[row.site.trust_id].append(row)
    return systems
