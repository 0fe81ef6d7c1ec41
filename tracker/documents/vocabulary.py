"""The words of this app."""

from django.db.models import TextChoices


class ScanState(TextChoices):
    """What the virus scanner said of a file last. `not-scanned` is said where it has not been asked."""

    NOT_SCANNED = "not-scanned", "Not scanned"
    CLEAN = "clean", "No virus found"
    INFECTED = "infected", "Infected"
    FAILED = "failed", "Scan failed"
