"""What an address names, for somebody who may see it; everything else is None, and a page answers that with a 404."""

from dataclasses import dataclass
from datetime import date

from tracker.networks.access import Access, SubjectScope, scope_of_network
from tracker.networks.finding import Standing
from tracker.networks.plans import Plan, plan_on
from tracker.procurement.models import (
    Contract,
    PackItem,
    PackWaiver,
    Procurement,
    ProcurementPack,
    ProcurementStage,
    ProductRelease,
    Stage,
    Supplier,
)


@dataclass(frozen=True)
class FoundProcurement:
    """A procurement whose plan the person may see, and where it lies."""

    row: Procurement
    scope: SubjectScope


@dataclass(frozen=True)
class FoundContract:
    """A contract that the person may know of, and where it lies."""

    row: Contract
    scope: SubjectScope


def find_procurement(access: Access, procurement_id: int) -> FoundProcurement | None:
    """The procurement, if the person sees its network's plan."""
    row = Procurement.objects.select_related("network", "use_case").filter(pk=procurement_id).first()
    if row is None or not access.sees_plan_of(row.network_id):
        return None
    return FoundProcurement(row, scope_of_network(row.network_id, programme_id=row.programme_id))


def find_contract(access: Access, contract_id: int) -> FoundContract | None:
    """The contract, if the person sees its network's plan."""
    row = Contract.objects.select_related("network", "use_case", "supplier").filter(pk=contract_id).first()
    if row is None or not access.sees_plan_of(row.network_id):
        return None
    return FoundContract(row, scope_of_network(row.network_id, programme_id=row.programme_id))


def stage_standing(procurement: Procurement, stage: Stage, *, on: date) -> Standing:
    """The dates of one stage on a day."""
    row = ProcurementStage.objects.filter(procurement=procurement, stage=stage).first()
    return Standing(plan_on(row.revisions.order_by("pk"), on), row.version) if row else Standing(Plan())


def signature_standing(contract_id: int, *, on: date) -> Standing:
    """The dates of a contract's signature on a day, with the contract's version."""
    row = Contract.objects.get(pk=contract_id)
    return Standing(plan_on(row.signature_revisions.order_by("pk"), on), row.version)


def find_pack(pack_id: int) -> ProcurementPack:
    """The row of a pack that the caller has found visible."""
    return ProcurementPack.objects.select_related("procurement").get(pk=pack_id)


def find_pack_item(item_id: int) -> PackItem:
    """The row of an item of a template."""
    return PackItem.objects.select_related("section").get(pk=item_id)


def find_pack_waiver(waiver_id: int) -> PackWaiver:
    """The row of a waiver of a pack that the caller has found visible."""
    return PackWaiver.objects.select_related("pack__procurement").get(pk=waiver_id)


def supplier_of(pk: str) -> Supplier:
    """The supplier that a form of ours offered."""
    return Supplier.objects.get(pk=pk)


def release_of(pk: str) -> ProductRelease | None:
    """The release that a form of ours offered; None where none was chosen."""
    return ProductRelease.objects.select_related("product").get(pk=pk) if pk else None
