"""Values of fields as comparable texts: how a form remembers what it showed, and how two versions are told apart. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

MANY = (list, tuple, set, frozenset)


def as_text(value: Any) -> str:
    """A field's value as one text; the same for values that mean the same."""
    if isinstance(value, MANY):
        return "|".join(sorted(str(each) for each in value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value).strip()


def as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Values by field as texts by field."""
    return {name: as_text(value) for name, value in values.items()}
