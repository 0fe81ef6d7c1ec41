"""The words about suppliers: whom to ask there, images, and the kinds of evidence that vet a product."""

from django.db.models import TextChoices


class ContactRole(TextChoices):
    """Whom to ask at a supplier, about what."""

    ACCOUNT = "account", "Contract and account"
    SUPPORT = "support", "Service desk"
    SAFETY = "clinical-safety", "Clinical safety"
    DATA_PROTECTION = "data-protection", "Data protection"
    SECURITY = "security", "Cyber security"


class Modality(TextChoices):
    """How the images of a reference site are made."""

    XRAY = "x-ray", "X-ray"
    CT = "ct", "CT"
    MRI = "mri", "MRI"
    MAMMOGRAPHY = "mammography", "Mammography"
    ULTRASOUND = "ultrasound", "Ultrasound"


class EvidenceKind(TextChoices):
    """What a product is vetted by, in the order in which pages show it."""

    DTAC = "dtac", "DTAC"
    DEVICE = "device", "Device mark and certificate"
    ISO_13485 = "iso-13485", "ISO 13485"
    DCB0129 = "dcb0129", "Clinical safety (DCB0129)"
    ESSENTIALS_PLUS = "cyber-essentials-plus", "Cyber Essentials Plus"
    PENETRATION_TEST = "penetration-test", "Penetration test"
    DSPT = "dspt", "Data Security and Protection Toolkit"
    ICO = "ico", "ICO registration"
