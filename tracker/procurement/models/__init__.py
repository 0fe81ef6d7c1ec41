"""Suppliers and what they sell, the networks' procurements, and the contracts that come of them."""

from tracker.procurement.models.contract import (
    Contract,
    ContractCoverage,
    ContractTerms,
    SignatureRevision,
)
from tracker.procurement.models.contract_content import (
    ClausePosition,
    ClauseRequirement,
    ContractArrangements,
    ContractModification,
    ExtensionExercise,
    ExtensionOption,
    ModificationStep,
)
from tracker.procurement.models.contract_performance import (
    Kpi,
    KpiAssessment,
    MetricReading,
    PaymentDecision,
    PaymentMilestone,
    PerformanceReview,
    RenewalCondition,
    ReviewOutcome,
    ServiceLevel,
    SuccessMetric,
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
    "ClausePosition",
    "ClauseRequirement",
    "Contract",
    "ContractArrangements",
    "ContractCoverage",
    "ContractModification",
    "ContractTerms",
    "DeviceClass",
    "ExtensionExercise",
    "ExtensionOption",
    "Kpi",
    "KpiAssessment",
    "Marking",
    "MetricReading",
    "ModificationStep",
    "PaymentDecision",
    "PaymentMilestone",
    "PerformanceReview",
    "Procurement",
    "ProcurementStage",
    "Product",
    "ProductRelease",
    "ProductUseCase",
    "RenewalCondition",
    "ReviewOutcome",
    "ServiceLevel",
    "SignatureRevision",
    "Stage",
    "StageRevision",
    "SuccessMetric",
    "Supplier",
    "SupplierStatus",
    "SupplierStatusCode",
]
