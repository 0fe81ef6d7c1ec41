"""The words of this app: how bad a finding is, what it can be about, and what can happen to a flag."""

from django.db.models import TextChoices


class Severity(TextChoices):
    """How bad, from what wants an eye to what stops work. The standards' amber is medium, their red is high."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"
    CRITICAL = "critical", "Critical"

    @property
    def rank(self) -> int:
        """0 for the least to 3 for the worst."""
        return list(Severity).index(self)


class SubjectKind(TextChoices):
    """What a flag is about. `Flag.subject_id` is the id of a row of this kind."""

    DEPLOYMENT = "deployment", "Deployment"
    TRUST = "trust", "Trust"
    PROCUREMENT = "procurement", "Procurement"
    CONTRACT = "contract", "Contract"
    SUPPLIER = "supplier", "Supplier"


# Flags of a whole network that its trusts' people see too, because their own go-live depends on them.
PLAN_KINDS = (SubjectKind.PROCUREMENT, SubjectKind.CONTRACT)


class FlagEventKind(TextChoices):
    OPENED = "opened", "Opened"
    ESCALATED = "escalated", "Became more severe"
    EASED = "eased", "Became less severe"
    ACKNOWLEDGED = "acknowledged", "Acknowledged and snoozed"
    ASSIGNED = "assigned", "Given to somebody"
    UNASSIGNED = "unassigned", "Taken from somebody"
    CLOSED = "closed", "Closed"
    REOPENED = "reopened", "Opened again"
