"""The list of contracts: where each stands, and their order. Pure.

What the viewer may not see takes no part: a contract whose value is hidden comes last in a fixed order whichever way the
list is ordered by value, and there is no filter by value.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.networks.plans import Plan

ENDING_DAYS = 90  # how far the choice “ending within 90 days” of the list looks ahead; it is no rule's threshold


class Status(StrEnum):
    """Where a contract stands on a day."""

    PLANNED = "planned"
    SIGNED = "signed"
    ENDING = "ending"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Status.PLANNED: "Planned",
    Status.SIGNED: "Signed",
    Status.ENDING: "Ending within 90 days",
    Status.ENDED: "Ended",
}


@dataclass(frozen=True)
class Line:
    """One contract of the list. `value_pence` and `paid_pence` are None where there is none, and where `shows_money` says
    that the viewer may not see them."""

    id: int
    reference: str
    network_slug: str
    network: str
    supplier_id: int
    supplier: str
    use_case: str
    use_case_name: str
    signature: Plan
    starts_on: date | None
    ends_on: date | None
    notice_by: date | None
    trusts: int
    shows_money: bool
    value_pence: int | None = None
    committed_pence: int | None = None
    paid_pence: int | None = None

    def status(self, day: date) -> Status:
        if not self.signature.is_done:
            return Status.PLANNED
        if self.ends_on is not None and self.ends_on < day:
            return Status.ENDED
        if self.ends_on is not None and self.ends_on <= day + timedelta(days=ENDING_DAYS):
            return Status.ENDING
        return Status.SIGNED


def is_in(line: Line, status: str, *, day: date) -> bool:
    """Whether a contract counts as of a status. Signed contracts are all that run, those that end soon too."""
    now = line.status(day)
    return now == status or (now == Status.ENDING and status == Status.SIGNED)


Key = Callable[[Line], date | int | str | None]
ORDERS: dict[str, Key] = {
    "reference": lambda line: line.reference.casefold(),
    "network": lambda line: line.network.casefold(),
    "supplier": lambda line: line.supplier.casefold(),
    "use-case": lambda line: line.use_case_name,
    "signed": lambda line: line.signature.expected,
    "ends": lambda line: line.ends_on,
    "trusts": lambda line: line.trusts,
    "value": lambda line: line.value_pence if line.shows_money else None,
    "paid": lambda line: line.paid_pence if line.shows_money else None,
}
MONEY_ORDERS = ("value", "paid")


def ordered(lines: Sequence[Line], order: str) -> list[Line]:
    """By a column, downwards with a minus before its name; what has no value there comes last either way, by network
    and reference."""
    fixed = sorted(lines, key=lambda line: (line.network.casefold(), line.reference.casefold()))
    key = ORDERS.get(order.removeprefix("-"))
    if key is None:
        return fixed
    known = [line for line in fixed if key(line) is not None]
    rest = [line for line in fixed if key(line) is None]
    # What is hidden comes after what is merely not recorded, so that its place says nothing.
    rest.sort(key=lambda line: not line.shows_money if order.removeprefix("-") in MONEY_ORDERS else False)
    known.sort(key=key, reverse=order.startswith("-"))  # type: ignore[arg-type]
    return known + rest


@dataclass(frozen=True)
class Totals:
    """The sums of what the viewer may see, and of how many of the contracts that is."""

    contracts: int
    shown: int
    value_pence: int
    committed_pence: int
    paid_pence: int


def totals(lines: Sequence[Line]) -> Totals:
    seen = [line for line in lines if line.shows_money]
    return Totals(
        len(lines),
        len(seen),
        sum(line.value_pence or 0 for line in seen),
        sum(line.committed_pence or 0 for line in seen),
        sum(line.paid_pence or 0 for line in seen),
    )
