"""The forms over a release: the supplier's DCB0129 pack, the DTAC, the device and cyber security."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.forms.safety import words
from tracker.governance.models import DtacForm, RiskScheme
from tracker.governance.policies.checklists import Answered, ClauseSection
from tracker.governance.policies.dtac import Question
from tracker.governance.safety_vocabulary import Autonomy, ClauseAnswer, DeviceMark, PackDecision, View
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, LONGEST_TEXT, ReasonField, effective_day, reason_field
from tracker.networks.models import ReferralSource, UseCase
from tracker.procurement.vocabulary import DeviceClass

NOT_ANSWERED = ("", "Not answered")
OLDEST = 130  # years


def day(label: str, hint: str = DATE_HINT) -> DateInputField:
    """A day that may not be known."""
    return DateInputField(label=label, required=False, help_text=hint)


def ticks(label: str, choices: list[tuple[str, str]], hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=hint
    )


class OpenChoiceField(forms.ChoiceField):
    """A question that may wait: whether it has to be answered is for a rule to say, so it is not called optional."""

    def validate(self, value: Any) -> None:
        """An empty answer has the right shape."""
        if value:
            super().validate(value)


# --- DCB0129 --------------------------------------------------------------------------------------------------------


class PackForm(EditForm):
    is_applicable = forms.ChoiceField(
        label="Does DCB0129 apply?",
        choices=[("yes", "Yes, and the supplier sent its documents"), ("no", "No, and the supplier says why")],
        widget=forms.RadioSelect,
    )
    received_on = day("Documents received on")
    report_reference = forms.CharField(
        label="Clinical safety case report",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its title, version or number.",
    )
    scheme = forms.ChoiceField(label="Risk scheme of the supplier's hazard log")
    rationale = words("Why it does not apply", length=1000)

    def __init__(self, *args: Any, schemes: Iterable[RiskScheme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scheme"].choices = [(str(row.pk), row.name) for row in schemes]  # type: ignore[attr-defined]


class ClausesForm(EditForm):
    """The requirements of one section of the standard: an answer, and its evidence or reason, for each."""

    def __init__(self, *args: Any, section: ClauseSection, **kwargs: Any) -> None:
        self.section = section
        super().__init__(*args, **kwargs)
        for clause in section.clauses:
            should = " (advisory)" if clause.is_advisory else ""
            name = field_name(clause.number)
            self.fields[f"{name}_answer"] = OpenChoiceField(
                label=f"{clause.number} {clause.text}{should}", choices=[NOT_ANSWERED, *ClauseAnswer.choices]
            )
            self.fields[f"{name}_evidence"] = ReasonField(
                label=f"{clause.number} Evidence or reason", max_length=LONGEST_TEXT
            )

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """The answers by the number of the requirement."""
        return {
            clause.number: {
                "answer": self.cleaned_data[f"{field_name(clause.number)}_answer"],
                "evidence": self.cleaned_data[f"{field_name(clause.number)}_evidence"],
            }
            for clause in self.section.clauses
        }


def field_name(code: str) -> str:
    """The name of the input of a requirement or question: `C1.1.1` becomes `q_c1_1_1`."""
    return f"q_{code.lower().replace('.', '_')}"


def standing_clauses(section: ClauseSection, answers: Mapping[str, Answered]) -> dict[str, str]:
    """What a `ClausesForm` starts from."""
    standing = {}
    for clause in section.clauses:
        given, name = answers[clause.number], field_name(clause.number)
        standing[f"{name}_answer"] = given.answer.value if given.answer else ""
        standing[f"{name}_evidence"] = given.evidence
    return standing


class PackDecisionForm(EditForm):
    aliases = {"reason": "note"}

    decision = forms.ChoiceField(
        label="Decision",
        choices=[(PackDecision.ACCEPTED, "Accept"), (PackDecision.RETURNED, "Return to the supplier")],
        widget=forms.RadioSelect,
    )
    note = reason_field("Note", "Needed where the supplier does not meet a requirement.")
    effective_on = effective_day("Decided on")


# --- DTAC -----------------------------------------------------------------------------------------------------------


class OpenDtacForm(EditForm):
    form = forms.ChoiceField(label="Version of the form", widget=forms.RadioSelect)
    dated_on = DateInputField(label="Filled in by the supplier on", help_text=DATE_HINT)
    effective_on = effective_day("Assessed from")

    def __init__(self, *args: Any, versions: Iterable[DtacForm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = [(str(row.pk), str(row)) for row in versions]  # type: ignore[attr-defined]


class DtacSectionForm(EditForm):
    """The questions of one section that apply, given the answers so far."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        self.questions = questions
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[field_name(question.code)] = _question(question)

    @property
    def answers(self) -> dict[str, str]:
        """The answers by the code of the question."""
        return {each.code: self.cleaned_data[field_name(each.code)] for each in self.questions}


def _question(question: Question) -> forms.Field:
    label = f"{question.code} {question.text}"
    if not question.options:
        return ReasonField(label=label, help_text=question.hint, max_length=LONGEST_TEXT, widget=forms.Textarea)
    choices = [(option.code, option.label) for option in question.options]
    return OpenChoiceField(label=label, help_text=question.hint, choices=choices, widget=forms.RadioSelect)


class DtacStepForm(EditForm):
    note = reason_field("Note", "What you looked at. You can leave it empty.")
    effective_on = effective_day("Assessed on")


# --- Device, use and cyber security ---------------------------------------------------------------------------------


class PurposeFields(EditForm):
    """What a tool is for, or is used for."""

    referral_sources = ticks("Referral sources", ReferralSource.choices, "Whose patients it is for.")
    views = ticks("Images", View.choices)
    minimum_age = forms.IntegerField(label="Lowest age in years", min_value=0, max_value=OLDEST)
    maximum_age = forms.IntegerField(
        label="Highest age in years",
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text="Leave empty if there is none.",
    )
    autonomy = forms.ChoiceField(
        label="What the tool does by itself", choices=Autonomy.choices, widget=forms.RadioSelect
    )

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says, but for its day and reason."""
        other = {"version", "shown", "effective_on", "reason", "checked_on"}
        return {name: value for name, value in self.cleaned_data.items() if name not in other}


class IntendedUseForm(PurposeFields):
    reason = reason_field("Note", "Why the use changes, where it does.")
    effective_on = effective_day("Used so from")


class DeviceForm(PurposeFields):
    mark = forms.ChoiceField(label="Mark", choices=DeviceMark.choices, widget=forms.RadioSelect)
    device_class = forms.ChoiceField(label="Class", choices=DeviceClass.choices, widget=forms.RadioSelect)
    body = forms.CharField(
        label="Approved or notified body",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its name and number. A class I device may have none.",
    )
    certificate_number = forms.CharField(label="Certificate number", required=False, max_length=60)
    issued_on = day("Certificate issued on")
    expires_on = day("Certificate expires on")
    declared_on = day("Declaration of conformity of")
    mhra_reference = forms.CharField(
        label="MHRA registration",
        required=False,
        max_length=60,
        help_text="As found in the public access registration database.",
    )
    is_uk_manufacturer = forms.BooleanField(label="The manufacturer is in the United Kingdom", required=False)
    uk_responsible_person = forms.CharField(
        label="UK responsible person",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Needed where the manufacturer is elsewhere.",
    )
    intended_purpose = words("Intended purpose", "As the instructions for use state it.", required=True)
    intended_users = forms.CharField(label="Intended users", required=False, max_length=LONGEST_NAME)
    findings = words("Findings that it reports", length=1000)
    use_cases = ticks("Use cases that it names", [])
    checked_on = DateInputField(label="Checked on", help_text=DATE_HINT)

    field_order = [
        *("mark", "device_class", "body", "certificate_number", "issued_on", "expires_on", "declared_on"),
        *("mhra_reference", "is_uk_manufacturer", "uk_responsible_person", "intended_purpose", "intended_users"),
        *("use_cases", "referral_sources", "views", "minimum_age", "maximum_age", "autonomy", "findings", "checked_on"),
    ]

    def __init__(self, *args: Any, use_cases: Iterable[UseCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.code, row.name) for row in use_cases]
        self.fields["use_cases"].choices = choices  # type: ignore[attr-defined]


class CyberForm(EditForm):
    highest_open_cvss = forms.DecimalField(
        label="Highest open CVSS score",
        required=False,
        max_digits=3,
        decimal_places=1,
        help_text="Of the last penetration test, from 0 to 10. Enter 0 if nothing is open, and leave it empty if you "
        "don't know.",
    )
    charter_signed_on = day("Cyber Security Charter signed on")
    cyber_essentials_expires_on = day("Cyber Essentials expires on")
    dspt_expires_on = day("Data Security and Protection Toolkit assessment ends on")
    ico_registration_expires_on = day("ICO registration expires on")
    checked_on = DateInputField(label="Checked on", help_text=DATE_HINT)

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says, but for its day."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"version", "shown", "checked_on"}
        }


class ReleaseInUseForm(EditForm):
    """Which release a deployment runs, from a day on."""

    release = forms.TypedChoiceField(
        label="Release", coerce=int, help_text="Of the products that are offered for this use case."
    )
    effective_on = effective_day("In use from")
    reason = reason_field(
        "What changed, and why", "Needed when another release was in use: what was assessed was that."
    )

    def __init__(self, *args: Any, releases: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["release"].choices = [("", "Choose a release"), *releases]  # type: ignore[attr-defined]
