"""Finding by words: what comes first, what is forgiven, what is marked, and what is suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.searching import Entry, Index, Part, Rank, marked, words_of
from tracker.core.words import folded

KINGS = Entry("King’s College Hospital", "/trusts/RJZ/", "London network", "RJZ")
LEEDS = Entry("Leeds Teaching Hospitals", "/trusts/RR8/", "North network", "RR8")
LEIGH = Entry("Wrightington, Wigan and Leigh", "/trusts/RRF/", "North West", "RRF")
BRONTE = Entry("Brontë Hospital", "/trusts/RR1/", "North network", "RR1")
CONTRACT = Entry("NT-2024/7", "/contracts/1/", "Acme Imaging, Leeds Teaching Hospitals", "NT-2024/7")
INDEX = Index([KINGS, LEEDS, LEIGH, BRONTE, CONTRACT])


def titles(query: str, index: Index = INDEX) -> list[str]:
    return [hit.entry.title for hit in index.search(query)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("RR8", [LEEDS]),
        ("rr8", [LEEDS]),
        ("rr", [BRONTE, LEEDS, LEIGH]),
        ("leeds", [LEEDS, CONTRACT]),
        ("Le", [LEEDS, LEIGH, CONTRACT]),
        ("teach leeds", [LEEDS, CONTRACT]),
        ("kings", [KINGS]),
        ("KING'S COLLEGE", [KINGS]),
        ("bronte", [BRONTE]),
        ("Bronté", [BRONTE]),
        ("nt2024/7", [CONTRACT]),
        ("NT-2024/7", [CONTRACT]),
        ("nt 2024", [CONTRACT]),
        ("leedss", [LEEDS, CONTRACT]),
        ("teahcing", [LEEDS, CONTRACT]),
        ("hospitels", [LEEDS, CONTRACT, BRONTE, KINGS]),
        ("leeds acme", [CONTRACT]),
        ("leeds wigan", []),
        ("l", []),
        ("", []),
        ("zzzzzz", []),
    ],
)
def test_search_finds(query: str, found: list[Entry]) -> None:
    assert titles(query) == [entry.title for entry in found]


def test_the_best_fit_comes_first() -> None:
    index = Index(
        [
            Entry("Loads of Norht", "/5/"),
            Entry("About the north", "/4/"),
            Entry("Anything", "/6/", detail="north"),
            Entry("Northern", "/3/"),
            Entry("North", "/2/"),
            Entry("Zed", "/1/", code="NORTH"),
        ]
    )
    ranks = [(hit.rank, hit.entry.place) for hit in index.search("north")]
    assert ranks == [
        (Rank.CODE, "/1/"),
        (Rank.NAME, "/2/"),
        (Rank.BEGINNING, "/3/"),
        (Rank.WORDS, "/4/"),
        (Rank.DETAIL, "/6/"),
    ]


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("Leedzzs", "leeds"),
        ("wigun lei", "wigan lei"),
        ("wigun acme", ""),
        ("kyngz colege", "kings college"),
        ("leeds", ""),
        ("xqxqxq", ""),
    ],
)
def test_the_nearest_word_is_suggested(query: str, suggested: str) -> None:
    assert INDEX.suggest(query) == suggested


@pytest.mark.parametrize(
    ("text", "query", "parts"),
    [
        ("King’s College", "kings", ["[King’s]", " College"]),
        ("King’s College", "kin", ["[Kin]", "g’s College"]),
        ("Leeds Teaching", "teahcing", ["Leeds ", "[Teaching]"]),
        ("Brontë Hospital", "bron hos", ["[Bron]", "të ", "[Hos]", "pital"]),
        ("Nothing of it", "leeds", ["Nothing of it"]),
    ],
)
def test_what_fits_is_marked(text: str, query: str, parts: list[str]) -> None:
    hits = Index([Entry(text, "/")]).search(query)
    found = marked(text, hits[0].matched if hits else {})
    assert [f"[{part.text}]" if part.is_marked else part.text for part in found] == parts


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=5), st.integers(1, 6), max_size=4))
def test_marking_keeps_the_text(text: str, matched: dict[str, int]) -> None:
    parts: list[Part] = marked(text, matched)
    assert "".join(part.text for part in parts) == text


@given(st.lists(st.text(max_size=12), max_size=6), st.text(max_size=12))
def test_any_query_has_an_answer(names: list[str], query: str) -> None:
    index = Index(Entry(name, "/") for name in names)
    assert all(hit.entry.title in names for hit in index.search(query))
    assert not index.suggest(query) or index.search(index.suggest(query))


@given(st.text(min_size=2, max_size=30))
def test_a_name_typed_in_full_is_found_first(name: str) -> None:
    if len("".join(words_of(name))) >= 2:
        assert Index([Entry("Other", "/o/"), Entry(name, "/n/")]).search(name)[0].entry.place == "/n/"


def test_folding_leaves_letters_and_single_spaces() -> None:
    assert folded("  St  Mary’s, Brontë ") == "st marys, bronte"
