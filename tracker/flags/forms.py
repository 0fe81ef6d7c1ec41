"""The forms that set a flag aside, give it to somebody, and talk about it; the fields serve many flags as well as one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from tracker.core.formats import nhs_date
from tracker.core.forms import DateInputField, NhsForm
from tracker.flags.selectors import Person
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_TEXT, reason_field

LONGEST_REASON = 900  # characters; the history keeps it in one note, with the day to look again before it
LONGEST_COMMENT = 2000
ANOTHER_DAY = "day"
HOW_LONG = {"week": "1 week", "fortnight": "2 weeks", "go-live": "Until the go-live date"}


def how_long_field(choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How long it can wait", choices=[*choices, (ANOTHER_DAY, "Until another day")], widget=forms.RadioSelect
    )


class SnoozeFields(forms.Form):
    """Why a flag can wait, and until when. A form of it says which choices there are."""

    reason = forms.CharField(
        label="Why it can wait",
        help_text="What is being done, and by whom. Everybody who sees the flag reads it.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
    )
    how_long = how_long_field([])
    until = DateInputField(
        label="Another day to look again on",
        required=False,
        help_text="At most 90 days from today. Only needed if you chose “until another day”.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how_long") == ANOTHER_DAY and not cleaned.get("until") and "until" not in self.errors:
            self.add_error("until", "Enter the day to look again on.")
        return cleaned


class AcknowledgeForm(SnoozeFields, EditForm):
    """`days` are the days of the handy choices."""

    def __init__(self, *args: Any, days: Mapping[str, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = dict(days)
        choices = [(code, f"{HOW_LONG[code]}, to {nhs_date(day)}") for code, day in days.items()]
        self.fields["how_long"] = how_long_field(choices)
        if self.standing.get("until"):
            self.initial["how_long"] = ANOTHER_DAY

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        choice = cleaned.get("how_long")
        if choice in self.days:
            cleaned["until"] = self.days[choice]
        return cleaned


def comment_field() -> forms.CharField:
    return forms.CharField(
        label="Your comment",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea,
        help_text="Write @ and a name to tell somebody who may see it, for example @Asha. Write no patient data.",
    )


def person_field(people: Sequence[Person]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who sees to it",
        required=False,
        choices=[("", "Nobody"), *((str(person.id), person.title) for person in people if person.takes_part)],
        help_text="People with a role over what this is about. They find it in their work.",
    )


def tells_field(people: Sequence[Person]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="People to tell",
        required=False,
        choices=[(str(person.id), person.title) for person in people],
        widget=forms.CheckboxSelectMultiple,
    )


class SnoozeManyForm(SnoozeFields, NhsForm):
    """For flags of several deployments, of which each has its own go-live date."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["how_long"] = how_long_field(
            [(code, f"{label} of each" if code == "go-live" else label) for code, label in HOW_LONG.items()]
        )


class AssignManyForm(NhsForm):
    person = person_field([])
    note = forms.CharField(label="Note", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = person_field(people)


class CommentManyForm(NhsForm):
    text = comment_field()


class AssignForm(EditForm):
    person = person_field([])
    note = reason_field("Note", "What you ask of them. It stands in the history of the flag.")

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = person_field(people)
        self.fields["note"].required = False


class CommentForm(EditForm):
    text = comment_field()
    tells = tells_field([])

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tells"] = tells_field(people)
