"""The calendar that a person's own calendar program reads, by a private address."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tracker.core.data_version import SLOT_SECONDS, current_version
from tracker.core.days import today_in_london
from tracker.core.limits import is_within
from tracker.core.views import too_many_requests
from tracker.networks.access import access_of
from tracker.notifications.actions.calendars import note_use
from tracker.notifications.models import CalendarLink
from tracker.notifications.selectors import find_calendar_link, follows_of
from tracker.portfolio.presenters.calendars import present_calendar_file
from tracker.portfolio.selectors.calendars import calendar_of

MINUTE = 60
MOST_OF_A_LINK = 30  # each minute; a program asks a few times an hour
MOST_OF_AN_ADDRESS = 600  # each minute; one address may be a whole hospital's, or a calendar provider's


@login_not_required  # the secret in the address stands in for the sign-in
@require_safe
def calendar(request: HttpRequest, calendar_token: str) -> HttpResponse:
    """The milestones as they stand, or a 304 while the program has them; a 404 for a link that does not work (any more)."""
    if _asks_too_often(request, calendar_token):
        return too_many_requests(request)
    link = find_calendar_link(calendar_token)
    if link is None:
        raise Http404
    note_use(link=link, now=timezone.now())
    # As on live pages: the version is read before the data, and rights follow from the person and the version.
    key = f"calendar:{current_version()}:{link.pk}:{link.person_id}"
    asked = request.headers.get("If-None-Match", "")
    known = cache.get(key)
    if known and known in asked:
        return _answer(HttpResponse(status=304), known)
    content = _content(link)
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    cache.set(key, tag, timeout=SLOT_SECONDS)
    if tag in asked:
        return _answer(HttpResponse(status=304), tag)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="milestones.ics"'
    return _answer(response, tag)


def _asks_too_often(request: HttpRequest, token: str) -> bool:
    address = get_adapter().get_client_ip(request)
    return not (
        is_within("calendar", token, most=MOST_OF_A_LINK, seconds=MINUTE)
        and is_within("calendar-address", address, most=MOST_OF_AN_ADDRESS, seconds=MINUTE)
    )


def _content(link: CalendarLink) -> bytes:
    today = today_in_london()
    followed = frozenset(follows_of(link.person)) if link.only_followed else None
    return present_calendar_file(calendar_of(access_of(link.person, day=today), on=today, followed=followed))


def _answer(response: HttpResponse, tag: str) -> HttpResponse:
    """Nobody but the program that asked may keep it, and it asks each time whether it changed."""
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    response["Referrer-Policy"], response["X-Robots-Tag"] = "no-referrer", "noindex"
    return response
