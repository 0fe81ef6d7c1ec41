"""The forms in which people sign a DPIA, answer its advice, meet its conditions, and consult the ICO."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.actions.dpia_decisions import NewCondition
from tracker.governance.vocabulary import DpiaAct, DpiaOpinion, IcoOutcome
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, ReasonField, reason_field

LONGEST_ADVICE = 4000
CONDITIONS = 3  # offered at once; more are added with the next decision
TEXTS = {
    DpiaAct.CONFIRM: ("Note", "Needed where you can't confirm it: why."),
    DpiaAct.ADVISE: ("Your advice", "On compliance, the measures, and whether the processing can go ahead."),
    DpiaAct.DECIDE: ("Reasons", "Needed for a rejection."),
}


class NeededSometimes(DateInputField):
    """A day that a rule asks for with some decisions, so that its label does not call it optional."""

    def validate(self, value: Any) -> None:
        """An empty one has the right shape."""


class SignForm(EditForm):
    """What somebody says in a capacity; `seen_hash` is the content that the page was opened on."""

    seen_hash = forms.CharField(required=False, widget=forms.HiddenInput)
    opinion = forms.ChoiceField(label="Your decision", widget=forms.RadioSelect)
    text = ReasonField(max_length=LONGEST_ADVICE, widget=forms.Textarea)

    def __init__(
        self,
        *args: Any,
        act: DpiaAct,
        opinions: tuple[DpiaOpinion, ...],
        seen_hash: str,
        asks_review: bool,
        read_first: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_hash"] = seen_hash
        opinion = self.fields["opinion"]
        opinion.choices = [(each.value, each.label) for each in opinions]  # type: ignore[attr-defined]
        opinion.help_text = read_first
        self.fields["text"].label, self.fields["text"].help_text = TEXTS[act]
        if asks_review:
            self.fields["review_due_on"] = NeededSometimes(
                label="Next review by", help_text="Needed for an approval, within 12 months."
            )
        if act == DpiaAct.DECIDE:
            self._ask_conditions()

    def _ask_conditions(self) -> None:
        for number in range(1, CONDITIONS + 1):
            hint = "What has to be done. Only for an approval with conditions."
            self.fields[f"condition_{number}"] = ReasonField(
                label=f"Condition {number}", max_length=1000, help_text=hint if number == 1 else ""
            )
            self.fields[f"owner_{number}"] = ReasonField(label=f"Owner of condition {number}", max_length=LONGEST_NAME)
            self.fields[f"due_on_{number}"] = NeededSometimes(label=f"Condition {number} is met by")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, CONDITIONS + 1):
            parts = [cleaned.get(f"{name}_{number}") for name in ("condition", "owner", "due_on")]
            if any(parts) and not all(parts) and f"condition_{number}" in self.fields:
                self.add_error(f"condition_{number}", f"Condition {number} needs its text, an owner and a day.")
        return cleaned

    def conditions(self) -> list[NewCondition]:
        """The conditions that were typed in full."""
        typed = self.cleaned_data
        return [
            NewCondition(typed[f"condition_{number}"], typed[f"owner_{number}"], typed[f"due_on_{number}"])
            for number in range(1, CONDITIONS + 1)
            if typed.get(f"condition_{number}")
        ]


class AdviceForm(EditForm):
    is_accepted = forms.TypedChoiceField(
        label="The data protection officer's advice is",
        choices=[("yes", "Accepted"), ("no", "Overruled")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = ReasonField(
        label="Reasons",
        max_length=LONGEST_ADVICE,
        widget=forms.Textarea,
        help_text="Needed to overrule it.",
    )


class ConditionForm(EditForm):
    note = reason_field("How it is met", "What was done, and where that can be seen.", required=True)


class ConsultForm(EditForm):
    submitted_on = DateInputField(label="Submitted on", help_text=DATE_HINT)
    reference = forms.CharField(label="The ICO's reference", required=False, max_length=100)


class ConsultationForm(EditForm):
    accepted_on = DateInputField(label="Accepted on", required=False, help_text="When the ICO said that it accepts it.")
    is_extended = forms.BooleanField(label="The ICO has extended the time for its advice", required=False)
    outcome = forms.ChoiceField(
        label="Outcome", required=False, choices=[("", "None yet"), *IcoOutcome.choices], widget=forms.RadioSelect
    )
    advice = ReasonField(label="What the ICO says", max_length=LONGEST_ADVICE, widget=forms.Textarea)
    closed_on = DateInputField(label="Answered on", required=False, help_text="Together with an outcome.")
