"""The forms that set an evaluation up and move it on."""

from decimal import Decimal
from typing import Any

from django import forms

from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, reason_field
from tracker.procurement.evaluation_vocabulary import CriterionGroup
from tracker.procurement.policies.criteria import CriterionContent
from tracker.procurement.policies.evaluation import Scale

LONGEST_TEXT = 2000


class ScaleForm(EditForm):
    """The scale, and what reference sites are held against."""

    minimum = forms.IntegerField(label="Lowest score", min_value=0, max_value=100, initial=0)
    maximum = forms.IntegerField(label="Highest score", min_value=0, max_value=100, initial=5)
    half_steps = forms.BooleanField(label="Half scores may be given", required=False)
    comparison_volume = forms.IntegerField(
        label="Examinations a year at a typical trust of the network",
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        help_text="Reference sites with about as many count as comparable.",
    )

    @property
    def scale(self) -> Scale:
        typed = self.cleaned_data
        return Scale(typed["minimum"], typed["maximum"], typed["half_steps"])


class AwardCriterionForm(EditForm):
    code = forms.CharField(label="Code", max_length=20, help_text="Short, such as C1. It is the column of every table.")
    name = forms.CharField(label="Criterion", max_length=LONGEST_NAME)
    group = forms.ChoiceField(label="What it is about", choices=CriterionGroup.choices, widget=forms.RadioSelect)
    weight = forms.DecimalField(
        label="Weight (%)",
        help_text="Up to 2 decimals. All weights together are exactly 100%.",
    )
    is_formula = forms.BooleanField(
        label="The price is scored by the lowest price, not by the panel",
        required=False,
        help_text="Lowest price ÷ price × highest score.",
    )
    good_answer = forms.CharField(
        label="What a good answer shows",
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        help_text="The panel reads this beside each score.",
    )

    @property
    def content(self) -> CriterionContent:
        typed: dict[str, Any] = self.cleaned_data
        return CriterionContent(
            code=typed["code"],
            group=CriterionGroup(typed["group"]),
            name=typed["name"],
            weight=Decimal(typed["weight"]),
            good_answer=typed["good_answer"],
            is_formula=typed["is_formula"],
        )


class MoveForm(EditForm):
    """Takes the evaluation to the status of the address."""

    reason = reason_field("Reason", "Kept with the evaluation.")


class NothingForm(EditForm):
    """A page that asks whether to go on."""
