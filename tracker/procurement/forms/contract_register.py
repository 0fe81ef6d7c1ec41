"""The choices over the list of contracts. There is none over money: a filter would tell what is hidden."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from tracker.core.forms import NhsForm
from tracker.procurement.policies.contract_register import ORDERS, Line, Status, Wish


class RegisterForm(NhsForm):
    network = forms.ChoiceField(label="Network", required=False)
    supplier = forms.ChoiceField(label="Supplier", required=False)
    use_case = forms.ChoiceField(label="Use case", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "Any"), *((each.value, each.label) for each in Status)]
    )
    text = forms.CharField(label="Reference or supplier", required=False, max_length=100)
    order = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[("", ""), *((sign + name, name) for name in ORDERS for sign in ("", "-"))],
    )

    def __init__(self, data: QueryDict, *, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        offered = {
            "network": {(line.network_slug, line.network) for line in lines},
            "supplier": {(str(line.supplier_id), line.supplier) for line in lines},
            "use_case": {(line.use_case, line.use_case_name) for line in lines},
        }
        for name, choices in offered.items():
            ordered = sorted(choices, key=lambda choice: choice[1].casefold())
            self.fields[name].choices = [("", "Any"), *ordered]  # type: ignore[attr-defined]

    @property
    def wish(self) -> Wish:
        """What was chosen; nothing where it can't be."""
        return Wish(**self.cleaned_data) if self.is_valid() else Wish()
