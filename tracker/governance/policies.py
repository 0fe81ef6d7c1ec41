"""Rules about DPIAs and sign-offs. Pure."""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision

APPROVALS = (SignOffDecision.APPROVED, SignOffDecision.APPROVED_WITH_CONDITIONS)

TRANSITIONS: dict[DpiaStatus, frozenset[DpiaStatus]] = {
    DpiaStatus.NOT_STARTED: frozenset({DpiaStatus.SCREENING, DpiaStatus.DRAFTING}),
    DpiaStatus.SCREENING: frozenset({DpiaStatus.DRAFTING, DpiaStatus.NOT_STARTED}),
    DpiaStatus.DRAFTING: frozenset({DpiaStatus.DPO_REVIEW, DpiaStatus.SCREENING}),
    DpiaStatus.DPO_REVIEW: frozenset({DpiaStatus.DRAFTING, DpiaStatus.APPROVED, DpiaStatus.REJECTED}),
    DpiaStatus.APPROVED: frozenset({DpiaStatus.REVIEW_DUE, DpiaStatus.SUPERSEDED, DpiaStatus.DRAFTING}),
    DpiaStatus.REJECTED: frozenset({DpiaStatus.DRAFTING}),
    DpiaStatus.REVIEW_DUE: frozenset({DpiaStatus.DRAFTING, DpiaStatus.DPO_REVIEW, DpiaStatus.APPROVED}),
    DpiaStatus.SUPERSEDED: frozenset({DpiaStatus.DRAFTING}),
}


def may_change_dpia(now: DpiaStatus, wanted: DpiaStatus, *, effective_on: date, today: date) -> Decision:
    """Whether a DPIA may go from one status to another on a day."""
    if effective_on > today:
        return deny(
            "A status can't count from a day in the future.",
            remedy="Use today or an earlier day.",
            field="effective_on",
        )
    if wanted != now and wanted not in TRANSITIONS[now]:
        choices = ", ".join(sorted(status.label.lower() for status in TRANSITIONS[now]))
        return deny(
            f"A DPIA that is “{now.label.lower()}” can't become “{wanted.label.lower()}”.",
            remedy=f"Choose one of: {choices}.",
            field="status",
        )
    return ALLOWED


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
