"""The forms over reviews, re-validation cases and audits of bias."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tracker.core.days import add_months
from tracker.core.formats import nhs_month
from tracker.core.forms import DateInputField
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.patient_data import NOTICE
from tracker.governance.policies.reviews import QUARTER_MONTHS, quarter_of
from tracker.governance.policies.statistics import Counts
from tracker.governance.vocabulary import RevalidationResult, ReviewResult, SupplierReviewResult
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, reason_field

QUARTERS_BACK = 8
GROUP_PARTS = 6
LARGEST_COUNT = 2_147_483_647
LONGEST_NAME = 60
YES_OR_NO = (("yes", "Yes"), ("no", "No"))


class ReviewForm(EditForm):
    held_on = DateInputField(label="Held on", help_text=DATE_HINT)
    result = forms.ChoiceField(label="Outcome", choices=ReviewResult.choices, widget=forms.RadioSelect)
    note = reason_field("What was agreed", f"Needed unless use simply goes on: what, by whom, by when. {NOTICE}")


class SupplierReviewForm(EditForm):
    quarter = forms.TypedChoiceField(label="Quarter that was reviewed", coerce=date.fromisoformat)
    held_on = DateInputField(label="Held on", help_text=DATE_HINT)
    service_level_met = forms.TypedChoiceField(
        label="The agreed service level was met",
        choices=YES_OR_NO,
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(label="Outcome", choices=SupplierReviewResult.choices, widget=forms.RadioSelect)
    note = reason_field("What was agreed", "Needed unless the supplier meets what was agreed.")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        newest = quarter_of(today)
        quarters = [add_months(newest, -QUARTER_MONTHS * back) for back in range(QUARTERS_BACK)]
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]
            (quarter.isoformat(), f"{nhs_month(quarter)} to {nhs_month(add_months(quarter, QUARTER_MONTHS - 1))}")
            for quarter in quarters
        ]


class CaseForm(EditForm):
    detail = reason_field("What makes you doubt the local validation", NOTICE)


class DecisionForm(EditForm):
    result = forms.ChoiceField(label="Decision", choices=RevalidationResult.choices, widget=forms.RadioSelect)
    reason = reason_field("Why", f"The next person who asks reads this. {NOTICE}")
    decided_on = DateInputField(label="Decided on", help_text=DATE_HINT)


class GroupsField(forms.CharField):
    """Groups with their counts, one a line: dimension, group (a star marks the one to compare with), true positives,
    false positives, true negatives, false negatives."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        return tuple(_group(number, line) for number, line in lines)


def _group(number: int, line: str) -> GroupOn:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != GROUP_PARTS or not all(parts):
        raise ValidationError(
            f"Line {number} needs six parts with commas between them: dimension, group and four counts."
        )
    dimension, name, *counts = parts
    if not all(each.isdecimal() and int(each) <= LARGEST_COUNT for each in counts):
        raise ValidationError(f"Line {number}: the four counts are whole numbers from 0 up.")
    if max(len(dimension), len(name)) > LONGEST_NAME:
        raise ValidationError(f"Line {number}: a name has at most {LONGEST_NAME} letters.")
    tp, fp, tn, fn = (int(each) for each in counts)
    return GroupOn(dimension, name.rstrip("*").strip(), name.endswith("*"), Counts(tp, fp, tn, fn))


class AuditForm(EditForm):
    first_day = DateInputField(label="Cases from", help_text=DATE_HINT)
    last_day = DateInputField(label="Cases to", help_text=DATE_HINT)
    held_on = DateInputField(label="Audit held on", help_text=DATE_HINT)
    groups = GroupsField(
        label="Groups and their counts",
        help_text="One group a line, counts only: dimension, group, true positives, false positives, true negatives, "
        "false negatives. A star marks the group that the others are compared with. For example: Sex, Male*, 95, 50, "
        "850, 5",
    )
    impact_assessment = forms.CharField(
        label="Reference of the equality impact assessment", required=False, max_length=100
    )
    note = reason_field("Note", NOTICE)

    def groups_typed(self) -> Sequence[GroupOn]:
        return self.cleaned_data["groups"]
