"""Counted names and codes, so that no two rows of a test run meet by accident."""

import itertools
from string import ascii_uppercase

_numbers = itertools.count(1)


def next_number() -> int:
    return next(_numbers)


def next_ods_code() -> str:
    """A code of the five-character form, in a corner of it that the ODS has not come to: Z9A0A, Z9A0B and so on."""
    number = next_number()
    rest, last = divmod(number, 26)
    rest, digit = divmod(rest, 10)
    return f"Z9{ascii_uppercase[rest % 26]}{digit}{ascii_uppercase[last]}"
