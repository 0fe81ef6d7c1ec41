"""Working days without bank holidays, against days counted by hand on a calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.working_days import (
    Division,
    add_working_days,
    holiday_on,
    is_working_day,
    next_working_day,
    published_until,
    working_day_from,
    working_days_between,
)

DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 5, 8), "coronation"),  # once only
        (date(2024, 3, 29), "Good Friday"),
        (date(2027, 12, 27), "Christmas Day"),  # a substitute: 25 December is a Saturday
        (date(2027, 12, 28), "Boxing Day"),
    ],
)
def test_a_bank_holiday_is_no_working_day(day: date, name: str) -> None:
    assert name in holiday_on(day)
    assert not is_working_day(day)


def test_each_part_of_the_kingdom_has_its_own_holidays() -> None:
    second_of_january = date(2026, 1, 2)
    assert is_working_day(second_of_january)
    assert not is_working_day(second_of_january, Division.SCOTLAND)
    assert not is_working_day(date(2026, 3, 17), Division.NORTHERN_IRELAND)


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # over a weekend
        (date(2026, 12, 24), date(2026, 12, 29), 1),  # Christmas Day, a weekend, Boxing Day's substitute on the 28th
        (date(2027, 3, 24), date(2027, 3, 31), 3),  # Easter
        (date(2023, 5, 5), date(2023, 5, 9), 1),  # the weekend of the coronation
    ],
)
def test_working_days_are_counted_without_holidays(first: date, last: date, count: int) -> None:
    assert working_days_between(first, last) == count
    assert working_days_between(last, first) == -count


@given(first=DAYS, count=st.integers(0, 300))
def test_adding_working_days_ends_on_the_first_day_by_which_they_have_passed(first: date, count: int) -> None:
    day = add_working_days(first, count)
    assert working_days_between(first, day) == count
    assert day == first or working_days_between(first, day - timedelta(days=1)) < count


def test_working_days_are_not_taken_away() -> None:
    with pytest.raises(ValueError, match="not taken away"):
        add_working_days(date(2026, 11, 25), -1)


@given(first=DAYS, length=st.integers(0, 800))
def test_counting_agrees_with_asking_each_day(first: date, length: int) -> None:
    days = [first + timedelta(days=step) for step in range(1, length + 1)]
    assert working_days_between(first, first + timedelta(days=length)) == sum(map(is_working_day, days))


def test_the_day_itself_counts_only_where_it_is_a_working_day() -> None:
    assert working_day_from(date(2026, 12, 24)) == date(2026, 12, 24)
    assert working_day_from(date(2026, 12, 25)) == next_working_day(date(2026, 12, 24)) == date(2026, 12, 29)


def test_the_list_reaches_well_past_the_contracts_in_hand() -> None:
    assert published_until() >= date(2028, 12, 31)
