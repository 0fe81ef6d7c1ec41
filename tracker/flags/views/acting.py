"""What a person does to one flag: setting it aside, giving it to somebody, and talking about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.presentation import Link
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.actions.assigning import assign
from tracker.flags.actions.commenting import comment
from tracker.flags.forms import AcknowledgeForm, AssignForm, CommentForm
from tracker.flags.models import Flag
from tracker.flags.policies import snooze_days
from tracker.flags.selectors import FlagOn, find_flag, get_flag, go_live_of, people_who_see, scope_of_flag
from tracker.networks.editing import EditForm, EditPage, edit, permit
from tracker.networks.requests import Viewing, viewing

both = require_http_methods(["GET", "POST"])


@dataclass(frozen=True)
class Opened:
    """A flag that the person may see, and may do this to."""

    seen: Viewing
    flag: FlagOn
    row: Flag
    data: QueryDict | None

    def edit(
        self,
        request: HttpRequest,
        form: EditForm,
        words: tuple[str, str, str],
        *,
        save: Callable[[], object],
        standing: Callable[[Flag], Mapping[str, Any]],
    ) -> HttpResponse:
        """Shows the form, or saves it; `words` are the title, the button, and what is said once it is done."""
        title, button, done = words
        home = reverse("flag", args=[self.row.pk])
        crumbs = [Link("Home", "/"), Link("Flags", reverse("flags")), Link(self.flag.title, home)]
        page = EditPage(title, self.flag.subject, home, crumbs, self.flag.finding, button, done=done)

        def current() -> tuple[Mapping[str, Any], int]:
            row = get_flag(self.row.pk)
            return standing(row), row.version

        return edit(request, form, page, save=save, current=current)


def opened(request: HttpRequest, flag_id: int, name: str) -> Opened:
    seen = viewing(request)
    found = find_flag(seen.access, flag_id, on=seen.today)
    if found is None:
        raise Http404
    row = get_flag(flag_id)
    permit(seen, name, scope_of_flag(row, day=seen.today))
    return Opened(seen, found, row, request.POST if request.method == "POST" else None)


@both
def acknowledge_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Says why a flag can wait, and until when."""
    on = opened(request, flag_id, "flags.acknowledge")
    days = snooze_days(go_live=go_live_of(on.row, on=on.seen.today), today=on.seen.today)
    form = AcknowledgeForm(on.data, standing=_set_aside(on.row), version=on.flag.version, days=days)
    return on.edit(
        request,
        form,
        ("Acknowledge and snooze this flag", "Acknowledge and snooze", "The flag is snoozed."),
        save=lambda: acknowledge(
            flag=on.row,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            version=form.typed_version,
            by=on.seen.user,
        ),
        standing=_set_aside,
    )


@both
def assign_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Gives a flag to somebody who sees to it, or to nobody."""
    on = opened(request, flag_id, "flags.assign")
    people = people_who_see([on.row], day=on.seen.today)[flag_id]
    users = {str(person.id): person.user for person in people}
    form = AssignForm(on.data, standing=_given_to(on.row), version=on.flag.version, people=people)
    return on.edit(
        request,
        form,
        ("Give this flag to somebody", "Save", "It is saved who has the flag."),
        save=lambda: assign(
            flag=on.row,
            to=users.get(form.cleaned_data["person"]),
            note=form.cleaned_data["note"],
            version=form.typed_version,
            by=on.seen.user,
        ),
        standing=_given_to,
    )


@both
def comment_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Says something about a flag, and tells people of it."""
    on = opened(request, flag_id, "flags.comment")
    form = CommentForm(on.data, standing={}, people=people_who_see([on.row], day=on.seen.today)[flag_id])
    return on.edit(
        request,
        form,
        ("Comment on this flag", "Add the comment", "Your comment is added."),
        save=lambda: comment(
            flag=on.row,
            text=form.cleaned_data["text"],
            tells=[int(pk) for pk in form.cleaned_data["tells"]],
            by=on.seen.user,
        ),
        standing=lambda _row: {},
    )


def _set_aside(row: Flag) -> dict[str, object]:
    """The acknowledgement as stored now."""
    return {"reason": row.acknowledged_reason, "until": row.acknowledged_until}


def _given_to(row: Flag) -> dict[str, object]:
    """Who has the flag now."""
    return {"person": str(row.assigned_to_id or "")}
