"""Rows of the workbook, gathered by what they are about and the day from which they count."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

Row = dict[str, object]


@dataclass
class Dated:
    """The rows about one thing, one for each day on which something of it changed.

    `subject` are the columns that name the thing, `dating` the column of the day.
    """

    subject: Mapping[str, object]
    dating: str
    by_day: dict[date, Row] = field(default_factory=lambda: defaultdict(dict))

    def say(self, on: date, **columns: object) -> None:
        """Adds columns (underscores for spaces) to the row of a day; what is said later on one day stands."""
        self.by_day[on].update({name.replace("_", " "): value for name, value in columns.items()})

    def rows(self) -> Iterator[Row]:
        """One row for each day, oldest first."""
        for day in sorted(self.by_day):
            yield {**self.subject, self.dating: day, **self.by_day[day]}
