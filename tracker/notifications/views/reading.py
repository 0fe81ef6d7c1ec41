"""What a person was told: the list, opening one, and marking them as read."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from tracker.accounts.models import User
from tracker.core.filters import PAGE, address, one_page, present_filters, present_paging
from tracker.core.formats import plural
from tracker.core.presentation import Link
from tracker.notifications.actions.reading import mark_all_read, mark_read
from tracker.notifications.filters import NotificationFilter
from tracker.notifications.presenters import present_notifications
from tracker.notifications.selectors import find_notification, newest_notification, notifications_of
from tracker.notifications.sight import visible_hrefs

PAGE_SIZE = 50


@require_safe
def notification_list(request: HttpRequest) -> HttpResponse:
    """Everything that the person was told, the newest first; words only of what they may see today."""
    person = cast("User", request.user)
    filters = NotificationFilter(request.GET, notifications_of(person))
    part = one_page(filters.found, request.GET.get(PAGE, ""), size=PAGE_SIZE)
    rows = list(part)
    seen = visible_hrefs(person, [row.href for row in rows])
    context = {
        "page": present_notifications(rows, seen, newest=newest_notification(person), is_filtered=filters.is_in_use),
        "panel": present_filters(filters, path=request.path, found=part.paginator.count),
        "paging": present_paging(filters, part, path=request.path),
        "here": request.GET.urlencode(),
        "has_errors": filters.is_refused,
        "crumbs": [Link("Home", "/")],
    }
    return render(request, "notifications/list.jinja", context)


@require_GET
def open_notification(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Leads to the page of what the person was told, and marks it as read."""
    person = cast("User", request.user)
    row = find_notification(person, notification_id)
    if row is None or row.href not in visible_hrefs(person, [row.href]):
        raise Http404
    mark_read(notification=row, by=person)
    return redirect(row.href)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks one notification as read, or all that there were when the page was drawn."""
    person = cast("User", request.user)
    one, up_to = request.POST.get("one", ""), request.POST.get("up_to", "")
    if one.isdecimal():
        row = find_notification(person, int(one))
        if row is None:
            raise Http404
        mark_read(notification=row, by=person)
        messages.success(request, "The notification is marked as read.")
    elif up_to.isdecimal():
        count = mark_all_read(up_to=int(up_to), by=person)
        messages.success(request, f"{plural(count, 'notification')} {'is' if count == 1 else 'are'} marked as read.")
    else:
        raise Http404
    return redirect(_back(request, person))


def _back(request: HttpRequest, person: User) -> str:
    """The list as it was, with its filters and page."""
    here = QueryDict(request.POST.get("here", ""))
    kept = NotificationFilter(here, notifications_of(person)).kept()
    page = [(PAGE, here[PAGE])] if here.get(PAGE, "").isdecimal() else []
    return address(reverse("notifications"), [*kept, *page])
