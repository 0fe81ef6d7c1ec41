"""The forms that update a deployment and a trust's people."""

from datetime import date
from typing import Any

from django import forms

from tracker.core.formats import nhs_date
from tracker.core.forms import DateInputField
from tracker.core.presentation import slip_of
from tracker.networks.editing import EditForm
from tracker.networks.plans import Plan
from tracker.networks.policies import DateChange, may_become
from tracker.networks.vocabulary import BlockerCode, ClinicalUse, ReferralSource, RevisionKind, StatedRating

LONGEST_TEXT = 1000
LONGEST_NAME = 200
DATE_HINT = "For example, 31 3 2026"


class ReasonField(forms.CharField):
    """A reason or note. Whether it may stay empty is for a rule to say, so the label does not call it optional."""

    def validate(self, value: Any) -> None:
        """An empty one has the right shape."""


def reason_field(label: str = "Reason for the change", hint: str = "", *, required: bool = False) -> forms.CharField:
    """A text of a few sentences; `required` asks for it whatever the rules say."""
    kind = forms.CharField if required else ReasonField
    return kind(label=label, help_text=hint, max_length=LONGEST_TEXT, widget=forms.Textarea)


def effective_day(label: str = "Counts from") -> DateInputField:
    return DateInputField(label=label, help_text="The day from which this was known or true. Usually today.")


class DatesForm(EditForm):
    """The three dates of a planned event. The baseline is asked for only where the person may set it."""

    baseline = DateInputField(
        label="Baseline date", required=False, help_text="The date as funded. Slip is counted from it."
    )
    forecast = DateInputField(label="Forecast date", required=False, help_text="When it is now expected.")
    actual = DateInputField(
        label="Actual date", required=False, help_text="The day on which it happened. Leave empty until it has."
    )
    reason = reason_field(hint="Needed when a date moves. People who planned with the old date read it.")
    effective_on = effective_day()

    def __init__(self, *args: Any, offers_baseline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not offers_baseline:
            del self.fields["baseline"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same_version = self.typed_version == self.initial["version"]
        if not self.errors and same_version and not self.changed_fields():
            self.add_error(None, "No date has changed. Change a date, or cancel.")
        return cleaned

    def changes(self) -> list[DateChange]:
        """The wishes that the form makes, baseline first, because the others are held against it."""
        return [
            DateChange(
                RevisionKind(name),
                self.cleaned_data[name],
                effective_on=self.cleaned_data["effective_on"],
                reason=self.cleaned_data["reason"],
                cause=self.cause_given(),
            )
            for name in self.changed_fields()
        ]

    def cause_given(self) -> str:
        """The coded cause of the move; a form that asks for one says which."""
        return ""


def dates_of(plan: Plan) -> dict[str, date | None]:
    """What a `DatesForm` starts from."""
    return {"baseline": plan.baseline, "forecast": plan.forecast, "actual": plan.actual}


def plan_in_words(plan: Plan) -> str:
    """How an event stands, as the lead of the page that changes it."""
    if plan.baseline is None:
        return "It has no baseline date yet. Slip is counted from the baseline, so it comes first."
    stands = (
        f"It happened on {nhs_date(plan.actual)}" if plan.actual else f"It is expected on {nhs_date(plan.expected)}"
    )
    slip = slip_of(plan.slip_days).text.lower()
    return f"Planned for {nhs_date(plan.baseline)}. {stands}, {slip}."


class StateForm(EditForm):
    aliases = {"actual": "effective_on"}

    state = forms.ChoiceField(label="Clinical use", choices=ClinicalUse.choices, widget=forms.RadioSelect)
    sources = forms.MultipleChoiceField(
        label="Referral sources",
        required=False,
        choices=ReferralSource.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whose patients the tool is used for. Needed while it is live, partly.",
    )
    reason = reason_field(hint="Needed to pause or withdraw.")
    effective_on = effective_day("In this state since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = ClinicalUse(self.standing["state"])
        self.fields["state"].help_text = f"It is “{now.label.lower()}”, and can become {may_become(now)}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("state") not in (None, ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL):
            cleaned["sources"] = []
        if (
            not self.errors
            and self.typed_version == self.initial["version"]
            and not {"state", "sources"} & set(self.changed_fields())
        ):
            self.add_error("state", "It is in this state already. Choose another, or cancel.")
        return cleaned


class BlockersForm(EditForm):
    aliases = {"on": "effective_on"}

    codes = forms.MultipleChoiceField(
        label="What holds this deployment up",
        required=False,
        choices=[(code.value, f"{code.value} {code.label}") for code in BlockerCode],
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick everything that applies. Untick what has been cleared.",
    )
    note = reason_field("Note", "What exactly stands in the way, and who could move it.")
    effective_on = effective_day()


class RagForm(EditForm):
    aliases = {"on": "effective_on", "rag_reason": "reason"}

    rating = forms.ChoiceField(
        label="Delivery confidence", choices=StatedRating.choices, widget=forms.RadioSelect, help_text="Your own view."
    )
    reason = reason_field("Why", "Needed for anything but green: what threatens the plan, and the path to green.")
    effective_on = effective_day()


class CapacityForm(EditForm):
    project_manager = forms.CharField(label="Project manager", required=False, max_length=LONGEST_NAME)
    clinical_lead = forms.CharField(label="Clinical lead", required=False, max_length=LONGEST_NAME)
    protected_sessions_per_week = forms.DecimalField(
        label="Protected sessions a week",
        required=False,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        help_text="Half-days in the job plans of people who work on this, for example 2.5.",
    )
    effective_on = effective_day()
