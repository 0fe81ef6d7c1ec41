"""Rules about sign-offs. Pure."""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.vocabulary import SignOffDecision

APPROVALS = (SignOffDecision.APPROVED, SignOffDecision.APPROVED_WITH_CONDITIONS)


def may_sign(
    decision: SignOffDecision,
    *,
    decided_on: date,
    expires_on: date | None,
    conditions: str,
    today: date,
) -> Decision:
    """Whether a decision is whole and of a possible day."""
    if decided_on > today:
        return deny(
            "A decision can't be of a day in the future.",
            remedy="Enter the day it was made.",
            field="decided_on",
        )
    if expires_on is not None and expires_on <= decided_on:
        return deny(
            "A sign-off can't expire on or before the day it was made.",
            remedy="Correct one of the two dates.",
            field="expires_on",
        )
    if decision == SignOffDecision.APPROVED_WITH_CONDITIONS and not conditions.strip():
        return deny(
            "An approval with conditions names them.",
            remedy="Write what has to be done, and by when.",
            field="conditions",
        )
    return ALLOWED


def counts_on(decision: str, *, decided_on: date, expires_on: date | None, day: date) -> bool:
    """Whether a sign-off gives approval on a day: made by then, an approval, and not expired."""
    return decision in APPROVALS and decided_on <= day and (expires_on is None or expires_on > day)
