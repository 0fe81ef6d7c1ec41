"""The form that sets a flag aside."""

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import EditForm

LONGEST_REASON = 900  # characters; the history keeps it in one note, with the day to look again before it


class AcknowledgeForm(EditForm):
    reason = forms.CharField(
        label="Why it can wait",
        help_text="What is being done, and by whom. Everybody who sees the flag reads it.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
    )
    until = DateInputField(label="Look again on", help_text="At most 90 days from today. On that day the flag is back.")
