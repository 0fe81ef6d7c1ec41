"""The forms of training and simulations."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.forms.validation import count_field
from tracker.governance.validation_vocabulary import TrainingRole
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, effective_day, reason_field


class TrainingForm(EditForm):
    """How many of one role are trained."""

    role = forms.ChoiceField(label="Role", choices=TrainingRole.choices, widget=forms.RadioSelect)
    eligible = count_field("How many there are", "Everybody in this role who will use the tool or keep it running.")
    completed = count_field("How many are trained", "Completed, and not due again yet.")
    as_at = DateInputField(label="Counted on", help_text=DATE_HINT)


class CourseForm(EditForm):
    """What the trust's own course holds."""

    modules = forms.TypedMultipleChoiceField(
        label="Modules", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    local_cases = count_field("Local cases", "How many of the trust’s own cases the course shows.")
    has_assessment = forms.BooleanField(label="It ends with an assessment", required=False)
    effective_on = effective_day()

    def __init__(self, *args: Any, modules: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["modules"].choices = modules  # type: ignore[attr-defined]


class SimulationForm(EditForm):
    """An exercise that was held."""

    scenario = forms.ChoiceField(label="What was played through", widget=forms.RadioSelect)
    held_on = DateInputField(label="Held on", help_text=DATE_HINT)
    participants = count_field("How many took part")
    minutes_to_detect = count_field("Minutes until it was noticed", required=False)
    minutes_to_fall_back = count_field("Minutes until reading went on without the tool", required=False)
    actions = reason_field("What will be done differently")
    retest_on = DateInputField(
        label="Try again by", required=False, help_text="Leave empty where it went as it should."
    )

    def __init__(self, *args: Any, scenarios: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scenario"].choices = scenarios  # type: ignore[attr-defined]
