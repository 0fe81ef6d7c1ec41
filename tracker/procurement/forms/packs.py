"""The forms over a procurement pack and its waivers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import NOTHING_CHANGED, EditForm
from tracker.networks.forms import reason_field
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict

LONGEST_TEXT = 4000


class OpenPackForm(EditForm):
    effective_on = DateInputField(
        label="Begun on", help_text="Usually today. Use an earlier day for a pack that was written elsewhere."
    )


class MovePackForm(EditForm):
    """Nothing to fill in: the form carries the version of the pack that it showed."""


class AnswerForm(EditForm):
    state = forms.ChoiceField(label="How far this item is", choices=AnswerState.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="What the tender says",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": "12"}),
        help_text="As the bidders will read it. Needed once the item is complete.",
    )
    reason = reason_field("Why it does not apply", "Needed for “Not applicable” only.")
    is_offered = forms.BooleanField(
        label="Offer this text to other networks",
        required=False,
        help_text="They are shown it, with your network’s name, beside the same item of their packs. Leave prices out.",
    )
    effective_on = DateInputField(label="Counts from", help_text="The day from which this was so. Usually today.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.typed_version == self.initial["version"] and not self.changed_fields():
            self.add_error(None, NOTHING_CHANGED)
        return cleaned


class PackWaiverForm(EditForm):
    reason = reason_field(
        "Why the tender can’t wait for a complete pack",
        "Say too how what is missing reaches the bidders.",
    )
    expires_on = DateInputField(label="Waived until", help_text="The first day on which the waiver no longer counts.")


class PackWaiverDecisionForm(EditForm):
    verdict = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    reason = reason_field("Reason", "Needed to refuse, and to take back.")

    def __init__(self, *args: Any, verdicts: Iterable[PackVerdict], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {PackVerdict.AGREED: "Agree", PackVerdict.REFUSED: "Refuse", PackVerdict.WITHDRAWN: "Take back"}
        self.fields["verdict"].choices = [(each.value, labels[each]) for each in verdicts]  # type: ignore[attr-defined]
