"""Finding entries by words, typing mistakes forgiven. Pure: entries and a query in, ranked hits out.

The index is made of the entries that one person may see and of nothing else, so that neither a hit, nor an order, nor a
suggestion can tell of another. An exact code or name comes first, then what begins so, then what has every word (or a
word that begins so), and last what has words that differ by a slip of the finger.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from tracker.core.words import folded

SHORTEST_QUERY = 2  # characters
LONGEST_QUERY = 100
FORGIVEN = ((4, 1), (8, 2))  # slips of the finger in a word of so many letters or more
NEAREST = 0.55  # how alike a word has to be to be suggested, of 1
WORD = re.compile(r"[0-9a-z]+")
SHOWN_WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found. `place` is its address, or the name of its page and its keys there, from which
    an address is made once it is shown. `code` is a name that is typed exactly (an ODS code, a contract's reference);
    `detail` says what else it is, and is searched after the title."""

    title: str
    place: str | tuple[object, ...]
    detail: str = ""
    code: str = ""


class Rank(IntEnum):
    """How well an entry fits, the best first."""

    CODE = 0
    NAME = 1
    BEGINNING = 2
    WORDS = 3
    DETAIL = 4
    LIKE = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that fits. `slips` is how many slips of the finger were forgiven."""

    entry: Entry
    rank: Rank
    slips: int
    fits: tuple["Fit", ...]

    @property
    def order(self) -> tuple[int, int, str, str]:
        return self.rank, self.slips, folded(self.entry.title), self.entry.detail

    @property
    def matched(self) -> dict[str, int]:
        """The words of the entry that fit, each with how many of its letters do."""
        entry = self.entry
        own = {*words_of(entry.title), *words_of(entry.code), *words_of(entry.detail)}
        return {word: length for fit in self.fits for word, length in fit.words.items() if word in own}


@dataclass(frozen=True)
class Fit:
    """The words of the index that fit a typed one, with how many of their letters do, and the slips in each."""

    words: dict[str, int]
    slips: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    is_marked: bool = False


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(WORD.findall(folded(text)))


@lru_cache(maxsize=50_000)
def run_together(text: str) -> str:
    """A text as its words without what lies between: `NT-2024/7` is nt20247."""
    return "".join(words_of(text))


Places = dict[int, int]  # where entries stand in an index, each with the slips that were forgiven there


class Index:
    """Entries by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._in_title: dict[str, set[int]] = defaultdict(set)
        self._in_detail: dict[str, set[int]] = defaultdict(set)
        self._codes: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for word in words_of(entry.title):
                self._in_title[word].add(place)
            for word in words_of(entry.detail):
                self._in_detail[word].add(place)
            if entry.code:
                self._codes[run_together(entry.code)].add(place)
                for word in words_of(entry.code):
                    self._in_title[word].add(place)
        self._words = list({**self._in_title, **self._in_detail})

    def search(self, query: str) -> list[Hit]:
        """The entries that fit a query, the best first; none for a query that is too short."""
        wanted = words_of(query[:LONGEST_QUERY])
        typed = "".join(wanted)
        if len(typed) < SHORTEST_QUERY:
            return []
        fits = tuple(self._fitting(word) for word in wanted)
        in_title = _in_all([_places(fit, self._in_title) for fit in fits])
        anywhere = _in_all([_places(fit, self._in_title, self._in_detail) for fit in fits])
        exactly = self._codes.get(typed, set())
        hits = [Hit(self.entries[place], Rank.CODE, 0, fits) for place in exactly]
        for place, slips in anywhere.items():
            if place not in exactly:
                entry = self.entries[place]
                rank = Rank.LIKE if slips else _rank_of(entry, typed) if place in in_title else Rank.DETAIL
                hits.append(Hit(entry, rank, slips, fits))
        return sorted(hits, key=lambda hit: hit.order)

    def suggest(self, query: str) -> str:
        """The nearest query that finds something, where this one finds nothing; empty when there is none."""
        wanted = words_of(query[:LONGEST_QUERY])
        near = [word if self._beginning(word) else self._nearest(word) for word in wanted]
        nearest = " ".join(near)
        return nearest if all(near) and nearest != " ".join(wanted) and self.search(nearest) else ""

    def _fitting(self, word: str) -> Fit:
        """The words that are or begin with one that was typed, or else those that are nearly it."""
        begins = self._beginning(word)
        slips = max((slips for letters, slips in FORGIVEN if len(word) >= letters), default=0)
        if begins or not slips:
            return Fit(begins)
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return Fit({each: len(each) for each, _, _ in near}, {each: int(off) for each, off, _ in near})

    def _beginning(self, word: str) -> dict[str, int]:
        return {each: len(word) for each in self._words if each.startswith(word)}

    def _nearest(self, word: str) -> str:
        found = process.extractOne(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=NEAREST)
        return found[0] if found else ""


def _places(fit: Fit, *texts: dict[str, set[int]]) -> Places:
    """Where the words of a fit stand, each place with its fewest slips."""
    found: Places = {}
    for word in sorted(fit.words, key=lambda each: fit.slips.get(each, 0), reverse=True):
        for text in texts:
            found.update(dict.fromkeys(text.get(word, ()), fit.slips.get(word, 0)))
    return found


def _in_all(each_word: Sequence[Places]) -> Places:
    """The places that have every word, with the slips of all of them."""
    common = set(each_word[0]).intersection(*each_word[1:])
    return {place: sum(places[place] for places in each_word) for place in common}


def _rank_of(entry: Entry, typed: str) -> Rank:
    """The rank of an entry whose title or code has every word, and whose code is another."""
    title = run_together(entry.title)
    if typed == title:
        return Rank.NAME
    begins = title.startswith(typed) or run_together(entry.code).startswith(typed)
    return Rank.BEGINNING if begins else Rank.WORDS


def marked(text: str, matched: Mapping[str, int]) -> list[Part]:
    """A text in pieces, with those marked that were searched for."""
    parts: list[Part] = []
    end = 0
    for found in SHOWN_WORD.finditer(text):
        words = words_of(found.group())
        letters = matched.get(words[0] if len(words) == 1 else "", 0)
        if not letters:
            continue
        stop = found.start() + _shown_letters(found.group(), letters)
        parts += [Part(text[end : found.start()]), Part(text[found.start() : stop], is_marked=True)]
        end = stop
    return [part for part in (*parts, Part(text[end:])) if part.text]


def _shown_letters(word: str, letters: int) -> int:
    """How many characters of a word as written make so many of it as compared: `King’s` has six for five."""
    return next((size for size in range(1, len(word)) if len(folded(word[:size])) >= letters), len(word))
