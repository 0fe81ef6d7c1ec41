"""What suppliers raise about a procurement, and how it ends. Pure. Source: Procurement Act 2023, ss.100 and 101 (claims)."""

from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind


@dataclass(frozen=True)
class ChallengeOn:
    """Something that a supplier raised; `closed_on` and `closed_as` once it is closed."""

    id: int
    kind: ChallengeKind
    supplier_name: str
    received_on: date
    due_on: date | None = None
    summary: str = ""
    closed_on: date | None = None
    closed_as: ChallengeStepKind | None = None
    note: str = ""

    def is_open(self, day: date) -> bool:
        return self.closed_on is None or self.closed_on > day

    def is_overdue(self, day: date) -> bool:
        return self.is_open(day) and self.due_on is not None and self.due_on < day


def may_record_challenge(*, supplier_name: str, received_on: date, summary: str, today: date) -> Decision:
    """Whether something that a supplier raised may be recorded so."""
    if not supplier_name.strip():
        return deny("Whose it is, is missing.", remedy="Enter the supplier's name.", field="supplier_name")
    if not summary.strip():
        return deny("What was raised is missing.", remedy="Say in a sentence what it is about.", field="summary")
    if received_on > today:
        return deny("It can't have come on a day in the future.", remedy="Use today or earlier.", field="received_on")
    return ALLOWED


def may_close_challenge(
    challenge: ChallengeOn, kind: ChallengeStepKind, *, happened_on: date, note: str, today: date
) -> Decision:
    """Whether a challenge may be closed so: once, with what was answered; a legal claim is not closed by an answer."""
    if not challenge.is_open(today):
        return deny(
            f"It is closed already, since {nhs_date(challenge.closed_on)}.",
            remedy="Record a new one if the supplier raised it again.",
        )
    if not note.strip():
        return deny("How it ended is missing.", remedy="Say in a sentence what was answered or decided.", field="note")
    if happened_on > today or happened_on < challenge.received_on:
        return deny(
            f"It came on {nhs_date(challenge.received_on)}, so it can't have ended on {nhs_date(happened_on)}."
            if happened_on < challenge.received_on
            else "It can't have ended on a day in the future.",
            remedy="Correct the day.",
            field="happened_on",
        )
    is_claim = challenge.kind == ChallengeKind.CLAIM
    if (is_claim and kind == ChallengeStepKind.ANSWERED) or (not is_claim and kind == ChallengeStepKind.LIFTED):
        return deny(
            "A legal claim ends when it is withdrawn or settled, or when the court lifts the suspension."
            if is_claim
            else "Only a legal claim suspends an award, so there is nothing to lift.",
            remedy="Choose another way in which it ended.",
            field="kind",
        )
    return ALLOWED
