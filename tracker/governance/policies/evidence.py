"""Rules about evidence: how it stands on a day, and who may do what to it when. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.documents.vocabulary import ScanState
from tracker.governance.vocabulary import EvidenceScope, EvidenceState, EvidenceType, ReviewDecision, SupportKind

# Worst first. Withdrawn evidence says nothing of the thing that it supported, so others speak before it.
WORST_FIRST = (
    EvidenceState.EXPIRED,
    EvidenceState.RETURNED,
    EvidenceState.AWAITING_REVIEW,
    EvidenceState.UPCOMING,
    EvidenceState.EXPIRING,
    EvidenceState.CURRENT,
    EvidenceState.WITHDRAWN,
)


@dataclass(frozen=True)
class RevisionOn:
    """A revision as known on a day. `decision` is that of its newest review by then, None while nobody has reviewed it."""

    number: int
    effective_on: date
    expires_on: date | None = None
    decision: ReviewDecision | None = None


@dataclass(frozen=True)
class Standing:
    """How evidence stands on a day. `number` is that of the revision which counts, or of the newest where none does;
    `notice` tells how many of the notices before expiry have passed (0: none) and `warned_on` when the first
    did, `awaits_review` that the newest revision has not been reviewed, whatever an older one says."""

    state: EvidenceState
    number: int
    expires_on: date | None = None
    notice: int = 0
    awaits_review: bool = False
    warned_on: date | None = None


def standing_on(
    revisions: Sequence[RevisionOn], *, withdrawn_on: date | None, day: date, notices: Iterable[int]
) -> Standing:
    """How evidence stands. `revisions` are those known on the day, oldest first, at least one; `notices` are the days
    before expiry at which a warning is due. A replacement counts once it is accepted and in force; until then the
    revision before it does, for as long as it has not expired."""
    newest = revisions[-1]
    awaits = newest.decision is None
    if withdrawn_on is not None and withdrawn_on <= day:
        return Standing(EvidenceState.WITHDRAWN, newest.number, newest.expires_on)
    accepted = [each for each in revisions if each.decision == ReviewDecision.ACCEPTED]
    in_force = [each for each in accepted if each.effective_on <= day]
    if in_force:
        counts = in_force[-1]
        passed = _notices_passed(counts.expires_on, day, notices)
        state = _state_in_force(counts, day, len(passed))
        return Standing(state, counts.number, counts.expires_on, len(passed), awaits, min(passed, default=None))
    if accepted:
        return Standing(EvidenceState.UPCOMING, accepted[-1].number, accepted[-1].expires_on, awaits_review=awaits)
    state = EvidenceState.AWAITING_REVIEW if awaits else EvidenceState.RETURNED
    return Standing(state, newest.number, newest.expires_on, awaits_review=awaits)


def _state_in_force(revision: RevisionOn, day: date, notice: int) -> EvidenceState:
    if revision.expires_on is not None and revision.expires_on <= day:
        return EvidenceState.EXPIRED
    return EvidenceState.EXPIRING if notice else EvidenceState.CURRENT


def _notices_passed(expires_on: date | None, day: date, notices: Iterable[int]) -> list[date]:
    """The days on which the notices that have passed fell."""
    if expires_on is None:
        return []
    return [due for days in notices if (due := expires_on - timedelta(days=days)) <= day]


def worst_of(states: Iterable[EvidenceState]) -> EvidenceState | None:
    """The state that decides for something which several pieces of evidence support; None where none does."""
    return min(states, key=WORST_FIRST.index, default=None)


# --- What selectors answer ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Support:
    """Something that evidence supports: a requirement by its code, anything else by the id of its row."""

    kind: SupportKind
    supports_id: int | None = None
    requirement_code: str = ""


@dataclass(frozen=True)
class EvidenceOn:
    """A piece of evidence on a day."""

    id: int
    version: int
    title: str
    type: EvidenceType
    owner: str
    scope: EvidenceScope
    subject_id: int
    standing: Standing
    supports: tuple[Support, ...] = field(default_factory=tuple)

    @property
    def state(self) -> EvidenceState:
        return self.standing.state


# --- What may be done -----------------------------------------------------------------------------------------------


def may_add_revision(
    *, has_file: bool, link: str, effective_on: date, expires_on: date | None, added_on: date, today: date
) -> Decision:
    """Whether a revision is whole and its days are possible."""
    if added_on > today:
        return deny("Evidence can't be added on a day in the future.", remedy="Use today.", field="added_on")
    if has_file == bool(link):
        both_or_none = "Give either a file or a link, not both." if link else "Give a file or a link."
        return deny(both_or_none, remedy="A file is kept here; a link leads to where it is kept.", field="file")
    if expires_on is not None and expires_on <= effective_on:
        return deny(
            "Evidence can't expire on or before the day from which it holds.",
            remedy="Correct one of the two dates.",
            field="expires_on",
        )
    return _is_a_safe_link(link) if link else ALLOWED


def _is_a_safe_link(link: str) -> Decision:
    try:
        parts = urlsplit(link)
        is_whole = bool(parts.hostname)
    except ValueError:
        parts, is_whole = urlsplit(""), False
    if parts.scheme != "https" or not is_whole:
        return deny(
            "The link must be a whole address that starts with https://.",
            remedy="Copy it from the address line of the page where the document is.",
            field="link",
        )
    if parts.username or parts.password:
        return deny(
            "The link has a user name or password in it, which everybody here would see.",
            remedy="Give the address without it.",
            field="link",
        )
    return ALLOWED


def may_be_changed(*, is_withdrawn: bool) -> Decision:
    """Whether evidence may be replaced, reviewed or withdrawn at all."""
    if is_withdrawn:
        return deny("This evidence is withdrawn, so it can't be changed.", remedy="Add new evidence instead.")
    return ALLOWED


def may_review(
    decision: ReviewDecision,
    *,
    is_own: bool,
    is_withdrawn: bool,
    added_on: date,
    decided_on: date,
    note: str,
    scan_state: ScanState | None,
    today: date,
) -> Decision:
    """Whether somebody may review a revision so. `is_own`: they brought it; `scan_state` is None for a link."""
    return first_refusal(
        may_be_changed(is_withdrawn=is_withdrawn),
        _is_not_own(is_own=is_own),
        _is_reviewed_in_time(added_on, decided_on, today),
        _has_no_virus(decision, scan_state),
        _return_has_a_reason(decision, note),
    )


def _is_not_own(*, is_own: bool) -> Decision:
    if not is_own:
        return ALLOWED
    return deny(
        "You brought this, so somebody else has to review it.",
        remedy="Ask a signatory or a programme manager.",
        field="decision",
    )


def _is_reviewed_in_time(added_on: date, decided_on: date, today: date) -> Decision:
    if decided_on > today:
        return deny(
            "A review can't be of a day in the future.", remedy="Enter the day it was made.", field="decided_on"
        )
    if decided_on < added_on:
        return deny(
            "A review can't be earlier than what it reviews.", remedy="Enter the day it was made.", field="decided_on"
        )
    return ALLOWED


def _has_no_virus(decision: ReviewDecision, scan_state: ScanState | None) -> Decision:
    if decision == ReviewDecision.ACCEPTED and scan_state == ScanState.INFECTED:
        return deny(
            "A virus was found in this file, so it can't be accepted.",
            remedy="Return it, and ask for a clean copy.",
            field="decision",
        )
    return ALLOWED


def _return_has_a_reason(decision: ReviewDecision, note: str) -> Decision:
    if decision == ReviewDecision.RETURNED and not note.strip():
        return deny(
            "Evidence that is returned needs a reason, for whoever brought it.",
            remedy="Say in a sentence what is missing or wrong.",
            field="note",
        )
    return ALLOWED


def may_withdraw(*, is_withdrawn: bool, reason: str, on: date, today: date) -> Decision:
    """Whether evidence may be withdrawn from a day on."""
    if is_withdrawn:
        return may_be_changed(is_withdrawn=True)
    if on > today:
        return deny("Evidence can't be withdrawn from a day in the future.", remedy="Use today.", field="effective_on")
    if not reason.strip():
        return deny(
            "A withdrawal needs a reason, because what the evidence supported may open again.",
            remedy="Say in a sentence why it no longer counts.",
            field="reason",
        )
    return ALLOWED


def may_support(support: Support, *, is_offered: bool) -> Decision:
    """Whether evidence can support this: it names one thing, and one that concerns the same deployments. A requirement
    is named by its code in whatever version of the catalogue, so any code will do."""
    if support.kind == SupportKind.REQUIREMENT:
        is_whole = bool(support.requirement_code.strip()) and support.supports_id is None
    else:
        is_whole = support.supports_id is not None and not support.requirement_code and is_offered
    if is_whole:
        return ALLOWED
    return deny(
        f"The {support.kind.label} that this evidence should support is not one of what it is about.",
        remedy="Choose what it supports again.",
        field="supports",
    )
