"""One import under way: its rows, what is known, who imports, and the problems and outcomes so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError

from tracker.accounts.models import User
from tracker.accounts.selectors import system_user
from tracker.core.decisions import Decision, Refused
from tracker.core.permissions import decide
from tracker.exchange.amounts import Money
from tracker.exchange.cells import CLEAR, LEAVE, shown
from tracker.exchange.importing.known import Known
from tracker.exchange.importing.result import FieldChange, ImportResult, RowOutcome
from tracker.exchange.problems import Problem
from tracker.exchange.sheets import BY_NAME, Sheet
from tracker.exchange.workbook import Row, Workbook
from tracker.exchange.writing import as_cell
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import Programme

Made = TypeVar("Made")

# What the rules call a field, where a sheet calls it otherwise.
COLUMNS = {
    "paid_pence": "paid",
    "value_pence": "value",
    "committed_pence": "committed",
    "allocated_pence": "funding",
}


@dataclass(frozen=True)
class Field:
    """A column that is one attribute of a stored row; `empty` is the attribute's value when the column is cleared."""

    attribute: str
    empty: Any = None
    may_clear: bool = True


class Run:
    """The state of one import. Its methods tell problems, note changes, and look things up."""

    programme: Programme

    def __init__(self, book: Workbook, *, today: date, by: User) -> None:
        self.book = book
        self.today = today
        self.by = by
        self.access = access_of(by, day=today)
        self.known = Known(self.access, today)
        self.result = ImportResult()
        self.contracts_with_unknown_signature: set[int] = set()
        self._outcomes: dict[tuple[str, int], RowOutcome] = {}
        self._told: set[tuple[str, int, str]] = set()
        self._excused: dict[str, set[str]] = {}
        self._rows: dict[str, list[Row]] = {name: self._without_repeats(BY_NAME[name]) for name in book.sheets}
        for problem in book.problems:
            self._tell(problem)

    # --- Rows ------------------------------------------------------------------------------------------------------

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet, each key once, in the order of the sheet."""
        return self._rows.get(sheet, [])

    def _without_repeats(self, sheet: Sheet) -> list[Row]:
        """Rows with a missing dating column set to the day of import; a key that repeats is told."""
        seen: dict[tuple[object, ...], int] = {}
        rows = []
        for row in self.book.sheets[sheet.name]:
            for column in sheet.keys:
                if column.may_default:
                    row.cells.setdefault(column.name, self.today)
            identity = tuple(_folded(row.cells[column.name]) for column in sheet.keys)
            if identity in seen:
                names = ", ".join(column.name for column in sheet.keys)
                remedy = f"Row {seen[identity]} has the same {names}. Keep one of the two rows."
                self._tell(Problem(sheet.name, row.number, sheet.keys[0].name, self.cell(sheet, row), remedy))
            else:
                seen[identity] = row.number
                rows.append(row)
        return rows

    # --- Problems --------------------------------------------------------------------------------------------------

    def problem(self, sheet: str, row: Row, column: str, remedy: str) -> None:
        """Tells a mistake in a cell, or in a row as a whole when `column` is empty. A cell is told once."""
        if column in row.bad:
            return
        value = self.cell(BY_NAME[sheet], row, column) if column else ""
        self._tell(Problem(sheet, row.number, column, value, remedy))

    def refusal(self, sheet: str, row: Row, decision: Decision, columns: Mapping[str, str] | None = None) -> None:
        """Tells what a rule refused; `columns` maps the rule's fields to this sheet's columns."""
        names = {**COLUMNS, **(columns or {})}
        column = names.get(decision.field, decision.field.replace("_", " "))
        if column not in BY_NAME[sheet].by_name:
            column = ""
        self.problem(sheet, row, column, decision.sentence)

    def _tell(self, problem: Problem) -> None:
        place = (problem.sheet, problem.row, problem.column or problem.remedy)
        if place not in self._told:
            self._told.add(place)
            self.result.problems.append(problem)

    def cell(self, sheet: Sheet, row: Row, column: str = "") -> str:
        """A cell as a person sees it."""
        definition = sheet.by_name.get(column) or sheet.keys[0]
        value = row.get(definition.name)
        if value is LEAVE:
            return ""
        if isinstance(definition.kind, Money) and isinstance(value, int):
            return f"£{value / 100:,.2f}"
        return shown(as_cell(definition.kind, value))

    def unknown(self, sheet: str, row: Row, column: str, *, defined_on: str, key: str, remedy: str) -> None:
        """Tells a reference that leads nowhere, unless it may lead to a row of `defined_on` that was told already."""
        excused = self._excused.setdefault(defined_on, set())
        if defined_on in self.book.unreadable or key in excused:
            return
        if len(excused) < self.book.dropped.get(defined_on, 0):
            excused.add(key)
            return
        self.problem(sheet, row, column, remedy)

    # --- Outcomes --------------------------------------------------------------------------------------------------

    def outcome(self, sheet: str, row: Row, *, is_new: bool = False) -> RowOutcome:
        """The outcome of a row, made unchanged when it is first asked for."""
        found = self._outcomes.get((sheet, row.number))
        if found is None:
            definition = BY_NAME[sheet]
            keys = [shown(as_cell(column.kind, row.cells[column.name])) for column in definition.keys]
            found = self._outcomes[sheet, row.number] = RowOutcome(sheet, row.number, ", ".join(keys))
        found.is_new = found.is_new or is_new
        return found

    def note(self, sheet: str, row: Row, column: str, old: object, new: object, *, is_new: bool = False) -> None:
        """Notes that a row brings a new value."""
        self.outcome(sheet, row, is_new=is_new).changes.append(FieldChange(column, old, new))

    def finish(self) -> ImportResult:
        """The result, with outcomes and problems in the order of the workbook."""
        for sheet in self._rows:
            for row in self.rows(sheet):
                self.outcome(sheet, row)
        order = {name: place for place, name in enumerate(BY_NAME)}
        self.result.outcomes = sorted(self._outcomes.values(), key=lambda each: (order[each.sheet], each.row))
        self.result.problems.sort(key=lambda each: (order.get(each.sheet, -1), each.row, each.column))
        return self.result

    # --- Rights and actions ----------------------------------------------------------------------------------------

    def may(self, sheet: str, row: Row, permission: str, scope: SubjectScope) -> bool:
        """Whether the person may do this; tells the row if not."""
        decision = decide(permission, self.access, scope)
        if not decision:
            self.problem(sheet, row, "", decision.sentence)
        return decision.allowed

    def attempt(self, sheet: str, row: Row, action: Callable[..., Made], **fields: Any) -> Made | None:
        """Calls an action for the person who imports; tells a refusal and answers None."""
        try:
            return action(by=self.by, **fields)
        except Refused as refused:
            self.refusal(sheet, row, refused.decision)
        except IntegrityError as error:
            self.problem(sheet, row, "", f"This contradicts what is stored ({broken_rule(error)}). Check its dates.")
        return None

    def attempt_or_stand_in(self, sheet: str, row: Row, action: Callable[..., Made], **fields: Any) -> Made:
        """Calls an action; when it is refused the system makes the thing all the same, so that the rows that refer to
        it can be checked too. The refusal has been told, so nothing of this import will be kept."""
        made = self.attempt(sheet, row, action, **fields)
        return action(by=system_user(), **fields) if made is None else made

    # --- Fields ----------------------------------------------------------------------------------------------------

    def has_what_a_new_row_needs(self, sheet: str, row: Row) -> bool:
        """Tells each column that a new row can't do without and that is empty."""
        missing = [
            column.name
            for column in BY_NAME[sheet].columns
            if column.is_required and not column.is_key and row.get(column.name) in (LEAVE, CLEAR)
        ]
        for name in missing:
            self.problem(sheet, row, name, "A new row needs this column. Write its value.")
        return not missing

    def changed_fields(
        self, sheet: str, row: Row, fields: Mapping[str, Field], current: object | None
    ) -> dict[str, Any]:
        """The attributes that the row sets to another value than the stored row has, noted as changes."""
        changed = {}
        for column, target in fields.items():
            value = row.get(column)
            if value is LEAVE:
                continue
            if value is CLEAR and not target.may_clear:
                self.problem(
                    sheet, row, column, "This value can't be cleared. Write another one or leave the cell empty."
                )
                continue
            value = target.empty if value is CLEAR else value
            old = getattr(current, target.attribute) if current is not None else target.empty
            if value != old:
                changed[target.attribute] = value
                self.note(sheet, row, column, old, value, is_new=current is None)
        return changed


def broken_rule(error: IntegrityError) -> str:
    """The name of the database's rule that a row broke, in words."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or "a rule of the database"
    return str(name).replace("_", " ")


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value
