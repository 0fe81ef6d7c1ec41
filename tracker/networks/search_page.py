"""What was found, in groups with counts and the matched words marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse

from tracker.core.filters import one_page
from tracker.core.formats import number, plural
from tracker.core.presentation import Link, Paging
from tracker.core.searching import SHORTEST_QUERY, Hit, Index, Part, marked, words_of
from tracker.networks.search_kinds import KINDS, Kind

FIRST = 5  # of a kind, on the page of all kinds
PAGE_SIZE = 25  # on the page of one kind
LAST_KIND = "pages"  # comes after what is of the programme, where both fit equally well


@dataclass(frozen=True)
class Line:
    """One thing that was found."""

    href: str
    title: Sequence[Part]
    detail: Sequence[Part]
    code: Sequence[Part] = ()


@dataclass(frozen=True)
class Group:
    """What was found of a kind. `more` leads to all of it, where only the first are shown."""

    code: str
    title: str
    count: int
    lines: Sequence[Line]
    more: Link | None = None


@dataclass(frozen=True)
class SearchPage:
    """`summary` says how much was found; `suggestion` is a query that finds something where this one finds nothing."""

    title: str
    query: str
    summary: str
    groups: Sequence[Group]
    hints: Sequence[tuple[str, str]]
    suggestion: Link | None = None
    back: Link | None = None
    paging: Paging | None = None


def address_of(query: str, **more: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': query, **more})}"


def present_search(query: str, kind: str, page: str, entries: Mapping[str, Iterable[Any]]) -> SearchPage:
    """The page of a query over all kinds, or over the one that was chosen; `entries` are what the person may see."""
    hints = [(each.title, each.hint) for each in KINDS.values()]
    if not query:
        return SearchPage("Search", "", "", [], hints)
    if len("".join(words_of(query))) < SHORTEST_QUERY:
        return SearchPage("Search", query, f"Type at least {SHORTEST_QUERY} letters or numbers.", [], hints)
    index = Index(entry for each in entries.values() for entry in each)
    kinds = {id(entry): code for code, each in entries.items() for entry in each}
    found: dict[str, list[Hit]] = {}
    for hit in index.search(query):
        found.setdefault(kinds[id(hit.entry)], []).append(hit)
    if kind:
        return _of_one(query, KINDS[kind], found.get(kind, []), page)
    nearest = "" if found else index.suggest(query)
    return SearchPage(
        title=f"Search: {query}",
        query=query,
        summary=_summary(query, sum(map(len, found.values()))),
        groups=[
            _group(KINDS[code], found[code], query) for code in sorted(found, key=lambda code: _place(code, found))
        ],
        hints=[] if found else hints,
        suggestion=Link(nearest, address_of(nearest)) if nearest else None,
    )


def _place(code: str, found: Mapping[str, Sequence[Hit]]) -> tuple[int, bool, int]:
    return found[code][0].rank, code == LAST_KIND, list(KINDS).index(code)


def _summary(query: str, count: int) -> str:
    return f"{plural(count, 'result')} for “{query}”." if count else f"Nothing that you may see fits “{query}”."


def _group(kind: Kind, hits: Sequence[Hit], query: str) -> Group:
    more = Link(f"Show all {number(len(hits))}", address_of(query, kind=kind.code)) if len(hits) > FIRST else None
    return Group(kind.code, kind.title, len(hits), [_line(hit) for hit in hits[:FIRST]], more)


def _line(hit: Hit) -> Line:
    entry = hit.entry
    shows_code = entry.code and words_of(entry.code) != words_of(entry.title) and entry.code.isupper()
    place, matched = entry.place, hit.matched
    return Line(
        place if isinstance(place, str) else reverse(str(place[0]), args=place[1:]),
        marked(entry.title, matched),
        marked(entry.detail, matched),
        marked(entry.code, matched) if shows_code else (),
    )


def _of_one(query: str, kind: Kind, hits: Sequence[Hit], page: str) -> SearchPage:
    part = one_page(hits, page, size=PAGE_SIZE)
    return SearchPage(
        title=f"Search {kind.title.lower()}: {query}",
        query=query,
        summary=f"{_summary(query, len(hits)).removesuffix('.')} in {kind.title.lower()}.",
        groups=[Group(kind.code, kind.title, len(hits), [_line(hit) for hit in part])] if hits else [],
        hints=[],
        back=Link("Search everything", address_of(query)),
        paging=_paging(query, kind, part),
    )


def _paging(query: str, kind: Kind, part: Page[Hit]) -> Paging | None:
    pages = part.paginator.num_pages

    def link(wanted: int) -> Link | None:
        if not 1 <= wanted <= pages:
            return None
        return Link(f"Page {wanted} of {pages}", address_of(query, kind=kind.code, page=str(wanted)))

    return Paging("Pages of results", link(part.number - 1), link(part.number + 1)) if pages > 1 else None
