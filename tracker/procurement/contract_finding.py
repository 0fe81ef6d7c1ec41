"""The parts of a contract that an address names, None where the contract has no such part; and what a form starts from."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tracker.core.permissions import decide
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import Deployment, ImagingNetwork, ProgrammeScope, UseCase
from tracker.networks.selectors import current_programme
from tracker.procurement.models import (
    Contract,
    ContractModification,
    Kpi,
    PaymentMilestone,
    ProductRelease,
    RenewalCondition,
    SuccessMetric,
)
from tracker.procurement.selectors.contract_content import ARRANGEMENTS
from tracker.procurement.selectors.contract_rules import newest_terms

Choices = list[tuple[str, str]]


def find_metric(contract: Contract, metric_id: int) -> SuccessMetric | None:
    return contract.success_metrics.filter(pk=metric_id).first()


def find_payment(contract: Contract, payment_id: int) -> PaymentMilestone | None:
    return contract.payment_milestones.select_related("metric", "contract").filter(pk=payment_id).first()


def find_kpi(contract: Contract, kpi_id: int) -> Kpi | None:
    return contract.kpis.filter(pk=kpi_id).first()


def find_modification(contract: Contract, modification_id: int) -> ContractModification | None:
    return contract.modifications.filter(pk=modification_id).first()


def find_renewal(contract: Contract, renewal_id: int) -> RenewalCondition | None:
    return contract.renewal_conditions.filter(pk=renewal_id, valid_to=None).first()


def version_of(contract: Contract) -> int:
    """The contract's version as stored now."""
    return Contract.objects.values_list("version", flat=True).get(pk=contract.pk)


def standing_terms(contract: Contract, names: Sequence[str]) -> dict[str, Any]:
    """The terms of these names as they stand last."""
    terms = newest_terms(contract)
    return {name: getattr(terms, name, None) for name in names}


def standing_arrangements(contract: Contract) -> dict[str, Any]:
    """The arrangements as they stand last, but for the day from which they do."""
    row = contract.arrangements.order_by("effective_on", "pk").last()
    names = [name for name in ARRANGEMENTS if name != "effective_on"]
    defaults: dict[str, Any] = {"trusts_sign": False, "deletion_certificate_days": None}
    defaults |= {"exit_tested_on": None, "exit_reviewed_on": None}
    return {name: getattr(row, name) if row else defaults.get(name, "") for name in names}


def covered_ids(contract: Contract) -> list[str]:
    """The deployments that the contract covers until somebody says otherwise."""
    return [str(pk) for pk in contract.coverages.filter(valid_to=None).values_list("deployment_id", flat=True)]


def coverable(contract: Contract, *, on: date) -> list[Deployment]:
    """The deployments that the contract covers, or could cover: of its use case, at trusts in its network's scope."""
    scopes = ProgrammeScope.objects.on(on).filter(programme=contract.programme_id, network=contract.network_id)
    rows = Deployment.objects.filter(programme=contract.programme_id, use_case=contract.use_case_id)
    in_scope = rows.filter(trust__in=scopes.values("trust"))
    covered = rows.filter(coverages__in=contract.coverages.filter(valid_to=None))
    found = (in_scope | covered).distinct().select_related("trust", "use_case")
    return sorted(found, key=lambda row: row.trust.name)


def replaceable(contract: Contract) -> Choices:
    """The other contracts of the same network and use case."""
    rows = Contract.objects.filter(network=contract.network_id, use_case=contract.use_case_id).exclude(pk=contract.pk)
    return [(str(pk), reference) for pk, reference in rows.order_by("reference").values_list("pk", "reference")]


def standing_replaces(contract: Contract) -> tuple[dict[str, Any], int]:
    """The contract that this one replaces, as a form shows it, and this one's version."""
    replaces_id, version = Contract.objects.values_list("replaces_id", "version").get(pk=contract.pk)
    return {"replaces": str(replaces_id or "")}, version


def find_replaceable(contract: Contract, text: str) -> Contract | None:
    """The contract that a choice of `replaceable` names."""
    return Contract.objects.filter(network=contract.network_id, pk=int(text)).first() if text else None


def places_to_contract(access: Access) -> Choices:
    """The networks for which the person may enter a contract in the programme under way."""
    programme = current_programme()
    if programme is None:
        return []
    networks = ImagingNetwork.objects.filter(scopes__in=ProgrammeScope.objects.on(access.day)).distinct()
    return [
        (network.slug, network.name)
        for network in networks.order_by("name")
        if decide("procurement.update_contract", access, scope_of_network(network.pk, programme_id=programme.pk))
    ]


def things_to_contract() -> dict[str, Choices]:
    """Use cases and product versions to choose from."""
    releases = ProductRelease.objects.select_related("product__supplier").order_by(
        "product__supplier__name", "product__name", "version"
    )
    return {
        "use_case": [(row.code, row.name) for row in UseCase.objects.order_by("name")],
        "release": [
            (str(row.pk), f"{row.product.supplier.name}: {row.product.name} {row.version}") for row in releases
        ],
    }


def contract_parts(*, network: str, use_case: str, release: str) -> dict[str, Any]:
    """What the choices of a new contract name."""
    chosen = ProductRelease.objects.select_related("product__supplier").get(pk=int(release))
    return {
        "programme": current_programme(),
        "network": ImagingNetwork.objects.get(slug=network),
        "use_case": UseCase.objects.get(code=use_case),
        "supplier": chosen.product.supplier,
        "release": chosen,
    }
