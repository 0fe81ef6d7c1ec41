"""Fields that the forms of this app share."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tracker.networks.forms import LONGEST_TEXT

POUNDS = re.compile(r"(-?)\s*£?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)
LONGEST_NAME = 200
MOST_POUNDS = Decimal(1_000_000_000)
POUNDS_HINT = "In pounds, for example 1,234.50."


class PoundsField(forms.CharField):
    """An amount in pounds as people write it, `£1,234.50`; its value is a Decimal of pounds."""

    def __init__(self, *, may_be_negative: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", POUNDS_HINT)
        super().__init__(**kwargs)
        self.may_be_negative = may_be_negative
        self.widget.attrs["inputmode"] = "text" if may_be_negative else "decimal"

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override] # an amount, not a text
        text = str(value or "").strip()
        if not text:
            return None
        found = POUNDS.fullmatch(text)
        if found is None or (found[1] and not self.may_be_negative):
            raise ValidationError(f"“{text[:20]}” is not an amount. Write pounds as 1,234.50.", code="invalid")
        amount = Decimal(f"{found[1]}{found[2].replace(',', '')}.{found[3] or '0'}")
        if abs(amount) > MOST_POUNDS:
            raise ValidationError("The amount is larger than any contract. Write pounds, not pence.", code="invalid")
        return amount

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            return f"{value:,.2f}".removesuffix(".00")
        return value


def pence(pounds: Decimal | None) -> int | None:
    """Pounds as whole pence."""
    return None if pounds is None else int(pounds * 100)


def pounds(amount_pence: int | None) -> Decimal | None:
    """Pence as pounds, for a `PoundsField`."""
    return None if amount_pence is None else Decimal(amount_pence) / 100


def name_field(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    """A short text."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=LONGEST_NAME)


def text_field(label: str, hint: str = "", *, required: bool = False, most: int = LONGEST_TEXT) -> forms.CharField:
    """A text of some sentences."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most, widget=forms.Textarea)


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not recorded."""

    def __init__(self, **kwargs: Any) -> None:
        choices = (("", "Not recorded"), ("True", "Yes"), ("False", "No"))
        super().__init__(
            choices=choices, coerce=lambda text: text == "True", empty_value=None, required=False, **kwargs
        )
