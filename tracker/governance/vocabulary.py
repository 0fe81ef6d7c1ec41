"""The words of this app: statuses and decisions, with the codes that the programme workbook uses."""

from django.db.models import TextChoices


class DpiaStatus(TextChoices):
    """How far an assessment is. The workbook knows eight of these; `WORKBOOK_STATUSES` says under which of them it
    tells each of the others."""

    NOT_STARTED = "not-started", "Not started"
    SCREENING = "screening", "Screening"
    DRAFTING = "drafting", "Drafting"
    CONSULTATION = "consultation", "In consultation"
    DPO_REVIEW = "dpo-review", "With the data protection officer"
    CHANGES_REQUESTED = "changes-requested", "Changes requested"
    AWAITING_SIGN_OFF = "awaiting-sign-off", "Awaiting sign-off"
    ICO_CONSULTATION = "ico-consultation", "With the ICO"
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions", "Approved with conditions"
    REJECTED = "rejected", "Rejected"
    REVIEW_DUE = "review-due", "Review due"
    UNDER_REVIEW = "under-review", "Under review"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CLOSED = "closed", "Closed"


WORKBOOK_STATUSES: dict[str, str] = {status.value: status.value for status in DpiaStatus} | {
    DpiaStatus.CONSULTATION.value: DpiaStatus.DRAFTING.value,
    DpiaStatus.CHANGES_REQUESTED.value: DpiaStatus.DRAFTING.value,
    DpiaStatus.AWAITING_SIGN_OFF.value: DpiaStatus.DPO_REVIEW.value,
    DpiaStatus.ICO_CONSULTATION.value: DpiaStatus.DPO_REVIEW.value,
    DpiaStatus.APPROVED_WITH_CONDITIONS.value: DpiaStatus.APPROVED.value,
    DpiaStatus.UNDER_REVIEW.value: DpiaStatus.REVIEW_DUE.value,
    DpiaStatus.WITHDRAWN.value: DpiaStatus.SUPERSEDED.value,
    DpiaStatus.CLOSED.value: DpiaStatus.SUPERSEDED.value,
}
WITH_DPIA_SIGNATORIES = (DpiaStatus.DPO_REVIEW, DpiaStatus.AWAITING_SIGN_OFF)
APPROVALS_OF_DPIA = (DpiaStatus.APPROVED, DpiaStatus.APPROVED_WITH_CONDITIONS)
# An approval stands while its review is due or under way; the review decides whether it goes on standing.
APPROVED_STATES = (*APPROVALS_OF_DPIA, DpiaStatus.REVIEW_DUE, DpiaStatus.UNDER_REVIEW)


class DpiaKind(TextChoices):
    """Whose assessment a template is for. A supplier's feeds the trust's and does not replace it."""

    TRUST = "trust", "The trust's own"
    SUPPLIER = "supplier", "The supplier's"


class DpiaRole(TextChoices):
    """The capacities in which people confirm, advise on and decide a DPIA; where `SignOffRole` has one, the same code."""

    INFORMATION_ASSET_OWNER = "information-asset-owner", "Information asset owner"
    IT_LEAD = "it-lead", "IT security lead"
    CLINICAL_SAFETY_OFFICER = "clinical-safety-officer", "Clinical safety officer"
    DPO = "dpo", "Data protection officer"
    CALDICOTT_GUARDIAN = "caldicott-guardian", "Caldicott Guardian"
    SIRO = "siro", "Senior information risk owner"


class DpiaAct(TextChoices):
    """What a capacity does to a DPIA."""

    CONFIRM = "confirm", "Confirms"
    ADVISE = "advise", "Advises"
    DECIDE = "decide", "Decides"


class DpiaOpinion(TextChoices):
    """What somebody said about a DPIA in their capacity."""

    CONFIRMED = "confirmed", "Confirmed"
    NOT_CONFIRMED = "not-confirmed", "Not confirmed"
    SUPPORTS = "supports", "Supports going ahead"
    ADVISES_AGAINST = "advises-against", "Advises against going ahead"
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved-with-conditions", "Approved with conditions"
    REJECTED = "rejected", "Rejected"


class PartyRole(TextChoices):
    """What an organisation is for one processing activity (UK GDPR Articles 4, 26 and 28)."""

    CONTROLLER = "controller", "Controller"
    JOINT_CONTROLLER = "joint-controller", "Joint controller"
    PROCESSOR = "processor", "Processor"
    SUB_PROCESSOR = "sub-processor", "Sub-processor"


class RiskStatus(TextChoices):
    OPEN = "open", "Open"
    MITIGATED = "mitigated", "Mitigated"
    ACCEPTED = "accepted", "Accepted"
    CLOSED = "closed", "Closed: it can't happen any more"


class ActionStatus(TextChoices):
    OPEN = "open", "Open"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"


class IcoOutcome(TextChoices):
    """How the Information Commissioner answered a prior consultation (UK GDPR Article 36)."""

    NOT_NEEDED = "not-needed", "Not accepted: no consultation is needed"
    ADVICE = "advice", "Written advice"
    WARNING = "warning", "Warning"
    LIMITATION = "limitation", "Limitation of the processing"
    BAN = "ban", "Ban on the processing"


class ResidualRisk(TextChoices):
    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class SignOffDecision(TextChoices):
    APPROVED = "approved", "Approved"
    APPROVED_WITH_CONDITIONS = "approved with conditions", "Approved with conditions"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class EvidenceType(TextChoices):
    """What a piece of evidence is."""

    CERTIFICATE = "certificate", "Certificate or registration"
    REPORT = "report", "Report"
    PLAN = "plan", "Plan or procedure"
    ASSESSMENT = "assessment", "Assessment"
    TEST_RESULT = "test-result", "Test or validation result"
    TRAINING_RECORD = "training-record", "Training record"
    AGREEMENT = "agreement", "Contract or agreement"
    CORRESPONDENCE = "correspondence", "Letter or email"
    OTHER = "other", "Something else"


class EvidenceScope(TextChoices):
    """What a piece of evidence is about; `Evidence` has a foreign key of each name."""

    DEPLOYMENT = "deployment", "This deployment"
    NETWORK = "network", "The whole network"
    RELEASE = "release", "The product release, wherever it runs"
    CONTRACT = "contract", "The contract"
    PROGRAMME = "programme", "The whole programme"


class EvidenceState(TextChoices):
    """How evidence stands on a day."""

    CURRENT = "current", "Current"
    EXPIRING = "expiring", "Expiring"
    EXPIRED = "expired", "Expired"
    UPCOMING = "upcoming", "Not in force yet"
    AWAITING_REVIEW = "awaiting-review", "Awaiting review"
    RETURNED = "returned", "Returned"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReviewDecision(TextChoices):
    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned"


class SupportKind(TextChoices):
    """What evidence can support: a requirement by its code, anything else by the id of its row."""

    REQUIREMENT = "requirement", "Requirement"
    DPIA = "dpia", "DPIA"
    CONTRACT = "contract", "Contract"
    VALIDATION = "validation", "Local validation"
    SAFETY_CASE = "safety-case", "Clinical safety case"
    DTAC = "dtac", "DTAC form"
    DEVICE = "device", "Device regulation record"
    TRAINING = "training", "Training"
    ROLLBACK_PLAN = "rollback-plan", "Rollback plan"


# --- The gate -------------------------------------------------------------------------------------------------------


class AssessmentStatus(TextChoices):
    """How far a requirement is that people assess."""

    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    READY = "ready-for-review", "Ready for review"
    MET = "met", "Met"
    RETURNED = "returned", "Returned"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    REOPENED = "reopened", "Reopened"


class WaiverParty(TextChoices):
    """The two whose word a waiver needs."""

    EXECUTIVE = "executive", "Senior information risk owner or executive sponsor"
    SAFETY = "safety", "Clinical safety officer"


class WaiverVerdict(TextChoices):
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Outcome(TextChoices):
    """How a requirement stands on a day."""

    MET = "met", "Met"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    WAIVED = "waived", "Waived"
    UNMET = "unmet", "Not met"


# --- Monitoring -----------------------------------------------------------------------------------------------------


class Cadence(TextChoices):
    """How often a measure is looked at. Readings are of months; what is watched by the week is recorded by the month."""

    WEEKLY = "weekly", "Every week, recorded by month"
    MONTHLY = "monthly", "Every month"
    QUARTERLY = "quarterly", "Every quarter"
    HALF_YEARLY = "half-yearly", "Every 6 months"


class MonitoringMethod(TextChoices):
    """How the readings of a measure are judged."""

    XMR = "xmr", "XmR chart of single readings"
    P_CHART = "p-chart", "p-chart of proportions"
    PSI = "psi", "Population stability index"
    CUSUM = "cusum", "CUSUM around a target"
    COUNT = "count", "Count against an agreed limit"


class BetterWay(TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NEITHER = "neither", "Neither way is better"


class Unit(TextChoices):
    PERCENT = "percent", "%"
    MINUTES = "minutes", "minutes"
    HOURS = "hours", "hours"
    CASES = "cases", "cases"
    INDEX = "index", "index"


class ProcessChangeKind(TextChoices):
    """What makes a process another one, so that its limits are counted anew."""

    GO_LIVE = "go-live", "Go-live or a new stage of it"
    RELEASE = "release", "New release or algorithm"
    THRESHOLD = "threshold", "Operating threshold changed"
    SCANNER = "scanner", "New scanner, detector or its software"
    SOURCE = "source", "New site or referral source"
    PACS_RIS = "pacs-ris", "PACS or RIS change that touches images"
    PROTOCOL = "protocol", "Imaging protocol changed"
    OTHER = "other", "Another known change"


# --- Incidents ------------------------------------------------------------------------------------------------------


class IncidentKind(TextChoices):
    PATIENT_SAFETY = "patient-safety", "Patient safety event"
    SAFETY_CONCERN = "safety-concern", "Safety concern without harm"
    DATA_BREACH = "data-breach", "Personal data breach"
    RADIATION = "radiation", "Accidental or unintended exposure (IR(ME)R)"


class PhysicalHarm(TextChoices):
    """Levels of the Learn from Patient Safety Events service (LFPSE)."""

    NONE = "none", "None"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    SEVERE = "severe", "Severe"
    FATAL = "fatal", "Fatal"


class PsychologicalHarm(TextChoices):
    NONE = "none", "None"
    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    SEVERE = "severe", "Severe"


class IncidentStepKind(TextChoices):
    """What was done about an incident, each with its day and the other system's reference."""

    LFPSE = "lfpse", "Recorded on LFPSE"
    YELLOW_CARD = "yellow-card", "Yellow Card sent to the MHRA"
    SUPPLIER_TOLD = "supplier-told", "Supplier told"
    SUPPLIER_REPORTED = "supplier-reported", "Supplier reported to the MHRA"
    ICO = "ico", "Reported to the ICO, or decided that it need not be"
    CQC = "cqc", "Notified to the CQC"
    RECLASSIFIED = "reclassified", "Seriousness changed"
    CLOSED = "closed", "Closed"


# --- Reviews after go-live ------------------------------------------------------------------------------------------


class ReviewResult(TextChoices):
    CONTINUE = "continue", "Continue"
    ACTIONS = "actions", "Continue, with actions"
    PAUSE = "pause", "Pause clinical use"


class SupplierReviewResult(TextChoices):
    MEETS = "meets", "Meets what was agreed"
    IMPROVEMENT_PLAN = "improvement-plan", "Improvement plan"
    BREACH_NOTICE = "breach-notice", "Breach notice"


class RevalidationTrigger(TextChoices):
    """What asks whether a local validation still holds."""

    RELEASE = "release", "New release in use"
    THRESHOLD = "threshold", "Operating threshold changed"
    SCANNER = "scanner", "Scanner or detector changed"
    SOURCE = "source", "New site or referral source"
    PACS_RIS = "pacs-ris", "PACS or RIS change that touches images"
    PROTOCOL = "protocol", "Imaging protocol changed"
    SPECIAL_CAUSE = "special-cause", "Special cause without an explanation"
    DRIFT = "drift", "Population has shifted"
    INCIDENT = "incident", "Serious incident"
    SAFETY_NOTICE = "safety-notice", "Field safety notice"
    SUBGROUP = "subgroup", "Bias audit alert"
    AGE = "age", "Long since the last validation"
    OTHER = "other", "Raised by a person"


class RevalidationResult(TextChoices):
    NONE = "none", "None needed"
    TARGETED = "targeted", "Targeted re-validation"
    FULL = "full", "Full re-validation"
    SUSPEND = "suspend", "Suspend clinical use"
