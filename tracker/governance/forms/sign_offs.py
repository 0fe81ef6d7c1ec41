"""The form that records a sign-off."""

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, reason_field


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
