"""What a person does to several flags at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.accounts.models import User
from tracker.core.bulk import Target
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, deny
from tracker.core.formats import nhs_date
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.actions.assigning import assign
from tracker.flags.actions.commenting import comment
from tracker.flags.forms import ANOTHER_DAY, AssignManyForm, CommentManyForm, SnoozeManyForm
from tracker.flags.policies import snooze_days
from tracker.flags.selectors import Person, get_person, go_live_of, people_who_see, visible_flags
from tracker.networks.bulk import Many, Operation, edit_many
from tracker.networks.requests import Viewing


def _found(seen: Viewing, ids: Sequence[int], _operation: str) -> list[Target]:
    return [
        Target(row.pk, f"{flag.title}, {flag.subject}", reverse("flag", args=[row.pk]), row.version, row)
        for row, flag in visible_flags(seen.access, ids, on=seen.today)
    ]


def _snooze_form(data: QueryDict | None, _seen: Viewing, _targets: Sequence[Target]) -> SnoozeManyForm:
    return SnoozeManyForm(data)


def _snooze(target: Target, said: Mapping[str, Any], by: User) -> str:
    until = said["until"] if said["how_long"] == ANOTHER_DAY else _day_of_choice(target, said["how_long"])
    acknowledge(flag=target.row, reason=said["reason"], until=until, version=target.version, by=by)
    return f"Snoozed until {nhs_date(until)}."


def _day_of_choice(target: Target, choice: str) -> Any:
    today = today_in_london()
    days = snooze_days(go_live=go_live_of(target.row, on=today), today=today)
    if choice not in days:
        raise Refused(
            deny(
                "It is about no deployment that goes live within the next 90 days.", remedy="Choose another day for it."
            )
        )
    return days[choice]


def _assign_form(data: QueryDict | None, seen: Viewing, targets: Sequence[Target]) -> AssignManyForm:
    """Offers everybody who could have at least one of the flags."""
    by_flag = people_who_see([target.row for target in targets], day=seen.today)
    people: dict[int, Person] = {
        person.id: person for found in by_flag.values() for person in found if person.takes_part
    }
    return AssignManyForm(data, people=sorted(people.values(), key=lambda person: person.name))


def _assign(target: Target, said: Mapping[str, Any], by: User) -> str:
    person = get_person(int(said["person"])) if said["person"] else None
    assign(flag=target.row, to=person, note=said["note"], version=target.version, by=by)
    return f"{person} has it." if person else "Nobody has it."


def _comment_form(data: QueryDict | None, _seen: Viewing, _targets: Sequence[Target]) -> CommentManyForm:
    return CommentManyForm(data)


def _comment(target: Target, said: Mapping[str, Any], by: User) -> str:
    comment(flag=target.row, text=said["text"], by=by)
    return "Your comment is added."


FLAGS = Many(
    one="flag",
    title="Flags",
    list_name="flags",
    bulk_name="flags-bulk",
    operations=(
        Operation("assign", "Give to somebody", _assign_form, _assign),
        Operation(
            "snooze",
            "Acknowledge and snooze",
            _snooze_form,
            _snooze,
            "The flags stay open. Each is back on its day, or sooner when it becomes more severe.",
        ),
        Operation("comment", "Comment", _comment_form, _comment),
    ),
    find=_found,
)


@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Gives several flags to somebody, sets them aside, or says the same about each."""
    return edit_many(request, FLAGS)
