"""How long a test, an exercise or a course counts. Pure."""

from datetime import date

from tracker.core.days import add_months


def counts_until(done_on: date, months: int) -> date:
    """The day from which something that counts for so many months no longer does."""
    return add_months(done_on, months)
