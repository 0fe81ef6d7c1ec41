"""What must be approved and signed before a tool is used on patients."""

from tracker.governance.models.dpia import Dpia, DpiaState
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
    "Dpia",
    "DpiaState",
    "DpiaStatus",
    "Evidence",
    "EvidenceLink",
    "EvidenceReview",
    "EvidenceRevision",
    "EvidenceWithdrawal",
    "ExpiryNotice",
    "ReleaseInUse",
    "ResidualRisk",
    "SignOff",
    "SignOffDecision",
]
