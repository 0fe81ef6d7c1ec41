"""Checks what a request for a report says; whether the person may have it is the action's business."""

from django import forms

from tracker.core.days import today_in_london
from tracker.reports.models import ReportKind


class ReportRequestForm(forms.Form):
    """Which report: its kind, the key of its subject, and the day that it shows."""

    kind = forms.ChoiceField(
        choices=ReportKind.choices,
        error_messages={
            "required": "Say which kind of report to make.",
            "invalid_choice": "“%(value)s” is not a kind of report. Choose trust or network.",
        },
    )
    key = forms.CharField(max_length=60, error_messages={"required": "Say which trust or network the report is about."})
    as_of = forms.DateField(
        required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": "Write the day as 2025-06-30."}
    )

    def clean_as_of(self) -> object:
        today = today_in_london()
        day = self.cleaned_data["as_of"] or today
        if day > today:
            raise forms.ValidationError("That day is in the future. Choose today or an earlier day.")
        return day

    def sentence(self) -> str:
        """Everything that is wrong, as one text."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
