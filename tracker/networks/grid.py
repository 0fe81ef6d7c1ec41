"""A network's plan as a grid that is edited like a spreadsheet: a row for each deployment, a column for each milestone.

A row carries what it showed: the dates and their versions. Only cells that differ from what was shown are a change; a
cell that somebody else changed in between is refused with both dates told, and what was typed stays in its input.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from tracker.core.decisions import Refused, StaleWrite
from tracker.core.formats import nhs_date
from tracker.core.forms import FormError, parse_whole_date
from tracker.networks.plans import Plan
from tracker.networks.policies import DateChange, current_date
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import MilestoneType, RevisionKind

KINDS = {
    RevisionKind.FORECAST: "Forecast dates",
    RevisionKind.ACTUAL: "Actual dates",
    RevisionKind.BASELINE: "Baseline dates",
}
LONGEST_CELL = 40  # characters; “30 September 2026” and a slip of the finger
FORM_FIELDS = ("reason", "cause", "effective_on")  # of the form below the grid, where some refusals belong


def as_typed(day: date | None) -> str:
    """A date as short as people type it: `3/5/2026`."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


@dataclass
class GridCell:
    """One date. `shown` is what the page showed when it was opened, `value` what stands in the input, `hint` what else a
    planner wants to see there."""

    name: str
    label: str
    shown: str
    value: str
    hint: str = ""
    error: str = ""

    @property
    def id(self) -> str:
        return f"cell-{self.name}"

    @property
    def is_changed(self) -> bool:
        """What was typed means another day than what was shown, or no day at all."""
        typed = parse_whole_date(self.value)
        return typed != parse_whole_date(self.shown) if typed else self.value.strip() != self.shown


@dataclass
class GridRow:
    """One deployment. `versions` are those of its milestones as the page showed them; a row that is not `is_open` is for
    others to edit."""

    position: DeploymentOn
    is_open: bool
    cells: dict[MilestoneType, GridCell]
    versions: dict[MilestoneType, int | None] = field(default_factory=dict)

    @property
    def token_name(self) -> str:
        return f"shown-{self.position.id}"

    @property
    def token(self) -> str:
        """What the row shows, for the form to carry."""
        return json.dumps({kind: [self.versions.get(kind), cell.shown] for kind, cell in self.cells.items()})

    @property
    def href(self) -> str:
        return reverse("deployment", args=[self.position.id])

    @property
    def changed(self) -> dict[MilestoneType, GridCell]:
        return {kind: cell for kind, cell in self.cells.items() if self.is_open and cell.is_changed}

    @property
    def has_errors(self) -> bool:
        return any(cell.error for cell in self.cells.values())


class PlanGrid:
    """The rows of a network for one kind of date. `data` is what a browser sent, where it did; `is_open` says of each
    deployment, by id, whether this person may update it."""

    def __init__(
        self,
        positions: Iterable[DeploymentOn],
        kind: RevisionKind,
        *,
        is_open: Mapping[int, bool],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind = kind
        self.rows = [_row(each, kind, is_open=is_open[each.id], data=data) for each in positions]

    @property
    def changed(self) -> list[GridRow]:
        return [row for row in self.rows if row.changed]

    @property
    def errors(self) -> list[FormError]:
        """What is wrong, row by row, each leading to its cell."""
        return [
            FormError(f"{cell.label}: {cell.error}", f"#{cell.id}")
            for row in self.rows
            for cell in row.cells.values()
            if cell.error
        ]

    def check_shape(self) -> None:
        """Says at each changed cell whether it is a date at all."""
        for row in self.changed:
            for cell in row.changed.values():
                if cell.value and parse_whole_date(cell.value) is None:
                    cell.error = (
                        f"“{cell.value[:LONGEST_CELL]}” is not a date. Write it as 31/3/2026, or leave it empty."
                    )

    def wishes(self, row: GridRow, *, reason: str, cause: str, effective_on: date) -> dict[MilestoneType, DateChange]:
        """The changes that were typed into a row."""
        return {
            kind: DateChange(self.kind, parse_whole_date(cell.value), effective_on, reason=reason, cause=cause)
            for kind, cell in row.changed.items()
        }

    def refuse(self, row: GridRow, refusals: Mapping[MilestoneType, Refused]) -> dict[str, str]:
        """Shows refusals at their cells; answers those that belong to the form below the grid, by its field."""
        below: dict[str, str] = {}
        for kind, refusal in refusals.items():
            cell = row.cells[kind]
            if isinstance(refusal, StaleWrite):
                stands = current_date(row.position.milestones.get(kind, Plan()), self.kind)
                cell.error = (
                    f"Somebody else has set this to {nhs_date(stands, 'no date')} in the meantime. Save again to put "
                    f"{cell.value or 'no date'} in its place, or type their date to keep it."
                )
                cell.shown = as_typed(stands)
                row.versions[kind] = row.position.milestone_versions.get(kind)
            elif refusal.decision.field in FORM_FIELDS:
                below[refusal.decision.field] = refusal.decision.sentence
            else:
                cell.error = refusal.decision.sentence
        return below


def _row(position: DeploymentOn, kind: RevisionKind, *, is_open: bool, data: Mapping[str, Any] | None) -> GridRow:
    told = _told(data.get(f"shown-{position.id}")) if data is not None else {}
    row = GridRow(position, is_open, {})
    for type in MilestoneType:
        plan = position.milestones.get(type, Plan())
        stands = as_typed(current_date(plan, kind))
        name = f"{position.id}-{type.value}"
        version, shown = told.get(type.value, (position.milestone_versions.get(type), stands))
        typed = data.get(name) if data is not None and is_open else None
        row.versions[type] = version
        row.cells[type] = GridCell(
            name=name,
            label=f"{type.label}, {position.use_case_name} at {position.trust.name}",
            shown=shown,
            value=stands if typed is None else str(typed).strip()[: 2 * LONGEST_CELL],
            hint=_hint(plan, kind),
        )
    return row


def _told(text: Any) -> dict[str, tuple[int | None, str]]:
    """What a row's token says it showed; nothing where it says nothing that could be read."""
    try:
        found = json.loads(text or "{}")
        return {
            str(kind): (None if version is None else int(version), str(day)) for kind, (version, day) in found.items()
        }
    except (TypeError, ValueError, AttributeError):
        return {}


def _hint(plan: Plan, kind: RevisionKind) -> str:
    """The other date that a planner compares with."""
    if kind != RevisionKind.ACTUAL and plan.actual:
        return f"Done {as_typed(plan.actual)}"
    if kind == RevisionKind.FORECAST and plan.baseline:
        return f"Planned {as_typed(plan.baseline)}"
    if kind == RevisionKind.ACTUAL and plan.expected and not plan.actual:
        return f"Expected {as_typed(plan.expected)}"
    return ""
