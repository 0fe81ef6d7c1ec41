"""The shape of a report: what every kind is made of, on screen and in the PDF. Plain data, filled by presenters.

Order of the parts. Source: The Teal Book (government project delivery), chapter 18: the purpose and what is asked of
the reader first, then achievability, progress against plan, slippage shown separately, risks and issues.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.core.presentation import BigNumber, Row, TableColumn
from tracker.reports.policies import marking_of


@dataclass(frozen=True)
class Table:
    """A table with its caption; `empty` is said instead when it has no rows."""

    caption: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str = "There is nothing to show yet."


@dataclass(frozen=True)
class Picture:
    """A drawing that is complete in itself: `source` is a `data:` address, `alt` says in words what it shows."""

    caption: str
    alt: str
    source: str


@dataclass(frozen=True)
class Section:
    """A part under a heading of its own: sentences, then pictures, tables, and parts within the part."""

    title: str
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    sections: Sequence["Section"] = ()


@dataclass(frozen=True)
class Issue:
    """Who had this report made and when, and its id; a page that nobody issued has no id."""

    made_by: str
    made_at: datetime
    report_id: str = ""


@dataclass(frozen=True)
class Document:
    """One report. `ask` is what is asked of the reader, `answer` the answer in one sentence."""

    title: str
    kind: str
    subject: str
    subject_href: str
    as_of: date
    ask: str
    answer: str
    issue: Issue
    figures: Sequence[BigNumber] = ()
    sections: Sequence[Section] = field(default_factory=tuple)
    shows_money: bool = False

    @property
    def marking(self) -> str:
        return marking_of(shows_money=self.shows_money)
