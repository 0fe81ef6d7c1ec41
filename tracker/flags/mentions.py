"""Who is meant by the @names of a comment. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

# An @ within a word belongs to an e-mail address, and names nobody.
MENTION = re.compile(r"(?<![\w.+-])@(?=\w)")
WORD = re.compile(r"[\w'’-]+(?:\.[\w'’-]+)*")
LONGEST_NAME = 200  # characters of a person's name


@dataclass(frozen=True)
class Mentions:
    """The people that a text names, by id; names that mean nobody, and names that mean more than one."""

    people: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def mentions_in(text: str, people: Mapping[int, str]) -> Mentions:
    """`people` are the names of everybody who may be named, by id. A whole name counts before a first name; either
    counts only where it is one person's alone. Case and line breaks don't matter."""
    found: set[int] = set()
    unknown: list[str] = []
    unclear: list[str] = []
    for mention in MENTION.finditer(text):
        after = " ".join(text[mention.end() : mention.end() + 2 * LONGEST_NAME].split())
        named, word = _meant(after, people)
        if len(named) == 1:
            found |= named
        else:
            (unclear if named else unknown).append(f"@{word}")
    return Mentions(frozenset(found), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(unclear)))


def _meant(after: str, people: Mapping[int, str]) -> tuple[set[int], str]:
    """Whom the text after an @ begins with, and the words that say so."""
    whole = {pk: name for pk, name in people.items() if _begins(after, name)}
    if whole:
        longest = max(len(name) for name in whole.values())
        return {pk for pk, name in whole.items() if len(name) == longest}, after[:longest]
    match = WORD.match(after)
    word = match.group() if match else after[:1]
    return {pk for pk, name in people.items() if name.split()[:1] and _same(name.split()[0], word)}, word


def _begins(after: str, name: str) -> bool:
    return bool(name) and _same(after[: len(name)], name) and not after[len(name) : len(name) + 1].isalnum()


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
