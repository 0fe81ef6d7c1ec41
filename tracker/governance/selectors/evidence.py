"""Reading evidence as of a day: what concerns a deployment, what supports a thing, and how it stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from tracker.governance.models import (
    Evidence,
    EvidenceLink,
    EvidenceReview,
    EvidenceRevision,
    EvidenceWithdrawal,
    ExpiryNotice,
    ReleaseInUse,
)
from tracker.governance.policies.evidence import EvidenceOn, RevisionOn, Support, standing_on, worst_of
from tracker.governance.selectors.releases import releases_on
from tracker.governance.vocabulary import EvidenceScope, EvidenceState, EvidenceType, ReviewDecision, SupportKind
from tracker.networks.models import Deployment, NetworkMembership
from tracker.procurement.models import ContractCoverage

Subject = tuple[EvidenceScope, int]


def evidence_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, tuple[EvidenceOn, ...]]:
    """All evidence that concerns each deployment on a day, by deployment id and title: its own, and that of its network,
    the release that it runs, the contracts that cover it, and its programme. A fixed number of queries. The caller has
    checked who may see them, and leaves contract evidence out for whoever may not (`is_commercial`)."""
    ids = list(deployment_ids)
    subjects = subjects_of(ids, on=on)
    wanted: dict[EvidenceScope, set[int]] = defaultdict(set)
    for scope, subject_id in set().union(*subjects.values()) if subjects else ():
        wanted[scope].add(subject_id)
    about = Q(pk__in=[])
    for scope, subject_ids in wanted.items():
        about |= Q(**{f"{scope.value}__in": subject_ids})
    found: dict[Subject, list[EvidenceOn]] = defaultdict(list)
    for item in evidence_rows_on(Evidence.objects.filter(about), on=on):
        found[item.scope, item.subject_id].append(item)
    return {
        pk: tuple(sorted((item for each in subjects[pk] for item in found[each]), key=lambda item: item.title))
        for pk in ids
    }


def evidence_states_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, dict[str, EvidenceState]]:
    """For each deployment, the worst state of the evidence that supports each requirement, by its code; a requirement
    that no evidence supports is not there."""
    return {pk: _states_by_code(items) for pk, items in evidence_on(deployment_ids, on=on).items()}


def evidence_state_of(
    requirement_code: str, deployment_ids: Iterable[int], on: date
) -> dict[int, EvidenceState | None]:
    """For each deployment, the worst state of the evidence that supports one requirement; None where none does."""
    return {pk: states.get(requirement_code) for pk, states in evidence_states_on(deployment_ids, on=on).items()}


def evidence_for(kind: SupportKind | str, ids: Iterable[int], *, on: date) -> dict[int, tuple[EvidenceOn, ...]]:
    """The evidence that supports each of these things (DPIAs, validations, …), by the id of its row and by title."""
    wanted = list(ids)
    links = EvidenceLink.objects.on(on).filter(kind=kind, supports_id__in=wanted).values_list("supports_id", "evidence")
    supported: dict[int, set[int]] = defaultdict(set)
    for supports_id, evidence_id in links:
        if supports_id is not None:
            supported[supports_id].add(evidence_id)
    items = evidence_rows_on(Evidence.objects.filter(pk__in=set().union(*supported.values())), on=on)
    return {pk: tuple(item for item in items if item.id in supported[pk]) for pk in wanted}


def evidence_rows_on(rows: QuerySet[Evidence], *, on: date) -> list[EvidenceOn]:
    """These pieces of evidence as they stood on a day, by title; those that did not exist then are left out. Six queries
    for any number of them."""
    notices = list(ExpiryNotice.objects.on(on).values_list("days", flat=True))
    found = rows.order_by("title", "pk").prefetch_related(
        Prefetch("revisions", EvidenceRevision.objects.filter(added_on__lte=on).order_by("number")),
        Prefetch("revisions__reviews", EvidenceReview.objects.filter(decided_on__lte=on).order_by("decided_on", "pk")),
        Prefetch("links", EvidenceLink.objects.on(on)),
    )
    withdrawals = EvidenceWithdrawal.objects.filter(evidence__in=[row.pk for row in found], effective_on__lte=on)
    withdrawn = dict(withdrawals.values_list("evidence_id", "effective_on"))
    return [_evidence_on(row, withdrawn.get(row.pk), on, notices) for row in found if row.revisions.all()]


def is_commercial(item: EvidenceOn) -> bool:
    """Only people with commercial rights over the contract may see it."""
    return item.scope == EvidenceScope.CONTRACT


def deployments_concerned(evidence: Evidence, *, on: date) -> list[int]:
    """The deployments that a piece of evidence concerns on a day: whose gate and flags it may change."""
    match evidence.scope:
        case EvidenceScope.DEPLOYMENT:
            return [evidence.subject_id]
        case EvidenceScope.NETWORK:
            members = NetworkMembership.objects.on(on).filter(network=evidence.subject_id).values("trust")
            rows = Deployment.objects.filter(trust__in=members)
        case EvidenceScope.RELEASE:
            return _deployments_running(evidence.subject_id, on=on)
        case EvidenceScope.CONTRACT:
            covered = ContractCoverage.objects.on(on).filter(contract=evidence.subject_id).values("deployment")
            rows = Deployment.objects.filter(pk__in=covered)
        case EvidenceScope.PROGRAMME:
            rows = Deployment.objects.filter(programme=evidence.subject_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _deployments_running(release_id: int, *, on: date) -> list[int]:
    recorded = ReleaseInUse.objects.filter(release=release_id, effective_on__lte=on).values_list(
        "deployment", flat=True
    )
    contracted = ContractCoverage.objects.on(on).filter(contract__release=release_id)
    candidates = {*recorded, *contracted.values_list("deployment", flat=True)}
    running = releases_on(candidates, on=on)
    return sorted(pk for pk, release in running.items() if release is not None and release.id == release_id)


def subjects_of(ids: Sequence[int], *, on: date) -> dict[int, set[Subject]]:
    """What evidence about a deployment may be about, by deployment id, in five queries."""
    rows = list(Deployment.objects.filter(pk__in=ids).values_list("pk", "programme_id", "trust_id"))
    networks: dict[int, set[int]] = defaultdict(set)
    members = NetworkMembership.objects.on(on).filter(trust__in={trust_id for _, _, trust_id in rows})
    for trust_id, network_id in members.values_list("trust_id", "network_id"):
        networks[trust_id].add(network_id)
    subjects: dict[int, set[Subject]] = {pk: set() for pk in ids}
    for pk, programme_id, trust_id in rows:
        subjects[pk] |= {(EvidenceScope.DEPLOYMENT, pk), (EvidenceScope.PROGRAMME, programme_id)}
        subjects[pk] |= {(EvidenceScope.NETWORK, network_id) for network_id in networks[trust_id]}
    for pk, release in releases_on(ids, on=on).items():
        if release is not None:
            subjects[pk].add((EvidenceScope.RELEASE, release.id))
    covered = ContractCoverage.objects.on(on).filter(deployment__in=ids)
    for pk, contract_id in covered.values_list("deployment_id", "contract_id"):
        subjects[pk].add((EvidenceScope.CONTRACT, contract_id))
    return subjects


def _evidence_on(row: Evidence, withdrawn_on: date | None, on: date, notices: Sequence[int]) -> EvidenceOn:
    revisions = [
        RevisionOn(each.number, each.effective_on, each.expires_on, _newest_decision(each))
        for each in row.revisions.all()
    ]
    return EvidenceOn(
        id=row.pk,
        version=row.version,
        title=row.title,
        type=EvidenceType(row.type),
        owner=row.owner,
        scope=row.scope,
        subject_id=row.subject_id,
        standing=standing_on(revisions, withdrawn_on=withdrawn_on, day=on, notices=notices),
        supports=tuple(
            Support(SupportKind(link.kind), link.supports_id, link.requirement_code) for link in row.links.all()
        ),
    )


def _newest_decision(revision: EvidenceRevision) -> ReviewDecision | None:
    reviews = list(revision.reviews.all())
    return ReviewDecision(reviews[-1].decision) if reviews else None


def _states_by_code(items: Iterable[EvidenceOn]) -> dict[str, EvidenceState]:
    states: Mapping[str, list[EvidenceState]] = defaultdict(list)
    for item in items:
        for support in item.supports:
            if support.kind == SupportKind.REQUIREMENT:
                states[support.requirement_code].append(item.state)
    return {code: worst for code, each in states.items() if (worst := worst_of(each))}
