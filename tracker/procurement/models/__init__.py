"""Suppliers and what they sell, the networks' procurements, and the contracts that come of them."""

from tracker.procurement.models.contract import (
    Contract,
    ContractCoverage,
    ContractTerms,
    SignatureRevision,
)
from tracker.procurement.models.procurement import (
    Procurement,
    ProcurementStage,
    StageRevision,
)
from tracker.procurement.models.supplier import (
    Product,
    ProductRelease,
    ProductUseCase,
    Supplier,
    SupplierStatus,
)
from tracker.procurement.vocabulary import DeviceClass, Marking, Stage, SupplierStatusCode

__all__ = [
    "Contract",
    "ContractCoverage",
    "ContractTerms",
    "DeviceClass",
    "Marking",
    "Procurement",
    "ProcurementStage",
    "Product",
    "ProductRelease",
    "ProductUseCase",
    "SignatureRevision",
    "Stage",
    "StageRevision",
    "Supplier",
    "SupplierStatus",
    "SupplierStatusCode",
]
