"""The kinds of things that the search finds. An app declares each of its kinds once, and the search page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.core.searching import Entry
from tracker.networks.access import Access


class Reads(Protocol):
    """Reads the entries that a person may see on a day, in a fixed number of queries, and no others."""

    def __call__(self, access: Access, *, on: date) -> Iterable[Entry]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its name in the address, its title, what of it can be typed, and how its entries are read."""

    code: str
    title: str
    hint: str
    read: Reads


KINDS: dict[str, Kind] = {}


def register_kind(code: str, title: str, *, hint: str, read: Reads) -> None:
    """Declares a kind, after those before it."""
    KINDS[code] = Kind(code, title, hint, read)


# --- Pages and topics of help ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Topic:
    """A page, or a topic of help, that is the same for everybody who may open it."""

    entry: Entry
    is_open_to: Callable[[Access], bool]


TOPICS: list[Topic] = []


def register_topic(
    title: str, href: str, detail: str = "", *, is_open_to: Callable[[Access], bool] = lambda _access: True
) -> None:
    """Declares a page or a topic of help that can be found by its title and what it is for."""
    TOPICS.append(Topic(Entry(title, href, detail), is_open_to))


def topics_read(access: Access, *, on: date) -> list[Entry]:  # noqa: ARG001 - pages are the same on every day
    return [topic.entry for topic in TOPICS if topic.is_open_to(access)]


def has_a_role(access: Access) -> bool:
    return access.is_system or bool(access.grants)
