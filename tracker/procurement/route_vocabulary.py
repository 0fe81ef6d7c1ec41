"""The words of a procurement's route: the law, how it is bought, notices and their clocks, and what bidders raise."""

from django.db.models import TextChoices


class Regime(TextChoices):
    """The law that a procurement is under. It depends on the day on which it started."""

    PCR2015 = "PCR2015", "Public Contracts Regulations 2015"
    PA2023 = "PA2023", "Procurement Act 2023"
    PSR = "PSR", "Provider Selection Regime"


class Method(TextChoices):
    """How the network buys."""

    FURTHER_COMPETITION = "further-competition", "Further competition under a framework"
    FRAMEWORK_DIRECT = "framework-direct", "Direct award under a framework"
    COMPETITION = "competition", "Open or flexible competition"
    DIRECT_AWARD = "direct-award", "Direct award without competition"


UNDER_FRAMEWORK = frozenset({Method.FURTHER_COMPETITION, Method.FRAMEWORK_DIRECT})


class Basis(TextChoices):
    """What a clock runs from."""

    AWARD_NOTICE = "award-notice", "publication of the contract award notice"
    SIGNATURE = "signature", "signature of the contract"
    END = "end", "end of the contract"
    QUARTER = "quarter", "last day of the quarter of a payment"
    RECEIPT = "receipt", "receipt from the supplier"


class ClockUnit(TextChoices):
    WORKING_DAYS = "working-days", "working day"
    DAYS = "days", "day"
    MONTHS = "months", "month"


class NoticeState(TextChoices):
    PUBLISHED = "published", "Published"
    TAKEN_BACK = "taken-back", "Recorded by mistake"


class ChallengeKind(TextChoices):
    """What a supplier that bid, or did not get to bid, raises."""

    QUESTION = "question", "Question"
    DEBRIEF = "debrief", "Debrief asked for"
    COMPLAINT = "complaint", "Complaint"
    CLAIM = "claim", "Legal claim notified"


class ChallengeStepKind(TextChoices):
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn by the supplier"
    LIFTED = "lifted", "Suspension lifted by the court"
    SETTLED = "settled", "Settled"
