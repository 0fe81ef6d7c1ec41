"""Texts as they are compared: without case, accents and apostrophes. Pure."""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = re.compile("['’‘`´ʼ]")  # King’s, King's and Kings are one word
ACCENTS = re.compile("[\u0300-\u036f]")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """A text in small letters without accents and apostrophes, with single spaces."""
    plain = APOSTROPHES.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(ACCENTS.sub("", plain).casefold().split())
