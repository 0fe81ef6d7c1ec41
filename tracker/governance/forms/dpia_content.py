"""The forms that write a DPIA: what it is about, its sections, activities, organisations, risks and actions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tracker.core.forms import DateInputField
from tracker.governance.policies.dpia_template import Answers, Option, Question, Scale, Section, Template
from tracker.governance.vocabulary import ActionStatus, PartyRole, RiskStatus
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, reason_field
from tracker.networks.vocabulary import ReferralSource

LONGEST_ANSWER = 10_000
LONGEST_TEXT = 2000
DIVIDER = "|"

Choices = Sequence[tuple[str, str]]


def _choices(options: Iterable[Option]) -> Choices:
    return [(option.code, option.text) for option in options]


class _Later:
    """A question that may be left open and answered later: it is asked for, and its form is saved without it."""

    def validate(self, value: Any) -> None:
        if value not in (None, "", []):
            super().validate(value)  # type: ignore[misc]


class LaterText(_Later, forms.CharField):
    """A text."""


class LaterChoice(_Later, forms.ChoiceField):
    """One of several."""


class LaterChoices(_Later, forms.MultipleChoiceField):
    """Any of several."""


class RowsField(_Later, forms.CharField):
    """A small table as text: a row a line, its cells divided."""

    def __init__(self, *, columns: Sequence[str], **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 6}), **kwargs)
        self.columns = columns

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        for number, row in enumerate(rows_of(text), start=1):
            if len(row) != len(self.columns) or not all(row):
                raise ValidationError(
                    f"Line {number} needs {len(self.columns)} parts: {f' {DIVIDER} '.join(self.columns)}."
                )
        return "\n".join(_as_line(row) for row in rows_of(text))


def rows_of(text: str) -> list[list[str]]:
    """The rows that a text tells."""
    return [[cell.strip() for cell in line.split(DIVIDER)] for line in text.splitlines() if line.strip()]


def _as_line(row: Iterable[str]) -> str:
    return f" {DIVIDER} ".join(row)


class SectionForm(EditForm):
    """The questions of one section. `lead` are the answers of a lead DPIA, which hold where one is left empty."""

    def __init__(self, *args: Any, section: Section, lead: Answers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for question in section.questions:
            self.fields[question.code] = _field(question, section, lead.get(question.code))

    def answers(self) -> dict[str, Any]:
        """What was answered, as it is stored."""
        return {
            question.code: rows_of(self.cleaned_data[question.code])
            if question.kind == "rows"
            else self.cleaned_data[question.code]
            for question in self.section.questions
        }


def _field(question: Question, section: Section, of_lead: Any) -> forms.Field:
    given: dict[str, Any] = {
        "label": question.text,
        "help_text": _hint(question, section, of_lead),
        "required": question.is_required,
    }
    if question.kind == "one":
        return LaterChoice(choices=_choices(question.options), widget=forms.RadioSelect, **given)
    if question.kind == "many":
        return LaterChoices(choices=_choices(question.options), widget=forms.CheckboxSelectMultiple, **given)
    if question.kind == "rows":
        return RowsField(columns=question.columns, **given)
    return LaterText(max_length=LONGEST_ANSWER, widget=forms.Textarea, **given)


def _hint(question: Question, section: Section, of_lead: Any) -> str:
    parts = [question.hint]
    if question.asked_if:
        code, wanted = question.asked_if
        asked = section.question(code)
        words = asked.words(wanted)[0] if asked else wanted
        parts.append(f"Only where “{asked.text if asked else code}” is answered “{words}”.")
    if question.kind == "rows":
        parts.append(f"A line for each, with its parts divided by {DIVIDER}: {_as_line(question.columns)}.")
    if of_lead:
        parts.append(
            f"The lead DPIA says: {'; '.join(question.words(of_lead))}. Leave this empty where that holds here."
        )
    return " ".join(part for part in parts if part)


def standing_answers(section: Section, answers: Answers) -> dict[str, Any]:
    """What a `SectionForm` starts from."""
    empty: dict[str, Any] = {"many": [], "rows": "", "one": "", "text": ""}
    return {
        question.code: "\n".join(_as_line(row) for row in answers.get(question.code) or ())
        if question.kind == "rows"
        else answers.get(question.code) or empty[question.kind]
        for question in section.questions
    }


class SubjectForm(EditForm):
    """`releases` are those of products for the use case."""

    release = forms.ChoiceField(
        label="Release that is assessed", required=False, help_text="When another one is in use, the DPIA is reviewed."
    )
    sources = forms.MultipleChoiceField(
        label="Referral sources that are assessed",
        required=False,
        choices=ReferralSource.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whose patients' images the tool will read. Use for another source starts a review.",
    )
    local_addendum = forms.CharField(
        label="Local addendum",
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea,
        help_text="Only with a lead DPIA: what is different at this trust, or that nothing is.",
    )

    def __init__(self, *args: Any, releases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].choices = [("", "Not chosen yet"), *releases]  # type: ignore[attr-defined]


class LeadForm(EditForm):
    lead = forms.ChoiceField(label="Lead DPIA", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, leads: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = [("", "None: this DPIA stands on its own"), *leads]  # type: ignore[attr-defined]


class ActivityForm(EditForm):
    """One processing activity, with the template's options."""

    name = forms.CharField(label="What is done with the data", max_length=LONGEST_NAME)
    purpose = forms.ChoiceField(label="Purpose")
    lawful_basis = LaterChoice(label="Lawful basis (Article 6)")
    special_category_basis = LaterChoice(label="Condition for special category data (Article 9)")
    confidentiality_route = LaterChoice(label="How the duty of confidentiality is met")
    opt_out_decision = LaterChoice(label="National data opt-out")
    retention = LaterText(label="How long the data are kept", max_length=LONGEST_NAME)
    countries = forms.CharField(
        label="Countries outside the UK",
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Where the data are stored or seen, one a line. Leave empty if they stay in the UK.",
    )
    safeguard = forms.ChoiceField(
        label="Safeguard for data outside the UK", required=False, help_text="Needed where a country is named."
    )
    is_autonomous = forms.BooleanField(
        label="The tool decides by itself, without a human on every case",
        required=False,
        help_text="For example, it reports normal images alone. The questions about automated decisions are then asked.",
    )

    def __init__(self, *args: Any, template: Template, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, of in (
            ("purpose", "purposes"),
            ("lawful_basis", "lawful_bases"),
            ("special_category_basis", "special_category_bases"),
            ("confidentiality_route", "confidentiality_routes"),
            ("opt_out_decision", "opt_out_decisions"),
            ("safeguard", "safeguards"),
        ):
            self.fields[name].choices = [("", "Not chosen yet"), *_choices(template.options(of))]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as they are stored."""
        typed = {name: self.cleaned_data[name] for name in self.standing}
        return typed | {"countries": [line.strip() for line in typed["countries"].splitlines() if line.strip()]}


class PartyForm(EditForm):
    organisation = forms.CharField(label="Organisation", max_length=LONGEST_NAME)
    role = forms.ChoiceField(label="Role in this activity", choices=PartyRole.choices, widget=forms.RadioSelect)
    contract_reference = forms.CharField(
        label="Contract or arrangement",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its reference. Processors need a contract (Article 28), joint controllers an arrangement (Article 26).",
    )


class RiskForm(EditForm):
    """A risk on the template's scale."""

    description = forms.CharField(label="What could happen to people", max_length=LONGEST_TEXT, widget=forms.Textarea)
    inherent_likelihood = forms.TypedChoiceField(label="Likelihood before mitigation", coerce=int)
    inherent_impact = forms.TypedChoiceField(label="Impact before mitigation", coerce=int)
    mitigation = reason_field("What is done about it")
    residual_likelihood = forms.TypedChoiceField(
        label="Likelihood that remains", coerce=int, required=False, empty_value=None
    )
    residual_impact = forms.TypedChoiceField(label="Impact that remains", coerce=int, required=False, empty_value=None)
    residual_reason = reason_field("Why the risk grows", "Only where the score that remains is higher.")
    owner = forms.CharField(label="Owner", required=False, max_length=LONGEST_NAME)
    due_on = DateInputField(label="Done by", required=False)
    status = forms.ChoiceField(label="Status", choices=RiskStatus.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("inherent_likelihood", "inherent_impact", "residual_likelihood", "residual_impact"):
            words = scale.likelihood if name.endswith("likelihood") else scale.impact
            numbered = [(str(points), f"{points} {word}") for points, word in words.items()]
            self.fields[name].choices = [("", "Not scored yet"), *numbered]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.standing}


class ActionItemForm(EditForm):
    """One line of the action plan; `risks` and `unsure` are what it can be about."""

    what = forms.CharField(label="What is done", max_length=LONGEST_TEXT, widget=forms.Textarea)
    about = forms.ChoiceField(label="What it is about", required=False)
    owner = forms.CharField(label="Owner", max_length=LONGEST_NAME)
    approver = forms.CharField(label="Approver", required=False, max_length=LONGEST_NAME)
    due_on = DateInputField(label="Done by", help_text="For example, 31 3 2027")
    status = forms.ChoiceField(label="Status", choices=ActionStatus.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, about: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "The assessment as a whole"), *about]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The fields as they are stored: what it is about is a risk's id or a question's code."""
        typed = {name: self.cleaned_data[name] for name in self.standing if name != "about"}
        kind, _, key = self.cleaned_data["about"].partition(":")
        return typed | {"risk_id": int(key) if kind == "risk" else None, "question": key if kind == "question" else ""}


class SupplierDpiaForm(EditForm):
    """Where the supplier's DPIA covers each item that is asked for."""

    reference = forms.CharField(label="Document", max_length=LONGEST_NAME, help_text="Its title and version.")
    received_on = DateInputField(label="Received on", help_text="For example, 31 3 2026")

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        for question in section.questions:
            self.fields[question.code] = forms.CharField(
                label=question.text, required=False, max_length=LONGEST_NAME, help_text="Page or section"
            )

    def coverage(self) -> Mapping[str, str]:
        return {question.code: self.cleaned_data[question.code] for question in self.section.questions}


class RemoveForm(EditForm):
    """Nothing but the button."""
