"""The pages of flags: the list, one flag, and what the rules mean."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.core.living import live
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.flags.forms import CommentForm
from tracker.flags.listing import chosen_flags, flag_filters
from tracker.flags.presenters import FlagTold, present_flag, present_flags, present_rules
from tracker.flags.rules import RULES
from tracker.flags.selectors import comments_on, find_flag, flag_history, get_flag, people_who_see, scope_of_flag
from tracker.flags.views.many import FLAGS
from tracker.networks.bulk import bulk_bar
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import viewing


@require_safe
@saves_views("flags", title="Flags")
@live
def flags(request: HttpRequest) -> HttpResponse:
    """Every flag that the person may see, by what they choose, the worst first."""
    seen = viewing(request)
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    filters = flag_filters(seen, request.GET)
    shown, part = chosen_flags(seen, filters, page=request.GET.get("page", ""))
    as_of = None if seen.is_today else seen.as_of
    context = {
        "page": present_flags(shown, day=seen.as_of, as_of=as_of, is_filtered=filters.is_in_use),
        "bulk": bulk_bar(request, FLAGS),
        **listing(request, filters, found=shown.found, part=part),
    }
    return render(request, "flags/list.jinja", context)


@require_safe
def flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """One flag: what it is, what to do, who has it, what is said about it, and what happened to it."""
    seen = viewing(request)
    found = find_flag(seen.access, flag_id, on=seen.as_of)
    if found is None:
        raise Http404
    row = get_flag(flag_id)
    scope = scope_of_flag(row, day=seen.today)
    people = people_who_see([row], day=seen.today)[flag_id]
    told = FlagTold(
        events=flag_history(found),
        comments=comments_on(flag_id, day=seen.as_of),
        may={name: decide(f"flags.{name}", seen.access, scope) for name in ("acknowledge", "assign", "comment")},
        may_have={person.id for person in people if person.takes_part},
    )
    page = present_flag(found, told, day=seen.as_of, as_of=None if seen.is_today else seen.as_of)
    form = CommentForm(standing={}, people=people)
    return render(request, "flags/flag.jinja", {"page": page, "form": form, "crumbs": page.crumbs})


@login_not_required
@require_safe
def explain_rules(request: HttpRequest) -> HttpResponse:
    """Every rule that raises flags: what it means, what to do, and who can clear it. From the rules themselves."""
    crumbs = [Link("Home", "/"), Link("Help and contact", reverse("help"))]
    return render(request, "flags/rules.jinja", {"groups": present_rules(RULES), "crumbs": crumbs})
