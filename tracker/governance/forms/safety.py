"""The forms over a safety case, its hazard log, the safety officer's decision and registration."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.models import RiskScheme
from tracker.governance.policies.patient_data import NOTICE
from tracker.governance.policies.risk import Level, Scheme
from tracker.governance.policies.safety import HAZARD_MEANINGS
from tracker.governance.safety_vocabulary import HazardStatus, Regulator
from tracker.networks.editing import NOTHING_CHANGED, EditForm
from tracker.networks.forms import LONGEST_NAME, effective_day, reason_field

LONG = 2000
NOT_SCORED = ("", "Not scored")
APPROVE, RETURN, WITHDRAW = "approve", "return", "withdraw"


def words(label: str, hint: str = "", *, required: bool = False, length: int = LONG) -> forms.CharField:
    """A text of a few sentences."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=length, widget=forms.Textarea)


class SafetyCaseForm(EditForm):
    scheme = forms.ChoiceField(
        label="Risk scheme", help_text="By which severity and likelihood make a rating. It can't change with hazards."
    )
    report_reference = forms.CharField(
        label="Clinical safety case report",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its title, version or number.",
    )
    plan_reference = forms.CharField(label="Clinical risk management plan", required=False, max_length=LONGEST_NAME)
    hazard_log_reference = forms.CharField(
        label="Hazard log",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Where the signed version is kept.",
    )

    def __init__(self, *args: Any, schemes: Iterable[RiskScheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [(str(row.pk), row.name) for row in schemes]  # type: ignore[attr-defined]


class HazardForm(EditForm):
    """A hazard of either log. Severity and likelihood are offered with their meaning, from the document's scheme."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)
    description = words("Description", NOTICE, required=True)
    impact = words("Potential clinical impact")
    causes = words("Possible causes")
    existing_controls = words("Existing controls")
    initial_severity = forms.ChoiceField(label="Initial severity", required=False)
    initial_likelihood = forms.ChoiceField(label="Initial likelihood", required=False)
    design_controls = words("Additional controls: design")
    test_controls = words("Additional controls: test")
    training_controls = words("Additional controls: training")
    process_controls = words("Additional controls: business process")
    residual_severity = forms.ChoiceField(label="Residual severity", required=False)
    residual_likelihood = forms.ChoiceField(
        label="Residual likelihood",
        required=False,
        help_text="A control that is not in place yet reduces nothing.",
    )
    owner = forms.CharField(
        label="Owner", required=False, max_length=LONGEST_NAME, help_text="Who sees to the actions."
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[(status.value, f"{status.label}: {HAZARD_MEANINGS[status]}") for status in HazardStatus],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, levels in (("severity", scheme.severities), ("likelihood", scheme.likelihoods)):
            for when in ("initial", "residual"):
                self.fields[f"{when}_{name}"].choices = _choices(levels)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_new = self.initial["version"] is None
        if (
            not self.errors
            and not is_new
            and self.typed_version == self.initial["version"]
            and not self.changed_fields()
        ):
            self.add_error(None, NOTHING_CHANGED)
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says about the hazard."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"version", "shown"}}


def _choices(levels: Iterable[Level]) -> list[tuple[str, str]]:
    return [NOT_SCORED, *((level.code, f"{level.label}: {level.meaning}") for level in levels)]


class LocalHazardForm(HazardForm):
    """A hazard of the trust's own log, with why its residual risk is accepted."""

    alarp = words("Why the residual risk is as low as reasonably practicable", "Needed where the rating asks for it.")
    accepted_by = forms.CharField(
        label="Executive who accepted the residual risk", required=False, max_length=LONGEST_NAME
    )
    accepted_on = DateInputField(label="Accepted on", required=False, help_text="For example, 31 3 2026")


class StartersForm(EditForm):
    starters = forms.MultipleChoiceField(
        label="Hazards to begin with",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each is added unscored. Change it to what is true here.",
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starters"].choices = choices  # type: ignore[attr-defined]


class SubmitForm(EditForm):
    reason = reason_field("Note", "What the safety officer should know. You can leave it empty.")
    effective_on = effective_day("Sent on")


class CaseDecisionForm(EditForm):
    decision = forms.ChoiceField(label="Decision", widget=forms.RadioSelect)
    reason = reason_field("Reason", "Needed to return or withdraw. Everybody who sees the safety case reads it.")
    effective_on = effective_day("Decided on")

    def __init__(self, *args: Any, choices: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = list(choices.items())  # type: ignore[attr-defined]


class OfficerCheckForm(EditForm):
    """A look-up of one of `officers` in the public register. Without any the form says who can change that."""

    officer = forms.ChoiceField(label="Clinical safety officer", widget=forms.RadioSelect)
    profession = forms.CharField(label="Profession", max_length=100, help_text="For example, consultant radiologist.")
    regulator = forms.ChoiceField(label="Register", choices=Regulator.choices)
    registration_number = forms.CharField(label="Registration number", max_length=40)
    checked_on = DateInputField(label="Looked up on", help_text="For example, 31 3 2026")
    employer = forms.CharField(label="Employer", max_length=LONGEST_NAME)
    training = forms.CharField(
        label="Clinical safety training", required=False, max_length=LONGEST_NAME, help_text="The name of the course."
    )
    trained_on = DateInputField(label="Trained on", required=False, help_text="For example, 31 3 2026")

    def __init__(self, *args: Any, officers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        if not officers:
            field.widget = forms.Select()  # radio buttons without a choice have nothing that an error could lead to
            field.help_text = "Nobody whom you could check has this role here yet. An administrator gives it."
        field.choices = officers or [("", "Nobody to choose")]  # type: ignore[attr-defined]
