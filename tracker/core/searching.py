"""Finding entries by words, typing mistakes forgiven. Pure: entries and a query in, ranked hits out.

The index is made of the entries that one person may see and of nothing else, so that neither a hit, nor an order, nor a
suggestion can tell of another. An exact code or name comes first, then what begins so, then what has every word (or a
word that begins so), and last what has words that differ by a slip of the finger.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True)
class Entry:
    """One thing that can be found. `code` is a name that is typed exactly (an ODS code, a contract's reference); `detail`
    says what else it is, and is searched after the title."""

    title: str
    href: str
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


@dataclass(frozen=True)
class Hit:
    """An entry that fits. `matched` are the words of it that fit, each with how many of its letters do; `slips` is how
    many slips of the finger were forgiven."""

    entry: Entry
    rank: Rank
    matched: tuple[tuple[str, int], ...]
    slips: int = 0

    @property
    def order(self) -> tuple[int, int, str, str]:
        return self.rank, self.slips, self.entry.title.casefold(), self.entry.detail.casefold()


@dataclass(frozen=True)
class Part:
    """A piece of a text, and whether it is what was searched for."""

    text: str
    is_marked: bool = False


@lru_cache(maxsize=50_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(WORD.findall(folded(text)))


class Index:
    """Entries by their words."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self._in_title: dict[str, set[int]] = defaultdict(set)
        self._in_detail: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for word in (*words_of(entry.title), *words_of(entry.code)):
                self._in_title[word].add(place)
            for word in words_of(entry.detail):
                self._in_detail[word].add(place)
        self._codes: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            self._codes["".join(words_of(entry.code))].add(place)
        self._words = list({**self._in_title, **self._in_detail})

    def search(self, query: str) -> list[Hit]:
        """The entries that fit a query, the best first; none for a query that is too short."""
        wanted = words_of(query[:LONGEST_QUERY])
        if len("".join(wanted)) < SHORTEST_QUERY:
            return []
        fits = [self._fitting(word) for word in wanted]
        places = set.intersection(*(self._places(fit.words) for fit in fits))
        places |= self._codes.get("".join(wanted), set())
        return sorted((self._hit(place, wanted, fits) for place in places), key=lambda hit: hit.order)

    def suggest(self, query: str) -> str:
        """The nearest query that finds something, where this one finds nothing; empty when there is none."""
        near = [
            word if (fit := self._fitting(word)).words and fit.is_exact else self._nearest(word)
            for word in words_of(query[:LONGEST_QUERY])
        ]
        wanted = " ".join(near)
        return wanted if all(near) and wanted != " ".join(words_of(query)) and self.search(wanted) else ""

    def _fitting(self, word: str) -> "_Fit":
        """The words that are or begin with one that was typed, or else those that are nearly it."""
        begins = {each: len(word) for each in self._words if each.startswith(word)}
        if begins:
            return _Fit(begins)
        slips = max((slips for letters, slips in FORGIVEN if len(word) >= letters), default=0)
        if not slips:
            return _Fit({})
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=slips, limit=None)
        return _Fit({each: len(each) for each, _, _ in near}, {each: int(off) for each, off, _ in near})

    def _nearest(self, word: str) -> str:
        found = process.extractOne(word, self._words, scorer=OSA.normalized_similarity, score_cutoff=NEAREST)
        return found[0] if found else ""

    def _places(self, words: Iterable[str]) -> set[int]:
        found: set[int] = set()
        for word in words:
            found |= self._in_title.get(word, set()) | self._in_detail.get(word, set())
        return found

    def _hit(self, place: int, wanted: Sequence[str], fits: Sequence["_Fit"]) -> Hit:
        entry = self.entries[place]
        own = {*words_of(entry.title), *words_of(entry.code)}
        every = own | set(words_of(entry.detail))
        matched = tuple((word, length) for fit in fits for word, length in fit.words.items() if word in every)
        slips = sum(min((off for word, off in fit.slips.items() if word in every), default=0) for fit in fits)
        if "".join(wanted) == "".join(words_of(entry.code)):
            rank = Rank.CODE
        elif not all(fit.is_exact for fit in fits):
            rank = Rank.LIKE
        elif all(own & fit.words.keys() for fit in fits):
            rank = _rank_of(entry, wanted)
        else:
            rank = Rank.DETAIL
        return Hit(entry, rank, matched, slips)


@dataclass(frozen=True)
class _Fit:
    """The words of the index that fit a typed one, with how many of their letters do, and the slips in each."""

    words: dict[str, int]
    slips: dict[str, int] = field(default_factory=dict)

    @property
    def is_exact(self) -> bool:
        return not self.slips


def _rank_of(entry: Entry, wanted: Sequence[str]) -> Rank:
    """The rank of an entry whose code or title has every word, and whose code is another."""
    typed, code, title = "".join(wanted), "".join(words_of(entry.code)), "".join(words_of(entry.title))
    if typed == title:
        return Rank.NAME
    return Rank.BEGINNING if (code and code.startswith(typed)) or title.startswith(typed) else Rank.WORDS


def marked(text: str, matched: Iterable[tuple[str, int]]) -> list[Part]:
    """A text in pieces, with those marked that were searched for."""
    lengths = dict(matched)
    parts: list[Part] = []
    end = 0
    for found in SHOWN_WORD.finditer(text):
        words = words_of(found.group())
        letters = lengths.get(words[0] if len(words) == 1 else "", 0)
        if not letters:
            continue
        stop = found.start() + _shown_letters(found.group(), letters)
        parts += [Part(text[end : found.start()]), Part(text[found.start() : stop], is_marked=True)]
        end = stop
    return [part for part in (*parts, Part(text[end:])) if part.text]


def _shown_letters(word: str, letters: int) -> int:
    """How many characters of a word as written make so many of it as compared: `King’s` has six for five."""
    return next((size for size in range(1, len(word)) if len(folded(word[:size])) >= letters), len(word))
