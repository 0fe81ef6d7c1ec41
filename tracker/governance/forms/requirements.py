"""The forms over a requirement: its plan, its next state, the local confirmation, and a waiver of it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.core.formats import plural
from tracker.core.forms import DateInputField
from tracker.governance.policies.assessments import Step
from tracker.governance.vocabulary import AssessmentStatus, WaiverParty, WaiverVerdict
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, effective_day, reason_field

CONFIRMED, TAKEN_BACK = "confirmed", "taken-back"


class PlanForm(EditForm):
    owner = forms.CharField(
        label="Looked after by",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Empty: whoever the catalogue names.",
    )
    due_on = DateInputField(
        label="Due", required=False, help_text="Empty: as long before the go-live as the catalogue says."
    )
    note = reason_field("Note", "What is done, and what is left.")


class StepForm(EditForm):
    aliases = {"on": "effective_on"}

    status = forms.ChoiceField(label="New state", choices=(), widget=forms.RadioSelect)
    reason = reason_field(
        "Reason", "Needed to return, to reopen, and where it does not apply. Say where the evidence is."
    )
    expires_on = DateInputField(
        label="Counts until",
        required=False,
        help_text="The day on which what meets it stops counting, if there is one.",
    )
    effective_on = effective_day()

    def __init__(self, *args: Any, statuses: Sequence[AssessmentStatus], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [(each.value, each.label) for each in statuses]  # type: ignore[attr-defined]

    def step(self) -> Step:
        """The step that the form wishes."""
        return Step(
            AssessmentStatus(self.cleaned_data["status"]),
            self.cleaned_data["effective_on"],
            self.cleaned_data["reason"],
            self.cleaned_data["expires_on"],
        )


class ConfirmForm(EditForm):
    answer = forms.ChoiceField(
        label="Does the network's assessment hold for your trust?",
        choices=[(CONFIRMED, "Yes, it holds here too"), (TAKEN_BACK, "No, or no longer")],
        widget=forms.RadioSelect,
    )
    reason = reason_field("Reason", "Needed where it does not hold.")


class WaiverForm(EditForm):
    reason = reason_field("Why, and how the risk is kept small", "Both people who decide read this.")
    expires_on = DateInputField(label="Ends on")

    def __init__(self, *args: Any, longest_days: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "expires_on"
        ].help_text = f"From this day the gate is closed again. At most {plural(longest_days, 'day')} ahead."


class WaiverDecisionForm(EditForm):
    party = forms.ChoiceField(label="You speak as", choices=(), widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label="Decision", choices=WaiverVerdict.choices, widget=forms.RadioSelect)
    reason = reason_field("Reason", "Needed to refuse, and to take back what you agreed to.")

    def __init__(self, *args: Any, parties: Sequence[WaiverParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(each.value, each.label) for each in parties]  # type: ignore[attr-defined]
