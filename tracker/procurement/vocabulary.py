"""The words of this app: stages, statuses, classes and marks, with the codes that the programme workbook uses."""

from django.db.models import TextChoices


class SupplierStatusCode(TextChoices):
    ACTIVE = "active", "Active"
    IN_ADMINISTRATION = "in administration", "In administration"
    WITHDRAWN = "withdrawn", "Withdrawn"


class DeviceClass(TextChoices):
    I = "I", "Class I"  # noqa: E741 - the class is called I
    IIA = "IIa", "Class IIa"
    IIB = "IIb", "Class IIb"
    III = "III", "Class III"


class Marking(TextChoices):
    UKCA = "UKCA", "UKCA"
    CE = "CE", "CE"


class Stage(TextChoices):
    """The stages of a procurement as the study met them, in order."""

    PANEL = "panel", "Selection panel"
    TENDER = "tender", "Tender issued"
    EVALUATION = "evaluation", "Evaluation"
    AWARD = "award", "Award decision"
    CONTRACT = "contract", "Contract signed"
