"""The words of this app: statuses and decisions, with the codes that the programme workbook uses."""

from django.db.models import TextChoices


class DpiaStatus(TextChoices):
    NOT_STARTED = "not-started", "Not started"
    SCREENING = "screening", "Screening"
    DRAFTING = "drafting", "Drafting"
    DPO_REVIEW = "dpo-review", "With the data protection officer"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"
    REVIEW_DUE = "review-due", "Review due"
    SUPERSEDED = "superseded", "Superseded"


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
