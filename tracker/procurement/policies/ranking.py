"""The ranking of bids: weighted totals, exact. Pure.

A total is the sum of weight × score ÷ highest score over all criteria. It is kept as a fraction, so that nothing is rounded
before bids are put in order: bids are tied only where their totals are the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from tracker.procurement.policies.evaluation import Cell, EvaluationRecord

MOST_PLACES = 12


@dataclass(frozen=True)
class Ranked:
    """A bid's place: `rank` counts the bids that are better, plus one. `points` are those of each criterion, out of its
    weight; the total is out of 100."""

    bid_id: int
    rank: int
    total: Fraction
    points: Mapping[int, Fraction]
    is_tied: bool = False


def price_points(prices: Mapping[int, int], maximum: int) -> dict[int, Fraction]:
    """The score of each bid's price: the lowest gets the highest score, the others in proportion (lowest ÷ price × highest
    score). Prices are in pence and above nought."""
    lowest = min(prices.values(), default=0)
    return {bid_id: Fraction(lowest * maximum, price) for bid_id, price in prices.items()}


def rank_bids(record: EvaluationRecord, agreed: Mapping[Cell, Decimal]) -> tuple[Ranked, ...]:
    """The bids that are in, best first; every one of their cells has an agreed score."""
    maximum = record.scale.maximum
    prices = price_points({bid.id: bid.price_pence or 0 for bid in record.live_bids if bid.price_pence}, maximum)
    points = {
        bid.id: {
            each.id: Fraction(each.weight)
            * (prices[bid.id] if each.is_formula else Fraction(agreed[bid.id, each.id]))
            / maximum
            for each in record.criteria
        }
        for bid in record.live_bids
    }
    totals = {bid_id: sum(by_criterion.values(), Fraction(0)) for bid_id, by_criterion in points.items()}
    ordered = sorted(totals, key=lambda bid_id: -totals[bid_id])
    values = list(totals.values())
    return tuple(
        Ranked(
            bid_id,
            rank=1 + sum(1 for other in values if other > totals[bid_id]),
            total=totals[bid_id],
            points=points[bid_id],
            is_tied=values.count(totals[bid_id]) > 1,
        )
        for bid_id in ordered
    )


def as_decimal(value: Fraction, places: int = 2) -> Decimal:
    """A fraction to so many decimals, halves rounded up."""
    scaled = Decimal(value.numerator * 10**places) / Decimal(value.denominator)
    return scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP).scaleb(-places)


def places_that_tell_apart(totals: list[Fraction]) -> int:
    """How many decimals show every two totals that differ as different, two at least."""
    different = len(set(totals))
    for places in range(2, MOST_PLACES):
        if len({as_decimal(total, places) for total in totals}) == different:
            return places
    return MOST_PLACES
