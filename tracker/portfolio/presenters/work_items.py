"""One list of a person's work, whatever it is about: what to do, where, by when, whose it is, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Cell, Link, Row, TableColumn, Tag

COLUMNS = tuple(map(TableColumn, ("What", "About", "When", "Owner", "Next step")))
FLAGS, DEPLOYMENTS = "flags", "deployments"  # lists whose rows can be changed together


@dataclass(frozen=True)
class WorkItem:
    """One thing that waits. `due` is the day that sorts it (None comes last); `when` says it in other words than a date and
    how far away it is; `select` is what its box sends, in a list whose rows can be changed together."""

    what: str
    about: str
    about_href: str = ""
    due: date | None = None
    when: Cell | None = None
    owner: str = ""
    step: Link | None = None
    tag: Tag | None = None
    hint: str = ""
    select: str = ""


@dataclass(frozen=True)
class WorkList:
    """All of one kind, sorted. `name` stands in the address, `one` and `many` count it, `empty` says that there is none,
    `bulk` names the list whose rows these are, where they can be changed together. `is_ranked` keeps the order given."""

    name: str
    title: str
    one: str
    items: Sequence[WorkItem]
    many: str = ""
    empty: str = "Nothing waits here."
    bulk: str = ""
    is_ranked: bool = False

    @property
    def count(self) -> int:
        return len(self.items)

    @property
    def counted(self) -> str:
        return plural(self.count, self.one, self.many or None)

    def sorted(self) -> "WorkList":
        """The earliest day first."""
        if self.is_ranked:
            return self
        return replace(self, items=sorted(self.items, key=lambda each: (each.due or date.max, each.about, each.what)))


def earliest(work: WorkList, day: date) -> str:
    """What a list is about in one line beside its count: its earliest day, and how long ago or how far off."""
    days = [each.due for each in work.items if each.due is not None]
    return f"the earliest {_when(min(days), day)}" if days and not work.is_ranked else ""


def _when(due: date, day: date) -> str:
    return f"{nhs_date(due)}, {distance(due, day)}"


def distance(due: date, day: date) -> str:
    """`3 weeks ago`, `today`, `in 5 days`."""
    days = (due - day).days
    return "today" if days == 0 else f"in {in_words(days)}" if days > 0 else f"{in_words(days)} ago"


def rows_of(items: Sequence[WorkItem], day: date) -> list[Row]:
    """Items as rows of `COLUMNS`."""
    return [
        [
            Cell(each.what, tag=each.tag, hint=each.hint, select=each.select),
            Cell(each.about, each.about_href),
            each.when or (Cell(nhs_date(each.due), hint=distance(each.due, day)) if each.due else Cell("No date")),
            each.owner or "Nobody",
            Cell(each.step.text, each.step.href) if each.step else "",
        ]
        for each in items
    ]
