"""Which steps an assessment takes, who takes them, and what counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.governance.plain import TODAY, assessment
from tracker.governance.policies.assessments import (
    NEEDS_REASON,
    SETTLED,
    TRANSITIONS,
    AssessmentOn,
    Hand,
    StateOn,
    Step,
    assessment_verdict,
    may_confirm,
    may_step,
    next_for,
)
from tracker.governance.vocabulary import AssessmentStatus

Status = AssessmentStatus
DAY = timedelta(days=1)
PREPARER, REVIEWER = frozenset({Hand.PREPARER}), frozenset({Hand.REVIEWER})
READY = assessment(Status.READY)


def step(assessed: AssessmentOn, wanted: Step, hands: frozenset[Hand], **fields: object) -> object:
    given = {"by_id": 9, "is_waivable": True, "today": TODAY, **fields}
    return may_step(assessed, wanted, hands=hands, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("wanted", Status)
@pytest.mark.parametrize("hands", [frozenset(), PREPARER, REVIEWER])
def test_steps_follow_the_transitions_by_the_right_hand(now: Status, wanted: Status, hands: frozenset[Hand]) -> None:
    stands = AssessmentOn(1) if now == Status.NOT_STARTED else assessment(now)
    allowed = bool(step(stands, Step(wanted, TODAY, "Because"), hands))
    assert allowed == bool(TRANSITIONS[now].get(wanted, frozenset()) & hands)
    assert allowed == (wanted in next_for(now, hands))


def test_nothing_is_settled_by_the_one_who_prepares() -> None:
    for now, following in TRANSITIONS.items():
        for wanted, hands in following.items():
            if wanted in SETTLED:
                assert (now, hands) == (Status.READY, REVIEWER)


def test_nobody_reviews_their_own_work_even_with_both_hands() -> None:
    both = PREPARER | REVIEWER
    assert "prepared this yourself" in step(READY, Step(Status.MET, TODAY), both, by_id=1).reason  # type: ignore[attr-defined]
    assert step(READY, Step(Status.MET, TODAY), both, by_id=2)
    handed_on = assessment(
        StateOn(Status.IN_PROGRESS, date(2025, 6, 1), 2, "B"), StateOn(Status.READY, date(2025, 6, 2), 1, "A")
    )
    assert not step(handed_on, Step(Status.RETURNED, TODAY, "Thin"), both, by_id=2)


def test_who_prepared_an_earlier_round_may_review_a_later_one() -> None:
    states = [(Status.READY, 1), (Status.RETURNED, 3), (Status.READY, 2)]
    rows = [StateOn(status, date(2025, 6, 1), by, "Somebody", "Because") for status, by in states]
    assert assessment(*rows).prepared_by == {2}


@pytest.mark.parametrize("status", sorted(NEEDS_REASON))
def test_reason_is_asked_for(status: Status) -> None:
    stands = assessment(Status.MET) if status == Status.REOPENED else READY
    assert step(stands, Step(status, TODAY, " "), REVIEWER).field == "reason"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Step(Status.MET, TODAY + DAY), "on"),
        (Step(Status.MET, date(2025, 5, 31)), "on"),
        (Step(Status.MET, TODAY, expires_on=TODAY), "expires_on"),
        (Step(Status.RETURNED, TODAY, "Thin", TODAY + DAY), "expires_on"),
    ],
)
def test_impossible_day_is_refused_at_its_field(wanted: Step, field: str) -> None:
    refusal = step(READY, wanted, REVIEWER)
    assert not refusal
    assert refusal.field == field  # type: ignore[attr-defined]


def test_what_can_not_be_waived_always_applies() -> None:
    wanted = Step(Status.NOT_APPLICABLE, TODAY, "Not here")
    assert step(READY, wanted, REVIEWER)
    assert "can't be waived" in step(READY, wanted, REVIEWER, is_waivable=False).reason  # type: ignore[attr-defined]


# --- What counts ----------------------------------------------------------------------------------------------------


@given(st.sampled_from(Status), st.none() | st.dates(date(2025, 6, 2), date(2025, 8, 1)), st.integers(0, 60))
def test_only_what_is_settled_and_in_date_counts(status: Status, expires_on: date | None, later: int) -> None:
    day = date(2025, 6, 1) + later * DAY
    row = StateOn(status, date(2025, 6, 1), 1, "A", "Because", expires_on)
    verdict = assessment_verdict(assessment(row), day)
    assert bool(verdict) == (status in SETTLED and (expires_on is None or day < expires_on))
    assert verdict.reason


def test_what_stopped_counting_says_since_when() -> None:
    stands = assessment(StateOn(Status.MET, date(2025, 6, 1), 1, "A", expires_on=TODAY))
    assert assessment_verdict(stands, TODAY - DAY)
    assert assessment_verdict(stands, TODAY).reason == "What met it stopped counting on 30 June 2025."


def test_nothing_stored_is_not_met() -> None:
    assert assessment_verdict(None, TODAY).reason == assessment_verdict(AssessmentOn(1), TODAY).reason


def test_networks_assessment_counts_once_the_trust_confirmed_it_since_it_was_settled() -> None:
    fields = {"network": "North"}
    assert "not confirmed" in assessment_verdict(assessment(Status.MET, **fields), TODAY).reason
    for confirmed_on, counts in ((date(2025, 5, 31), False), (date(2025, 6, 1), True)):
        confirmed = assessment(Status.MET, confirmed_on=confirmed_on, confirmed_by="Sam", **fields)
        assert bool(assessment_verdict(confirmed, TODAY)) == counts


def confirm(stands: AssessmentOn, **fields: object) -> object:
    given = {
        "is_of_this_network": True,
        "is_confirmed": True,
        "reason": "",
        "signs_for_trust": True,
        "by_id": 9,
        "today": TODAY,
    }
    return may_confirm(stands, **(given | fields))  # type: ignore[arg-type]


def test_confirmation_is_given_locally_by_another_person_of_what_is_met() -> None:
    met = assessment(Status.MET, network="North")
    assert confirm(met)
    assert "another network" in confirm(met, is_of_this_network=False).reason  # type: ignore[attr-defined]
    assert "the trust itself" in confirm(met, signs_for_trust=False).reason  # type: ignore[attr-defined]
    assert "yourself" in confirm(met, by_id=1).reason  # type: ignore[attr-defined]
    assert "not met" in confirm(assessment(Status.READY, network="North")).reason  # type: ignore[attr-defined]


def test_confirmation_is_taken_back_for_a_reason() -> None:
    met = assessment(Status.MET, network="North")
    assert confirm(met, is_confirmed=False).field == "reason"  # type: ignore[attr-defined]
    assert confirm(met, is_confirmed=False, reason="Our PACS differs")
