"""What the gate asks of contracts and of the trust's people."""

from collections.abc import Iterable
from datetime import date

from tracker.governance.policies.prerequisites import PrerequisitesOn
from tracker.networks.models import DeliveryCapacity, Deployment, RevisionKind
from tracker.procurement.models import ContractCoverage, SignatureRevision


def prerequisites_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, PrerequisitesOn]:
    """The contract's signature and the project manager of each deployment on a day, in four queries."""
    trusts = dict(Deployment.objects.filter(pk__in=list(deployment_ids)).values_list("pk", "trust_id"))
    managers = dict(
        DeliveryCapacity.objects.on(on)
        .filter(trust__in=set(trusts.values()))
        .values_list("trust_id", "project_manager")
    )
    covers = ContractCoverage.objects.on(on).filter(deployment__in=trusts).values_list("deployment_id", "contract_id")
    covering: dict[int, list[int]] = {}
    for deployment_id, contract_id in covers:
        covering.setdefault(deployment_id, []).append(contract_id)
    contracts = {contract for each in covering.values() for contract in each}
    revisions = SignatureRevision.objects.filter(contract__in=contracts, kind=RevisionKind.ACTUAL, effective_on__lte=on)
    signed = dict(revisions.order_by("effective_on", "pk").values_list("contract_id", "date"))
    return {
        pk: PrerequisitesOn(
            signed_on=min((day for each in covering.get(pk, ()) if (day := signed.get(each))), default=None),
            project_manager=managers.get(trust_id, ""),
        )
        for pk, trust_id in trusts.items()
    }
