"""The filters of the national wall, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms

from tracker.core.forms import NhsForm
from tracker.portfolio.wall import NETWORKS, TRUSTS, WallChoices, WallWish


class WallForm(NhsForm):
    """Everything is optional. An address that asks for what there is not shows the whole wall, and says so."""

    use_case = forms.ChoiceField(label="Use case", required=False)
    network = forms.ChoiceField(label="Network", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    icb = forms.ChoiceField(label="Integrated care board", required=False)
    supplier = forms.ChoiceField(label="Supplier", required=False)
    pacs = forms.ChoiceField(label="PACS", required=False)
    by = forms.ChoiceField(
        label="Show a tile for each",
        required=False,
        choices=[("", "Trust, or network when there are many"), (TRUSTS, "Trust"), (NETWORKS, "Network")],
    )

    def __init__(self, data: Mapping[str, Any], *, choices: WallChoices) -> None:
        super().__init__(data)
        for each in fields(choices):
            offered = [("", "Any"), *getattr(choices, each.name)]
            self.fields[each.name].choices = offered  # type: ignore[attr-defined]

    def wish(self) -> WallWish:
        """What is asked for; everything, when the address asks for something that does not exist."""
        return WallWish(**self.cleaned_data) if self.is_valid() else WallWish()
