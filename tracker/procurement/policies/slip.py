"""Where the time of a procurement went: each stage's own days, and what moved the contract's date. Pure.

Both divide the same total, the days between the baseline and the expected (or actual) signature, and add up to it to the
day: a stage's own slip is what it added to the slip of the stage before it, a cause's days are what the moves that name it
added. Either may be negative where time was made up.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.networks.plans import Plan, RevisionLike
from tracker.networks.vocabulary import RevisionKind
from tracker.procurement.vocabulary import Stage

NOT_SAID = ""
REBASELINED = "baseline"


class CausedRevision(RevisionLike, Protocol):
    """A revision that may name its cause."""

    cause: str


@dataclass(frozen=True)
class StageTime:
    """One stage's days: as planned, as taken or expected, and what it added to the slip. None where a date is missing."""

    stage: Stage
    planned_days: int | None
    days: int | None
    own_slip_days: int
    slip_days: int
    is_done: bool


def stage_times(plans: Mapping[Stage, Plan], started_on: date | None) -> list[StageTime]:
    """The stages that have a baseline, in order. A stage runs from the end of the one before it, the first from the
    start of the procurement. The own slips add up to the slip of the last stage."""
    found: list[StageTime] = []
    planned_from, from_day, slip_before = started_on, started_on, 0
    for stage in Stage:
        plan = plans.get(stage)
        if plan is None or plan.baseline is None or plan.expected is None or plan.slip_days is None:
            continue
        found.append(
            StageTime(
                stage=stage,
                planned_days=(plan.baseline - planned_from).days if planned_from else None,
                days=(plan.expected - from_day).days if from_day else None,
                own_slip_days=plan.slip_days - slip_before,
                slip_days=plan.slip_days,
                is_done=plan.is_done,
            )
        )
        planned_from, from_day, slip_before = plan.baseline, plan.expected, plan.slip_days
    return found


def total_slip(plans: Mapping[Stage, Plan]) -> tuple[Stage, int] | None:
    """The slip that is divided: that of the last stage that has one, which is the contract's once it is planned."""
    slips = [(stage, slip) for stage in Stage if stage in plans and (slip := plans[stage].slip_days) is not None]
    return slips[-1] if slips else None


@dataclass(frozen=True)
class Move:
    """One move of an event's date: from when it was known, by how many days it changed the slip, and why."""

    known_on: date
    days: int
    slip_after: int
    cause: str
    reason: str = ""


def moves(revisions: Iterable[CausedRevision], day: date) -> list[Move]:
    """What each revision that counts by `day` did to the slip, oldest first. They add up to the slip on that day."""
    known = sorted((row for row in revisions if row.effective_on <= day), key=lambda row: row.effective_on)
    found: list[Move] = []
    slip_before, had_baseline, newest_mover = 0, False, None
    newest: dict[str, dt.date | None] = {}
    for row in known:
        newest[row.kind] = row.date
        baseline = newest.get(RevisionKind.BASELINE)
        expected = newest.get(RevisionKind.ACTUAL) or newest.get(RevisionKind.FORECAST) or baseline
        slip = (expected - baseline).days if baseline and expected else 0
        is_baseline = row.kind == RevisionKind.BASELINE
        teller = newest_mover if is_baseline and not had_baseline and newest_mover else row
        if slip != slip_before:
            cause = REBASELINED if is_baseline and had_baseline else teller.cause
            found.append(Move(row.effective_on, slip - slip_before, slip, cause, teller.reason))
        slip_before, had_baseline = slip, had_baseline or (is_baseline and row.date is not None)
        newest_mover = newest_mover if is_baseline else row
    return found


def by_cause(found: Sequence[Move]) -> dict[str, int]:
    """Days by cause, the largest first; causes that cancel out are left in, because both moves happened."""
    sums: dict[str, int] = defaultdict(int)
    for move in found:
        sums[move.cause] += move.days
    return dict(sorted(sums.items(), key=lambda item: (-abs(item[1]), item[0])))


def late_since(found: Sequence[Move]) -> date | None:
    """The day from which the slip has been above nothing without a break; None when it is not late."""
    since = None
    for move in reversed(found):
        if move.slip_after <= 0:
            break
        since = move.known_on
    return since


@dataclass(frozen=True)
class Consequence:
    """What a contract that is not signed does to one go-live: the earliest it can be if the planned time between the two
    holds, and whether the go-live's own forecast allows for that."""

    earliest: date
    forecast: date | None
    short_days: int

    @property
    def is_told(self) -> bool:
        """The forecast of the go-live leaves the time that was planned."""
        return self.short_days <= 0


def share_of_slip(contract: Plan, go_live: Plan) -> int:
    """How many days of a go-live's slip the contract's slip accounts for: all that it was late, but not more than the
    go-live is."""
    return max(0, min(contract.slip_days or 0, go_live.slip_days or 0))


def consequence(contract: Plan, go_live: Plan) -> Consequence | None:
    """What the contract's expected date does to a go-live; None once either has happened, and where a date is missing."""
    if contract.is_done or go_live.is_done:
        return None
    if contract.baseline is None or contract.expected is None or go_live.baseline is None:
        return None
    earliest = contract.expected + (go_live.baseline - contract.baseline)
    expected = go_live.expected
    return Consequence(earliest, expected, (earliest - expected).days if expected else 0)
