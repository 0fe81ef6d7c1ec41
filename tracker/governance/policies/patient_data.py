"""No patient data in free text: the tracker keeps references, days and categories only. Pure."""

import re

from tracker.core.decisions import ALLOWED, Decision, deny

NOTICE = "Never write anything about a patient here: no name, number, date of birth or address."
TEN_DIGITS = re.compile(r"(?<!\d)(?=(\d(?:[ \u00a0-]?\d){9})(?!\d))")
WEIGHTS = range(10, 1, -1)
MODULUS = 11


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (NHS Data Dictionary: modulus 11, weights 10 to 2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    check = MODULUS - total % MODULUS
    return check % MODULUS == int(digits[9])


def holds_nhs_number(text: str) -> bool:
    """Whether ten digits anywhere in the text, with or without spaces and hyphens, could be an NHS number."""
    return any(is_nhs_number(re.sub(r"\D", "", found)) for found in TEN_DIGITS.findall(text))


def may_write(**texts: str) -> Decision:
    """Whether texts, by the names of their fields, are free of what looks like an NHS number."""
    for field, text in texts.items():
        if holds_nhs_number(text):
            return deny(
                "This holds what looks like an NHS number, and the tracker keeps no patient data.",
                remedy="Take it out. Give the reference of the incident system instead.",
                field=field,
            )
    return ALLOWED
