"""The forms of local validation."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from tracker.core.forms import DateInputField, NhsForm
from tracker.governance.policies.statistics import Counts, SampleSize, sample_size
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    CriterionRule,
    CriterionSource,
    IntervalMethod,
    Metric,
    Operator,
    Sampling,
    StudyDesign,
    SubgroupKind,
)
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, reason_field

HUNDRED = Decimal(100)


def percent_field(label: str, hint: str, *, required: bool = True) -> forms.DecimalField:
    """A share, typed as a percentage."""
    return forms.DecimalField(
        label=f"{label} (%)", help_text=hint, min_value=0, max_value=100, decimal_places=2, required=required
    )


def count_field(label: str, hint: str = "", *, required: bool = True) -> forms.IntegerField:
    """A whole number from nought."""
    return forms.IntegerField(label=label, help_text=hint, min_value=0, max_value=2_000_000_000, required=required)


def line(label: str, hint: str = "", *, longest: int = 500) -> forms.CharField:
    """A line of text that may stay empty."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest)


def subgroup_kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which cases", choices=SubgroupKind.choices, widget=forms.RadioSelect, initial=SubgroupKind.ALL
    )


class StudyForm(EditForm):
    """What a study is to show, on which cases, against what."""

    aliases = {"release_id": "release"}

    design = forms.ChoiceField(label="Design", choices=StudyDesign.choices, widget=forms.RadioSelect)
    sampling = forms.ChoiceField(
        label="Sampling",
        choices=Sampling.choices,
        widget=forms.RadioSelect,
        help_text="Consecutive cases show the real workload; an enriched set needs fewer cases.",
    )
    release = forms.TypedChoiceField(label="Release", coerce=int, empty_value=None, required=False)
    operating_threshold = line("Operating threshold", "The score from which a case is flagged.", longest=100)
    purpose = reason_field("Purpose", "What the study is to show.")
    period_from = DateInputField(label="First day of the cases", required=False, help_text=DATE_HINT)
    period_to = DateInputField(label="Last day of the cases", required=False, help_text=DATE_HINT)
    sites = line("Sites")
    scanner_mix = line("Scanners", "Makes and models that the images come from.")
    inclusion = reason_field("Cases that belong to it")
    exclusion = reason_field("Cases that do not belong to it")
    reference_standard = reason_field(
        "Reference standard", "What a case is held against: a report, a consensus, a follow-up CT, pathology."
    )
    blinding = line("Blinding", "Who did not know of the AI’s result, or of the reference standard.")
    sample_size_reasoning = reason_field("Why so many cases")
    expected_prevalence = percent_field(
        "Prevalence in practice",
        "PPV and NPV of an enriched set are weighed back to it.",
        required=False,
    )
    deviations = reason_field("Deviations", "What was done otherwise than planned.")

    def __init__(self, *args: Any, releases: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["release"]
        field.choices = [("", "Not named"), *releases]  # type: ignore[attr-defined]

    def clean_expected_prevalence(self) -> Decimal | None:
        typed: Decimal | None = self.cleaned_data["expected_prevalence"]
        if typed is None:
            return None
        if not 0 < typed < HUNDRED:
            raise forms.ValidationError("The prevalence lies between 0% and 100%. Correct it, or leave it empty.")
        return typed / HUNDRED

    @property
    def described(self) -> dict[str, Any]:
        """The fields of a study as typed."""
        fields = {
            name: value for name, value in self.cleaned_data.items() if name not in ("version", "shown", "release")
        }
        return fields | {"release_id": self.cleaned_data["release"]}


class CriterionForm(EditForm):
    aliases = {"threshold": "threshold", "subgroup": "subgroup"}

    metric = forms.ChoiceField(
        label="Figure",
        choices=[choice for choice in Metric.choices if choice[0] != Metric.PREVALENCE],
        widget=forms.RadioSelect,
        help_text="PPV and NPV hold only at the prevalence of the study.",
    )
    operator = forms.ChoiceField(label="It must be", choices=Operator.choices, widget=forms.RadioSelect)
    threshold = percent_field("Threshold", "As clinicians agreed it locally.")
    rule = forms.ChoiceField(
        label="What is held against the threshold",
        choices=CriterionRule.choices,
        widget=forms.RadioSelect,
        help_text="The end of the interval asks for enough cases to be sure; the figure itself does not.",
    )
    interval_method = forms.ChoiceField(
        label="Interval", choices=IntervalMethod.choices, widget=forms.RadioSelect, initial=IntervalMethod.WILSON
    )
    min_positives = count_field("At least so many positive cases", "With fewer it is inconclusive.", required=False)
    min_negatives = count_field("At least so many negative cases", required=False)
    finding = line("Finding", "Leave empty where the product has one only.", longest=100)
    subgroup_kind = subgroup_kind()
    subgroup = line("Subgroup", "Which site, source or modality. Leave empty for all cases.", longest=100)
    source = forms.ChoiceField(
        label="Where the threshold comes from",
        choices=[choice for choice in CriterionSource.choices if choice[0] != CriterionSource.WORKBOOK],
        widget=forms.RadioSelect,
    )
    is_mandatory = forms.BooleanField(label="The study turns on it", required=False, initial=True)

    @property
    def criterion(self) -> Criterion:
        """The criterion as typed."""
        typed = self.cleaned_data
        return Criterion(
            metric=Metric(typed["metric"]),
            operator=Operator(typed["operator"]),
            threshold=typed["threshold"] / HUNDRED,
            group=Group(typed["finding"], SubgroupKind(typed["subgroup_kind"]), typed["subgroup"]),
            rule=CriterionRule(typed["rule"]),
            method=IntervalMethod(typed["interval_method"]),
            min_positives=typed["min_positives"] or 0,
            min_negatives=typed["min_negatives"] or 0,
            source=CriterionSource(typed["source"]),
            is_mandatory=typed["is_mandatory"],
        )


class AmendmentForm(EditForm):
    reason = reason_field("Why the criteria have to change", "Whoever agrees to it reads this, and so do the auditors.")


class CountsForm(EditForm):
    """The counts of one group of cases."""

    finding = line("Finding", "Leave empty where the product has one only.", longest=100)
    subgroup_kind = subgroup_kind()
    subgroup = line("Subgroup", "Which site, source or modality. Leave empty for all cases.", longest=100)
    run_on = DateInputField(label="Run on", help_text=DATE_HINT)
    cases = count_field("Cases", "All of them. The four counts have to add up to it.")
    true_positives = count_field("True positives", "Have the finding, and were flagged.")
    false_positives = count_field("False positives", "Do not have it, and were flagged.")
    true_negatives = count_field("True negatives", "Do not have it, and were not flagged.")
    false_negatives = count_field("False negatives", "Have the finding, and were not flagged.")
    reason = reason_field("Reason for a correction", "Needed where these cases have counts already. Those are kept.")

    @property
    def group(self) -> Group:
        typed = self.cleaned_data
        return Group(typed["finding"], SubgroupKind(typed["subgroup_kind"]), typed["subgroup"])

    @property
    def counts(self) -> Counts:
        typed = self.cleaned_data
        names = ("true_positives", "false_positives", "true_negatives", "false_negatives")
        return Counts(*(typed[name] for name in names))


class MinutesField(forms.CharField):
    """Times in minutes, one after another, as they come out of a spreadsheet column."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[float]:
        text = super().clean(value)
        texts = [each for each in re.split(r"[\s,;]+", text.strip()) if each]
        try:
            return [float(each) for each in texts]
        except ValueError:
            wrong = next(each for each in texts if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", each))
            raise forms.ValidationError(f"“{wrong[:20]}” is not a number of minutes. Write each in digits.") from None


class TurnaroundForm(EditForm):
    band = forms.CharField(label="Priority", max_length=100, help_text="For example, two-week wait or emergency.")
    target_minutes = count_field("Target in minutes")
    run_on = DateInputField(label="Measured up to", help_text=DATE_HINT)
    before = MinutesField(
        label="Times before, in minutes", help_text="One per case, each on a line. They are not kept."
    )
    after = MinutesField(label="Times with the AI, in minutes")


class ApprovalForm(EditForm):
    """A decision on a record in a capacity. `content_hash` is that of what the person reads."""

    role = forms.ChoiceField(label="You decide as", widget=forms.RadioSelect)
    decision = forms.ChoiceField(label="Decision", choices=ApprovalDecision.choices, widget=forms.RadioSelect)
    note = reason_field("Note", "Needed for a refusal: what has to change.")
    content_hash = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, roles: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.initial["role"] = roles[0][0]


class SampleSizeForm(NhsForm):
    """How many cases a study needs; read by address, so that the answer can be passed on."""

    sensitivity = percent_field("Expected sensitivity", "From the supplier’s or a published study.")
    specificity = percent_field("Expected specificity", "")
    prevalence = percent_field("Prevalence", "How many of all cases have the finding.")
    precision = percent_field("Precision", "Half the width of the interval: 5 asks for 85% to 95% around 90%.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("prevalence", "precision"):
            value = cleaned.get(name)
            if value is not None and not 0 < value < HUNDRED:
                self.add_error(name, "This lies between 0% and 100%. Correct it.")
        return cleaned

    @property
    def size(self) -> SampleSize:
        return sample_size(**{name: float(value / HUNDRED) for name, value in self.cleaned_data.items()})
