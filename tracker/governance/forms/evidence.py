"""The forms over evidence."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from tracker.core.forms import DateInputField
from tracker.documents.forms import UploadField
from tracker.governance.actions.evidence import Content
from tracker.governance.policies.evidence import Support
from tracker.governance.supporting import Offered
from tracker.governance.vocabulary import EvidenceType, ReviewDecision, SupportKind
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, ReasonField, reason_field

LONGEST_LINK = 500


def token_of(support: Support) -> str:
    """What a form sends for something that evidence supports."""
    return f"{support.kind.value}:{support.requirement_code or support.supports_id}"


def support_of(token: str) -> Support | None:
    """The same, read back; None where it is none."""
    kind, _, name = token.partition(":")
    if kind not in SupportKind.values or not name:
        return None
    if kind == SupportKind.REQUIREMENT:
        return Support(SupportKind.REQUIREMENT, None, name)
    return Support(SupportKind(kind), int(name)) if name.isdecimal() else None


def supports_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="What it supports",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="When the evidence expires or is withdrawn, what it supports opens again.",
    )


def support_choices(offered: Iterable[Offered], chosen: Iterable[Support] = ()) -> list[tuple[str, str]]:
    """What a form offers, with what is chosen already and no longer offered."""
    choices = {token_of(each.support): each.label for each in offered}
    for support in chosen:
        choices.setdefault(token_of(support), f"{support.kind.label} {support.requirement_code or support.supports_id}")
    return list(choices.items())


class Describing:
    """What a form says of evidence besides its content."""

    cleaned_data: dict[str, Any]

    @property
    def described(self) -> dict[str, Any]:
        typed = self.cleaned_data
        supports = [support for token in typed.get("supports", ()) if (support := support_of(token))]
        return {
            "title": typed["title"],
            "type": EvidenceType(typed["type"]),
            "owner": typed["owner"],
            "supports": supports,
        }


class FileOrLinkField(UploadField):
    """One of file and link is needed. Which is for a rule to say, so the label does not call either optional."""

    def validate(self, value: Any) -> None:
        """An empty one has the right shape."""


class ContentForm(EditForm):
    """A file or a link, and from when to when it is valid."""

    file = FileOrLinkField(label="File")
    link = ReasonField(
        label="Or a link to it",
        max_length=LONGEST_LINK,
        help_text="Where the document is kept, such as https://trust.sharepoint.com/document. Give a file or a link.",
    )
    effective_on = DateInputField(label="Valid from", help_text=DATE_HINT)
    expires_on = DateInputField(
        label="Expires on",
        required=False,
        help_text="From this day it no longer counts. Leave empty if it does not expire.",
    )
    note = reason_field("Note", "Anything that the reviewer should know.")

    def __init__(self, data: QueryDict | None = None, *, files: MultiValueDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.files = files or MultiValueDict()

    @property
    def content(self) -> Content:
        typed = self.cleaned_data
        return Content(typed["effective_on"], typed["expires_on"], typed["file"], typed["link"], typed["note"])


class AddEvidenceForm(Describing, ContentForm):
    about = forms.ChoiceField(label="What it is about", widget=forms.RadioSelect)
    title = forms.CharField(
        label="Title", max_length=LONGEST_NAME, help_text="For example, Cyber Essentials Plus certificate."
    )
    type = forms.ChoiceField(label="What kind of document it is", choices=EvidenceType.choices)
    owner = forms.CharField(label="Owner", max_length=LONGEST_NAME, help_text="Who keeps it up to date.")
    supports = supports_field()

    field_order = ["about", "title", "type", "owner", "file", "link", "effective_on", "expires_on", "supports", "note"]

    def __init__(
        self, *args: Any, about: Iterable[tuple[str, str]], supports: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = list(about)  # type: ignore[attr-defined]
        self.fields["supports"].choices = list(supports)  # type: ignore[attr-defined]
        if not self.fields["supports"].choices:  # type: ignore[attr-defined]
            del self.fields["supports"]


class ReplaceEvidenceForm(ContentForm):
    """`standing` is the newest revision, which two people who replace it at once are shown; what is typed starts
    afresh."""

    def __init__(self, *args: Any, standing: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        self.initial = {**self.initial, "effective_on": None, "expires_on": None, "link": "", "note": ""}


class DescribeEvidenceForm(Describing, EditForm):
    title = forms.CharField(label="Title", max_length=LONGEST_NAME)
    type = forms.ChoiceField(label="What kind of document it is", choices=EvidenceType.choices)
    owner = forms.CharField(label="Owner", max_length=LONGEST_NAME, help_text="Who keeps it up to date.")
    supports = supports_field()

    def __init__(self, *args: Any, supports: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supports"].choices = list(supports)  # type: ignore[attr-defined]


class ReviewEvidenceForm(EditForm):
    decision = forms.ChoiceField(label="Decision", choices=ReviewDecision.choices, widget=forms.RadioSelect)
    note = reason_field("Note", "Needed when you return it: what is missing or wrong.")
    decided_on = DateInputField(label="Reviewed on", help_text=DATE_HINT)


class WithdrawEvidenceForm(EditForm):
    reason = reason_field("Why it no longer counts")
    effective_on = DateInputField(label="Withdrawn from", help_text="From this day it no longer counts. Usually today.")
