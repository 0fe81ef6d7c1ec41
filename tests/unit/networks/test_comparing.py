"""Values as comparable texts."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.networks.comparing import as_text, as_texts


@pytest.mark.parametrize(
    ("value", "same"),
    [
        (None, ""),
        ("", None),
        ("  Asha ", "Asha"),
        (Decimal("2.50"), Decimal("2.5")),
        (Decimal(10), "10"),
        (["gp", "ed"], ("ed", "gp")),
        ([], None),
        (date(2025, 6, 30), "2025-06-30"),
    ],
)
def test_values_that_mean_the_same_are_the_same_text(value: object, same: object) -> None:
    assert as_text(value) == as_text(same)


def test_different_values_differ() -> None:
    texts = as_texts({"a": date(2025, 6, 30), "b": date(2025, 7, 1), "c": ["gp"], "d": Decimal("2.05"), "e": None})
    assert len(set(texts.values())) == 5
