"""The words of clinical safety, the DTAC and device regulation."""

from django.db.models import TextChoices


class SafetyCaseStatus(TextChoices):
    DRAFTING = "drafting", "Drafting"
    WITH_OFFICER = "with-officer", "With the clinical safety officer"
    APPROVED = "approved", "Approved"
    SUPERSEDED = "superseded", "Superseded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class HazardStatus(TextChoices):
    """The three of the DCB0129 implementation guidance, with its meaning of each."""

    OPEN = "open", "Open"
    TRANSFERRED = "transferred", "Transferred"
    CLOSED = "closed", "Closed"


class PackDecision(TextChoices):
    """`reopened` is what an edit after an acceptance leaves behind: nobody has accepted what now stands."""

    ACCEPTED = "accepted", "Accepted"
    RETURNED = "returned", "Returned"
    REOPENED = "reopened", "Changed since it was accepted"


class ClauseAnswer(TextChoices):
    """The answers of the DCB0129 compliance workbook, version 5.0."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    PARTIAL = "partial", "Partial"
    AWAITING = "awaiting", "Awaiting"


class Regulator(TextChoices):
    GMC = "GMC", "General Medical Council"
    NMC = "NMC", "Nursing and Midwifery Council"
    HCPC = "HCPC", "Health and Care Professions Council"
    GPHC = "GPhC", "General Pharmaceutical Council"
    GDC = "GDC", "General Dental Council"


class DtacOutcome(TextChoices):
    """What a form comes to: the assessed sections must all pass."""

    PASSED = "passed", "Passed"
    FAILED = "failed", "Failed"
    INCOMPLETE = "incomplete", "Not complete"


class DtacPart(TextChoices):
    CLINICAL_SAFETY = "clinical-safety", "Clinical safety"
    WHOLE = "whole", "Whole form"


class DeviceMark(TextChoices):
    """The marks under which a device may be supplied in Great Britain."""

    UKCA = "UKCA", "UKCA"
    CE_MDR = "CE-MDR", "CE (EU Medical Device Regulation)"
    CE_MDD = "CE-MDD", "CE (EU Medical Devices Directive, legacy)"
    CE_UKNI = "CE-UKNI", "CE and UKNI"


class Autonomy(TextChoices):
    """How far the tool acts without a person, from least to most."""

    SUPPORT = "support", "Supports a person, who reads every image"
    TRIAGE = "triage", "Changes the order in which people read"
    RULE_OUT = "rule-out", "Takes some images away from a reader"
    AUTONOMOUS = "autonomous", "Reports without a person"

    @property
    def rank(self) -> int:
        """0 for the least to 3 for the most."""
        return list(Autonomy).index(self)


class View(TextChoices):
    """How the image is taken."""

    PA = "pa", "PA (postero-anterior)"
    AP = "ap", "AP (antero-posterior)"
    LATERAL = "lateral", "Lateral"
    MOBILE = "mobile", "Mobile"
    CT = "ct", "CT"
