"""The shapes that presenters fill."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.presentation import SEVERITY_TAGS, STATE_TAGS, Slip, Timeline, slip_of, state_tag


@pytest.mark.parametrize(
    ("days", "slip"),
    [
        (None, Slip("No baseline", "unknown")),
        (0, Slip("On time", "on-time")),
        (21, Slip("3 weeks late", "late")),
        (-1, Slip("1 day early", "early")),
    ],
)
def test_slip_is_said_in_words(days: int | None, slip: Slip) -> None:
    assert slip_of(days) == slip


@pytest.mark.parametrize("tags", [STATE_TAGS, SEVERITY_TAGS])
def test_no_two_states_share_a_word_or_a_shape(tags: dict) -> None:
    assert len({tag.text for tag in tags.values()}) == len(tags)
    assert len({tag.icon for tag in tags.values()}) == len(tags)


def test_unknown_state_shows_its_own_name() -> None:
    assert state_tag("on_hold").text == "On hold"
    assert state_tag("live_full") == state_tag("live-full") == STATE_TAGS["live-full"]


@given(st.dates(), st.dates(), st.dates())
def test_timeline_keeps_every_day_within_its_picture(first: date, last: date, day: date) -> None:
    timeline = Timeline("Plan", first, last, first, [])
    assert 0 <= timeline.offset(day) <= 100


def test_timeline_places_its_ends_at_its_edges() -> None:
    timeline = Timeline("Plan", date(2024, 3, 1), date(2026, 3, 1), date(2025, 1, 1), [])
    assert (timeline.offset(timeline.first), timeline.offset(timeline.last)) == (0, 100)
    assert timeline.years() == [date(2025, 1, 1), date(2026, 1, 1)]
