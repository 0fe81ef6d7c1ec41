"""The plan of one event (a milestone, a procurement stage, a signature) as its revisions tell it on a day. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from tracker.core.days import months_between
from tracker.networks.vocabulary import RevisionKind


class RevisionLike(Protocol):
    """What a plan needs of a revision, in recorded order: a `RevisionBase` row, or plain data in a test."""

    kind: str
    date: dt.date | None
    effective_on: dt.date
    reason: str


@dataclass(frozen=True)
class Plan:
    """Baseline (as funded), forecast (as now expected) and actual date, as known on a day; with every forecast that
    was ever given, oldest first, as (effective day, date, reason)."""

    baseline: date | None = None
    forecast: date | None = None
    actual: date | None = None
    forecasts: tuple[tuple[date, date, str], ...] = ()
    last_changed_on: date | None = None
    reason: str = field(default="", compare=False)

    @property
    def expected(self) -> date | None:
        """When it happened, or else is expected: actual, else forecast, else baseline."""
        return self.actual or self.forecast or self.baseline

    @property
    def is_done(self) -> bool:
        return self.actual is not None

    @property
    def slip_days(self) -> int | None:
        """Days later than the baseline (negative: earlier); None without a baseline."""
        if self.baseline is None or self.expected is None:
            return None
        return (self.expected - self.baseline).days

    @property
    def slip_months(self) -> int | None:
        """Whole months later than the baseline, to the nearest month."""
        if self.baseline is None or self.expected is None:
            return None
        return months_between(self.baseline, self.expected)

    def is_overdue(self, day: date) -> bool:
        """The day on which it should have happened has passed, and it has not."""
        return self.actual is None and self.expected is not None and self.expected < day

    def overdue_days(self, day: date) -> int:
        return (day - self.expected).days if self.is_overdue(day) and self.expected else 0

    def times_moved(self, *, since: date | None = None) -> int:
        """How often the forecast was changed for another date (from `since` on, when given)."""
        dates = [
            (self.baseline, None),
            *((given, on) for on, given, _ in self.forecasts),
        ]
        moves = [on for (before, _), (after, on) in pairwise(dates) if before and after != before]
        return sum(1 for on in moves if since is None or (on is not None and on >= since))


def plan_on(revisions: Iterable[RevisionLike], day: date) -> Plan:
    """The plan as known on `day`: of each kind the newest revision that counts by then. Of two that count from the same
    day the later recorded stands, so revisions are given in recorded order."""
    known = sorted(
        (row for row in revisions if row.effective_on <= day),
        key=lambda row: row.effective_on,
    )
    newest: dict[str, RevisionLike] = {}
    forecasts: list[tuple[date, date, str]] = []
    for row in known:
        newest[row.kind] = row
        if row.kind == RevisionKind.FORECAST and row.date is not None:
            forecasts.append((row.effective_on, row.date, row.reason))

    def date_of(kind: RevisionKind) -> date | None:
        return newest[kind].date if kind in newest else None

    return Plan(
        baseline=date_of(RevisionKind.BASELINE),
        forecast=date_of(RevisionKind.FORECAST),
        actual=date_of(RevisionKind.ACTUAL),
        forecasts=tuple(forecasts),
        last_changed_on=known[-1].effective_on if known else None,
        reason=known[-1].reason if known else "",
    )


def first_ahead(plans: Iterable[Plan], day: date) -> date | None:
    """The first day after `day` on which one of them is expected. A day that has passed says nothing any more."""
    return min((plan.expected for plan in plans if plan.expected and plan.expected > day), default=None)


def moved_recently(plan: Plan, *, day: date, window_days: int) -> int:
    """How often the forecast moved within the window of days that ends on `day`."""
    return plan.times_moved(since=day - timedelta(days=window_days))
