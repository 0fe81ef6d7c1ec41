"""What the rules between contracts ask: who is in scope, who serves whom, and what a network has committed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from tracker.networks.access import Access
from tracker.networks.models import Deployment, NetworkFunding, ProgrammeScope, RevisionKind
from tracker.procurement.models import Contract, ContractCoverage, ContractTerms, PaymentMilestone, SignatureRevision
from tracker.procurement.policies.contract_rules import CoveredTrust, Service


def covered_trusts(contract: Contract, deployments: Sequence[Deployment], *, on: date) -> list[CoveredTrust]:
    """The deployments as a contract would cover them from a day on."""
    networks: dict[int, set[int]] = defaultdict(set)
    scopes = ProgrammeScope.objects.on(on).filter(
        programme=contract.programme_id, trust__in={deployment.trust_id for deployment in deployments}
    )
    for trust_id, network_id in scopes.values_list("trust_id", "network_id"):
        networks[trust_id].add(network_id)
    return [
        CoveredTrust(str(each), each.use_case_id == contract.use_case_id, frozenset(networks[each.trust_id]))
        for each in deployments
    ]


def services(contract: Contract, *, access: Access) -> tuple[list[Service], list[Service]]:
    """How the contract serves its deployments, and how other signed contracts for the same use case serve the same
    ones. A contract that is not signed, or of which nobody knows when it starts, serves nobody."""
    own_rows = list(ContractCoverage.objects.filter(contract=contract).select_related("deployment__trust"))
    ids = {row.deployment_id for row in own_rows}
    rivals = ContractCoverage.objects.filter(
        deployment__in=ids, contract__use_case=contract.use_case_id, contract__programme=contract.programme_id
    ).exclude(contract=contract)
    rows = [*own_rows, *rivals.select_related("contract", "deployment__trust", "deployment__use_case")]
    of_contracts = {row.contract_id for row in rows}
    signed, times = _signed(of_contracts), _times(of_contracts)
    own: list[Service] = []
    others: list[Service] = []
    for row in rows:
        service = _service(row, times.get(row.contract_id), access) if row.contract_id in signed else None
        if service is not None:
            (own if row.contract_id == contract.pk else others).append(service)
    return own, others


def _service(row: ContractCoverage, time: tuple[date | None, date | None] | None, access: Access) -> Service | None:
    starts_on, ends_on = time or (None, None)
    if starts_on is None:
        return None
    # Coverage ends before `valid_to`, a contract with its last day.
    covered_to = date.fromordinal(row.valid_to.toordinal() - 1) if row.valid_to else None
    first = max(starts_on, row.valid_from)
    last = min((day for day in (ends_on, covered_to) if day is not None), default=None)
    if last is not None and last < first:
        return None
    contract = row.contract
    name = contract.reference if access.sees_plan_of(contract.network_id) else "a contract of another network"
    return Service(contract.pk, name, contract.replaces_id, row.deployment_id, str(row.deployment), first, last)


def _signed(contract_ids: Iterable[int]) -> set[int]:
    rows = SignatureRevision.objects.filter(contract__in=contract_ids, kind=RevisionKind.ACTUAL)
    newest = dict(rows.order_by("effective_on", "pk").values_list("contract_id", "date"))
    return {pk for pk, day in newest.items() if day is not None}


def _times(contract_ids: Iterable[int]) -> dict[int, tuple[date | None, date | None]]:
    rows = ContractTerms.objects.filter(contract__in=contract_ids).order_by("effective_on", "pk")
    return {pk: (starts, ends) for pk, starts, ends in rows.values_list("contract_id", "starts_on", "ends_on")}


def allocated_pence(contract: Contract) -> int | None:
    """What the programme allocated to the contract's network; None where nothing was allocated yet."""
    rows = NetworkFunding.objects.filter(programme=contract.programme_id, network=contract.network_id)
    return rows.values_list("allocated_pence", flat=True).first()


def committed_pence(contract: Contract) -> int:
    """What the contracts of its network in its programme commit together, by the newest terms of each."""
    rows = ContractTerms.objects.filter(
        contract__programme=contract.programme_id, contract__network=contract.network_id
    ).order_by("effective_on", "pk")
    newest = dict(rows.values_list("contract_id", "committed_pence"))
    return sum(pence or 0 for pence in newest.values())


def milestones_pence(contract: Contract, *, without: int | None = None) -> int:
    """What the contract's payments come to, leaving one out."""
    rows = PaymentMilestone.objects.filter(contract=contract).values_list("pk", "amount_pence")
    return sum(pence for pk, pence in rows if pk != without)


def newest_terms(contract: Contract) -> ContractTerms | None:
    """The terms that stand last."""
    return contract.terms.order_by("effective_on", "pk").last()


def signed_on(contract: Contract) -> date | None:
    """The day on which the contract was signed, as known now."""
    row = contract.signature_revisions.filter(kind=RevisionKind.ACTUAL).order_by("effective_on", "pk").last()
    return row.date if row else None
