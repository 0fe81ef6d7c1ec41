"""How evidence stands on a day, and who may do what to it, by table and by property."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.documents.vocabulary import ScanState
from tracker.governance.policies.evidence import (
    WORST_FIRST,
    RevisionOn,
    Standing,
    Support,
    may_add_revision,
    may_be_changed,
    may_review,
    may_support,
    may_withdraw,
    standing_on,
    worst_of,
)
from tracker.governance.vocabulary import EvidenceState, ReviewDecision, SupportKind

TODAY = date(2026, 3, 2)
NOTICES = (90, 60, 30)
ACCEPTED, RETURNED = ReviewDecision.ACCEPTED, ReviewDecision.RETURNED
COUNTING = {EvidenceState.CURRENT, EvidenceState.EXPIRING}


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def revision(
    decision: ReviewDecision | None = ACCEPTED, *, number: int = 1, starts: int = -100, ends: int | None = None
) -> RevisionOn:
    return RevisionOn(number, days(starts), None if ends is None else days(ends), decision)


def stands(*revisions: RevisionOn, withdrawn: int | None = None) -> Standing:
    withdrawn_on = None if withdrawn is None else days(withdrawn)
    return standing_on(revisions, withdrawn_on=withdrawn_on, day=TODAY, notices=NOTICES)


@pytest.mark.parametrize(
    ("ends", "state", "notice"),
    [
        (None, EvidenceState.CURRENT, 0),
        (91, EvidenceState.CURRENT, 0),
        (90, EvidenceState.EXPIRING, 1),
        (61, EvidenceState.EXPIRING, 1),
        (60, EvidenceState.EXPIRING, 2),
        (30, EvidenceState.EXPIRING, 3),
        (1, EvidenceState.EXPIRING, 3),
        (0, EvidenceState.EXPIRED, 3),
        (-1, EvidenceState.EXPIRED, 3),
    ],
)
def test_accepted_evidence_expires_in_steps(ends: int | None, state: EvidenceState, notice: int) -> None:
    standing = stands(revision(ends=ends))
    assert (standing.state, standing.notice, standing.awaits_review) == (state, notice, False)


def test_what_nobody_has_reviewed_awaits_review() -> None:
    assert stands(revision(None)) == Standing(EvidenceState.AWAITING_REVIEW, 1, awaits_review=True)


def test_what_was_returned_is_returned_until_it_is_replaced() -> None:
    assert stands(revision(RETURNED)).state == EvidenceState.RETURNED
    assert stands(revision(RETURNED), revision(None, number=2)).state == EvidenceState.AWAITING_REVIEW


def test_old_revision_counts_until_its_replacement_is_accepted_and_in_force() -> None:
    old = revision(ends=200)
    assert stands(old, revision(None, number=2)) == Standing(EvidenceState.CURRENT, 1, days(200), 0, awaits_review=True)
    assert stands(old, revision(RETURNED, number=2)).number == 1
    assert stands(old, revision(number=2, starts=1)).number == 1
    assert stands(old, revision(number=2, starts=0)).number == 2


def test_replacement_under_review_does_not_hide_that_the_old_one_expired() -> None:
    assert stands(revision(ends=-1), revision(None, number=2)).state == EvidenceState.EXPIRED


def test_what_is_accepted_ahead_of_its_time_is_not_in_force() -> None:
    assert stands(revision(starts=1)).state == EvidenceState.UPCOMING


def test_withdrawal_counts_from_its_day() -> None:
    assert stands(revision(), withdrawn=0).state == EvidenceState.WITHDRAWN
    assert stands(revision(), withdrawn=1).state == EvidenceState.CURRENT


offsets = st.integers(-400, 400)


def made(decision: ReviewDecision | None, starts: int, length: int | None) -> RevisionOn:
    return revision(decision, starts=starts, ends=None if length is None else starts + length)


decisions, lengths = st.sampled_from([None, ACCEPTED, RETURNED]), st.none() | st.integers(1, 800)
revisions = st.lists(st.builds(made, decisions, offsets, lengths), min_size=1, max_size=4)


@given(revisions, st.none() | offsets, offsets)
def test_evidence_counts_only_with_an_accepted_revision_in_force_on_the_day(
    given_: list[RevisionOn], withdrawn: int | None, offset: int
) -> None:
    day = days(offset)
    withdrawn_on = None if withdrawn is None else days(withdrawn)
    state = standing_on(given_, withdrawn_on=withdrawn_on, day=day, notices=NOTICES).state
    in_force = any(
        each.decision == ACCEPTED and each.effective_on <= day and (each.expires_on is None or each.expires_on > day)
        for each in given_
    )
    if state in COUNTING:
        assert in_force
        assert withdrawn_on is None or withdrawn_on > day


@given(revisions, offsets, offsets)
def test_once_expired_it_counts_again_only_by_a_later_revision(given_: list[RevisionOn], first: int, more: int) -> None:
    early, late = days(min(first, first + more)), days(max(first, first + more))
    before, after = (standing_on(given_, withdrawn_on=None, day=day, notices=NOTICES) for day in (early, late))
    if before.state == EvidenceState.EXPIRED and after.state in COUNTING:
        assert any(each.decision == ACCEPTED and early < each.effective_on <= late for each in given_)


@given(st.lists(st.sampled_from(list(EvidenceState))))
def test_worst_is_one_of_them_and_none_is_worse(states: list[EvidenceState]) -> None:
    worst = worst_of(states)
    assert (worst is None) == (not states)
    if worst is not None:
        assert worst in states
        assert all(WORST_FIRST.index(worst) <= WORST_FIRST.index(each) for each in states)


def test_every_state_has_its_place() -> None:
    assert sorted(WORST_FIRST) == sorted(EvidenceState)
    assert worst_of([EvidenceState.WITHDRAWN, EvidenceState.CURRENT]) == EvidenceState.CURRENT


def add(**changes: object) -> str:
    given_: dict[str, object] = {
        "has_file": False,
        "link": "https://example.org/a",
        "effective_on": TODAY,
        "expires_on": None,
        "added_on": TODAY,
        "today": TODAY,
    }
    return may_add_revision(**(given_ | changes)).sentence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"added_on": days(1)}, "a day in the future"),
        ({"link": ""}, "Give a file or a link."),
        ({"has_file": True}, "either a file or a link, not both"),
        ({"expires_on": TODAY}, "can't expire on or before"),
        ({"link": "http://example.org/a"}, "starts with https://"),
        ({"link": "https://"}, "whole address"),
        ({"link": "https://[bad"}, "whole address"),
        ({"link": "javascript:alert(1)"}, "starts with https://"),
        ({"link": "//example.org"}, "starts with https://"),
        ({"link": "https://user:secret@example.org/"}, "a user name or password"),
        ({"link": "https://user@example.org/"}, "a user name or password"),
    ],
)
def test_revisions_that_make_no_sense_are_refused(changes: dict[str, object], reason: str) -> None:
    assert reason in add(**changes)


def test_whole_revisions_are_taken() -> None:
    assert add() == add(has_file=True, link="") == add(expires_on=days(1)) == add(effective_on=days(30)) == ""


def review(**changes: object) -> str:
    given_: dict[str, object] = {
        "decision": ACCEPTED,
        "is_own": False,
        "is_withdrawn": False,
        "added_on": days(-5),
        "decided_on": TODAY,
        "note": "",
        "scan_state": None,
        "today": TODAY,
    }
    return may_review(**(given_ | changes)).sentence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"is_own": True}, "You brought this"),
        ({"is_withdrawn": True}, "is withdrawn"),
        ({"decided_on": days(1)}, "a day in the future"),
        ({"decided_on": days(-6)}, "earlier than what it reviews"),
        ({"scan_state": ScanState.INFECTED}, "A virus was found"),
        ({"decision": RETURNED}, "needs a reason"),
        ({"decision": RETURNED, "note": "  "}, "needs a reason"),
    ],
)
def test_reviews_are_refused(changes: dict[str, object], reason: str) -> None:
    assert reason in review(**changes)


def test_reviews_are_allowed() -> None:
    assert review() == review(scan_state=ScanState.CLEAN) == review(decided_on=days(-5)) == ""
    assert review(decision=RETURNED, note="No date", scan_state=ScanState.INFECTED) == ""


@pytest.mark.parametrize(
    ("is_withdrawn", "reason", "on", "said"),
    [
        (False, "Superseded", 0, ""),
        (False, "Superseded", 1, "from a day in the future"),
        (False, " ", 0, "needs a reason"),
        (True, "Superseded", 0, "is withdrawn"),
    ],
)
def test_withdrawals(is_withdrawn: bool, reason: str, on: int, said: str) -> None:
    assert said in may_withdraw(is_withdrawn=is_withdrawn, reason=reason, on=days(on), today=TODAY).sentence
    assert bool(said) != bool(may_withdraw(is_withdrawn=is_withdrawn, reason=reason, on=days(on), today=TODAY))


def test_withdrawn_evidence_stays_as_it_is() -> None:
    assert may_be_changed(is_withdrawn=False)
    assert not may_be_changed(is_withdrawn=True)


@pytest.mark.parametrize(
    ("support", "is_offered", "allowed"),
    [
        (Support(SupportKind.REQUIREMENT, None, "cyber-01"), False, True),
        (Support(SupportKind.REQUIREMENT, None, " "), True, False),
        (Support(SupportKind.REQUIREMENT, 3, "cyber-01"), True, False),
        (Support(SupportKind.DPIA, 3), True, True),
        (Support(SupportKind.DPIA, 3), False, False),
        (Support(SupportKind.DPIA), True, False),
        (Support(SupportKind.DPIA, 3, "cyber-01"), True, False),
    ],
)
def test_support_names_one_thing_of_the_same_deployments(support: Support, is_offered: bool, allowed: bool) -> None:
    assert bool(may_support(support, is_offered=is_offered)) is allowed
