"""The words of a contract's content: clauses, success metrics, payments, KPIs, reviews and modifications."""

from django.db.models import TextChoices


class ClauseGroup(TextChoices):
    """The parts of the checklist of contract terms (governance standards, section 5.6)."""

    DATA = "data", "Data"
    CHANGE = "change", "Change"
    SAFETY = "safety", "Safety and liability"
    SERVICE = "service", "Service"


class ClausePresence(TextChoices):
    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    NO = "no", "No"


class BetterWay(TextChoices):
    """Which way a success metric gets better."""

    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"


class Frequency(TextChoices):
    MONTHLY = "monthly", "Monthly"
    QUARTERLY = "quarterly", "Quarterly"
    YEARLY = "yearly", "Yearly"


class Gate(TextChoices):
    """What a payment may wait for, other than a metric."""

    INTEGRATION = "integration-accepted", "Integration accepted"
    VALIDATION = "validation-passed", "Local validation passed"
    SERVICE_LEVEL = "service-level", "3 months at the agreed service level"
    DELIVERY = "delivery", "Delivery accepted"


class PaymentStep(TextChoices):
    """What was decided about a payment. It is proposed by one person and released or refused by another."""

    PROPOSED = "proposed", "Proposed for release"
    RELEASED = "released", "Released"
    REFUSED = "refused", "Refused"
    PAID = "paid", "Paid"


class KpiRating(TextChoices):
    """The ratings of a contract performance notice (UK9; Procurement Regulations 2024)."""

    GOOD = "good", "Good"
    APPROACHING = "approaching", "Approaching target"
    IMPROVEMENT = "improvement", "Requires improvement"
    INADEQUATE = "inadequate", "Inadequate"
    OTHER = "other", "Other"


class ServiceLevelKind(TextChoices):
    AVAILABILITY = "availability", "Availability"
    SUPPORT = "support", "Support response"
    OTHER = "other", "Other"


class ServiceOutcome(TextChoices):
    """How a service level did over the time that a review looks at."""

    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    MISSED = "missed", "Missed"


class ModificationStepKind(TextChoices):
    """What was decided about a modification under section 75 of the Procurement Act 2023, and when it took effect."""

    NOTICE_NOT_NEEDED = "not-needed", "Contract change notice not needed"
    NOTICE_NEEDED = "needed", "Contract change notice needed"
    NOTICE_PUBLISHED = "published", "Contract change notice published"
    IN_EFFECT = "in-effect", "Took effect"


NOTICE_DECISIONS = (
    ModificationStepKind.NOTICE_NOT_NEEDED,
    ModificationStepKind.NOTICE_NEEDED,
    ModificationStepKind.NOTICE_PUBLISHED,
)
