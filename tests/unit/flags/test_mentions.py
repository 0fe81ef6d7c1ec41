"""Who is meant by the @names of a comment, and what a comment, an assignment and a snooze are held to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.flags.mentions import Mentions, mentions_in
from tracker.flags.policies import may_assign, may_comment, snooze_days

TODAY = date(2026, 3, 2)
PEOPLE = {1: "Asha Example", 2: "Ben Example", 3: "Ben Sample", 4: "Asha Example-Jones", 5: "Zoë O’Neil"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ask @Asha Example about it", {1}),
        ("Ask @asha example, please", {1}),
        ("Ask @Asha Example-Jones about it", {4}),
        ("@Ben Sample and @Zoë see to it", {3, 5}),
        ("@ben\nexample", {2}),
        ("write to asha@example.org or a@b", set()),
        ("cost @ 3 pounds", set()),
    ],
)
def test_names_mean_one_person_each(text: str, people: set[int]) -> None:
    assert mentions_in(text, PEOPLE) == Mentions(frozenset(people))


def test_a_first_name_of_two_people_is_unclear_and_a_strange_one_unknown() -> None:
    found = mentions_in("@Ben or @Chris or @Chris", PEOPLE)
    assert (found.people, found.unknown, found.unclear) == (frozenset(), ("@Chris",), ("@Ben",))


@given(st.text(max_size=60))
def test_whatever_is_written_names_only_those_who_may_be_named(text: str) -> None:
    assert mentions_in(text, PEOPLE).people <= PEOPLE.keys()


def test_a_comment_that_names_somebody_who_may_not_see_is_refused() -> None:
    refused = may_comment(text="@Chris", mentions=Mentions(unknown=("@Chris",)), tells=(), may_see={1})
    assert not refused
    assert "“@Chris” may see this flag, so nobody was told" in refused.sentence
    assert not may_comment(text="Hello", mentions=Mentions(), tells={9}, may_see={1})
    assert not may_comment(text=" ", mentions=Mentions(), tells=(), may_see={1})
    assert not may_comment(text="@Ben", mentions=Mentions(unclear=("@Ben",)), tells=(), may_see={1})
    assert may_comment(text="Hello", mentions=Mentions(frozenset({1})), tells={1}, may_see={1})


def test_a_flag_goes_to_somebody_with_a_role_there_while_it_is_open() -> None:
    assert may_assign(is_open=True, to_id=1, has_id=None, may_have={1})
    assert may_assign(is_open=True, to_id=None, has_id=1, may_have=())
    assert not may_assign(is_open=False, to_id=1, has_id=None, may_have={1})
    assert may_assign(is_open=True, to_id=2, has_id=None, may_have={1}).field == "person"
    assert not may_assign(is_open=True, to_id=1, has_id=1, may_have={1})
    assert not may_assign(is_open=True, to_id=None, has_id=None, may_have={1})


def test_handy_days_are_a_week_two_and_a_go_live_within_reach() -> None:
    week, fortnight = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
    assert snooze_days(go_live=None, today=TODAY) == {"week": week, "fortnight": fortnight}
    near, far = TODAY + timedelta(days=90), TODAY + timedelta(days=91)
    assert snooze_days(go_live=near, today=TODAY)["go-live"] == near
    assert "go-live" not in snooze_days(go_live=far, today=TODAY)
    assert "go-live" not in snooze_days(go_live=TODAY, today=TODAY)
