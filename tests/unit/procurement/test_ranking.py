"""The ranking is exact: weights × scores, ties as ties, and no order that rounding makes or unmakes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.procurement.evaluation_plain import G, bid, criterion, record
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.policies.evaluation import EvaluationRecord, Scale
from tracker.procurement.policies.ranking import as_decimal, places_that_tell_apart, price_points, rank_bids


@st.composite
def evaluations(draw: st.DrawFn) -> tuple[EvaluationRecord, dict[tuple[int, int], Decimal]]:
    """Any weights of up to two decimals that make 100%, any scale, any bids, any scores on the scale."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), min_size=0, max_size=6)))
    hundredths = [last - first for first, last in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    criteria = tuple(criterion(number, str(Decimal(part) / 100)) for number, part in enumerate(hundredths, start=1))
    scale = Scale(0, draw(st.integers(1, 12)), draw(st.booleans()))
    bids = tuple(bid(number) for number in range(1, draw(st.integers(1, 5)) + 1))
    made = record(criteria=criteria, bids=bids, scale=scale)
    return made, {cell: draw(st.sampled_from(scale.values)) for cell in made.cells}


@given(evaluations())
def test_totals_are_weights_times_scores_exactly(case: tuple[EvaluationRecord, dict[tuple[int, int], Decimal]]) -> None:
    made, agreed = case
    ranking = rank_bids(made, agreed)
    assert {each.bid_id for each in ranking} == {each.id for each in made.bids}
    for each in ranking:
        # In hundredths of a percent and half steps everything is whole: this is the sum without any fraction.
        halves = sum(int(c.weight * 100) * int(agreed[each.bid_id, c.id] * 2) for c in made.criteria)
        assert each.total == Fraction(halves, 200 * made.scale.maximum)
        assert 0 <= each.total <= 100
        assert sum(each.points.values()) == each.total
        assert each.rank == 1 + sum(1 for other in ranking if other.total > each.total)
        assert each.is_tied == (sum(1 for other in ranking if other.total == each.total) > 1)
    assert [each.total for each in ranking] == sorted((each.total for each in ranking), reverse=True)
    places = places_that_tell_apart([each.total for each in ranking])
    shown = [as_decimal(each.total, places) for each in ranking]
    assert [a == b for a in shown for b in shown] == [a.total == b.total for a in ranking for b in ranking]


@given(evaluations(), st.data())
def test_better_score_never_makes_a_bid_worse(
    case: tuple[EvaluationRecord, dict[tuple[int, int], Decimal]], data: st.DataObject
) -> None:
    made, agreed = case
    cell = data.draw(st.sampled_from(sorted(agreed)))
    better = {**agreed, cell: Decimal(made.scale.maximum)}
    before = next(each for each in rank_bids(made, agreed) if each.bid_id == cell[0])
    after = next(each for each in rank_bids(made, better) if each.bid_id == cell[0])
    assert after.rank <= before.rank
    assert after.total >= before.total


def test_hair_s_breadth_is_an_order_and_no_tie() -> None:
    made = record(criteria=(criterion(1, "33.33"), criterion(2, "33.34"), criterion(3, "33.33")), scale=Scale(0, 3))
    agreed = {(1, 1): 1, (1, 2): 2, (1, 3): 0, (2, 1): 2, (2, 2): 1, (2, 3): 0}
    first, second = rank_bids(made, {cell: Decimal(value) for cell, value in agreed.items()})
    assert (first.bid_id, first.rank, second.rank, first.is_tied) == (1, 1, 2, False)
    assert first.total - second.total == Fraction(1, 300)
    places = places_that_tell_apart([first.total, second.total])
    assert as_decimal(first.total, places) != as_decimal(second.total, places)


def test_tie_shares_a_place_and_the_next_place_is_left_out() -> None:
    made = record(criteria=(criterion(1, "100"),), bids=(bid(1), bid(2), bid(3)))
    ranking = rank_bids(made, {(1, 1): Decimal(4), (2, 1): Decimal(4), (3, 1): Decimal(2)})
    assert [(each.bid_id, each.rank, each.is_tied) for each in ranking] == [(1, 1, True), (2, 1, True), (3, 3, False)]


def test_lowest_price_has_all_the_points_of_the_price_and_others_their_share() -> None:
    made = record(
        criteria=(criterion(1, "60"), criterion(2, "40", G.PRICE, is_formula=True)),
        bids=(bid(1, price_pence=30_000_00), bid(2, price_pence=90_000_00)),
    )
    first, second = rank_bids(made, {(1, 1): Decimal(5), (2, 1): Decimal(5)})
    assert (first.points[2], second.points[2]) == (40, Fraction(40, 3))
    assert (first.total, second.total) == (100, 60 + Fraction(40, 3))


def test_price_of_a_bid_that_is_out_does_not_count() -> None:
    made = record(
        criteria=(criterion(1, "100", G.PRICE, is_formula=True),),
        bids=(bid(1, price_pence=100), bid(2, price_pence=50, status=BidStatus.EXCLUDED)),
    )
    (only,) = rank_bids(made, {})
    assert (only.bid_id, only.total) == (1, 100)
    assert price_points({}, 5) == {}


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(5), 0, "5"),
        (Fraction(12345, 1000), 3, "12.345"),
    ],
)
def test_fraction_is_rounded_only_to_be_shown(value: Fraction, places: int, shown: str) -> None:
    assert str(as_decimal(value, places)) == shown


def test_totals_that_no_decimals_tell_apart_get_the_most() -> None:
    close = [Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**20)]
    assert places_that_tell_apart(close) == 12
    assert places_that_tell_apart([Fraction(1)]) == 2
