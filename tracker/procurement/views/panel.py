"""The pages of the panel: who sits on it, what they declare, and what is decided about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.core.presentation import Link
from tracker.networks.editing import edit
from tracker.networks.requests import viewing
from tracker.procurement.actions.panel import (
    add_panel_member,
    decide_on_interest,
    declare_interest,
    remove_panel_member,
    update_panel_member,
)
from tracker.procurement.evaluation_finding import panel_candidates
from tracker.procurement.evaluation_vocabulary import InterestRulingCode
from tracker.procurement.forms.panel import InterestForm, LeaveForm, MemberForm, RulingForm
from tracker.procurement.models import PanelMember
from tracker.procurement.presenters.evaluation_parts import to
from tracker.procurement.presenters.panel import interest_in_words
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.evaluation_common import (
    RUN,
    SCORE,
    Standing,
    bid_or_404,
    evaluation_or_404,
    form_page,
    member_or_404,
    own_seat_or_403,
)


@both
def add_member(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """Puts somebody on the panel."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    people = panel_candidates(found.procurement.network_id, but=found.scope.panel, on=seen.today)
    by_id = {str(person.pk): person for person in people}
    form = MemberForm(
        posted(request),
        standing={},
        people=[(pk, f"{each.name}, {each.job_title}".rstrip(", ")) for pk, each in by_id.items()],
    )
    return edit(
        request,
        form,
        form_page(
            found, "Add somebody to the panel", done="They are on the panel. Ask them to declare their interests."
        ),
        save=lambda: add_panel_member(
            evaluation=found.row, person=by_id[form.cleaned_data["person"]], by=seen.user, **form.seat
        ),
        current=lambda: ({}, None),
    )


def _seat(row: PanelMember) -> Standing:
    names = ("capacity", "hours_asked", "hours_given")
    return {name: getattr(row, name) for name in names}, row.version


@both
def edit_member(request: HttpRequest, procurement_id: int, member_id: int) -> HttpResponse:
    """Changes a seat on the panel, and leads to what else may be done about it."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row, member = member_or_404(found, member_id)
    standing, version = _seat(row)
    form = MemberForm(posted(request), standing=standing, version=version)
    links = [
        Link("Decide about their interests", to(procurement_id, "decide-on-interest", member_id)),
        Link("Take them off the panel", to(procurement_id, "remove-panel-member", member_id)),
    ]
    return edit(
        request,
        form,
        form_page(found, member.name, lead=interest_in_words(member, found.record), done="The seat is changed."),
        save=lambda: update_panel_member(member=row, version=form.typed_version, by=seen.user, **form.seat),
        current=lambda: _seat(member_or_404(found, member_id)[0]),
        template="procurement/evaluation_member.jinja",
        more={"links": links},
    )


@both
def remove_member(request: HttpRequest, procurement_id: int, member_id: int) -> HttpResponse:
    """Takes somebody off the panel who has not submitted."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row, member = member_or_404(found, member_id)
    form = LeaveForm(posted(request), standing={})
    page = form_page(
        found,
        f"Take {member.name} off the panel",
        lead="What they scored stays on record, and does not count.",
        button="Take them off the panel",
        done=f"{member.name} has left the panel.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: remove_panel_member(member=row, reason=form.cleaned_data["reason"], by=seen.user),
        current=lambda: ({}, None),
    )


@both
def declare(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """A member declares their own interests."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, SCORE)
    own_seat_or_403(found)
    form = InterestForm(posted(request), standing={})
    page = form_page(
        found,
        "Declare your interests",
        lead="Everybody on the panel declares before they score, and again when something changes. If you have an "
        "interest, the procurement lead decides what follows. "
        f"The bidders are: {', '.join(bid.supplier for bid in found.record.bids) or 'not entered yet'}.",
        done="Your declaration is recorded.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: declare_interest(
            evaluation=found.row,
            has_interest=form.cleaned_data["has_interest"],
            text=form.cleaned_data["text"],
            by=seen.user,
        ),
        current=lambda: ({}, None),
    )


@both
def decide(request: HttpRequest, procurement_id: int, member_id: int) -> HttpResponse:
    """Whoever runs the procurement decides about a member's interest."""
    seen = viewing(request)
    found = evaluation_or_404(seen, procurement_id, RUN)
    row, member = member_or_404(found, member_id)
    bids = [(str(bid.id), bid.supplier) for bid in found.record.bids]
    form = RulingForm(posted(request), standing={}, bids=bids)

    def save() -> None:
        typed: dict[str, Any] = form.cleaned_data
        decide_on_interest(
            member=row,
            ruling=InterestRulingCode(typed["ruling"]),
            bid=bid_or_404(found, int(typed["bid"])) if typed["bid"] else None,
            reason=typed["reason"],
            by=seen.user,
        )

    page = form_page(
        found,
        f"Decide about the interests of {member.name}",
        lead=interest_in_words(member, found.record),
        done="The decision is recorded.",
    )
    return edit(request, form, page, save=save, current=lambda: ({}, None))
