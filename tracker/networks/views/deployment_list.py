"""The list of deployments, and what a person does to several of them at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tracker.accounts.models import User
from tracker.core.bulk import Target
from tracker.core.days import today_in_london
from tracker.core.filters import one_page
from tracker.core.formats import nhs_date
from tracker.networks.actions.deployments import confirm_update, plan_next_action, set_owner
from tracker.networks.actions.moving import move_go_live
from tracker.networks.bulk import Many, Operation, bulk_bar, edit_many
from tracker.networks.filters import DeploymentFilter
from tracker.networks.finding import find_deployments
from tracker.networks.forms_for_many import MoveGoLiveForm, NextActionForm, NoChangeForm, OwnerForm
from tracker.networks.listing import listing, saves_views
from tracker.networks.next_actions import next_actions_on
from tracker.networks.presenters import COLUMNS, deployment_rows
from tracker.networks.requests import Viewing, viewing
from tracker.networks.selectors import deployments_on

PAGE_SIZE = 50
MOVE = "move"


@require_safe
@saves_views("deployments", title="Deployments")
def deployment_list(request: HttpRequest) -> HttpResponse:
    """Every deployment that the person may see, by what they choose."""
    seen = viewing(request)
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    filters = DeploymentFilter(request.GET, access=seen.access, on=seen.as_of)
    part = one_page(filters.ordered, request.GET.get("page", ""), size=PAGE_SIZE)
    ids = [row.pk for row in part]
    place = {pk: number for number, pk in enumerate(ids)}
    positions = sorted(deployments_on(part.object_list, on=seen.as_of), key=lambda each: place[each.id])
    actions = next_actions_on(ids, on=seen.as_of)
    as_of = None if seen.is_today else seen.as_of
    context = {
        "rows": deployment_rows(positions, actions, day=seen.as_of, as_of=as_of),
        "is_filtered": filters.is_in_use,
        "bulk": bulk_bar(request, DEPLOYMENTS),
        **listing(request, filters, columns=COLUMNS, part=part),
    }
    return render(request, "networks/deployments.jinja", context)


# --- Several at once ------------------------------------------------------------------------------------------------


def _found(seen: Viewing, ids: Sequence[int], operation: str) -> list[Target]:
    return [
        Target(
            found.row.pk,
            found.name,
            reverse("deployment", args=[found.row.pk]),
            found.go_live_version if operation == MOVE else found.row.version,
            found.row,
        )
        for found in find_deployments(seen.access, ids, on=seen.today)
    ]


def _set_owner(target: Target, said: Mapping[str, Any], by: User) -> str:
    set_owner(deployment=target.row, owner=said["owner"], version=target.version, by=by)
    return f"The owner is {said['owner']}." if said["owner"] else "It has no owner."


def _plan_next(target: Target, said: Mapping[str, Any], by: User) -> str:
    text, due_on = said["text"], said["due_on"]
    plan_next_action(deployment=target.row, text=text, due_on=due_on, version=target.version, by=by)
    return f"{text.strip()}, by {nhs_date(due_on)}." if text.strip() else "Nothing is planned next."


def _move(target: Target, said: Mapping[str, Any], by: User) -> str:
    before, after = move_go_live(
        deployment=target.row,
        weeks=said["weeks"],
        cause=said["cause"],
        reason=said["reason"],
        version=target.version,
        by=by,
    )
    return f"Go-live moves from {nhs_date(before)} to {nhs_date(after)}."


def _confirm(target: Target, said: Mapping[str, Any], by: User) -> str:
    confirm_update(deployment=target.row, on=today_in_london(), note=said["note"], version=target.version, by=by)
    return "Confirmed: what stands here is true today."


def _form(kind: type[Any]) -> Any:
    def make(data: QueryDict | None, _seen: Viewing, _targets: Sequence[Target]) -> Any:
        return kind(data)

    return make


DEPLOYMENTS = Many(
    one="deployment",
    title="Deployments",
    list_name="deployments",
    bulk_name="deployments-bulk",
    operations=(
        Operation(
            "confirm",
            "Say that nothing has changed",
            _form(NoChangeForm),
            _confirm,
            "Say this of deployments that you have looked at: what stands there is true today.",
        ),
        Operation("owner", "Set the owner", _form(OwnerForm), _set_owner),
        Operation("next", "Set the next action", _form(NextActionForm), _plan_next),
        Operation(
            MOVE,
            "Move the go-live",
            _form(MoveGoLiveForm),
            _move,
            "The forecast of each moves by as many weeks from the day that is expected now.",
        ),
    ),
    find=_found,
)


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Sets the owner or the next action of several deployments, moves their go-live, or confirms what stands."""
    return edit_many(request, DEPLOYMENTS)
