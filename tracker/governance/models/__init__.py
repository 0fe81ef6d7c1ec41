"""What must be approved and signed before a tool is used on patients."""

from tracker.governance.models.assessments import Assessment, AssessmentState, LocalConfirmation
from tracker.governance.models.assurance import AssuranceLimit, RequiredApproval
from tracker.governance.models.catalogue import CatalogueAdoption, CatalogueVersion, Requirement
from tracker.governance.models.devices import CeAcceptance, CyberCheck, DeviceRegistration, IntendedUse
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
from tracker.governance.models.dtac import DtacAssessment, DtacDecision, DtacForm
from tracker.governance.models.evidence import (
    Evidence,
    EvidenceLink,
    EvidenceReview,
    EvidenceRevision,
    EvidenceWithdrawal,
    ExpiryNotice,
)
from tracker.governance.models.hazards import Hazard, SupplierHazard
from tracker.governance.models.incidents import Incident, IncidentClass, IncidentStep, SafetyNotice, SafetyNoticeAnswer
from tracker.governance.models.monitoring import (
    MonitoringPlan,
    MonitoringReading,
    MonitoringStandard,
    PlanRow,
    PlanTemplateRow,
    ProcessChange,
    SpecialCauseNote,
)
from tracker.governance.models.oversight import EscalationContact, OversightApproval, OversightRecord
from tracker.governance.models.pausing import ResumptionApproval
from tracker.governance.models.releases import ReleaseInUse
from tracker.governance.models.reviews import (
    BiasAudit,
    BiasAuditGroup,
    RevalidationCase,
    RevalidationDecision,
    Review,
    ReviewStep,
    SupplierReview,
)
from tracker.governance.models.rollback import ContingencyApproval, ContingencyPlan, ContingencyTest, PauseAuthority
from tracker.governance.models.safety import (
    SafetyCase,
    SafetyCaseState,
    SafetyOfficerCheck,
    SafetyPack,
    SafetyPackDecision,
)
from tracker.governance.models.safety_standards import RiskScheme, SafetyStandard, StarterHazard
from tracker.governance.models.sign_off import SignOff, SignOffRequest
from tracker.governance.models.training import (
    LocalCurriculum,
    RoleCurriculum,
    Simulation,
    SimulationScenario,
    TrainingCount,
    TrainingModule,
)
from tracker.governance.models.validation import (
    AcceptanceCriterion,
    CriteriaEdition,
    TurnaroundResult,
    ValidationApproval,
    ValidationResult,
    ValidationStudy,
)
from tracker.governance.models.waivers import Waiver, WaiverDecision
from tracker.governance.vocabulary import AssessmentStatus, DpiaStatus, ResidualRisk, SignOffDecision

__all__ = [
    "AcceptanceCriterion",
    "AdviceResponse",
    "Assessment",
    "AssessmentState",
    "AssessmentStatus",
    "AssuranceLimit",
    "BiasAudit",
    "BiasAuditGroup",
    "CatalogueAdoption",
    "CatalogueVersion",
    "CeAcceptance",
    "ContingencyApproval",
    "ContingencyPlan",
    "ContingencyTest",
    "CriteriaEdition",
    "CyberCheck",
    "DeviceRegistration",
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
    "DtacAssessment",
    "DtacDecision",
    "DtacForm",
    "EscalationContact",
    "Evidence",
    "EvidenceLink",
    "EvidenceReview",
    "EvidenceRevision",
    "EvidenceWithdrawal",
    "ExpiryNotice",
    "Hazard",
    "IcoConsultation",
    "Incident",
    "IncidentClass",
    "IncidentStep",
    "IntendedUse",
    "LocalConfirmation",
    "LocalCurriculum",
    "MonitoringPlan",
    "MonitoringReading",
    "MonitoringStandard",
    "OversightApproval",
    "OversightRecord",
    "PauseAuthority",
    "PlanRow",
    "PlanTemplateRow",
    "ProcessChange",
    "ProcessingActivity",
    "ProcessingParty",
    "ReleaseInUse",
    "RequiredApproval",
    "Requirement",
    "ResidualRisk",
    "ResumptionApproval",
    "RevalidationCase",
    "RevalidationDecision",
    "Review",
    "ReviewStep",
    "RiskScheme",
    "RoleCurriculum",
    "SafetyCase",
    "SafetyCaseState",
    "SafetyNotice",
    "SafetyNoticeAnswer",
    "SafetyOfficerCheck",
    "SafetyPack",
    "SafetyPackDecision",
    "SafetyStandard",
    "SignOff",
    "SignOffDecision",
    "SignOffRequest",
    "Simulation",
    "SimulationScenario",
    "SpecialCauseNote",
    "StarterHazard",
    "SupplierDpia",
    "SupplierHazard",
    "SupplierReview",
    "TrainingCount",
    "TrainingModule",
    "TurnaroundResult",
    "ValidationApproval",
    "ValidationResult",
    "ValidationStudy",
    "Waiver",
    "WaiverDecision",
]
