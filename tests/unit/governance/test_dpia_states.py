"""The life-cycle of a DPIA: every status, every status after it, and everybody who might take it there."""

from datetime import date, timedelta
from itertools import product

import pytest

from tracker.governance.policies.dpias import (
    ENDED,
    NEEDS_A_REASON,
    TRANSITIONS,
    Actor,
    Means,
    find_transition,
    may_count_from,
    may_move,
    may_tell_approval,
    may_write,
    next_statuses,
)
from tracker.governance.vocabulary import APPROVALS_OF_DPIA, WORKBOOK_STATUSES, DpiaStatus

TODAY = date(2026, 6, 30)
DAY = timedelta(days=1)
WORKBOOK = {
    "not-started", "screening", "drafting", "dpo-review", "approved", "rejected", "review-due", "superseded",
}  # fmt: skip


@pytest.mark.parametrize("wanted", DpiaStatus)
@pytest.mark.parametrize("now", DpiaStatus)
def test_who_may_take_which_status_to_which(now: DpiaStatus, wanted: DpiaStatus) -> None:
    transition = find_transition(now, wanted)
    for means, actor in product(Means, Actor):
        decision = may_move(now, wanted, actors={actor}, means=means, reason="As agreed")
        may = transition is not None and transition.means == means and actor in transition.actors
        assert bool(decision) == may, (means, actor)
        assert may or (decision.field == "status" and decision.reason.endswith("."))


def test_each_transition_is_declared_once_and_leads_elsewhere() -> None:
    pairs = [(each.now, each.wanted) for each in TRANSITIONS]
    assert len(pairs) == len(set(pairs))
    assert all(now != wanted for now, wanted in pairs)
    assert all(each.actors for each in TRANSITIONS)


def test_only_the_siro_approves_and_only_by_a_decision() -> None:
    approvals = [each for each in TRANSITIONS if each.wanted in APPROVALS_OF_DPIA]
    assert {each.actors for each in approvals} == {frozenset({Actor.SIRO})}
    assert {each.means for each in approvals} == {Means.DECISION}


def test_the_officer_advises_and_never_decides() -> None:
    by_officer = {each.means for each in TRANSITIONS if Actor.DPO in each.actors}
    assert Means.DECISION not in by_officer
    assert {each.wanted for each in TRANSITIONS if each.means == Means.ADVICE} == {DpiaStatus.AWAITING_SIGN_OFF}


def test_every_status_is_reached_from_the_start_and_all_but_closed_lead_on() -> None:
    reached, grown = {DpiaStatus.NOT_STARTED}, True
    while grown:
        more = {each.wanted for each in TRANSITIONS if each.now in reached} - reached
        grown, reached = bool(more), reached | more
    assert reached == set(DpiaStatus)
    assert [status for status in DpiaStatus if not next_statuses(status)] == [DpiaStatus.CLOSED]


@pytest.mark.parametrize("wanted", sorted(NEEDS_A_REASON))
def test_a_step_that_others_must_understand_needs_its_reason(wanted: DpiaStatus) -> None:
    for each in (each for each in TRANSITIONS if each.wanted == wanted):
        refusal = may_move(each.now, wanted, actors=each.actors, means=each.means, reason="  ")
        assert refusal.field == "reason"


def test_what_has_ended_says_so() -> None:
    assert "it has ended" in may_move(DpiaStatus.CLOSED, DpiaStatus.DRAFTING, actors={Actor.AUTHOR}).remedy


@pytest.mark.parametrize("status", DpiaStatus)
def test_content_stands_still_while_others_read_it(status: DpiaStatus) -> None:
    frozen = {
        DpiaStatus.DPO_REVIEW,
        DpiaStatus.AWAITING_SIGN_OFF,
        DpiaStatus.ICO_CONSULTATION,
        DpiaStatus.REJECTED,
        *ENDED,
    }
    assert bool(may_write(status)) == (status not in frozen)
    if status in ENDED:
        assert "new edition" in may_write(status).remedy


def test_status_counts_from_a_day_that_is_possible() -> None:
    assert may_count_from(TODAY, since=None, today=TODAY)
    assert may_count_from(TODAY, since=TODAY, today=TODAY)
    assert may_count_from(TODAY + DAY, since=None, today=TODAY).field == "effective_on"
    assert may_count_from(TODAY - DAY, since=TODAY, today=TODAY).field == "effective_on"


def test_an_approval_is_told_only_of_what_is_not_written_here() -> None:
    assert may_tell_approval(is_written_here=False)
    assert may_tell_approval(is_written_here=True).field == "status"


def test_the_workbook_knows_a_word_for_every_status_and_keeps_its_own() -> None:
    assert set(WORKBOOK_STATUSES) == set(DpiaStatus.values)
    assert set(WORKBOOK_STATUSES.values()) == WORKBOOK
    assert all(WORKBOOK_STATUSES[code] == code for code in WORKBOOK)
