"""The coded cause of a moved date as a workbook writes it: at the head of the reason, `B5: The outcome was challenged`."""

import re

from tracker.networks.vocabulary import SlipCause

_CODED = re.compile(
    rf"\s*({'|'.join(sorted(SlipCause.values, key=len, reverse=True))})\s*:\s*(.*)", re.IGNORECASE | re.DOTALL
)
_CODES = {code.casefold(): code for code in SlipCause.values}


def split_cause(text: str) -> tuple[str, str]:
    """The cause that a text begins with, and the rest; no cause where it begins with none."""
    found = _CODED.fullmatch(text)
    return (_CODES[found[1].casefold()], found[2].strip()) if found else ("", text)


def cause_label(code: str) -> str:
    """A cause in words, the study's code first where it has one."""
    label = SlipCause(code).label
    return f"{code} {label}" if code.startswith("B") else label
