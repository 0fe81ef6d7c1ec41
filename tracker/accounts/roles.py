"""The roles that a person may hold, and the roles in which governance documents are signed."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person does in the programme. Each is held over the programme, a network or a trust, from a day to a day."""

    NATIONAL_LEAD = "national-lead", "National lead"
    PROGRAMME_MANAGER = "programme-manager", "Programme manager"
    TRUST_USER = "trust-user", "Trust user"
    PROCUREMENT = "procurement", "Procurement"
    SIGNATORY = "governance-signatory", "Governance signatory"
    VIEWER = "viewer", "Read-only viewer"
    ADMINISTRATOR = "administrator", "Administrator"


class SignOffRole(TextChoices):
    """The capacities in which a go-live needs a signature; codes as in the programme workbook."""

    CLINICAL_SAFETY_OFFICER = "clinical-safety-officer", "Clinical safety officer"
    CALDICOTT_GUARDIAN = "caldicott-guardian", "Caldicott Guardian"
    DPO = "dpo", "Data protection officer"
    SIRO = "siro", "Senior information risk owner"
    RADIOLOGY_LEAD = "radiology-lead", "Radiology lead"
    IT_LEAD = "it-lead", "IT lead"
    MEDICAL_PHYSICS = "medical-physics", "Medical physics"
    EXECUTIVE = "executive", "Executive sponsor"
