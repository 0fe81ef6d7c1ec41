"""The forms that ask for sign-offs, and that sign."""

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.editing import EditForm
from tracker.networks.forms import reason_field


class AskForSignOffsForm(EditForm):
    aliases = {"reason": "note"}

    note = reason_field("Note to the signatories", "What they decide on, and by when you need it.")


class SignOffForm(EditForm):
    decision = forms.ChoiceField(label="Decision", choices=SignOffDecision.choices, widget=forms.RadioSelect)
    conditions = reason_field(
        "Conditions or reason",
        "Needed for an approval with conditions: what has to be done, and by when. Say why you refuse or withdraw.",
    )
    expires_on = DateInputField(
        label="Expires on",
        required=False,
        help_text="From this day it no longer counts. Leave empty if it does not expire.",
    )
