"""The words of this app: states, milestones, barriers and kinds, with the codes that the programme workbook uses."""

from django.db.models import TextChoices


class ClinicalUse(TextChoices):
    """How far the tool is in clinical use. Live has two sub-states, because trusts start with one referral source."""

    NOT_STARTED = "not-started", "Not started"
    SHADOW = "shadow", "Shadow mode"
    LIVE_PARTIAL = "live-partial", "Live, partly"
    LIVE_FULL = "live-full", "Live"
    PAUSED = "paused", "Paused"
    WITHDRAWN = "withdrawn", "Withdrawn"


LIVE_STATES = (ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL)


class ReferralSource(TextChoices):
    GP = "gp", "GP"
    ED = "ed", "Emergency department"
    INPATIENT = "inpatient", "Inpatient"
    OUTPATIENT = "outpatient", "Outpatient"


class BlockerCode(TextChoices):
    """What holds a deployment up, coded to the barriers that the study found (B1 to B10)."""

    B1 = "B1", "Staff workload"
    B2 = "B2", "AI knowledge"
    B3 = "B3", "Time to take part"
    B4 = "B4", "Accountability concerns"
    B5 = "B5", "Supplier challenge"
    B6 = "B6", "Local governance varies"
    B7 = "B7", "Local IT"
    B8 = "B8", "Data availability and quality"
    B9 = "B9", "Technical detail overload"
    B10 = "B10", "Patient communication"


class SlipCause(TextChoices):
    """Why a date moved: one of the study's barriers, or one of three things outside the network's hands."""

    B1 = "B1", BlockerCode.B1.label
    B2 = "B2", BlockerCode.B2.label
    B3 = "B3", BlockerCode.B3.label
    B4 = "B4", BlockerCode.B4.label
    B5 = "B5", BlockerCode.B5.label
    B6 = "B6", BlockerCode.B6.label
    B7 = "B7", BlockerCode.B7.label
    B8 = "B8", BlockerCode.B8.label
    B9 = "B9", BlockerCode.B9.label
    B10 = "B10", BlockerCode.B10.label
    SUPPLIER = "supplier", "Supplier"
    LAW = "law", "Law"
    FUNDING = "funding", "Funding"


class StatedRating(TextChoices):
    """Delivery confidence as the owner states it, on the three or the five point scale."""

    GREEN = "green", "Green"
    AMBER_GREEN = "amber-green", "Amber/green"
    AMBER = "amber", "Amber"
    AMBER_RED = "amber-red", "Amber/red"
    RED = "red", "Red"


class MilestoneType(TextChoices):
    """The way of one trust to clinical use, in the order in which it is usually walked."""

    INTEGRATION = "integration", "IT integration"
    DPIA = "dpia", "DPIA approved"
    CLINICAL_SAFETY = "clinical-safety", "Clinical safety case approved"
    TRAINING = "training", "Staff trained"
    PATIENT_COMMUNICATION = "patient-communication", "Patient communication ready"
    BASELINE_DATA = "baseline-data", "Baseline data collected"
    VALIDATION = "validation", "Local validation passed"
    ROLLBACK = "rollback", "Rollback and downtime tested"
    GO_NO_GO = "go-no-go", "Go or no-go decision"
    GO_LIVE = "go-live", "Go-live"
    FULL_LIVE = "full-live", "Live for every source"
    REVIEW = "review", "Post-deployment review"


class RevisionKind(TextChoices):
    BASELINE = "baseline", "Baseline"
    FORECAST = "forecast", "Forecast"
    ACTUAL = "actual", "Actual"


class ITSystemKind(TextChoices):
    PACS = "pacs", "PACS"
    RIS = "ris", "RIS"
    VNA = "vna", "VNA"
    ORCHESTRATOR = "orchestrator", "AI orchestrator"


class ScopeKind(TextChoices):
    PROGRAMME = "programme", "Whole programme"
    NETWORK = "network", "Network"
    TRUST = "trust", "Trust"


class Audience(TextChoices):
    """Who else sees the filters that somebody saved."""

    PRIVATE = "private", "Only me"
    NETWORK = "network", "The people of a network"
    NATIONAL = "national", "Everybody with a national role"
