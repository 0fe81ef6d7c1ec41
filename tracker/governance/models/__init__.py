"""What must be approved and signed before a tool is used on patients."""

from tracker.governance.models.dpia import Dpia, DpiaAuthor, DpiaRevision, DpiaState
from tracker.governance.models.dpia_content import (
    DpiaActionItem,
    DpiaAnswers,
    DpiaRisk,
    ProcessingActivity,
    ProcessingParty,
    SupplierDpia,
)
from tracker.governance.models.dpia_decisions import AdviceResponse, DpiaCondition, DpiaDecision, IcoConsultation
from tracker.governance.models.dpia_template import DpiaLimits, DpiaTemplate
from tracker.governance.models.evidence import (
    Evidence,
    EvidenceLink,
    EvidenceReview,
    EvidenceRevision,
    EvidenceWithdrawal,
    ExpiryNotice,
)
from tracker.governance.models.releases import ReleaseInUse
from tracker.governance.models.sign_off import SignOff
from tracker.governance.vocabulary import DpiaStatus, ResidualRisk, SignOffDecision

__all__ = [
    "AdviceResponse",
    "Dpia",
    "DpiaActionItem",
    "DpiaAnswers",
    "DpiaAuthor",
    "DpiaCondition",
    "DpiaDecision",
    "DpiaLimits",
    "DpiaRevision",
    "DpiaRisk",
    "DpiaState",
    "DpiaStatus",
    "DpiaTemplate",
    "Evidence",
    "EvidenceLink",
    "EvidenceReview",
    "EvidenceRevision",
    "EvidenceWithdrawal",
    "ExpiryNotice",
    "IcoConsultation",
    "ProcessingActivity",
    "ProcessingParty",
    "ReleaseInUse",
    "ResidualRisk",
    "SignOff",
    "SignOffDecision",
    "SupplierDpia",
]
