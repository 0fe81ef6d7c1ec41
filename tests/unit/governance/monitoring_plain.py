"""Plain monitoring of one measure, with no database."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tracker.core.days import add_months
from tracker.governance.policies.monitoring import Measure, MonitoringOn, Reading, Standards
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, Unit

NUMBERS = {
    "spc-shift-points": 7,
    "spc-trend-points": 7,
    "spc-minimum-points": 12,
    "psi-watch": "0.10",
    "psi-act": "0.25",
    "cusum-allowance": "0.5",
    "cusum-limit": 5,
}
STANDARDS = Standards({code: Decimal(value) for code, value in NUMBERS.items()})
FIRST = date(2024, 1, 1)
NOISE = (10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11)  # no rule marks any of these


def measure(method: MonitoringMethod = MonitoringMethod.XMR, **fields: Any) -> Measure:
    given: dict[str, Any] = {"unit": Unit.MINUTES, "better": BetterWay.LOWER, "starts_on": FIRST}
    return Measure("delay", "Delay", cadence=Cadence.MONTHLY, method=method, **(given | fields))


def month(place: int) -> date:
    return add_months(FIRST, place)


def watched(watches: Measure, values: Sequence[object], *, counted: int | None = None, **fields: Any) -> MonitoringOn:
    """Monitoring of one measure with a reading a month, each known at once; of so many cases where it is counted."""
    readings = tuple(
        Reading(
            month(place),
            Decimal(str(value)),
            month(place + 1),
            None if counted is None else Decimal(str(value)),
            None if counted is None else Decimal(counted),
        )
        for place, value in enumerate(values)
    )
    return MonitoringOn(1, STANDARDS, measures=(watches,), readings={"delay": readings}, **fields)
