"""The words of this app: what people are told about, how they hear of it, and what became of an e-mail."""

from django.db.models import TextChoices


class Topic(TextChoices):
    """What a notification is about. Each person chooses for each of these how they hear of it."""

    FLAG = "flag", "Flags for me to clear"
    DUE = "due", "Due dates"
    DECISION = "decision", "Decisions and signatures that wait for me"
    ASSIGNMENT = "assignment", "What is assigned to me"
    MENTION = "mention", "Comments that mention me"
    FOLLOWED = "followed", "Changes to what I follow"
    REPORT = "report", "Reports that I asked for"
    SERVICE = "service", "News of this service"


class Frequency(TextChoices):
    """How a person hears of a topic by e-mail. On the notifications page everything shows at once in any case."""

    IN_APP = "in-app", "Only in the tracker"
    IMMEDIATE = "immediate", "At once when critical, otherwise in the daily e-mail"
    DAILY = "daily", "In the daily e-mail"
    WEEKLY = "weekly", "In the weekly e-mail"


class Weekday(TextChoices):
    """A day of the week, by its ISO number."""

    MONDAY = "1", "Monday"
    TUESDAY = "2", "Tuesday"
    WEDNESDAY = "3", "Wednesday"
    THURSDAY = "4", "Thursday"
    FRIDAY = "5", "Friday"


DEFAULT_FREQUENCIES: dict[Topic, Frequency] = {
    Topic.FLAG: Frequency.IMMEDIATE,
    Topic.DUE: Frequency.DAILY,
    Topic.DECISION: Frequency.IMMEDIATE,
    Topic.ASSIGNMENT: Frequency.IMMEDIATE,
    Topic.MENTION: Frequency.DAILY,
    Topic.FOLLOWED: Frequency.WEEKLY,
    Topic.REPORT: Frequency.IN_APP,
    Topic.SERVICE: Frequency.WEEKLY,
}


class DueKind(TextChoices):
    """What can fall due. Of each, so many days ahead, people are told (`models.Reminder`)."""

    MILESTONE = "milestone", "Milestone of a deployment"
    NEXT_ACTION = "next-action", "Next action of a deployment"
    REVIEW = "review", "Review after go-live"
    EVIDENCE = "evidence", "Evidence that expires"
    STAGE = "stage", "Stage of a procurement"
    SIGNATURE = "signature", "Signature of a contract"
    SNOOZE = "snooze", "Flag that was snoozed"


class DeliveryKind(TextChoices):
    """Which e-mail it is: a digest of a day or a week, or one critical thing."""

    IMMEDIATE = "immediate", "At once"
    DAILY = "daily", "Daily"
    WEEKLY = "weekly", "Weekly"


class DeliveryState(TextChoices):
    """How far one e-mail is. Only a certain failure is ever tried again (docs/adr/0005)."""

    CLAIMED = "claimed", "Being prepared"
    HANDING_OVER = "handing-over", "Being handed over"
    SENT = "sent", "Sent"
    EMPTY = "empty", "Nothing left to say"
    FAILED = "failed", "Refused, will be tried again"
    GIVEN_UP = "given-up", "Given up"
    UNKNOWN = "unknown", "Not known whether it was sent"


# An e-mail in one of these is not touched again without somebody's decision.
FINAL_STATES = (DeliveryState.SENT, DeliveryState.EMPTY, DeliveryState.GIVEN_UP, DeliveryState.UNKNOWN)


class FollowedKind(TextChoices):
    """What a person can follow. `Follow.subject_id` is the id of a row of this kind."""

    TRUST = "trust", "Trust"
    NETWORK = "network", "Network"
    DEPLOYMENT = "deployment", "Deployment"
    PROCUREMENT = "procurement", "Procurement"
    CONTRACT = "contract", "Contract"
    SUPPLIER = "supplier", "Supplier"
