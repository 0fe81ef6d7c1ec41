"""The forms of monitoring: the plan, its measures, readings, known changes, and what a special cause was."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tracker.core.days import add_months
from tracker.core.formats import nhs_month
from tracker.core.forms import DateInputField
from tracker.governance.policies.monitoring import Measure
from tracker.governance.policies.patient_data import NOTICE
from tracker.governance.vocabulary import BetterWay, Cadence, MonitoringMethod, ProcessChangeKind, Unit
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, reason_field

MONTHS_BACK = 36
LONGEST_CODE = 60


def months_until(today: date) -> list[tuple[str, str]]:
    """The months that a form offers, the newest first."""
    first = today.replace(day=1)
    return [
        (month.isoformat(), nhs_month(month)) for month in (add_months(first, -back) for back in range(MONTHS_BACK))
    ]


def month_field(label: str, hint: str = "") -> forms.TypedChoiceField:
    """One of the last months; its choices are set with the day that the form is opened on."""
    return forms.TypedChoiceField(label=label, help_text=hint, coerce=date.fromisoformat)


class CountsField(forms.CharField):
    """Cases in each class, in order, with commas between them: `500, 300, 150, 50`."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        if not all(part.isdecimal() for part in parts):
            raise ValidationError("Write whole numbers with commas between them, such as 500, 300, 150, 50.")
        return [int(part) for part in parts]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(each) for each in value) if isinstance(value, list) else value


class PlanForm(EditForm):
    """Who looks after the plan, and from when it runs."""

    owner = forms.CharField(
        label="Who looks after it", max_length=LONGEST_NAME, help_text="Their full name. Each measure may name another."
    )
    starts_on = DateInputField(label="Starts on", help_text=f"The first day that is watched. {DATE_HINT}")

    def __init__(self, *args: Any, has_plan: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_plan:
            del self.fields["starts_on"]


class MeasureForm(EditForm):
    """One measure of a plan."""

    metric = forms.SlugField(
        label="Code",
        max_length=LONGEST_CODE,
        help_text="A short code, as in the workbook. For example, flag-rate-mobile",
    )
    name = forms.CharField(label="Name", max_length=LONGEST_NAME)
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices)
    cadence = forms.ChoiceField(label="How often", choices=Cadence.choices)
    method = forms.ChoiceField(label="How it is judged", choices=MonitoringMethod.choices)
    better = forms.ChoiceField(label="Which way is better", choices=BetterWay.choices)
    lower_limit = forms.DecimalField(
        label="Agreed lower limit", required=False, decimal_places=4, help_text="One reading below it is a concern."
    )
    upper_limit = forms.DecimalField(
        label="Agreed upper limit", required=False, decimal_places=4, help_text="One reading above it is a concern."
    )
    target = forms.DecimalField(
        label="Target of a CUSUM", required=False, decimal_places=4, help_text="From the local validation."
    )
    sd = forms.DecimalField(label="Standard deviation of a CUSUM", required=False, decimal_places=4)
    baseline_counts = CountsField(
        label="Baseline counts of a stability index",
        required=False,
        help_text="Cases in each class when the tool was validated, in order. For example, 500, 300, 150, 50",
    )
    screens_outliers = forms.BooleanField(
        label="Leave wild moving ranges out of the limits",
        required=False,
        help_text="Off in the NHS Excel tool, so off unless you have agreed otherwise.",
    )
    owner = forms.CharField(
        label="Who looks after it", required=False, max_length=LONGEST_NAME, help_text="Empty: the owner of the plan."
    )
    ends_on = DateInputField(
        label="Ends on", required=False, help_text="From this day it is no longer watched. Leave empty if it goes on."
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["metric"]

    def facts(self) -> dict[str, Any]:
        """The fields of the measure, as typed."""
        return {name: self.cleaned_data[name] for name in self.fields if name not in ("version", "shown", "metric")}


MEASURE_FIELDS = (
    *("name", "unit", "cadence", "method", "better", "lower_limit", "upper_limit", "target", "sd"),
    *("baseline_counts", "screens_outliers", "owner", "ends_on"),
)


class ReadingForm(EditForm):
    """The reading of one measure in one month. A form for an index asks for counts where the plan has a baseline."""

    period = month_field("Month")
    value = forms.DecimalField(label="Value", required=False, decimal_places=4)
    numerator = forms.DecimalField(
        label="Cases found", required=False, decimal_places=4, help_text="How many it was. Leave empty if not counted."
    )
    denominator = forms.DecimalField(
        label="Cases counted", required=False, decimal_places=4, help_text="Out of how many."
    )
    counts = CountsField(
        label="Cases in each class",
        required=False,
        help_text="In the order of the baseline. The index is worked out from them.",
    )
    note = reason_field("Note", NOTICE)

    def __init__(self, *args: Any, measure: Measure, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["period"].choices = months_until(today)  # type: ignore[attr-defined]
        is_index = measure.method == MonitoringMethod.PSI
        self.fields["value"].label = f"Value, in {measure.unit.label}" if measure.unit != Unit.INDEX else "Index"
        self.fields["value"].help_text = (
            "Leave empty if you enter the counts." if is_index else "Leave empty if you enter both counts."
        )
        for name in ("numerator", "denominator") if is_index else ("counts",):
            del self.fields[name]


class ProcessChangeForm(EditForm):
    """Something is known to have changed, so that limits are counted anew."""

    kind = forms.ChoiceField(label="What changed", choices=ProcessChangeKind.choices, widget=forms.RadioSelect)
    metric = forms.ChoiceField(label="Which measure it touches", required=False)
    period = month_field("First month of the new process")
    reason = reason_field("What changed, and how you know", NOTICE)

    def __init__(self, *args: Any, measures: Iterable[Measure], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.fields["metric"].choices = [  # type: ignore[attr-defined]
            ("", "All measures"),
            *((measure.metric, measure.name) for measure in measures),
        ]
        self.fields["period"].choices = months_until(today)  # type: ignore[attr-defined]


class ExplanationForm(EditForm):
    """What a special cause was."""

    through = month_field("Explained up to the reading of", "Special causes of later readings stay open.")
    explanation = reason_field("What it was", NOTICE)

    def __init__(self, *args: Any, periods: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["through"].choices = [  # type: ignore[attr-defined]
            (period.isoformat(), nhs_month(period)) for period in reversed(periods)
        ]
