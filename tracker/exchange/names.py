"""Names of organisations as people write them, from the capitals of the ODS files."""

import re

# Words that stay small inside a name ("Calderdale and Huddersfield", "Newcastle upon Tyne"), never at its start.
SMALL_WORDS = frozenset({"and", "at", "by", "for", "in", "of", "on", "the", "to", "under", "upon", "with"})
# Words that stay in capitals wherever they stand.
CAPITALS = frozenset({"CIC", "GP", "ICB", "II", "III", "NHS", "UK"})

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# "O'Neill" and "D'Arcy" carry a second capital, "King's" and "Thomas'" do not.
PARTICLE = re.compile(r"^([od]['’]|mc)(?=[a-z]{3})")


def display_name(name: str) -> str:
    """Write an ODS name in title case, such as `The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust`.

    A name that already holds a small letter was written by a person and is returned as it is.
    """
    if name != name.upper():
        return name
    return WORD.sub(
        lambda found: case_word(found.group(), is_first=opens_phrase(name[: found.start()])),
        name,
    )


def opens_phrase(before: str) -> bool:
    """Whether a word after this text starts the name or a bracket, where even a small word has a capital."""
    return before.rstrip()[-1:] in ("", "(", "/", ":")


def case_word(word: str, *, is_first: bool) -> str:
    """Write one word of a name: in capitals, small, or with its first letter raised."""
    lowered = word.lower()
    if word in CAPITALS:
        return word
    if lowered in SMALL_WORDS and not is_first:
        return lowered
    particle = PARTICLE.match(lowered)
    if particle:
        return raise_first(particle.group()) + raise_first(lowered[particle.end() :])
    return raise_first(lowered)


def raise_first(word: str) -> str:
    """Put a capital on the first letter and leave the rest as it is."""
    return word[:1].upper() + word[1:]
