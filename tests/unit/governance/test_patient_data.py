"""What looks like an NHS number is refused, and what does not is let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.governance.policies.patient_data import holds_nhs_number, is_nhs_number, may_write

VALID = ["9434765919", "9434765870", "4505577104"]


@pytest.mark.parametrize("number", VALID)
def test_numbers_with_their_check_digit_are_found_however_they_are_written(number: str) -> None:
    spaced = f"{number[:3]} {number[3:6]} {number[6:]}"
    for text in (number, spaced, spaced.replace(" ", "-"), spaced.replace(" ", "\u00a0"), f"Seen in {spaced}, twice."):
        assert holds_nhs_number(text), text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "W12345",
        "9434765918",  # another check digit
        "94347659190",  # eleven digits
        "943476591",
        "2025-06-30",
        "01632 960961",
        "943 4765 / 919",
    ],
)
def test_other_figures_are_no_nhs_number(text: str) -> None:
    assert not holds_nhs_number(text)


def test_number_whose_check_would_be_ten_is_none() -> None:
    """Ten is no digit: such numbers are not issued."""
    first_nine = next(f"{number:09}" for number in range(10**8, 10**9) if _check(f"{number:09}") == 10)
    assert not any(is_nhs_number(f"{first_nine}{digit}") for digit in range(10))


def _check(digits: str) -> int:
    return 11 - sum((10 - place) * int(digit) for place, digit in enumerate(digits)) % 11


@given(st.integers(0, 10**9 - 1))
def test_one_check_digit_at_most_fits(number: int) -> None:
    digits = f"{number:09}"
    assert sum(is_nhs_number(f"{digits}{last}") for last in range(10)) == (0 if _check(digits) == 10 else 1)


def test_refusal_names_the_field_and_what_to_do() -> None:
    assert may_write(note="W123", reference="LFPSE-9")
    decision = may_write(note="fine", reference="9434765919")
    assert (decision.allowed, decision.field) == (False, "reference")
    assert "Take it out" in decision.remedy
