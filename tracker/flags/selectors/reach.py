"""What a change reaches: the things whose flags have to be judged again after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from tracker.flags.vocabulary import SubjectKind
from tracker.networks.models import Deployment, Programme
from tracker.procurement.models import Contract, ContractCoverage, Procurement

Touched = Mapping[str, Iterable[int]]


@dataclass(frozen=True)
class Reach:
    """Ids by kind. `deployments` are those whose facts have to be read."""

    deployments: frozenset[int]
    trusts: frozenset[int]
    procurements: frozenset[int]
    contracts: frozenset[int]

    def covers(self, kind: str, subject_id: int) -> bool:
        """Whether flags of this subject are judged again."""
        return subject_id in self.by_kind.get(SubjectKind(kind), frozenset())

    @property
    def by_kind(self) -> dict[SubjectKind, frozenset[int]]:
        return {
            SubjectKind.DEPLOYMENT: self.deployments,
            SubjectKind.TRUST: self.trusts,
            SubjectKind.PROCUREMENT: self.procurements,
            SubjectKind.CONTRACT: self.contracts,
        }


def reach_of(programme: Programme, touched: Touched) -> Reach:
    """Follows a change one step each way: a deployment to its trust and its contracts; a procurement or a contract to
    each other and to the deployments of the network's use case; a supplier to its contracts, and to the deployments that
    they cover or that run one of its releases."""
    given = {kind: set(ids) for kind, ids in touched.items()}
    plans = _network_plans(programme, given)
    contracts = Contract.objects.filter(programme=programme).filter(
        Q(pk__in=given.get("contract", ())) | Q(supplier__in=given.get("supplier", ())) | _same_plan(plans)
    )
    contract_ids = set(contracts.values_list("pk", flat=True))
    own = Deployment.objects.filter(programme=programme)
    touched_deployments = own.filter(
        Q(pk__in=given.get("deployment", ()))
        | Q(trust__in=given.get("trust", ()))
        | Q(pk__in=ContractCoverage.objects.filter(contract__in=contract_ids).values("deployment"))
        | Q(pk__in=_deployments_of_plans(programme, plans))
        | Q(releases__release__product__supplier__in=given.get("supplier", ()))
    ).distinct()
    rows = list(touched_deployments.values_list("pk", "trust_id"))
    trusts = {trust for _, trust in rows} | given.get("trust", set())
    contract_ids |= set(
        ContractCoverage.objects.filter(deployment__in=[pk for pk, _ in rows]).values_list("contract", flat=True)
    )
    return Reach(
        deployments=frozenset(
            own.filter(
                Q(trust__in=trusts)
                | Q(pk__in=ContractCoverage.objects.filter(contract__in=contract_ids).values("deployment"))
            ).values_list("pk", flat=True)
        ),
        trusts=frozenset(trusts),
        procurements=frozenset(
            Procurement.objects.filter(programme=programme)
            .filter(Q(pk__in=given.get("procurement", ())) | _same_plan(plans))
            .values_list("pk", flat=True)
        ),
        contracts=frozenset(contract_ids),
    )


def _network_plans(programme: Programme, given: Mapping[str, set[int]]) -> set[tuple[int, int]]:
    """Network and use case of each touched procurement and contract: the two plan the same signature."""
    procurements = Procurement.objects.filter(programme=programme, pk__in=given.get("procurement", ()))
    contracts = Contract.objects.filter(programme=programme).filter(
        Q(pk__in=given.get("contract", ())) | Q(supplier__in=given.get("supplier", ()))
    )
    fields = ("network_id", "use_case_id")
    return {*procurements.values_list(*fields), *contracts.values_list(*fields)}


def _same_plan(plans: set[tuple[int, int]]) -> Q:
    condition = Q(pk__in=[])
    for network, use_case in plans:
        condition |= Q(network=network, use_case=use_case)
    return condition


def _deployments_of_plans(programme: Programme, plans: set[tuple[int, int]]) -> set[int]:
    condition = Q(pk__in=[])
    for network, use_case in plans:
        condition |= Q(trust__scopes__network=network, use_case=use_case)
    return set(Deployment.objects.filter(condition, programme=programme).values_list("pk", flat=True))
