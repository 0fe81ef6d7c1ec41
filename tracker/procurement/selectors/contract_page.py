"""Reading one contract with everything that its page shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date

from tracker.networks.access import Access
from tracker.networks.models import Deployment
from tracker.procurement.models import Contract, ContractCoverage, ContractTerms, SignatureRevision
from tracker.procurement.selectors.contract_content import with_content
from tracker.procurement.selectors.contracts import ContractOn, contracts_on


@dataclass(frozen=True)
class Covered:
    """A deployment under the contract. `is_open`: its page is there for the viewer."""

    deployment_id: int
    trust: str
    since: date
    until: date | None
    is_open: bool


@dataclass(frozen=True)
class ContractView:
    """A contract on a day, with what it covers, what stands before and after it, and its dated rows for the history."""

    contract: ContractOn
    day: date
    covered: tuple[Covered, ...]
    replaces: tuple[int, str] | None
    replaced_by: tuple[tuple[int, str], ...]
    revisions: tuple[SignatureRevision, ...]
    terms: tuple[ContractTerms, ...]


def contract_view(access: Access, row: Contract, *, on: date) -> ContractView:
    """The contract as the person may see it on a day; whether they may see it at all the caller has asked."""
    [contract] = with_content(contracts_on(access, on=on, contract_id=row.pk), on=on)
    others = Contract.objects.filter(network=row.network_id).values_list("pk", "reference", "replaces_id")
    names = {pk: reference for pk, reference, _ in others}
    replaced_by = tuple((pk, reference) for pk, reference, replaces_id in others if replaces_id == row.pk)
    revisions = SignatureRevision.objects.filter(contract=row, effective_on__lte=on).select_related("recorded_by")
    terms = ContractTerms.objects.filter(contract=row, effective_on__lte=on).select_related("recorded_by")
    return ContractView(
        contract=contract,
        day=on,
        covered=_covered(access, row, on),
        replaces=(row.replaces_id, names[row.replaces_id]) if row.replaces_id is not None else None,
        replaced_by=replaced_by,
        revisions=tuple(revisions.order_by("effective_on", "pk")),
        terms=tuple(terms.order_by("effective_on", "pk")),
    )


def _covered(access: Access, row: Contract, on: date) -> tuple[Covered, ...]:
    rows = list(ContractCoverage.objects.on(on).filter(contract=row).select_related("deployment__trust"))
    open_ids = set(
        Deployment.objects.visible_to(access, on=on)
        .filter(pk__in=[each.deployment_id for each in rows])
        .values_list("pk", flat=True)
    )
    found = [
        Covered(
            each.deployment_id,
            each.deployment.trust.name,
            each.valid_from,
            each.valid_to,
            each.deployment_id in open_ids,
        )
        for each in rows
    ]
    return tuple(sorted(found, key=lambda each: each.trust))
