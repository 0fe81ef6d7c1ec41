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
from tracker.procurement.models.route import (
    Challenge,
    ChallengeStep,
    Framework,
    Notice,
    NoticeRule,
    ProcurementRoute,
    RegimeRule,
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
    "Challenge",
    "ChallengeStep",
    "Contract",
    "ContractCoverage",
    "ContractTerms",
    "DeviceClass",
    "Framework",
    "Marking",
    "Notice",
    "NoticeRule",
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
    "ProcurementRoute",
    "ProcurementStage",
    "Product",
    "ProductRelease",
    "ProductUseCase",
    "ReferenceSite",
    "ReferenceSiteCheck",
    "RegimeRule",
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
