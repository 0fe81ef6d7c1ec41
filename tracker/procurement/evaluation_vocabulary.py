"""The words of an evaluation: how far it is, what is judged, who judges, and what a conflict of interest leads to."""

from django.db.models import TextChoices


class EvaluationStatus(TextChoices):
    """How far an evaluation is. Individual scores may change only while it is open for scoring."""

    DRAFT = "draft", "Criteria being set"
    SCORING = "scoring", "Open for scoring"
    MODERATION = "moderation", "In moderation"
    CONCLUDED = "concluded", "Concluded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class CriterionGroup(TextChoices):
    """What a criterion is about. A demonstration is a group of its own, because its weight is watched."""

    CLINICAL = "clinical", "Clinical performance and evidence"
    INTEGRATION = "integration", "Integration and support"
    REGULATORY = "regulatory", "Regulatory and safety"
    DATA_PROTECTION = "data-protection", "Data protection and cyber security"
    USABILITY = "usability", "Usability and training"
    PRICE = "price", "Price"
    SOCIAL_VALUE = "social-value", "Social value"
    DEMONSTRATION = "demonstration", "Demonstration or presentation"


class BidStatus(TextChoices):
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXCLUDED = "excluded", "Excluded"


class PanelCapacity(TextChoices):
    """As what somebody sits on the panel."""

    CLINICAL = "clinical", "Clinical"
    CLINICAL_SAFETY = "clinical-safety", "Clinical safety"
    IT = "it", "IT and imaging systems"
    INFORMATION_GOVERNANCE = "information-governance", "Information governance"
    PROCUREMENT = "procurement", "Procurement"
    FINANCE = "finance", "Finance"
    OPERATIONS = "operations", "Radiology operations"
    PATIENT_VOICE = "patient-voice", "Patient voice"


class InterestRulingCode(TextChoices):
    """What the lead decided about a panel member's interest (Procurement Act 2023, sections 81 to 83)."""

    MAY_SCORE = "may-score", "May score"
    NOT_THIS_BID = "not-this-bid", "May not score one bid"
    EXCLUDED = "excluded", "Excluded from the panel"
