"""The form that moves a DPIA."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.editing import EditForm
from tracker.networks.forms import effective_day, reason_field


class DpiaStatusForm(EditForm):
    """`offered` are the statuses that the person may move it to."""

    status = forms.ChoiceField(label="Move it to", widget=forms.RadioSelect)
    reason = reason_field("Note", "What was decided, or what it waits for.")
    effective_on = effective_day("Has this status since")

    def __init__(self, *args: Any, offered: Sequence[DpiaStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = DpiaStatus(self.standing["status"])
        shown = [status for status in DpiaStatus if status == now or status in offered]
        self.fields["status"].choices = [(status.value, status.label) for status in shown]  # type: ignore[attr-defined]
        self.fields["status"].help_text = f"It is “{now.label.lower()}”."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same_version = self.typed_version == self.initial["version"]
        if not self.errors and same_version and not self.changed_fields():
            self.add_error("status", "It has this status already. Choose another, or cancel.")
        return cleaned
