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
