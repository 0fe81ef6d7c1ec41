"""Reading evaluations as of a day, in a fixed number of queries. Scores are read by `selectors.scores` alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Prefetch, Q

from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import ITSystem, ITSystemKind, NetworkMembership
from tracker.procurement.evaluation_vocabulary import (
    BidStatus,
    CriterionGroup,
    EvaluationStatus,
    InterestRulingCode,
    PanelCapacity,
)
from tracker.procurement.limits import limits_on
from tracker.procurement.models import (
    AwardCriterion,
    AwardCriterionRevision,
    Bid,
    BidSite,
    BidSiteCheck,
    BidState,
    Evaluation,
    EvaluationState,
    InterestDeclaration,
    InterestRuling,
    PanelMember,
    ScoreSubmission,
)
from tracker.procurement.policies.comparing_sites import NetworkFacts, SiteFacts, judge_site
from tracker.procurement.policies.criteria import group_weights
from tracker.procurement.policies.evaluation import (
    BidOn,
    CriterionOn,
    DeclarationOn,
    EvaluationOn,
    EvaluationRecord,
    MemberOn,
    RulingOn,
    Scale,
    SiteOn,
)
from tracker.procurement.selectors.procurements import ProcurementOn


def evaluations_on(procurement_ids: Collection[int], *, on: date, compares: bool = True) -> dict[int, EvaluationRecord]:
    """The evaluations of these procurements on a day, by procurement. The caller has checked who may see them. Whoever does
    not ask which reference sites are comparable saves the reading of the networks' systems (`compares`)."""
    rows = list(_with_history(procurement_ids, on))
    networks = _network_facts(rows, on) if compares else {}
    records = {}
    for row in rows:
        states = list(row.states.all())
        if states:
            records[row.procurement_id] = _record(row, states[-1], networks.get(row.pk), on)
    return records


def evaluation_on(procurement_id: int, *, on: date, compares: bool = True) -> EvaluationRecord | None:
    """The evaluation of one procurement on a day."""
    return evaluations_on([procurement_id], on=on, compares=compares).get(procurement_id)


def with_evaluations(found: Iterable[ProcurementOn], access: Access, *, on: date) -> list[ProcurementOn]:
    """The same procurements, each with what the person may know of its evaluation: how far it is, and its weights only
    where commercial figures may be seen."""
    procurements = list(found)
    records = evaluations_on([each.id for each in procurements], on=on)
    return [
        replace(each, evaluation=_summary(records[each.id], shows_weights=_sees_commercial(each, access)))
        if each.id in records
        else each
        for each in procurements
    ]


def _sees_commercial(procurement: ProcurementOn, access: Access) -> bool:
    return access.sees_commercial(scope_of_network(procurement.network_id, programme_id=procurement.programme_id))


def _summary(record: EvaluationRecord, *, shows_weights: bool) -> EvaluationOn:
    fewest = min(record.live_bids, key=lambda bid: bid.comparable_sites, default=None)
    return EvaluationOn(
        status=record.status,
        since=record.since,
        weights=group_weights(record.criteria) if shows_weights and record.criteria else None,
        weights_since=max((each.since for each in record.criteria if each.since), default=None)
        if shows_weights
        else None,
        fewest_sites=fewest.comparable_sites if fewest else None,
        sites_since=fewest.received_on if fewest else None,
    )


def _with_history(procurement_ids: Collection[int], on: date) -> Iterable[Evaluation]:
    sites = BidSite.objects.prefetch_related(
        Prefetch("checks", BidSiteCheck.objects.filter(checked_on__lte=on).select_related("checked_by"))
    )
    bids = Bid.objects.filter(received_on__lte=on).select_related("supplier", "release__product")
    declarations = InterestDeclaration.objects.filter(declared_on__lte=on).prefetch_related(
        Prefetch("rulings", InterestRuling.objects.filter(decided_on__lte=on).select_related("decided_by"))
    )
    members = PanelMember.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), joined_on__lte=on)
    revisions = AwardCriterionRevision.objects.filter(effective_on__lte=on).order_by("effective_on", "pk")
    return (
        Evaluation.objects.filter(procurement__in=procurement_ids)
        .select_related("procurement")
        .prefetch_related(
            Prefetch("states", EvaluationState.objects.filter(effective_on__lte=on).order_by("effective_on", "pk")),
            Prefetch("criteria", AwardCriterion.objects.prefetch_related(Prefetch("revisions", revisions))),
            Prefetch(
                "bids",
                bids.prefetch_related(
                    Prefetch("states", BidState.objects.filter(effective_on__lte=on).order_by("effective_on", "pk")),
                    Prefetch("sites", sites),
                ),
            ),
            Prefetch(
                "members",
                members.select_related("person").prefetch_related(
                    Prefetch("declarations", declarations), *_submissions()
                ),
            ),
        )
    )


def _submissions() -> tuple[Prefetch, ...]:
    return (Prefetch("submission", ScoreSubmission.objects.all()),)


def _record(row: Evaluation, state: EvaluationState, network: NetworkFacts | None, on: date) -> EvaluationRecord:
    return EvaluationRecord(
        id=row.pk,
        version=row.version,
        procurement_id=row.procurement_id,
        status=EvaluationStatus(state.status),
        since=state.effective_on,
        scale=Scale(row.scale_minimum, row.scale_maximum, row.half_steps),
        comparison_volume=row.comparison_volume,
        criteria=_criteria(row),
        bids=tuple(_bid(bid, network, on) for bid in row.bids.all()),
        members=tuple(_member(member, on) for member in row.members.all()),
    )


def _criteria(row: Evaluation) -> tuple[CriterionOn, ...]:
    """Those that stand, in the order of groups and codes."""
    found = []
    for criterion in row.criteria.all():
        newest = max(criterion.revisions.all(), key=lambda each: (each.effective_on, each.pk), default=None)
        if newest is not None and not newest.is_removed:
            found.append(_criterion(criterion, newest))
    groups = list(CriterionGroup)
    return tuple(sorted(found, key=lambda each: (groups.index(each.group), each.code)))


def _criterion(row: AwardCriterion, newest: AwardCriterionRevision) -> CriterionOn:
    return CriterionOn(
        id=row.pk,
        version=row.version,
        code=row.code,
        group=CriterionGroup(newest.group),
        name=newest.name,
        weight=newest.weight,
        good_answer=newest.good_answer,
        is_formula=newest.is_formula,
        since=newest.effective_on,
    )


def _bid(row: Bid, network: NetworkFacts | None, on: date) -> BidOn:
    states = list(row.states.all())
    return BidOn(
        id=row.pk,
        version=row.version,
        supplier_id=row.supplier_id,
        supplier=row.supplier.name,
        received_on=row.received_on,
        release_id=row.release_id,
        release=str(row.release) if row.release else "",
        price_pence=row.price_pence,
        status=BidStatus(states[-1].status) if states else BidStatus.RECEIVED,
        reason=states[-1].reason if states else "",
        sites=tuple(_site(site, network, on) for site in row.sites.all()),
    )


def _site(row: BidSite, network: NetworkFacts | None, on: date) -> SiteOn:
    facts = SiteFacts(
        row.organisation,
        row.pacs_vendor,
        row.ris_vendor,
        row.yearly_volume,
        row.modality,
        row.live_since,
        row.evidence,
    )
    checks = list(row.checks.all())
    newest = checks[-1] if checks else None
    return SiteOn(
        id=row.pk,
        version=row.version,
        facts=facts,
        contact_role=row.contact_role,
        is_confirmed=newest.is_confirmed if newest else None,
        checked_on=newest.checked_on if newest else None,
        checked_by=str(newest.checked_by) if newest else "",
        check_note=newest.note if newest else "",
        comparability=judge_site(facts, network, day=on) if network else None,
    )


def _member(row: PanelMember, on: date) -> MemberOn:
    declarations = list(row.declarations.all())
    newest = declarations[-1] if declarations else None
    rulings = sorted((each for declared in declarations for each in declared.rulings.all()), key=lambda each: each.pk)
    submission = getattr(row, "submission", None)
    return MemberOn(
        id=row.pk,
        version=row.version,
        person_id=row.person_id,
        name=str(row.person),
        capacity=PanelCapacity(row.capacity),
        joined_on=row.joined_on,
        hours_asked=row.hours_asked,
        hours_given=row.hours_given,
        declaration=DeclarationOn(newest.pk, newest.has_interest, newest.declared_on, newest.text) if newest else None,
        rulings=tuple(_ruling(each) for each in rulings),
        submitted_on=submission.submitted_on if submission and submission.submitted_on <= on else None,
    )


def _ruling(row: InterestRuling) -> RulingOn:
    return RulingOn(
        declaration_id=row.declaration_id,
        ruling=InterestRulingCode(row.ruling),
        decided_on=row.decided_on,
        bid_id=row.bid_id,
        reason=row.reason,
        decided_by=str(row.decided_by),
    )


def _network_facts(rows: Collection[Evaluation], on: date) -> dict[int, NetworkFacts]:
    """What each evaluation's network has, by evaluation: one query for its trusts and one for their systems."""
    networks: dict[int, set[int]] = defaultdict(set)
    wanted = {row.procurement.network_id for row in rows}
    for network_id, trust_id in (
        NetworkMembership.objects.on(on).filter(network__in=wanted).values_list("network_id", "trust_id")
    ):
        networks[network_id].add(trust_id)
    trusts = {trust for each in networks.values() for trust in each}
    systems: dict[tuple[int, str], set[str]] = defaultdict(set)
    for trust_id, kind, name in (
        ITSystem.objects.filter(site__trust__in=trusts, kind__in=[ITSystemKind.PACS, ITSystemKind.RIS])
    ).values_list("site__trust", "kind", "name"):
        systems[trust_id, kind].add(name)
    similar = {
        programme: limits_on(programme, on).similar_volume_percent
        for programme in {row.procurement.programme_id for row in rows}
    }
    return {
        row.pk: NetworkFacts(
            pacs=_names(ITSystemKind.PACS, networks[row.procurement.network_id], systems),
            ris=_names(ITSystemKind.RIS, networks[row.procurement.network_id], systems),
            yearly_volume=row.comparison_volume,
            similar_volume_percent=similar[row.procurement.programme_id],
        )
        for row in rows
    }


def _names(kind: str, trusts: Collection[int], systems: dict[tuple[int, str], set[str]]) -> frozenset[str]:
    return frozenset(name for trust in trusts for name in systems.get((trust, kind), ()))
