"""When an e-mail is due and what it carries: frequencies, hours, London days across the clock changes, and ISO weeks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.days import LONDON
from tracker.notifications.policies import (
    MOST_FOLLOWED,
    PAUSES,
    Due,
    Waiting,
    Wishes,
    carried_by,
    email_for,
    emails_due,
    has_come,
    may_follow,
    next_attempt,
    period_of,
)
from tracker.notifications.vocabulary import DEFAULT_FREQUENCIES, DeliveryKind, Frequency, Topic

IMMEDIATE, DAILY, WEEKLY = DeliveryKind.IMMEDIATE, DeliveryKind.DAILY, DeliveryKind.WEEKLY
TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def waiting(pk: int = 1, topic: Topic = Topic.DUE, *, person: int = 7, critical: bool = False) -> Waiting:
    return Waiting(pk, person, topic, critical)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("frequency", "critical", "kind"),
    [
        (Frequency.IN_APP, False, None),
        (Frequency.IN_APP, True, None),
        (Frequency.IMMEDIATE, False, DAILY),
        (Frequency.IMMEDIATE, True, IMMEDIATE),
        (Frequency.DAILY, True, DAILY),
        (Frequency.WEEKLY, True, WEEKLY),
    ],
)
def test_only_what_is_critical_gets_an_email_of_its_own_and_only_where_it_is_wished(
    frequency: Frequency, critical: bool, kind: DeliveryKind | None
) -> None:
    assert email_for(waiting(critical=critical), Wishes({Topic.DUE: frequency})) == kind


def test_who_chose_nothing_hears_of_each_topic_by_its_default() -> None:
    assert {topic: Wishes().frequency_of(topic) for topic in Topic} == DEFAULT_FREQUENCIES


@pytest.mark.parametrize(
    ("now", "day", "week"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), "2026-03-28", "2026-W13"),  # the night before clocks go forward
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), "2026-03-29", "2026-W13"),
        (
            datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
            "2026-03-30",
            "2026-W14",
        ),  # midnight in London, an hour early in UTC
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), "2026-10-25", "2026-W43"),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "2026-10-25", "2026-W43"),  # that day had 25 hours
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), "2026-10-26", "2026-W44"),
        (datetime(2027, 1, 3, 12, 0, tzinfo=UTC), "2027-01-03", "2026-W53"),  # a week belongs to its Thursday's year
        (datetime(2024, 12, 30, 12, 0, tzinfo=UTC), "2024-12-30", "2025-W01"),
    ],
)
def test_periods_are_london_days_and_iso_weeks(now: datetime, day: str, week: str) -> None:
    assert period_of(DAILY, waiting(), now=now) == day
    assert period_of(WEEKLY, waiting(), now=now) == week


def test_critical_email_is_the_notifications_own() -> None:
    assert period_of(IMMEDIATE, waiting(41), now=TUESDAY) == "41"
    assert has_come(IMMEDIATE, Wishes(hour=23), now=london(2026, 11, 24, 3))


@pytest.mark.parametrize(
    ("now", "has"),
    [
        (london(2026, 3, 29, 7, 59), False),
        (london(2026, 3, 29, 8), True),  # 7am in UTC: the clock went forward that night
        (london(2026, 10, 25, 7, 59), False),
        (london(2026, 10, 25, 8), True),
        (london(2026, 10, 25, 23, 59), True),  # late is better than never
    ],
)
def test_daily_email_comes_from_the_chosen_hour_of_london(now: datetime, has: bool) -> None:
    assert has_come(DAILY, Wishes(hour=8), now=now.astimezone(UTC)) is has


def test_hour_that_the_clocks_skip_comes_an_hour_later() -> None:
    at_one = Wishes(hour=1)
    assert not has_come(DAILY, at_one, now=datetime(2026, 3, 29, 0, 59, tzinfo=UTC))
    assert has_come(DAILY, at_one, now=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))


def test_weekly_email_comes_from_the_chosen_day_until_the_week_ends() -> None:
    wednesday = Wishes(hour=9, weekday=3)
    has = [has_come(WEEKLY, wednesday, now=london(2026, 11, day, hour)) for day, hour in [(24, 23), (25, 8), (25, 9)]]
    assert has == [False, False, True]
    assert has_come(WEEKLY, wednesday, now=london(2026, 11, 29, 0))
    assert not has_come(WEEKLY, wednesday, now=london(2026, 11, 30, 9))


def test_each_person_gets_one_email_of_a_kind_unless_the_ledger_knows_it() -> None:
    rows = [waiting(1), waiting(2, Topic.MENTION), waiting(3, Topic.FLAG, critical=True), waiting(4, person=8)]
    due = emails_due(rows, {}, [Due(8, DAILY, "2026-11-24")], now=TUESDAY)
    assert due == [Due(7, DAILY, "2026-11-24"), Due(7, IMMEDIATE, "3")]


def test_email_carries_what_goes_with_its_kind() -> None:
    rows = [waiting(1), waiting(2, Topic.FLAG), waiting(3, Topic.FLAG, critical=True), waiting(4, Topic.FOLLOWED)]
    assert [each.id for each in carried_by(Due(7, DAILY, "2026-11-24"), rows, Wishes())] == [1, 2]
    assert [each.id for each in carried_by(Due(7, IMMEDIATE, "3"), rows, Wishes())] == [3]
    assert [each.id for each in carried_by(Due(7, WEEKLY, "2026-W48"), rows, Wishes())] == [4]


@given(
    minutes=st.integers(0, 3 * 365 * 24 * 60),
    hour=st.integers(0, 23),
    weekday=st.integers(1, 5),
    kind=st.sampled_from([DAILY, WEEKLY]),
)
def test_every_period_has_an_hour_from_which_its_email_is_due_until_it_ends(
    minutes: int, hour: int, weekday: int, kind: DeliveryKind
) -> None:
    """Whatever the clocks do, no period passes in which an e-mail never falls due, and none is due twice."""
    now, wishes = TUESDAY + timedelta(minutes=minutes), Wishes(hour=hour, weekday=weekday)
    period = period_of(kind, waiting(), now=now)
    moments = [now + timedelta(hours=step) for step in range(-8 * 24, 8 * 24)]
    own = [moment for moment in moments if period_of(kind, waiting(), now=moment) == period]
    come = [has_come(kind, wishes, now=moment) for moment in own]
    assert come == sorted(come)
    assert come[-1]


def test_refused_email_is_tried_again_after_growing_pauses_and_then_given_up() -> None:
    attempts = [next_attempt(number, now=TUESDAY) for number in range(1, len(PAUSES) + 2)]
    pauses = [moment - TUESDAY for moment in attempts if moment]
    assert pauses == sorted(pauses) == list(PAUSES)
    assert attempts[-1] is None


def test_people_follow_what_they_may_see_and_no_more_than_they_can_read() -> None:
    assert may_follow(is_visible=True, followed=MOST_FOLLOWED - 1)
    assert not may_follow(is_visible=False, followed=0)
    assert "Stop following" in may_follow(is_visible=True, followed=MOST_FOLLOWED).sentence
