"""The form over a framework."""

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import EditForm

LONGEST_NAME = 200
FIELDS = (
    "reference",
    "lot",
    "starts_on",
    "expires_on",
    "longest_call_off_months",
    "allows_direct_award",
    "terms_version",
)


class FrameworkForm(EditForm):
    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="Its full name. Procurements name it in the same words.",
    )
    reference = forms.CharField(label="Reference", required=False, max_length=60)
    lot = forms.CharField(label="Lot", required=False, max_length=LONGEST_NAME)
    starts_on = DateInputField(label="Starts on", required=False)
    expires_on = DateInputField(
        label="Expires on", required=False, help_text="A contract can be called off until this day."
    )
    longest_call_off_months = forms.IntegerField(label="Longest call-off, in months", required=False, min_value=1)
    allows_direct_award = forms.BooleanField(label="Allows a direct award", required=False)
    terms_version = forms.CharField(label="Version of the call-off terms", required=False, max_length=60)
