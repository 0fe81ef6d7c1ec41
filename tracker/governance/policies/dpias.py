"""Rules about DPIAs. Pure."""

from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.governance.vocabulary import DpiaStatus

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
