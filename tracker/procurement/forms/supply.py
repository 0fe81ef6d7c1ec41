"""The forms over what is recorded of a supplier."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import NOTHING_CHANGED, EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, reason_field
from tracker.procurement.supply_vocabulary import ContactRole, Modality
from tracker.procurement.vocabulary import SupplierStatusCode

LONGEST_COUNTRY = 100
YES_NO = (("yes", "Yes"), ("no", "No"))


class SupplierForm(EditForm):
    """The legal entity, and a line for each thing that somebody at the supplier can be asked about."""

    aliases = {"country": "registered_country"}

    name = forms.CharField(
        label="Legal name", max_length=LONGEST_NAME, help_text="As the register of companies has it."
    )
    company_number = forms.CharField(
        label="Company number", required=False, max_length=20, help_text="In the UK: 8 letters and digits."
    )
    registered_country = forms.CharField(label="Registered in", required=False, max_length=LONGEST_COUNTRY)
    parent = forms.CharField(label="Owned by", required=False, max_length=LONGEST_NAME)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in ContactRole:
            self.fields[f"contact-{role.value}"] = forms.CharField(
                label=f"Contact: {role.label.lower()}",
                required=False,
                max_length=LONGEST_NAME,
                initial=self.standing.get(f"contact-{role.value}", ""),
                help_text="A name or a team, with a work email address or telephone number.",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.typed_version == self.initial["version"] and not self.changed_fields():
            self.add_error(None, NOTHING_CHANGED)
        return cleaned

    def contacts(self) -> dict[ContactRole, str]:
        """Whom to ask, by what about."""
        return {role: self.cleaned_data[f"contact-{role.value}"] for role in ContactRole}


class SupplierStatusForm(EditForm):
    status = forms.ChoiceField(label="Status", choices=SupplierStatusCode.choices, widget=forms.RadioSelect)
    on = DateInputField(label="Has had this status since", help_text=DATE_HINT)
    reason = reason_field(
        "What happened",
        "Say where it was announced. Every deployment and contract of the supplier is flagged or cleared by this.",
    )


class SubProcessorForm(EditForm):
    name = forms.CharField(label="Name of the company", max_length=LONGEST_NAME)
    country = forms.CharField(label="Country in which it processes data", max_length=LONGEST_COUNTRY)
    is_outside_uk = forms.ChoiceField(label="Do personal data leave the UK?", choices=YES_NO, widget=forms.RadioSelect)
    purpose = forms.CharField(label="What for", max_length=500, widget=forms.Textarea)
    product = forms.ChoiceField(label="For which product", required=False)
    valid_from = DateInputField(label="Works for the supplier from", help_text=DATE_HINT)
    valid_to = DateInputField(label="Until", required=False, help_text="Leave empty while no end is known.")

    def __init__(self, *args: Any, products: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = [  # type: ignore[attr-defined]
            ("", "All products"),
            *((str(pk), name) for pk, name in products),
        ]


class EndForm(EditForm):
    valid_to = DateInputField(
        label="Works for the supplier until", help_text="The first day on which it no longer processes data."
    )


class SiteForm(EditForm):
    product = forms.ChoiceField(label="Product")
    organisation = forms.CharField(label="NHS organisation", max_length=LONGEST_NAME)
    modality = forms.ChoiceField(label="Images", choices=Modality.choices)
    pacs_vendor = forms.CharField(label="PACS vendor", required=False, max_length=100)
    ris_vendor = forms.CharField(label="RIS vendor", required=False, max_length=100)
    yearly_volume = forms.IntegerField(label="Studies a year", required=False, min_value=0, max_value=10_000_000)
    live_since = DateInputField(label="Live since", help_text=DATE_HINT)

    def __init__(self, *args: Any, products: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(pk), name) for pk, name in products]
        self.fields["product"].choices = choices  # type: ignore[attr-defined]


class SiteCheckForm(EditForm):
    is_stable = forms.ChoiceField(label="Does the tool run stably there?", choices=YES_NO, widget=forms.RadioSelect)
    evidence = reason_field("What was seen", "Who was asked, and what showed it. No patient data.", required=True)
    checked_on = DateInputField(label="Checked on", help_text=DATE_HINT)
