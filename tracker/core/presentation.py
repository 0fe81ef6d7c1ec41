"""The shapes that presenters fill and components draw (`tracker/templates/components/`).

A presenter turns rows into words, dates and colours with these; a macro of the same name draws them. All are plain
data: no query, no clock, no HTML but where a field says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django import forms
from markupsafe import Markup

from tracker.core.formats import in_words


@dataclass(frozen=True)
class Link:
    """A text that leads somewhere; breadcrumbs, footers and lists are made of these."""

    text: str
    href: str


@dataclass(frozen=True)
class Action:
    """A link drawn as a button (`variant` "", "secondary" or "warning")."""

    text: str
    href: str
    variant: str = ""


@dataclass(frozen=True)
class Tag:
    """A state in a word, a colour of the design system and a shape (a name in `components/icon.jinja`)."""

    text: str
    colour: str = "grey"
    icon: str = ""


@dataclass(frozen=True)
class Fact:
    """One line of a list of facts: its name, its words, a tag, and a link that changes it."""

    label: str
    text: str = ""
    tag: Tag | None = None
    href: str = ""
    change: Link | None = None


STATE_TAGS: dict[str, Tag] = {
    "not-started": Tag("Not started", "grey", "state-not-started"),
    "shadow": Tag("Shadow", "purple", "state-shadow"),
    "live-partial": Tag("Live in part", "aqua-green", "state-live-partial"),
    "live-full": Tag("Live", "green", "state-live-full"),
    "paused": Tag("Paused", "orange", "state-paused"),
    "withdrawn": Tag("Withdrawn", "red", "state-withdrawn"),
}
SEVERITY_TAGS: dict[str, Tag] = {
    "critical": Tag("Critical", "red", "severity-critical"),
    "high": Tag("High", "orange", "severity-high"),
    "medium": Tag("Medium", "yellow", "severity-medium"),
    "low": Tag("Low", "grey", "severity-low"),
}


def state_tag(state: str) -> Tag:
    """The tag of a clinical-use state; a state that nobody knows shows as its own name, in grey."""
    key = state.replace("_", "-")
    return STATE_TAGS.get(key) or Tag(key.replace("-", " ").capitalize(), "grey", "state-not-started")


def severity_tag(severity: str) -> Tag:
    """The tag of a flag's severity."""
    return SEVERITY_TAGS.get(severity) or Tag(severity.capitalize(), "grey", "severity-low")


@dataclass(frozen=True)
class Slip:
    """How far a date is from its plan, as words; tone is "late", "early", "on-time" or "unknown"."""

    text: str
    tone: str


def slip_of(days: int | None) -> Slip:
    """Words for a slip in days: positive is late, negative early, none when there is nothing to compare."""
    if days is None:
        return Slip("No baseline", "unknown")
    if days == 0:
        return Slip("On time", "on-time")
    return Slip(f"{in_words(days)} late", "late") if days > 0 else Slip(f"{in_words(days)} early", "early")


@dataclass(frozen=True)
class Change:
    """What a week did: direction "better", "worse" or "same", and the sentence that says it."""

    direction: str
    text: str


@dataclass(frozen=True)
class Tile:
    """One trust at a glance: state, worst open flag, and what changed this week."""

    name: str
    href: str
    state: Tag
    worst_flag: Tag | None = None
    flag_count: int = 0
    change: Change | None = None
    note: str = ""


@dataclass(frozen=True)
class TileGroup:
    """The trusts of one network, as tiles. `summary` is a short text such as `5 of 7 live`."""

    name: str
    href: str
    summary: str
    tiles: Sequence[Tile]


@dataclass(frozen=True)
class NetworkTile:
    """One network at a glance: how many of its trusts are in each state, its worst open flag, and the week's change."""

    name: str
    href: str
    summary: str
    states: Sequence[tuple[Tag, int]]
    worst_flag: Tag | None = None
    flag_count: int = 0
    change: Change | None = None

    @property
    def bar(self) -> list[tuple[Tag, float, float]]:
        """Each state with where its part of a bar begins and how wide it is, in percent."""
        total = max(sum(count for _, count in self.states), 1)
        parts, start = [], 0.0
        for tag, count in self.states:
            width = round(100 * count / total, 2)
            parts.append((tag, round(start, 2), width))
            start += width
        return parts


@dataclass(frozen=True)
class BigNumber:
    """One figure that answers a question: `43`, `trusts live`, and how that moved."""

    number: str
    label: str
    change: str = ""
    href: str = ""
    tone: str = ""  # "", "good", "bad": a coloured edge; the words carry the meaning


@dataclass(frozen=True)
class Card:
    """What stands beside the answer at the top of a page: the one thing that waits for the reader."""

    title: str
    number: str
    href: str
    text: str = ""


@dataclass(frozen=True)
class FlagLine:
    """One open flag in a list: what is wrong, where, since when, and what to do."""

    title: str
    severity: Tag
    href: str
    subject: str
    subject_href: str = ""
    detail: str = ""
    action: str = ""
    since: str = ""
    owner: str = ""
    status: Tag | None = None
    select: str = ""  # what its checkbox sends, where a list offers to change several at once


@dataclass(frozen=True)
class Cell:
    """A table cell with more than a plain text in it; any part may be left out."""

    text: str = ""
    href: str = ""
    tag: Tag | None = None
    slip: Slip | None = None
    hint: str = ""  # a second, quieter line
    select: str = ""  # what its checkbox sends, where a list offers to change several at once


@dataclass(frozen=True)
class TableColumn:
    """The head of a column; numbers are set right-aligned. `width` is "", "narrow" or "wide"."""

    label: str
    numeric: bool = False
    width: str = ""
    sort_href: str = ""
    sorted: str = ""  # "", "ascending" or "descending"


Row = Sequence[Cell | str | int]


@dataclass(frozen=True)
class Chip:
    """One filter that is in use, and the address of the list without it."""

    text: str
    remove_href: str


@dataclass(frozen=True)
class ViewLink:
    """A saved view above a list. `note` says whose it is, that it opens by itself, or that it no longer fits."""

    text: str
    href: str
    note: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class FilterPanel:
    """The filters of a list. `form` is bound to the address, `hidden` are parameters that choosing must not lose,
    `sentence` says how many of how many are shown and by what; `save_href` is empty where nothing can be saved."""

    many: str
    path: str
    form: forms.BaseForm
    hidden: Sequence[tuple[str, str]]
    sentence: str
    chips: Sequence[Chip]
    is_in_use: bool
    is_refused: bool
    clear_href: str
    views: Sequence[ViewLink] = ()
    save_href: str = ""
    manage_href: str = ""


@dataclass(frozen=True)
class Paging:
    """The way to the pages before and after. `label` says what they are pages of."""

    label: str
    previous: Link | None = None
    following: Link | None = None


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened: when, what, who, and why."""

    when: date | datetime
    what: str
    who: str = ""
    reason: str = ""
    href: str = ""


@dataclass(frozen=True)
class Span:
    """From a day to a day; a point in time when both are the same."""

    first: date
    last: date


@dataclass(frozen=True)
class TimelineRow:
    """One line of a timeline: planned against forecast or actual. `text` says in words what the bars show."""

    label: str
    text: str
    planned: Span | None = None
    forecast: Span | None = None
    actual: Span | None = None
    slip: Slip | None = None


@dataclass(frozen=True)
class Timeline:
    """Lines over the same days. `today` draws the line that divides past from plan."""

    caption: str
    first: date
    last: date
    today: date
    rows: Sequence[TimelineRow]

    def offset(self, day: date) -> float:
        """Where a day lies between first and last, in percent, held within 0 and 100."""
        length = max((self.last - self.first).days, 1)
        return round(min(max((day - self.first).days / length, 0), 1) * 100, 2)

    def years(self) -> list[date]:
        """The first of January of every year that the timeline crosses, for its scale."""
        return [date(year, 1, 1) for year in range(self.first.year + 1, self.last.year + 1)]


@dataclass(frozen=True)
class Chart:
    """A chart in three forms: a static picture, the specification of the interactive one, and its table.

    `svg` is trusted markup drawn by us from `spec_json` (Vega-Lite); `alt` says what the chart shows in a sentence.
    """

    title: str
    svg: Markup
    spec_json: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    alt: str
    name: str = "chart"  # unique on the page: ids are made from it


@dataclass(frozen=True)
class AsOf:
    """Which day a page shows. `day` differs from `today` when somebody looks back."""

    day: date
    today: date
    path: str
    hidden: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def is_past(self) -> bool:
        return self.day != self.today


@dataclass(frozen=True)
class Progress:
    """A job in the background: how far it is, and where to ask again. `href` is what it made, once it is done."""

    label: str
    state: Tag
    percent: int
    message: str
    poll_href: str = ""
    href: str = ""
    is_finished: bool = False
