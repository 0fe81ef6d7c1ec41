"""Times over which things hold, restated from a day on."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.networks.intervals import Interval, held_on, restate

DAYS = st.dates(date(2024, 1, 1), date(2024, 3, 1))
STATEMENTS = st.lists(st.tuples(DAYS, st.sets(st.sampled_from("abcd"))), max_size=6)


def told(statements: list[tuple[date, set[str]]]) -> list[Interval[str]]:
    known: list[Interval[str]] = []
    for day, wanted in statements:
        known = restate(known, day=day, wanted=sorted(wanted))
    return known


@given(STATEMENTS, DAYS, st.sets(st.sampled_from("abcd")))
def test_statement_holds_from_its_day_to_the_next_known_change_and_touches_nothing_else(statements, day, wanted):
    before = told(statements)
    after = restate(before, day=day, wanted=sorted(wanted))
    edges = {edge for each in before for edge in (each.start, each.end) if edge and edge > day}
    until = min(edges, default=date.max)
    for offset in range(-40, 100):
        on = date(2024, 1, 15) + timedelta(days=offset)
        assert held_on(after, on) == (wanted if day <= on < until else held_on(before, on))
    assert all(each.end is None or each.end > each.start for each in after)


@given(STATEMENTS)
def test_statements_in_order_of_their_days_each_stand_on_their_own_day(statements):
    ordered = sorted(dict(statements).items())
    known = told(ordered)
    for day, wanted in ordered:
        assert held_on(known, day) == wanted


@given(STATEMENTS, DAYS)
def test_one_thing_never_holds_twice_at_once(statements, day):
    holding = [each.key for each in told(statements) if each.holds_on(day)]
    assert len(holding) == len(set(holding))


def test_row_keeps_its_identity_where_a_part_of_it_remains():
    stored = [Interval("a", date(2024, 1, 1), None, row=7)]
    assert restate(stored, day=date(2024, 2, 1), wanted=[]) == [
        Interval("a", date(2024, 1, 1), date(2024, 2, 1), row=7)
    ]
    assert restate(stored, day=date(2024, 1, 1), wanted=[]) == []
