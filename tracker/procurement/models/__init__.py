"""Suppliers and what they sell, the networks' procurements, and the contracts that come of them."""

from tracker.procurement.models.contract import (
    Contract,
    ContractCoverage,
    ContractTerms,
    SignatureRevision,
)
from tracker.procurement.models.pack import (
    PackAnswer,
    PackEdition,
    PackItem,
    PackPolicy,
    PackSection,
    PackTemplate,
    PackWaiver,
    PackWaiverDecision,
    ProcurementPack,
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
from tracker.procurement.models.supply import (
    ReferenceSite,
    ReferenceSiteCheck,
    ShortlistRule,
    SubProcessor,
    SupplierContact,
)
from tracker.procurement.vocabulary import DeviceClass, Marking, Stage, SupplierStatusCode

__all__ = [
    "Contract",
    "ContractCoverage",
    "ContractTerms",
    "DeviceClass",
    "Marking",
    "PackAnswer",
    "PackEdition",
    "PackItem",
    "PackPolicy",
    "PackSection",
    "PackTemplate",
    "PackWaiver",
    "PackWaiverDecision",
    "Procurement",
    "ProcurementPack",
    "ProcurementStage",
    "Product",
    "ProductRelease",
    "ProductUseCase",
    "ReferenceSite",
    "ReferenceSiteCheck",
    "ShortlistRule",
    "SignatureRevision",
    "Stage",
    "StageRevision",
    "SubProcessor",
    "Supplier",
    "SupplierContact",
    "SupplierStatus",
    "SupplierStatusCode",
]
