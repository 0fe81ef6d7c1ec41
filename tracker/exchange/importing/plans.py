"""Rows that date a planned event: of a procurement's stage, of a contract's signature, of a milestone.

Each row tells baseline, forecast and actual as they stood on its `effective on`. The same rules that the actions hold
are asked here first, row by row, so that every mistake is told with its place and not only the first.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tracker.core.decisions import ALLOWED, Decision, first_refusal
from tracker.core.permissions import decide
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.networks.access import SubjectScope
from tracker.networks.causes import split_cause
from tracker.networks.models import RevisionKind
from tracker.networks.plans import Plan, RevisionLike, plan_on
from tracker.networks.policies import DateChange, current_date, is_a_change, may_change_date

DATE_COLUMNS = {
    RevisionKind.BASELINE: "baseline",
    RevisionKind.FORECAST: "forecast",
    RevisionKind.ACTUAL: "actual",
}


@dataclass
class Told:
    """A date that a row brings, in the shape of a stored revision."""

    kind: str
    date: dt.date | None
    effective_on: dt.date
    reason: str


def date_rights(
    run: Run, permission: str, scope: SubjectScope, *, first_baseline: str = ""
) -> Callable[[Plan, DateChange], Decision]:
    """The rule that the person may change these dates at all, may set a baseline, and may move one that was agreed."""
    may_update = decide(permission, run.access, scope)
    may_set_first = decide(first_baseline, run.access, scope) if first_baseline else ALLOWED
    may_move = decide("networks.rebaseline", run.access, scope)

    def may(plan: Plan, wish: DateChange) -> Decision:
        if wish.kind != RevisionKind.BASELINE:
            return may_update
        return first_refusal(may_update, may_set_first if plan.baseline is None else may_move)

    return may


@dataclass
class Event:
    """One planned event: what is stored of it, oldest recorded first, and the rows about it."""

    sheet: str
    known: list[RevisionLike]
    rows: list[Row]
    may: Callable[[Plan, DateChange], Decision]
    columns: Mapping[RevisionKind, str] = field(default_factory=lambda: DATE_COLUMNS)

    def wishes(self, run: Run) -> list[DateChange]:
        """What the rows change, in the order of their days, with every mistake told and every change noted."""
        found = []
        is_baseline_told = any(self.columns[RevisionKind.BASELINE] in row.bad for row in self.rows)
        stored_days = {revision.effective_on for revision in self.known}
        for row in sorted(self.rows, key=effective_on):
            for wish in self._wishes_of(row):
                plan = plan_on(self.known, wish.effective_on)
                if not is_a_change(plan, wish):
                    continue
                old = current_date(plan, wish.kind)
                is_new = wish.effective_on not in stored_days
                run.note(self.sheet, row, self.columns[wish.kind], old, wish.date, is_new=is_new)
                decision = first_refusal(may_change_date(plan, wish, today=run.today), self.may(plan, wish))
                if decision:
                    self.known.append(Told(wish.kind, wish.date, wish.effective_on, wish.reason))
                    found.append(wish)
                elif decision.field != "baseline" or not is_baseline_told:
                    self._tell(run, row, wish, decision)
                    is_baseline_told = is_baseline_told or decision.field == "baseline"
        return found

    def _wishes_of(self, row: Row) -> Iterable[DateChange]:
        told = row.get("reason")
        cause, reason = split_cause(told) if isinstance(told, str) else ("", "")
        for kind in RevisionKind:
            value = row.get(self.columns[kind])
            if value is not LEAVE:
                day = None if value is CLEAR else value
                yield DateChange(kind, day, effective_on(row), reason, cause)  # type: ignore[arg-type]

    def _tell(self, run: Run, row: Row, wish: DateChange, decision: Decision) -> None:
        names = {str(kind): column for kind, column in self.columns.items()}
        if decision.field in ("", "date"):
            names[decision.field] = self.columns[wish.kind]
        run.refusal(self.sheet, row, decision, names)


def effective_on(row: Row) -> dt.date:
    """The day from which a row counts."""
    return row.day("effective on")
