"""The forms over the panel and its interests."""

from typing import Any

from django import forms

from tracker.networks.editing import EditForm
from tracker.networks.forms import reason_field
from tracker.procurement.evaluation_vocabulary import InterestRulingCode, PanelCapacity


def hours_field(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, required=False, min_value=0, max_value=2000, max_digits=5, decimal_places=1
    )


class MemberForm(EditForm):
    """A seat on the panel; the person is chosen once."""

    person = forms.ChoiceField(label="Person", help_text="Everybody whose role lets them see this network.")
    capacity = forms.ChoiceField(label="Sits as", choices=PanelCapacity.choices, widget=forms.RadioSelect)
    hours_asked = hours_field("Hours asked", "Reading, scoring and moderation together.")
    hours_given = hours_field("Hours protected", "What their employer has freed for it.")

    def __init__(self, *args: Any, people: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is None:
            del self.fields["person"]
        else:
            self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]

    @property
    def seat(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "capacity": PanelCapacity(typed["capacity"]),
            "hours_asked": typed["hours_asked"],
            "hours_given": typed["hours_given"],
        }


class LeaveForm(EditForm):
    reason = reason_field("Reason", "Needed once scoring has opened.")


class InterestForm(EditForm):
    has_interest = forms.TypedChoiceField(
        label="Do you, or does somebody close to you, have an interest in a bidder or its product?",
        choices=[("no", "No"), ("yes", "Yes")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Money, shares, paid work, research, a former employer, a friend or relative.",
    )
    text = reason_field("What the interest is", "Whose, in which bidder, and since when.")


class RulingForm(EditForm):
    ruling = forms.ChoiceField(label="Decision", choices=InterestRulingCode.choices, widget=forms.RadioSelect)
    bid = forms.ChoiceField(label="Which bid", required=False)
    reason = reason_field("Reason", "Kept on the record of conflicts of interest.")

    def __init__(self, *args: Any, bids: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].choices = [("", "No bid in particular"), *bids]  # type: ignore[attr-defined]
