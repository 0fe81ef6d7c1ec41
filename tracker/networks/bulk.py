"""Changing several rows of a list at once: choose what to do, say it once, look at what would happen, and have it done.

A list declares what can be done to its rows as `Operation`s. Every row goes through the action that its own page uses, in
its own transaction, so that permission and rules are asked for each row; the versions that the person looked at travel
with the form. What was done and what was not is kept in the session, for the page that says so after the redirect.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.accounts.models import User
from tracker.core.bulk import Result, Target, do_to_each, rehearse
from tracker.core.formats import plural
from tracker.core.forms import NhsForm
from tracker.core.presentation import Link
from tracker.networks.editing import allow, back_to
from tracker.networks.permissions import may_change_anything
from tracker.networks.requests import Viewing, viewing

ROW, LEFT_OUT, DO, STEP = "row", "left_out", "do", "step"
LOOK, CONFIRM, AGAIN = "look", "confirm", "again"
OWN_FIELDS = (ROW, LEFT_OUT, DO, STEP, "csrfmiddlewaretoken")
SUMMARY = "bulk_summary"  # in the session
MOST = 100  # rows at once


@dataclass(frozen=True)
class Operation:
    """One thing that can be done to rows of a list. `form` asks what has to be said once for all of them; `do` does it to
    one row as that person and answers what was done, in words."""

    code: str
    label: str
    form: Callable[[QueryDict | None, Viewing, Sequence[Target]], NhsForm]
    do: Callable[[Target, Mapping[str, Any], User], str]
    lead: str = ""


@dataclass(frozen=True)
class Many:
    """A list whose rows can be changed together. `find` reads the rows of these ids that the person may see, with the
    version of what an operation would change."""

    one: str
    title: str
    list_name: str
    bulk_name: str
    operations: Sequence[Operation]
    find: Callable[[Viewing, Sequence[int], str], list[Target]]
    many: str = ""

    def counted(self, count: int) -> str:
        return plural(count, self.one, self.many or None)


@dataclass(frozen=True)
class BulkBar:
    """What a list shows below its rows: where the choice is sent, what can be done, and where to come back to."""

    href: str
    many: str
    choices: Sequence[tuple[str, str]]
    back: str


def bulk_bar(request: HttpRequest, many: Many) -> BulkBar | None:
    """The bar of a list; None for somebody who changes nothing, and on the page of a past day."""
    seen = viewing(request)
    if not seen.is_today or not may_change_anything(seen.access):
        return None
    choices = [(each.code, each.label) for each in many.operations]
    return BulkBar(reverse(many.bulk_name), many.many or f"{many.one}s", choices, request.get_full_path())


# --- The pages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BulkPage:
    """The page of one operation over rows. `hidden` are the inputs that carry what was chosen and said."""

    title: str
    lead: str
    counted: str
    targets: Sequence[Target]
    hidden: Sequence[tuple[str, str]]
    back: str
    crumbs: Sequence[Link]
    would: Sequence[Result] = ()
    would_not: Sequence[Result] = ()
    button: str = ""


def edit_many(request: HttpRequest, many: Many) -> HttpResponse:
    """The form over the chosen rows, the preview of what it would do, and the doing."""
    seen = viewing(request)
    allow(seen, may_change_anything(seen.access))
    sent = request.POST if request.method == "POST" else request.GET
    back = back_to(request, reverse(many.list_name))
    operation = next((each for each in many.operations if each.code == sent.get(DO)), None)
    versions = _versions(sent.getlist(ROW))
    if operation is None or not versions or len(versions) > MOST:
        return _nothing_chosen(request, many, back, has_operation=operation is not None, count=len(versions))
    targets = _as_looked_at(many.find(seen, list(versions), operation.code), versions)
    if not targets:
        return _nothing_chosen(request, many, back, has_operation=True, count=0)
    form = operation.form(request.POST if request.method == "POST" else None, seen, targets)
    page = _page(many, operation, targets, back)
    if request.method != "POST" or sent.get(STEP) == AGAIN or not form.is_valid():
        return render(request, "bulk/form.jinja", {"page": page, "form": form, "crumbs": page.crumbs})

    said = form.cleaned_data

    def deed(target: Target) -> str:
        return operation.do(target, said, seen.user)

    if sent.get(STEP) == CONFIRM or len(targets) == 1:
        done = do_to_each(targets, deed)
        left_out = many.find(seen, list(_versions(sent.getlist(LEFT_OUT))), operation.code)
        _remember(request, many, operation, [*done, *rehearse(left_out, deed)], done, back)
        return redirect("bulk-summary")
    shown = _preview(page, many, operation, rehearse(targets, deed), form)
    return render(request, "bulk/preview.jinja", {"page": shown, "crumbs": page.crumbs})


def _versions(values: Sequence[str]) -> dict[int, int | None]:
    """The ids that were chosen, each with the version that was looked at, if the page said one: `12` or `12.3`."""
    found: dict[int, int | None] = {}
    for value in values:
        pk, _, version = value.partition(".")
        if pk.isdecimal() and len(pk) < 16:
            found[int(pk)] = int(version) if version.isdecimal() and len(version) < 10 else None
    return found


def _as_looked_at(targets: Sequence[Target], versions: Mapping[int, int | None]) -> list[Target]:
    """The rows with the version that the person looked at, or else the one that they are shown now."""
    return [
        target if versions[target.id] is None else replace(target, version=versions[target.id]) for target in targets
    ]


def _nothing_chosen(request: HttpRequest, many: Many, back: str, *, has_operation: bool, count: int) -> HttpResponse:
    if count > MOST:
        text = f"Choose {MOST} {many.many or many.one + 's'} at most at once."
    elif has_operation:
        text = f"Choose at least one {many.one} first: tick the box beside it."
    else:
        text = "Choose what to do first."
    messages.error(request, text)
    return redirect(back)


def _row_value(target: Target) -> str:
    return str(target.id) if target.version is None else f"{target.id}.{target.version}"


def _page(many: Many, operation: Operation, targets: Sequence[Target], back: str) -> BulkPage:
    return BulkPage(
        title=operation.label,
        lead=operation.lead,
        counted=many.counted(len(targets)),
        targets=targets,
        hidden=[(DO, operation.code), *((ROW, _row_value(target)) for target in targets)],
        back=back,
        crumbs=[Link("Home", "/"), Link(many.title, back)],
    )


def _preview(page: BulkPage, many: Many, operation: Operation, results: Sequence[Result], form: forms.Form) -> BulkPage:
    would = [result for result in results if result.is_done]
    would_not = [result for result in results if not result.is_done]
    rows = [(ROW, _row_value(result.target)) for result in would]
    rows += [(LEFT_OUT, str(result.target.id)) for result in would_not]
    return replace(
        page,
        hidden=[(DO, operation.code), *rows, *_typed(form)],
        would=would,
        would_not=would_not,
        button=f"{operation.label}: {many.counted(len(would))}",
    )


def _typed(form: forms.Form) -> list[tuple[str, str]]:
    """What was typed into the form, to be carried through the preview."""
    data = form.data
    assert isinstance(data, QueryDict)  # noqa: S101 - the form was sent
    return [(name, value) for name in data if name not in OWN_FIELDS for value in data.getlist(name)]


# --- What was done --------------------------------------------------------------------------------------------------

COULD_NOT_BE_DONE = "It could not be done when you looked, and can now. Choose it again."


def _remember(
    request: HttpRequest,
    many: Many,
    operation: Operation,
    results: Sequence[Result],
    tried: Sequence[Result],
    back: str,
) -> None:
    """Keeps what came of it for the page after the redirect; rows that were left out stay undone whatever holds now."""
    done = [result for result in tried if result.is_done]
    not_done = [result for result in results if result not in done]
    request.session[SUMMARY] = {
        "title": f"{operation.label}: done to {len(done)} of {many.counted(len(results))}",
        "done": [[each.target.name, each.target.href, each.text] for each in done],
        "not_done": [
            [each.target.name, each.target.href, COULD_NOT_BE_DONE if each.is_done else each.text] for each in not_done
        ],
        "back": back,
        "list": many.title,
    }


@dataclass(frozen=True)
class Line:
    """One row of a summary."""

    name: str
    href: str
    text: str


@dataclass(frozen=True)
class SummaryPage:
    """What was done, and what was not and why. Without a title nothing was done lately."""

    title: str = ""
    done: Sequence[Line] = ()
    not_done: Sequence[Line] = ()
    back: str = "/"
    list: str = "Home"


def present_summary(kept: Mapping[str, Any] | None) -> SummaryPage:
    if not kept:
        return SummaryPage()
    return SummaryPage(
        title=kept["title"],
        done=[Line(*each) for each in kept["done"]],
        not_done=[Line(*each) for each in kept["not_done"]],
        back=kept["back"],
        list=kept["list"],
    )
