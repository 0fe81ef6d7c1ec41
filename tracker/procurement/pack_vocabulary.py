"""The words about procurement packs."""

from django.db.models import TextChoices


class AnswerState(TextChoices):
    """How far one item of a pack is. An item that nobody has answered has no state."""

    IN_PROGRESS = "in-progress", "In progress"
    COMPLETE = "complete", "Complete"
    NOT_APPLICABLE = "not-applicable", "Not applicable"


class PackVerdict(TextChoices):
    """What somebody said of the wish to issue a tender without a complete pack."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"
