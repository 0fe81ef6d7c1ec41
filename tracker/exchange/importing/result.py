"""What an import did, or would do: rows added, changed and unchanged by sheet, old and new values, problems."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.exchange.problems import Problem
from tracker.exchange.sheets import BY_NAME


@dataclass(frozen=True)
class FieldChange:
    """One column of one row with the value that stood and the one that the row brings."""

    column: str
    old: object
    new: object


@dataclass
class RowOutcome:
    """What became of one row. `is_new` says that nothing stood under its key."""

    sheet: str
    row: int
    what: str
    is_new: bool = False
    changes: list[FieldChange] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """`added`, `changed` or `unchanged`. A row that says what stands already is unchanged, whatever its key."""
        if not self.changes:
            return "unchanged"
        return "added" if self.is_new else "changed"


@dataclass(frozen=True)
class Counts:
    """How many rows of one sheet, or of all."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged"


@dataclass
class ImportResult:
    """The whole of an import. With problems, or in a dry run, nothing of it was kept."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_dry_run: bool = False

    @property
    def is_applied(self) -> bool:
        return not self.problems and not self.is_dry_run

    @property
    def changes(self) -> list[RowOutcome]:
        """The rows that add or change something, in the order of the workbook."""
        return [outcome for outcome in self.outcomes if outcome.changes]

    def counts_of(self, sheet: str) -> Counts:
        """The counts of one sheet."""
        return count(outcome for outcome in self.outcomes if outcome.sheet == sheet)

    @property
    def counts(self) -> dict[str, Counts]:
        """The counts of each sheet that had rows, in the order of the workbook."""
        present = {outcome.sheet for outcome in self.outcomes}
        return {name: self.counts_of(name) for name in BY_NAME if name in present}

    @property
    def total(self) -> Counts:
        """The counts of all sheets together."""
        return count(self.outcomes)


def count(outcomes: Iterable[RowOutcome]) -> Counts:
    """Counts by kind."""
    kinds = [outcome.kind for outcome in outcomes]
    return Counts(kinds.count("added"), kinds.count("changed"), kinds.count("unchanged"))
