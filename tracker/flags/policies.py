"""Rules about flags themselves. Pure."""

from datetime import date, timedelta

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date

LONGEST_ACKNOWLEDGEMENT = timedelta(days=90)


def may_acknowledge(*, is_open: bool, until: date, reason: str, today: date) -> Decision:
    """Whether an open flag may be set aside until a day: for a reason, and not for longer than a quarter."""
    if not is_open:
        return deny("This flag has closed already, because its cause has gone.", remedy="There is nothing to do.")
    if not reason.strip():
        return deny(
            "An acknowledgement needs a reason, for the people who would act on the flag.",
            remedy="Say in a sentence why it can wait.",
            field="reason",
        )
    if until <= today:
        return deny(
            "The day to look again must be in the future.",
            remedy=f"Enter a day after {nhs_date(today)}.",
            field="until",
        )
    if until > today + LONGEST_ACKNOWLEDGEMENT:
        return deny(
            f"A flag can be acknowledged for at most {LONGEST_ACKNOWLEDGEMENT.days} days.",
            remedy=f"Enter a day up to {nhs_date(today + LONGEST_ACKNOWLEDGEMENT)}.",
            field="until",
        )
    return ALLOWED


def is_acknowledged(until: date | None, *, on: date) -> bool:
    """Whether an acknowledgement still holds on a day. On the day to look again the flag is back."""
    return until is not None and on < until
