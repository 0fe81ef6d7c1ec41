"""The forms over what a contract is measured and paid by: metrics, payments, KPIs, service levels and reviews."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, reason_field
from tracker.procurement.contract_vocabulary import (
    BetterWay,
    Frequency,
    Gate,
    KpiRating,
    ServiceLevelKind,
    ServiceOutcome,
)
from tracker.procurement.forms.fields import PoundsField, name_field, text_field
from tracker.procurement.policies.performance import LevelOn

METRIC, GATE = "metric", "gate"  # what the choice of a payment's trigger begins with


def number_field(label: str, hint: str = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=hint, required=required, max_digits=12, decimal_places=3)


class MetricForm(EditForm):
    name = name_field("Name", "For example: urgent findings reported within an hour.")
    definition = text_field("Definition", "What is counted, of whom, and what is left out.", required=True)
    numerator = name_field("Numerator", "For a proportion: what is counted.", required=False)
    denominator = name_field("Denominator", "Out of what.", required=False)
    unit = forms.CharField(label="Unit", required=False, max_length=30, help_text="For example % or hours.")
    baseline_value = number_field("Baseline value", required=False)
    baseline_period = forms.CharField(
        label="Baseline period", required=False, max_length=100, help_text="For example: April to June 2025."
    )
    target = number_field("Target")
    better = forms.ChoiceField(label="Which way is better", choices=BetterWay.choices, widget=forms.RadioSelect)
    data_source = name_field("Data source", "The system or report that it is read from.")
    frequency = forms.ChoiceField(label="How often it is read", choices=Frequency.choices)
    owner = name_field("Owner", "Who reads it.")
    agreed_on = DateInputField(label="Agreed on", help_text=DATE_HINT)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["agreed_on"]


class ReadingForm(EditForm):
    period_from = DateInputField(label="From", help_text=DATE_HINT)
    period_to = DateInputField(label="To")
    value = number_field("Value")
    source_note = forms.CharField(label="Where it was read", max_length=500)
    read_on = DateInputField(label="Read on")


class RenewalForm(EditForm):
    aliases = {"on": "agreed_on"}

    condition = forms.CharField(
        label="Condition", max_length=500, help_text="For example: meets its target in each of the last two quarters."
    )
    agreed_on = DateInputField(label="Agreed on", help_text=DATE_HINT)


class EndRenewalForm(EditForm):
    ended_on = DateInputField(label="Dropped on", help_text=DATE_HINT)


class PaymentForm(EditForm):
    name = name_field("Name", "For example: second quarter of live use.")
    amount = PoundsField(label="Amount")
    due_on = DateInputField(label="Due on", help_text=DATE_HINT)
    trigger = forms.ChoiceField(label="What it waits for", widget=forms.RadioSelect)
    agreed_on = DateInputField(label="Agreed on")

    def __init__(self, *args: Any, metrics: Sequence[tuple[int, str]], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trigger"].choices = [  # type: ignore[attr-defined]
            *((f"{METRIC}:{pk}", f"{name} meets its target") for pk, name in metrics),
            *((f"{GATE}:{gate.value}", gate.label) for gate in Gate),
        ]
        if not is_new:
            del self.fields["agreed_on"]

    @property
    def chosen_trigger(self) -> tuple[int | None, Gate | None]:
        """The id of the metric, or the gate."""
        kind, _, value = self.cleaned_data["trigger"].partition(":")
        return (int(value), None) if kind == METRIC else (None, Gate(value))


class ProposeForm(EditForm):
    aliases = {"on": "decided_on"}

    evidence = forms.CharField(
        label="Evidence",
        max_length=500,
        help_text="The report, certificate or minute that shows that the payment is due, and where it is kept.",
    )
    decided_on = DateInputField(label="Proposed on", help_text=DATE_HINT)


class DecideForm(EditForm):
    aliases = {"on": "decided_on"}

    decision = forms.ChoiceField(
        label="Decision", choices=(("release", "Release"), ("refuse", "Refuse")), widget=forms.RadioSelect
    )
    reason = reason_field("Reason", "Needed to refuse, and to release a payment that waits for a gate.")
    decided_on = DateInputField(label="Decided on", help_text=DATE_HINT)


class PaidForm(EditForm):
    aliases = {"on": "paid_on"}

    paid_on = DateInputField(label="Paid on", help_text=DATE_HINT)
    reference = forms.CharField(label="Payment reference", max_length=100, help_text="As in the finance system.")


class KpiForm(EditForm):
    name = name_field("Name")
    target = name_field("Target", "For example: 99.5% in each month.")
    agreed_on = DateInputField(label="Agreed on", help_text=DATE_HINT)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in () if is_new else ("name", "agreed_on"):
            del self.fields[name]


class AssessForm(EditForm):
    period_from = DateInputField(label="From", help_text=DATE_HINT)
    period_to = DateInputField(label="To")
    rating = forms.ChoiceField(label="Rating", choices=KpiRating.choices, widget=forms.RadioSelect)
    note = reason_field("Why", "Needed for any rating but “good”.")
    notice_id = forms.CharField(
        label="Number of the contract performance notice",
        required=False,
        max_length=40,
        help_text="UK9, where it is published.",
    )
    assessed_on = DateInputField(label="Assessed on")


class ServiceLevelForm(EditForm):
    kind = forms.ChoiceField(label="Kind", choices=ServiceLevelKind.choices, widget=forms.RadioSelect)
    name = name_field("Name", "For example: answer to a call of the highest priority.")
    target = name_field("Target", "For example: 30 minutes, at all hours.")
    agreed_on = DateInputField(label="Agreed on", help_text=DATE_HINT)


class PerformanceReviewForm(EditForm):
    """One question for each service level, and what follows."""

    held_on = DateInputField(label="Held on", help_text=DATE_HINT)
    actions = reason_field("Actions agreed", "Needed where a service level was missed.")
    next_due_on = DateInputField(label="Next review due on", help_text="Usually in three months.")

    def __init__(self, *args: Any, levels: Sequence[LevelOn], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels
        for level in levels:
            self.fields[f"level_{level.id}"] = forms.ChoiceField(
                label=f"{level.name}: {level.target}", choices=ServiceOutcome.choices, widget=forms.RadioSelect
            )
        self.order_fields(["version", "shown", "held_on", *(f"level_{level.id}" for level in levels)])

    @property
    def outcomes(self) -> dict[int, ServiceOutcome]:
        return {level.id: ServiceOutcome(self.cleaned_data[f"level_{level.id}"]) for level in self.levels}
