"""The forms over a deployment's DPIA and sign-offs."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.policies import TRANSITIONS
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, effective_day, reason_field


class DpiaStatusForm(EditForm):
    status = forms.ChoiceField(label="Status", choices=DpiaStatus.choices, widget=forms.RadioSelect)
    reason = reason_field("Note", "What was decided, or what it waits for.")
    effective_on = effective_day("Has this status since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = DpiaStatus(self.standing["status"])
        next_ones = [status.label.lower() for status in DpiaStatus if status in TRANSITIONS[now]]
        self.fields["status"].help_text = f"It is “{now.label.lower()}”, and can become: {', '.join(next_ones)}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same_version = self.typed_version == self.initial["version"]
        if not self.errors and same_version and not self.changed_fields():
            self.add_error("status", "It has this status already. Choose another, or cancel.")
        return cleaned


class SignOffForm(EditForm):
    decision = forms.ChoiceField(label="Decision", choices=SignOffDecision.choices, widget=forms.RadioSelect)
    signatory_name = forms.CharField(label="Who decided", max_length=LONGEST_NAME, help_text="Their full name.")
    decided_on = DateInputField(label="Decided on", help_text="For example, 31 3 2026")
    conditions = reason_field("Conditions", "Needed for an approval with conditions: what has to be done, and by when.")
    expires_on = DateInputField(
        label="Expires on",
        required=False,
        help_text="From this day it no longer counts. Leave empty if it does not expire.",
    )
