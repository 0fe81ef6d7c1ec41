"""The forms over what a contract says: terms, coverage, clauses, arrangements, modifications and extensions."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import NOTHING_CHANGED, EditForm
from tracker.networks.forms import DATE_HINT, effective_day, reason_field
from tracker.procurement.contract_vocabulary import ClausePresence, ModificationStepKind
from tracker.procurement.forms.fields import PoundsField, YesNoField, name_field, text_field
from tracker.procurement.models.contract_content import LONG
from tracker.procurement.policies.clauses import ClauseItem

Choices = Sequence[tuple[str, str]]


class ChangingForm(EditForm):
    """A form over what is stored, that refuses to save nothing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same_version = self.typed_version == self.initial["version"]
        if not self.errors and same_version and not self.changed_fields():
            self.add_error(None, NOTHING_CHANGED)
        return cleaned


class TermsForm(ChangingForm):
    aliases = {"value_pence": "value", "committed_pence": "committed", "paid_pence": "paid", "trusts": "starts_on"}

    starts_on = DateInputField(label="Starts on", required=False, help_text=DATE_HINT)
    ends_on = DateInputField(
        label="Last day",
        required=False,
        help_text="A signed contract is made longer by an option to extend or a modification, not here.",
    )
    notice_by = DateInputField(label="Notice by", required=False)
    value = PoundsField(label="Value", required=False)
    committed = PoundsField(label="Committed", required=False)
    paid = PoundsField(label="Paid so far", required=False)
    data_use_agreed = YesNoField(label="Data use agreed")
    retraining_allowed = YesNoField(label="Model retraining allowed")
    deletion_agreed = YesNoField(label="Deletion agreed")
    change_control_agreed = YesNoField(label="Change control agreed")
    kpis_agreed = YesNoField(label="KPIs agreed")
    reason = reason_field()
    effective_on = effective_day()


class CoverageForm(EditForm):
    aliases = {"trusts": "deployments", "on": "effective_on"}

    deployments = forms.MultipleChoiceField(
        label="Deployments that the contract covers",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Trusts in the programme’s scope through this network, on the day below or today.",
    )
    effective_on = effective_day()

    def __init__(self, *args: Any, deployments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deployments"].choices = list(deployments)  # type: ignore[attr-defined]


class ReplacesForm(EditForm):
    aliases = {"trusts": "replaces"}

    replaces = forms.ChoiceField(
        label="Contract that this one replaces",
        required=False,
        help_text="Only a replacement may run beside the contract before it.",
    )

    def __init__(self, *args: Any, contracts: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].choices = [("", "None"), *contracts]  # type: ignore[attr-defined]


class ClauseForm(EditForm):
    """`wording` is what other networks agreed and offer, by the name of the network."""

    aliases = {"on": "effective_on"}
    wording: Sequence[tuple[str, str]] = ()

    presence = forms.ChoiceField(
        label="Does the contract have this clause?", choices=ClausePresence.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label="Clause number", required=False, max_length=60, help_text="Where it stands, for example 12.3."
    )
    position = text_field("Agreed position", "The wording that both sides agreed. Commercial.", most=LONG)
    is_shared = forms.BooleanField(label="Offer the agreed position to other networks as wording", required=False)
    deviation = text_field("Deviation", "How it falls short of what a good clause says.", most=LONG)
    approved_by = name_field("Who approved the deviation", required=False)
    approved_on = DateInputField(label="Approved on", required=False)
    effective_on = effective_day()


class ChecklistForm(ChangingForm):
    """One answer for each clause; an answer that was given can be changed but not taken back."""

    effective_on = effective_day()

    def __init__(self, *args: Any, items: Sequence[ClauseItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            is_answered = bool(self.standing[item.code])
            self.fields[item.code] = forms.ChoiceField(
                label=f"{item.number}. {item.title}",
                help_text=item.good_clause,
                required=is_answered,
                choices=[*([] if is_answered else [("", "Not answered")]), *ClausePresence.choices],
            )
        self.order_fields(["version", "shown", *(item.code for item in items)])


class ArrangementsForm(EditForm):
    aliases = {"on": "effective_on"}

    authority = name_field("Contracting authority", "The lead buyer that signs for the network.", required=False)
    trusts_sign = forms.BooleanField(label="Each trust that is covered signs as well", required=False)
    change_control = text_field(
        "How changes are agreed", "Who proposes, who approves, and within which time.", most=LONG
    )
    exit_owner = name_field("Owner of the exit plan", required=False)
    data_return_format = forms.CharField(label="Format in which data are returned", required=False, max_length=500)
    deletion_certificate_days = forms.IntegerField(
        label="Days until the deletion certificate", required=False, min_value=0, max_value=3650
    )
    exit_tested_on = DateInputField(label="Exit plan tested on", required=False)
    exit_reviewed_on = DateInputField(label="Exit plan reviewed on", required=False)
    effective_on = effective_day()


class ModificationForm(EditForm):
    what = text_field("What changes", "In a sentence.", required=True)
    value_change = PoundsField(
        label="Change of value",
        required=False,
        may_be_negative=True,
        help_text="In pounds; with a minus where it falls. Leave empty where the value stays.",
    )
    ends_on = DateInputField(label="New last day", required=False, help_text="Leave empty where the end stays.")
    agreed_on = DateInputField(label="Agreed on", help_text=DATE_HINT)
    planned_for = DateInputField(label="To take effect on")
    is_qualifying = forms.TypedChoiceField(
        label="Is it a qualifying modification?",
        choices=(("yes", "Yes"), ("no", "No")),
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        help_text="Procurement Act 2023, section 75: one that may take effect only after a contract change notice.",
    )


class ModificationStepForm(EditForm):
    aliases = {"on": "happened_on"}

    kind = forms.ChoiceField(
        label="What was decided or done", choices=ModificationStepKind.choices, widget=forms.RadioSelect
    )
    happened_on = DateInputField(label="On", help_text=DATE_HINT)
    notice_id = forms.CharField(
        label="Number of the notice",
        required=False,
        max_length=40,
        help_text="As on Find a Tender, for example 012345-2026.",
    )
    reason = reason_field("Reason", "Needed where no notice is needed: the exception that applies.")


class OptionsForm(EditForm):
    count = forms.IntegerField(label="Number of options", min_value=1, max_value=10)
    months = forms.IntegerField(label="Months of each", min_value=1, max_value=60)
    agreed_on = DateInputField(label="Agreed on", help_text="Usually the day of signature.")


class ExtendForm(EditForm):
    aliases = {"on": "exercised_on", "trusts": "exercised_on"}

    exercised_on = DateInputField(label="Used on", help_text=DATE_HINT)
    notice = forms.CharField(
        label="How the supplier was given notice",
        max_length=500,
        help_text="For example: letter of 3 March 2026, acknowledged the next day.",
    )


class OpenContractForm(EditForm):
    reference = forms.CharField(label="Reference", max_length=60, help_text="As it stands on the contract.")
    network = forms.ChoiceField(label="Network")
    use_case = forms.ChoiceField(label="Use case")
    release = forms.ChoiceField(
        label="Product and version", help_text="The product’s supplier is the supplier of the contract."
    )

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = list(offered)  # type: ignore[attr-defined]
