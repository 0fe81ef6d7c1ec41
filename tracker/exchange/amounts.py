"""Money, counts and measures in cells."""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from tracker.exchange.cells import CellProblem, Raw, plain_number, shown

GROUPED = r"\d{1,3}(?:,\d{3})+|\d+"
POUNDS = re.compile(rf"£?\s*({GROUPED})(?:\.(\d{{1,2}}))?", re.ASCII)
PART_PENNY = re.compile(rf"£?\s*({GROUPED})\.\d{{3,}}", re.ASCII)
WHOLE = re.compile(GROUPED, re.ASCII)
DECIMAL = re.compile(rf"(-?)({GROUPED})(?:\.(\d+))?(\s*%)?", re.ASCII)

LARGEST_PENCE = 100_000_000_000_00  # a hundred billion pounds: far beyond any programme, well within the database
LARGEST_COUNT = 2_147_483_647


def as_plain_text(raw: Raw) -> str | None:
    """The digits of a number, or the text itself; None for a cell that is neither."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, float) and not math.isfinite(raw):
        return None
    if isinstance(raw, int | float):
        text = plain_number(raw)
        return f"{Decimal(text):f}" if "e" in text else text
    return raw if isinstance(raw, str) else None


@dataclass(frozen=True)
class Money:
    """An amount in pounds, `£1,234.50` or `1234.5`; the value is a whole number of pence."""

    label: str = "money in pounds"

    def parse(self, raw: Raw) -> object:
        how = "Write pounds as £1,234.50 or 1234.5."
        text = as_plain_text(raw)
        if text is not None and text.startswith("-"):
            return CellProblem(shown(raw), f"An amount can't be below nought. {how}")
        found = POUNDS.fullmatch(text) if text is not None else None
        if not found:
            if text is not None and PART_PENNY.fullmatch(text):
                return CellProblem(
                    shown(raw),
                    "The amount has part of a penny. Round it to two decimal places.",
                )
            return CellProblem(shown(raw), f"This is not an amount of money. {how}")
        pounds, pence = found.groups()
        digits = pounds.replace(",", "")
        if len(digits) > 15:
            return CellProblem(shown(raw), f"The amount is too large. {how}")
        amount_pence = int(digits) * 100 + int((pence or "0").ljust(2, "0"))
        if amount_pence > LARGEST_PENCE:
            return CellProblem(
                shown(raw),
                "The amount is larger than any programme. Write pounds, not pence.",
            )
        return amount_pence


@dataclass(frozen=True)
class Whole:
    """A count: a whole number from nought."""

    label: str = "whole number"

    def parse(self, raw: Raw) -> object:
        text = as_plain_text(raw)
        if text is not None and WHOLE.fullmatch(text):
            digits = text.replace(",", "")
            if len(digits) <= 10 and int(digits) <= LARGEST_COUNT:
                return int(digits)
            return CellProblem(shown(raw), "The number is too large. Check it.")
        return CellProblem(shown(raw), "This is not a whole number from 0 up. Write digits alone.")


@dataclass(frozen=True)
class Number:
    """A measure: a decimal number, within bounds and with at most so many decimal places where the column says so."""

    at_least: int | None = None
    at_most: int | None = None
    places: int | None = None
    label: str = "number"

    def parse(self, raw: Raw) -> object:
        value = parse_decimal(raw)
        if value is None or (isinstance(raw, str) and raw.endswith("%")):
            return CellProblem(shown(raw), "This is not a number. Write it in digits, such as 12.5.")
        if self.at_least is not None and value < self.at_least:
            return CellProblem(shown(raw), f"The number is below {self.at_least}. Check it.")
        if self.at_most is not None and value > self.at_most:
            return CellProblem(shown(raw), f"The number is above {self.at_most:,}. Check it.")
        if self.places is not None and value != round(value, self.places):
            return CellProblem(
                shown(raw),
                f"The number has more than {self.places} decimal places. Round it.",
            )
        return value


@dataclass(frozen=True)
class Share:
    """A share of a whole, from 0 to 1: `0.95` or `95%`."""

    label: str = "share from 0 to 1"

    def parse(self, raw: Raw) -> object:
        value = parse_decimal(raw)
        if value is None or not 0 <= value <= 1:
            return CellProblem(
                shown(raw),
                "This is not a share. Write it from 0 to 1, such as 0.95, or as 95%.",
            )
        return value


def parse_decimal(raw: Raw) -> Decimal | None:
    """A number of at most 12 digits before and 9 after the point; a percentage becomes its share. None if it is not."""
    text = as_plain_text(raw)
    found = DECIMAL.fullmatch(text) if text is not None else None
    if not found:
        return None
    sign, whole, part, percent = found.groups()
    digits = whole.replace(",", "")
    if len(digits) > 12 or len(part or "") > 15:
        return None
    value = Decimal(f"{sign}{digits}.{part or '0'}").normalize()
    value = value / 100 if percent else value
    return abs(value) if value == 0 else value
