"""The forms over incidents and field safety notices. Their texts say that no patient data may be typed."""

from collections.abc import Mapping
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.governance.policies.incidents import Seriousness
from tracker.governance.policies.patient_data import NOTICE
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind, PhysicalHarm, PsychologicalHarm
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, reason_field

LONGEST_REFERENCE = 100
LONGEST_SUMMARY = 500


def reference_field(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=LONGEST_REFERENCE, help_text=hint)


def summary_field() -> forms.CharField:
    return forms.CharField(
        label="What it was about",
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea,
        help_text=f"One sentence about the tool. {NOTICE}",
    )


class IncidentForm(EditForm):
    kind = forms.ChoiceField(label="What happened", choices=IncidentKind.choices, widget=forms.RadioSelect)
    seriousness = forms.ChoiceField(
        label="How serious it is",
        widget=forms.RadioSelect,
        help_text="With software, harm can be indirect: a missed or late diagnosis counts.",
    )
    occurred_on = DateInputField(label="Happened on", help_text=DATE_HINT)
    aware_on = DateInputField(label="Known since", help_text="Every clock runs from this day.")
    physical_harm = forms.ChoiceField(label="Physical harm, as on LFPSE", choices=PhysicalHarm.choices)
    psychological_harm = forms.ChoiceField(label="Psychological harm, as on LFPSE", choices=PsychologicalHarm.choices)
    involves_personal_data = forms.BooleanField(label="Personal data were lost, seen or sent wrongly", required=False)
    summary = summary_field()

    def __init__(self, *args: Any, classes: Mapping[str, Seriousness], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seriousness"].choices = [  # type: ignore[attr-defined]
            (code, _with_clock(each)) for code, each in classes.items()
        ]


def _with_clock(seriousness: Seriousness) -> str:
    days = seriousness.supplier_days
    return f"{seriousness.name} (supplier reports within {days} days)" if days is not None else seriousness.name


class IncidentStepForm(EditForm):
    kind = forms.ChoiceField(label="What was done", choices=IncidentStepKind.choices, widget=forms.RadioSelect)
    happened_on = DateInputField(label="Done on", help_text=DATE_HINT)
    reference = reference_field("Reference", "As the other system gave it.", required=False)
    seriousness = forms.ChoiceField(label="New class, where it has changed", required=False)
    note = reason_field("Note", NOTICE)

    def __init__(self, *args: Any, classes: Mapping[str, Seriousness], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seriousness"].choices = [  # type: ignore[attr-defined]
            ("", "Not changed"),
            *((code, each.name) for code, each in classes.items()),
        ]


class NoticeForm(EditForm):
    reference = reference_field("Reference of the notice", "As the manufacturer or the MHRA gave it.")
    received_on = DateInputField(label="Received on", help_text=DATE_HINT)
    summary = summary_field()


class NoticeAnswerForm(EditForm):
    answered_on = DateInputField(label="Answered on", help_text=DATE_HINT)
    action = reason_field("What the trust did", NOTICE)
