"""Words for dates, times, money and numbers."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core import formats


def test_date_is_written_in_full() -> None:
    assert formats.nhs_date(date(2026, 11, 3)) == "3 November 2026"


def test_missing_date_says_so() -> None:
    assert formats.nhs_date(None) == "Not set"
    assert formats.nhs_date(None, empty="No forecast") == "No forecast"


def test_moment_late_on_a_summer_evening_counts_for_the_next_day_in_london() -> None:
    moment = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert formats.nhs_date(moment) == "1 July 2026"
    assert formats.nhs_datetime(moment) == "1 July 2026 at 12.30am"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (12, 0, "midday"), (17, 30, "5.30pm"), (9, 0, "9am"), (0, 5, "12.05am"), (12, 1, "12.01pm")],
)
def test_time_follows_the_content_style(hour: int, minute: int, words: str) -> None:
    assert formats.nhs_time(datetime(2026, 1, 5, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("pence", "short", "words"),
    [
        (123_456_700, False, "£1,234,567"),
        (123_456_789, False, "£1,234,567.89"),
        (2_100_000_000, True, "£21m"),
        (140_000_000, True, "£1.4m"),
        (35_000_000, True, "£350,000"),
        (-5_00, False, "-£5"),
        (0, False, "£0"),
        (None, True, "Not known"),
    ],
)
def test_money_shows_pounds_and_only_real_pence(pence: int | None, short: bool, words: str) -> None:
    assert formats.money(pence, short=short) == words


@given(st.integers(min_value=0, max_value=10**14))
def test_money_in_full_loses_no_penny(pence: int) -> None:
    pounds, _, rest = formats.money(pence).removeprefix("£").replace(",", "").partition(".")
    assert int(pounds) * 100 + int(rest or 0) == pence


def test_number_has_commas_over_999_and_no_trailing_zeros() -> None:
    assert [formats.number(value) for value in (999, 1000, 0.25, 2.5, 100.0)] == ["999", "1,000", "0.25", "2.5", "100"]
    assert formats.number(2.5, places=2) == "2.50"


def test_plural_agrees_with_the_count() -> None:
    assert [formats.plural(count, "trust") for count in (0, 1, 1234)] == ["0 trusts", "1 trust", "1,234 trusts"]
    assert formats.plural(2, "body", "bodies") == "2 bodies"


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (13, "13 days"), (14, "2 weeks"), (60, "9 weeks"), (61, "2 months"), (-304, "10 months")],
)
def test_span_is_counted_in_the_unit_that_people_use(days: int, words: str) -> None:
    assert formats.in_words(days) == words
