"""The pages of flags: the list, one flag, and setting it aside."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.forms import AcknowledgeForm
from tracker.flags.listing import chosen_flags, flag_filters
from tracker.flags.presenters import present_flag, present_flags
from tracker.flags.selectors import find_flag, flag_history, get_flag, scope_of_flag
from tracker.networks.editing import EditPage, edit, permit
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import viewing


@require_safe
@saves_views("flags", title="Flags")
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
        **listing(request, filters, found=shown.found, part=part),
    }
    return render(request, "flags/list.jinja", context)


@require_safe
def flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """One flag: what it means, what to do, who can clear it, and what happened to it."""
    seen = viewing(request)
    found = find_flag(seen.access, flag_id, on=seen.as_of)
    if found is None:
        raise Http404
    may = decide("flags.acknowledge", seen.access, scope_of_flag(get_flag(flag_id), day=seen.today))
    as_of = None if seen.is_today else seen.as_of
    page = present_flag(found, flag_history(found), day=seen.as_of, as_of=as_of, may=may)
    return render(request, "flags/flag.jinja", {"page": page, "crumbs": page.crumbs})


@require_http_methods(["GET", "POST"])
def acknowledge_flag(request: HttpRequest, flag_id: int) -> HttpResponse:
    """Says why a flag can wait, and until when."""
    seen = viewing(request)
    found = find_flag(seen.access, flag_id, on=seen.today)
    if found is None:
        raise Http404
    row = get_flag(flag_id)
    permit(seen, "flags.acknowledge", scope_of_flag(row, day=seen.today))
    home = reverse("flag", args=[flag_id])
    crumbs = [Link("Home", "/"), Link("Flags", reverse("flags")), Link(found.title, home)]
    form = AcknowledgeForm(
        request.POST if request.method == "POST" else None, standing=_standing(flag_id), version=found.version
    )
    return edit(
        request,
        form,
        EditPage(
            "Acknowledge this flag", found.subject, home, crumbs, found.finding, "Acknowledge", done="Acknowledged."
        ),
        save=lambda: acknowledge(
            flag=row,
            reason=form.cleaned_data["reason"],
            until=form.cleaned_data["until"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=lambda: (_standing(flag_id), get_flag(flag_id).version),
    )


def _standing(flag_id: int) -> dict[str, object]:
    """The acknowledgement as stored now."""
    row = get_flag(flag_id)
    return {"reason": row.acknowledged_reason, "until": row.acknowledged_until}
