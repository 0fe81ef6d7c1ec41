"""Things that hold over times, restated from a day on. Pure.

A workbook says which blockers a deployment had, or which deployments a contract covered, on a day. Said of the newest
day, it holds from then on; said of a day before one that is known, it holds until that next known day.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=int | str)


@dataclass(frozen=True)
class Interval(Generic[Key]):
    """One thing holds from `start` up to, and not including, `end`; open-ended when that is empty. `row` is the stored
    row that it came from, None for a new one."""

    key: Key
    start: date
    end: date | None = None
    row: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


def held_on(intervals: Iterable[Interval[Key]], day: date) -> set[Key]:
    """What holds on a day."""
    return {interval.key for interval in intervals if interval.holds_on(day)}


def restate(intervals: Collection[Interval[Key]], *, day: date, wanted: Collection[Key]) -> list[Interval[Key]]:
    """The intervals changed so that exactly `wanted` holds from `day` until the next day on which something changes.

    What held before `day` and what holds from that next day on stays as it was. A row keeps its identity where a part
    of it remains.
    """
    boundaries = {edge for each in intervals for edge in (each.start, each.end) if edge is not None and edge > day}
    until = min(boundaries, default=None)
    result: list[Interval[Key]] = []
    kept: set[Key] = set()
    for each in intervals:
        if not each.holds_on(day):
            result.append(each)
        elif each.key in wanted:
            kept.add(each.key)
            result.append(each)
        else:
            result.extend(_cut(each, day, until))
    result.extend(Interval(key, day, until) for key in wanted if key not in kept)
    return result


def _cut(interval: Interval[Key], day: date, until: date | None) -> list[Interval[Key]]:
    """What remains of an interval once the time from `day` to `until` is taken out of it."""
    parts = []
    if interval.start < day:
        parts.append(replace(interval, end=day))
    if until is not None and (interval.end is None or interval.end > until):
        parts.append(replace(interval, start=until, row=None if parts else interval.row))
    return parts
