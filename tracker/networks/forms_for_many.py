"""What has to be said once to change several deployments."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField, NhsForm
from tracker.networks.causes import cause_label
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, LONGEST_TEXT, effective_day, reason_field
from tracker.networks.vocabulary import SlipCause

MOST_WEEKS = 104
CAUSES = [("", "Choose the cause"), *((cause.value, cause_label(cause)) for cause in SlipCause)]


class OwnerForm(NhsForm):
    owner = forms.CharField(
        label="Owner", required=False, max_length=LONGEST_NAME, help_text="Who runs these deployments. Empty: nobody."
    )


class NextActionForm(NhsForm):
    text = forms.CharField(
        label="What has to be done next",
        required=False,
        max_length=LONGEST_NAME,
        help_text="For example: get the supplier’s date for the PACS interface. Empty: nothing.",
    )
    due_on = DateInputField(label="By when", required=False, help_text=DATE_HINT)


class MoveGoLiveForm(NhsForm):
    weeks = forms.IntegerField(
        label="By how many weeks",
        min_value=-MOST_WEEKS,
        max_value=MOST_WEEKS,
        help_text="For example 4; -2 is earlier.",
    )
    cause = forms.ChoiceField(label="Cause", choices=CAUSES)
    reason = reason_field(hint="People who planned with the old dates read it.", required=True)

    def clean_weeks(self) -> Any:
        weeks = self.cleaned_data["weeks"]
        if weeks == 0:
            raise forms.ValidationError("Enter a number of weeks other than 0.")
        return weeks


class NoChangeForm(NhsForm):
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)


class GridForm(NhsForm):
    """What goes with every date that is changed in a grid."""

    reason = reason_field(hint="Needed when a date moves. It stands with every date that you change here.")
    cause = forms.ChoiceField(label="Cause", required=False, choices=[("", "No cause to name"), *CAUSES[1:]])
    effective_on = effective_day()
