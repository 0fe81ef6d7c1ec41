"""Pages that keep themselves up to date while they are open (`js/live.js` is the other half).

An open page asks `/live/` every half minute whether the data has another version than the one that it shows. The answer
takes one look into Redis, and neither the session nor the database. Only when the version differs does the page fetch
itself again, with the tag of what it shows; while that is still what it would be answered it gets a 304, rendered at
most once for each person, address and version however many windows ask.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tracker.core.data_version import SLOT_SECONDS, current_version

View = Callable[..., HttpResponse]
VERSION_HEADER = "X-Data-Version"
# Stands in the page until its tag is known; what it turns into differs by session and moment, and counts for no tag.
PLACEHOLDER = "live-state-of-this-page"
CSRF_FIELD = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
_ATTRIBUTE = "_tracker_live"


@dataclass(frozen=True)
class LivePage:
    """One answer that keeps itself up to date. `is_refresh`: the page asked for itself, so that nobody reads notices."""

    version: str
    asked_tag: str
    cache_key: str
    every_seconds: int
    mark: str = PLACEHOLDER

    @property
    def is_refresh(self) -> bool:
        return bool(self.asked_tag)


def live_page_of(request: HttpRequest | None) -> LivePage | None:
    """What makes the page of this request a live one; None for every other page."""
    return getattr(request, _ATTRIBUTE, None)


def live(view: View) -> View:
    """Has the page of a view keep itself up to date. A page of another day is a document and stays as it is."""

    @wraps(view)
    def live_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.GET.get("as_of") or not settings.LIVE_SECONDS or not request.session.session_key:
            return view(request, *args, **kwargs)
        page = _begin(request)
        if page.is_refresh and cache.get(page.cache_key) == page.asked_tag:
            return _unchanged(page)
        setattr(request, _ATTRIBUTE, page)
        try:
            response = view(request, *args, **kwargs)
        except Exception:
            setattr(request, _ATTRIBUTE, None)  # the page that says what went wrong is not this one
            raise
        return _tagged(request, page, response)

    return live_view


def _begin(request: HttpRequest) -> LivePage:
    """Reads the version before the view reads any data. Rights follow from the person and the version: giving and
    ending a role is a change, and a role that ends by its date ends with the day."""
    version = current_version()
    address = sha256(request.get_full_path().encode()).hexdigest()
    return LivePage(
        version=version,
        asked_tag=request.headers.get("If-None-Match", "").strip('"'),
        cache_key=f"live:{version}:{request.user.pk}:{address}",
        every_seconds=settings.LIVE_SECONDS,
    )


def _tagged(request: HttpRequest, page: LivePage, response: HttpResponse) -> HttpResponse:
    """The answer with its state written in; or a 304 where the page that asked shows just this.

    Only an answer to a page that asked for itself carries the tag as a header: a browser that kept whole pages by it
    would show an old form token, or a notice twice.
    """
    if response.status_code != 200:
        return response
    has_notices = not page.is_refresh and len(get_messages(request)) > 0
    tag = "" if has_notices else sha256(CSRF_FIELD.sub(b"", response.content)).hexdigest()[:20]
    if tag:
        cache.set(page.cache_key, tag, timeout=SLOT_SECONDS)
    if page.is_refresh and page.asked_tag == tag:
        return _unchanged(page)
    state = f"{page.version} {tag or 'unknown'} {ticket_of(request.session.session_key or '')}"
    response.content = response.content.replace(PLACEHOLDER.encode(), state.encode(), 1)
    if page.is_refresh:
        response["ETag"] = f'"{tag}"'
    return response


def _unchanged(page: LivePage) -> HttpResponse:
    response = HttpResponse(status=304)
    response["ETag"], response[VERSION_HEADER] = f'"{page.asked_tag}"', page.version
    return response


# --- Whether anything changed ---------------------------------------------------------------------------------------


def ticket_of(session_key: str) -> str:
    """What lets the pages of one session ask for the version: a seal over its key, which needs no look at the session.
    Signing out or in takes the cookie or changes its key, and the pages that were open stop asking."""
    return salted_hmac("tracker.core.living", session_key, algorithm="sha256").hexdigest()[:32]


@login_not_required  # the ticket stands in for the sign-in, whose check reads the session from the database
@require_safe
@never_cache
def live_version(request: HttpRequest) -> HttpResponse:
    """304 while the data has the version that the page shows, 204 when it has another, 403 without a session."""
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not session_key or not constant_time_compare(ticket_of(session_key), request.GET.get("ticket", "")):
        return HttpResponse(status=403)
    tag = f'"{current_version()}"'
    response = HttpResponse(status=304 if request.headers.get("If-None-Match") == tag else 204)
    response["ETag"] = tag
    return response
