"""Suppliers and what they sell, the networks' procurements, and the contracts that come of them."""

from tracker.procurement.models.bids import Bid, BidState, ReferenceSite, ReferenceSiteCheck
from tracker.procurement.models.contract import (
    Contract,
    ContractCoverage,
    ContractTerms,
    SignatureRevision,
)
from tracker.procurement.models.evaluation import AwardCriterion, AwardCriterionRevision, Evaluation, EvaluationState
from tracker.procurement.models.panel import InterestDeclaration, InterestRuling, PanelMember
from tracker.procurement.models.procurement import (
    Procurement,
    ProcurementStage,
    StageRevision,
)
from tracker.procurement.models.scores import ModeratedScore, Score, ScoreSubmission
from tracker.procurement.models.supplier import (
    Product,
    ProductRelease,
    ProductUseCase,
    Supplier,
    SupplierStatus,
)
from tracker.procurement.vocabulary import DeviceClass, Marking, Stage, SupplierStatusCode

__all__ = [
    "AwardCriterion",
    "AwardCriterionRevision",
    "Bid",
    "BidState",
    "Contract",
    "ContractCoverage",
    "ContractTerms",
    "DeviceClass",
    "Evaluation",
    "EvaluationState",
    "InterestDeclaration",
    "InterestRuling",
    "Marking",
    "ModeratedScore",
    "PanelMember",
    "Procurement",
    "ProcurementStage",
    "Product",
    "ProductRelease",
    "ProductUseCase",
    "ReferenceSite",
    "ReferenceSiteCheck",
    "Score",
    "ScoreSubmission",
    "SignatureRevision",
    "Stage",
    "StageRevision",
    "Supplier",
    "SupplierStatus",
    "SupplierStatusCode",
]
