"""Standstill and the clocks of notices, against dates worked out by hand on a calendar with its bank holidays."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.working_days import Division, is_working_day, working_days_between
from tracker.procurement.policies.clocks import Clock, last_day, quarter_end, standstill
from tracker.procurement.route_vocabulary import ClockUnit

ACT = Clock(8, ClockUnit.WORKING_DAYS, counts_first_day=True)  # Procurement Act 2023, s.51
REGULATIONS = Clock(10, ClockUnit.DAYS, rolls_to_working_day=True)  # Public Contracts Regulations 2015, reg. 87
SELECTION = Clock(8, ClockUnit.WORKING_DAYS)  # Provider Selection Regime Regulations 2023, reg. 12
DETAILS = Clock(30, ClockUnit.DAYS, counts_first_day=True)  # Procurement Act 2023, s.53
COPY = Clock(90, ClockUnit.DAYS, counts_first_day=True)


@pytest.mark.parametrize(
    ("published", "ends", "entry"),
    [
        # No holiday: Mon 23 to Fri 27 November are days 1 to 5, Mon 30 November to Wed 2 December 6 to 8.
        (date(2026, 11, 23), date(2026, 12, 2), date(2026, 12, 3)),
        # Christmas: Fri 18 is 1, Mon 21 to Thu 24 are 2 to 5; 25 and (for the 26th, a Saturday) 28 are off; 29, 30, 31.
        (date(2026, 12, 18), date(2026, 12, 31), date(2027, 1, 4)),
        # Christmas and New Year: 24 is 1; 29, 30, 31 are 2 to 4; 1 January off; 4, 5, 6, 7 are 5 to 8.
        (date(2026, 12, 24), date(2027, 1, 7), date(2027, 1, 8)),
        # Easter: Wed 24 and Thu 25 March are 1 and 2; Good Friday off; Easter Monday off; Tue 30 March is 3 … Tue 6 April 8.
        (date(2027, 3, 24), date(2027, 4, 6), date(2027, 4, 7)),
        # The Christmas of another year, 14 calendar days: 24 is 1; 27, 30, 31 are 2 to 4; 1 January off; 2, 3, 6, 7.
        (date(2024, 12, 24), date(2025, 1, 7), date(2025, 1, 8)),
        # The coronation, once only: Tue 2 to Fri 5 May 2023 are 1 to 4 (Mon 1 was the early May holiday); Mon 8 off;
        # 9, 10, 11, 12 are 5 to 8.
        (date(2023, 5, 2), date(2023, 5, 12), date(2023, 5, 15)),
        # Published on the one-off holiday itself: day 1 is Tue 9 May.
        (date(2023, 5, 8), date(2023, 5, 18), date(2023, 5, 19)),
        # The two May holidays of 2026: Thu 30 April 1, Fri 1 May 2; Mon 4 off; 5, 6, 7, 8 are 3 to 6; 11, 12.
        (date(2026, 4, 30), date(2026, 5, 12), date(2026, 5, 13)),
        # Published on a Saturday: day 1 is Mon 15 June, day 8 Wed 24 June.
        (date(2026, 6, 13), date(2026, 6, 24), date(2026, 6, 25)),
        # The summer holiday: Wed 26 to Fri 28 August are 1 to 3; Mon 31 off; 1, 2, 3, 4 September are 4 to 7; Mon 7 is 8.
        (date(2026, 8, 26), date(2026, 9, 7), date(2026, 9, 8)),
        # Ends on a Friday: the first working day after it is the Monday.
        (date(2026, 9, 2), date(2026, 9, 11), date(2026, 9, 14)),
    ],
)
def test_the_standstill_of_the_act_is_eight_working_days_with_the_day_of_the_notice(
    published: date, ends: date, entry: date
) -> None:
    found = standstill(ACT, published)
    assert (found.ends_on, found.earliest_entry) == (ends, entry)
    assert [day.number for day in found.days if day.number] == list(range(1, 9))


@pytest.mark.parametrize(
    ("sent", "ends"),
    [
        # Fri 6 September 2024: the tenth day after it is Mon 16.
        (date(2024, 9, 6), date(2024, 9, 16)),
        # Wed 18 December 2024: the tenth day is Sat 28, carried to Mon 30.
        (date(2024, 12, 18), date(2024, 12, 30)),
        # Tue 19 March 2024: the tenth day is Good Friday, 29 March; Easter Monday is off too; Tue 2 April.
        (date(2024, 3, 19), date(2024, 4, 2)),
        # Fri 28 April 2023: the tenth day is the coronation's holiday, Mon 8 May; Tue 9 May.
        (date(2023, 4, 28), date(2023, 5, 9)),
    ],
)
def test_the_standstill_of_the_regulations_is_ten_days_and_ends_on_a_working_day(sent: date, ends: date) -> None:
    found = standstill(REGULATIONS, sent)
    assert found.ends_on == ends
    assert [day.number for day in found.days if day.number] == list(range(1, 11))
    assert is_working_day(found.ends_on)


def test_the_standstill_of_provider_selection_begins_the_day_after() -> None:
    # Thu 2 April 2026 is not counted, Good Friday and Easter Monday are off: Tue 7 is 1, Thu 16 is 8.
    assert standstill(SELECTION, date(2026, 4, 2)).ends_on == date(2026, 4, 16)


@pytest.mark.parametrize(
    ("clock", "basis", "last"),
    [
        (DETAILS, date(2026, 11, 2), date(2026, 12, 1)),  # November has 30 days: the 30th day is 1 December
        (DETAILS, date(2027, 2, 1), date(2027, 3, 2)),  # February has 28
        (DETAILS, date(2028, 2, 1), date(2028, 3, 1)),  # and in a leap year 29
        (COPY, date(2026, 12, 1), date(2027, 2, 28)),  # 31 + 31 + 28
        (Clock(30, ClockUnit.DAYS), date(2024, 11, 2), date(2024, 12, 2)),  # "within 30 days after" does not count it
        (Clock(12, ClockUnit.MONTHS, counts_first_day=True), date(2026, 1, 1), date(2026, 12, 31)),
        (Clock(1, ClockUnit.MONTHS), date(2027, 1, 31), date(2027, 2, 28)),
        (Clock(5, ClockUnit.WORKING_DAYS), date(2026, 12, 23), date(2027, 1, 4)),  # 24, 29, 30, 31, 4
        (Clock(10, ClockUnit.WORKING_DAYS), date(2027, 3, 22), date(2027, 4, 7)),  # 23, 24, 25, 30, 31, 1, 2, 5, 6, 7
        (Clock(20, ClockUnit.WORKING_DAYS), date(2023, 4, 28), date(2023, 5, 31)),  # 4 + 4 + 5 + 5 + 2, three holidays
    ],
)
def test_a_clock_ends_on_the_day_counted_by_hand(clock: Clock, basis: date, last: date) -> None:
    assert last_day(clock, basis) == last


@pytest.mark.parametrize(
    ("paid", "quarter_ends", "due"),
    [
        (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 29)),
        (date(2026, 9, 30), date(2026, 9, 30), date(2026, 10, 29)),
        (date(2026, 12, 3), date(2026, 12, 31), date(2027, 1, 29)),
        (date(2027, 1, 4), date(2027, 3, 31), date(2027, 4, 29)),
    ],
)
def test_a_payment_is_told_within_thirty_days_of_its_quarter(paid: date, quarter_ends: date, due: date) -> None:
    assert quarter_end(paid) == quarter_ends
    assert last_day(DETAILS, quarter_ends) == due


def test_each_day_left_out_says_why() -> None:
    told = {day.day: day.why_not for day in standstill(ACT, date(2027, 3, 24)).days if day.why_not}
    assert told == {
        date(2027, 3, 26): "Good Friday",
        date(2027, 3, 27): "weekend",
        date(2027, 3, 28): "weekend",
        date(2027, 3, 29): "Easter Monday",
        date(2027, 4, 3): "weekend",
        date(2027, 4, 4): "weekend",
    }
    carried = standstill(REGULATIONS, date(2024, 12, 18)).days[-1]
    assert (carried.number, carried.why_not) == (None, "carried on, because the last day must be a working day")


def test_another_part_of_the_kingdom_counts_its_own_holidays() -> None:
    published = date(2025, 12, 24)
    assert standstill(ACT, published).ends_on == date(2026, 1, 7)
    assert standstill(ACT, published, Division.SCOTLAND).ends_on == date(2026, 1, 8)  # 2 January is off


@given(published=st.dates(date(2025, 2, 24), date(2028, 12, 1)))
def test_a_standstill_always_holds_eight_working_days(published: date) -> None:
    found = standstill(ACT, published)
    assert working_days_between(published, found.ends_on) + is_working_day(published) == 8
    assert is_working_day(found.ends_on)
    assert is_working_day(found.earliest_entry)
    assert found.is_running(published)
    assert found.is_running(found.ends_on)
    assert not found.is_running(found.earliest_entry)
