"""The forms over a procurement's route, its notices, and what suppliers raise."""

from collections.abc import Sequence
from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.causes import cause_label
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, DatesForm, reason_field
from tracker.networks.vocabulary import RevisionKind, SlipCause
from tracker.procurement.policies.route import NoticeDuty, NoticeOn, RouteOn
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind, Method, Regime

LONGEST_NAME = 200


class CauseField(forms.ChoiceField):
    """A cause. Whether it may stay empty depends on the dates, so the label does not call it optional."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class CausedDatesForm(DatesForm):
    """The three dates of an event, and when one moves: the main cause, so that slip can be told by cause."""

    cause = CauseField(
        label="Main cause of the move",
        choices=[("", "Choose a cause"), *((code, cause_label(code)) for code in SlipCause.values)],
        help_text="Needed when the expected date moves later. B1 to B10 are the barriers that the national study found.",
    )
    field_order = ("baseline", "forecast", "actual", "cause", "reason", "effective_on")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self._moves_later() and not cleaned.get("cause"):
            self.add_error("cause", "Choose the main cause of the move.")
        return cleaned

    def _moves_later(self) -> bool:
        stood = self.standing.get("actual") or self.standing.get("forecast") or self.standing.get("baseline")
        wanted = self.cleaned_data.get("actual") or self.cleaned_data.get("forecast")
        moved = {RevisionKind.FORECAST, RevisionKind.ACTUAL} & set(self.changed_fields())
        return bool(moved and stood and wanted and wanted > stood)

    def cause_given(self) -> str:
        return str(self.cleaned_data.get("cause", ""))


class RouteForm(EditForm):
    method = forms.ChoiceField(label="How the network buys", choices=Method.choices, widget=forms.RadioSelect)
    framework = forms.CharField(
        label="Framework",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Its full name. Needed for a call-off; leave empty for another route.",
    )
    started_on = DateInputField(
        label="Procurement started on",
        help_text="The law depends on this day. From 24 February 2025 it is the Procurement Act 2023.",
    )
    regime = forms.ChoiceField(label="Law", choices=Regime.choices, widget=forms.RadioSelect)
    keeps_voluntary_standstill = forms.BooleanField(
        label="Voluntary standstill",
        required=False,
        help_text="Tick this where the law asks for no standstill, as in a call-off, and the award notice promises one.",
    )
    reason = reason_field("Why it changes", "People who planned with the old route read it.")

    def route(self) -> RouteOn:
        """The route as typed."""
        typed = self.cleaned_data
        return RouteOn(
            Regime(typed["regime"]), Method(typed["method"]), typed["started_on"], typed["keeps_voluntary_standstill"]
        )


class NoticeForm(EditForm):
    code = forms.ChoiceField(label="Notice")
    published_on = DateInputField(label="Published on", help_text=f"As Find a Tender shows it. {DATE_HINT}")
    reference = forms.CharField(
        label="Notice number",
        required=False,
        max_length=20,
        help_text="As in Find a Tender, such as 012345-2026.",
    )
    ocid = forms.CharField(
        label="Procurement identifier (OCID)", required=False, max_length=60, help_text="It begins with ocds-."
    )
    address = forms.URLField(label="Link to the notice", required=False, max_length=300, assume_scheme="https")
    note = reason_field("Note", "Anything that a reader should know about it.")

    def __init__(self, *args: Any, duties: Sequence[NoticeDuty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(each.code, f"{each.code} {each.name}") for each in duties]  # type: ignore[attr-defined]

    def notice(self) -> NoticeOn:
        """The notice as typed."""
        typed = self.cleaned_data
        return NoticeOn(typed["code"], typed["published_on"], typed["reference"].strip(), typed["address"])


class TakeBackForm(EditForm):
    note = reason_field("Why it was a mistake", "Both what was recorded and this are kept.", required=True)


class ChallengeForm(EditForm):
    kind = forms.ChoiceField(label="What it is", choices=ChallengeKind.choices, widget=forms.RadioSelect)
    supplier_name = forms.CharField(label="Supplier", max_length=LONGEST_NAME, help_text="Its legal name.")
    received_on = DateInputField(
        label="Came on", help_text=f"The day by which it is answered counts from it. {DATE_HINT}"
    )
    summary = reason_field("What it is about", "In a sentence or two. Only people who see bids and values read it.")


class ChallengeStepForm(EditForm):
    kind = forms.ChoiceField(label="How it ended", choices=ChallengeStepKind.choices, widget=forms.RadioSelect)
    happened_on = DateInputField(label="On", help_text=DATE_HINT)
    note = reason_field("What was answered or decided", "In a sentence or two.")
