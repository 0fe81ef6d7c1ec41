"""The form that moves a DPIA."""

from typing import Any

from django import forms

from tracker.governance.policies.dpias import TRANSITIONS
from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.editing import EditForm
from tracker.networks.forms import effective_day, reason_field


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
