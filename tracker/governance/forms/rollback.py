"""The forms of rollback and downtime plans."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.forms.validation import count_field
from tracker.governance.validation_vocabulary import DrillResult, PlanKind
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, reason_field

LONGEST_STEPS = 2_000
STEPS = {
    PlanKind.ROLLBACK: "In order: how the tool is switched off, how its objects in PACS are marked, how data is reconciled.",
    PlanKind.DOWNTIME: "In order: how it is noticed, how reading goes on without the AI, how it comes back.",
}
REREAD = {
    PlanKind.ROLLBACK: "Which cases seen while it was wrong are read again, and how patients are told (duty of candour).",
    PlanKind.DOWNTIME: "What becomes of late results: they must not silently change a signed report.",
}


class PlanForm(EditForm):
    """A plan as a whole: every save is a further edition."""

    triggers = reason_field(
        "What sets it off", "For example, no result for 30 minutes, or two wrong overlays.", required=True
    )
    authority = reason_field("Who decides, at any hour", "The role and how to reach it, day and night.", required=True)
    pausers = forms.TypedMultipleChoiceField(
        label="Who may pause use in the tracker",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="They can pause clinical use on the deployment’s page at any time.",
    )
    steps = forms.CharField(label="Steps", max_length=LONGEST_STEPS, widget=forms.Textarea)
    reread_rule = reason_field("What is read again", required=True)
    communication = reason_field("Who is told, and how soon")
    target_minutes = count_field("Target in minutes", "From the decision until reading goes on safely.")

    def __init__(self, *args: Any, kind: PlanKind, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["steps"].help_text = STEPS[kind]
        self.fields["reread_rule"].help_text = REREAD[kind]
        if kind == PlanKind.ROLLBACK:
            self.fields["pausers"].choices = people  # type: ignore[attr-defined]
        else:
            del self.fields["pausers"]


class DrillForm(EditForm):
    """A try of a plan."""

    tested_on = DateInputField(label="Tested on", help_text=DATE_HINT)
    result = forms.ChoiceField(label="Result", choices=DrillResult.choices, widget=forms.RadioSelect)
    minutes_taken = count_field("Minutes that it took", "Needed where it passed.", required=False)
    note = reason_field("Note", "Needed where it failed: what went wrong.")
