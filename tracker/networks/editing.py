"""What every form of the plan shares: who may open it, two writers at once, and where a refusal shows.

A form carries the version that it showed and what it showed. When somebody else saved in between, the form shows theirs
beside what was typed; a field that was not touched takes their value, so that saving again can't undo their change.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from tracker.core.decisions import Decision, NotPermitted, Refused, StaleWrite
from tracker.core.formats import nhs_date
from tracker.core.forms import PARTS, DateInputField, NhsForm, date_parts
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.networks.access import SubjectScope
from tracker.networks.comparing import MANY, as_text, as_texts
from tracker.networks.requests import Viewing

NOTHING_CHANGED = "Nothing has changed. Change something, or cancel."


@dataclass(frozen=True)
class Compared:
    """One field in two versions, as words."""

    label: str
    theirs: str
    yours: str


class EditForm(NhsForm):
    """A form over something that others edit too. `standing` is what is stored now, by field; further fields (a
    reason, an effective day) belong to the change and not to the thing."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    aliases: ClassVar[dict[str, str]] = {}  # the field of this form that a decision's own field name means

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        standing: Mapping[str, Any],
        version: int | None = None,
        today: date | None = None,
    ) -> None:
        dated: dict[str, Any] = {
            name: today for name in ("effective_on", "decided_on") if name in self.base_fields and today
        }
        initial = {**dated, **standing, "version": version, "shown": json.dumps(as_texts(standing))}
        super().__init__(data, initial=initial)
        self.standing = dict(standing)
        self.compared: list[Compared] = []

    @property
    def typed_version(self) -> int | None:
        """The version that the person looked at."""
        return self.cleaned_data.get("version")

    @property
    def shown_before(self) -> dict[str, str]:
        """What the person looked at, as texts; empty where the page did not say."""
        try:
            shown = json.loads(self.cleaned_data.get("shown") or "{}")
        except json.JSONDecodeError:
            return {}
        return shown if isinstance(shown, dict) else {}

    def changed_fields(self) -> list[str]:
        """The names of the fields that differ from what is stored."""
        typed = as_texts({name: self.cleaned_data.get(name) for name in self.standing})
        stored = as_texts(self.standing)
        return [name for name in self.standing if name in self.fields and typed[name] != stored[name]]

    def refuse(self, refusal: Refused) -> None:
        """Shows why an action said no at the field of this form that the decision is about."""
        decision = refusal.decision
        name = self.aliases.get(decision.field, decision.field)
        self.add_error(name if name in self.fields else None, decision.sentence)

    def show_both(self, stale: StaleWrite, *, theirs: Mapping[str, Any], version: int | None) -> None:
        """Puts their version beside what was typed, and has the form count from theirs."""
        shown, typed = self.shown_before, {name: self.cleaned_data.get(name) for name in theirs}
        self.compared = [
            Compared(self._label(name), self._in_words(name, theirs[name]), self._in_words(name, typed[name]))
            for name in theirs
            if name in self.fields and as_text(theirs[name]) != as_text(typed[name])
        ]
        data = cast("QueryDict", self.data).copy()
        for name, value in theirs.items():
            if name in self.fields and as_text(typed[name]) == shown.get(name):
                _put(data, name, self.fields[name], value)
        data["version"], data["shown"] = "" if version is None else str(version), json.dumps(as_texts(theirs))
        self.data = data
        self.refuse(stale)

    def _label(self, name: str) -> str:
        return str(self.fields[name].label)

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, date):
            return nhs_date(value)
        choices = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, MANY):
            return ", ".join(str(choices.get(each, each)) for each in sorted(value)) or "None"
        return str(choices.get(value, value)) if value not in (None, "") else "Not set"


def _put(data: QueryDict, name: str, bound: forms.Field, value: Any) -> None:
    if isinstance(bound, DateInputField):
        for part, text in zip(PARTS, date_parts(value), strict=True):
            data[f"{name}_{part}"] = text
    elif isinstance(value, MANY):
        data.setlist(name, sorted(value))
    else:
        data[name] = as_text(value)


# --- The page around a form -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EditPage:
    """What stands around a form: what it is about, where it belongs, and where it leads back to."""

    title: str
    caption: str
    back_href: str
    crumbs: Sequence[Link] = field(default_factory=tuple)
    lead: str = ""
    button: str = "Save"
    variant: str = ""  # of the button: "", "secondary" or "warning"
    done: str = "Saved."


def permit(seen: Viewing, name: str, scope: SubjectScope) -> None:
    """Raises `PermissionDenied` (a page that says why) unless the person may do this today; a page of a past day
    changes nothing."""
    allow(seen, decide(name, seen.access, scope))


def allow(seen: Viewing, decision: Decision) -> None:
    """The same, for a question that has been answered already."""
    if not seen.is_today:
        raise PermissionDenied(
            f"This is a page of {nhs_date(seen.as_of)}, and the past can't be edited. Go to today's page first."
        )
    if not decision:
        raise PermissionDenied(decision.sentence)


def back_to(request: HttpRequest, default: str) -> str:
    """Where a form leads when it is done: the page of ours that `next` names, or its own."""
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted[:1] == "/" else default


def edit(
    request: HttpRequest,
    form: EditForm,
    page: EditPage,
    *,
    save: Callable[[], object],
    current: Callable[[], tuple[Mapping[str, Any], int | None]],
    template: str = "networks/edit.jinja",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Shows the form, or saves it and goes back. `current` reads what is stored now and its version; A `template`
    of one's own extends that of every form, and shows `more` beside it."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except StaleWrite as stale:
            theirs, version = current()
            form.show_both(stale, theirs=theirs, version=version)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.decision.sentence) from refusal
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, page.done)
            return redirect(page.back_href)
    return render(request, template, {"page": page, "form": form, "crumbs": page.crumbs, **(more or {})})
