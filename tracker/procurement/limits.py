"""What weights and reference sites are held against. The thresholds are dated data of an app above, which registers its
reader here, so that a page and a flag of the same day never disagree."""

from collections.abc import Callable
from datetime import date

from tracker.procurement.policies.criteria import EvaluationLimits

LimitsReader = Callable[[int, date], EvaluationLimits]

_readers: list[LimitsReader] = []


def register_limits(reader: LimitsReader) -> None:
    """Has `reader` answer for a programme's id and a day. Called in `AppConfig.ready`."""
    _readers[:] = [reader]


def limits_on(programme_id: int, day: date) -> EvaluationLimits:
    """The limits that hold for a programme on a day."""
    return _readers[0](programme_id, day)
