"""Public pages that every service has, and the pages that say what went wrong."""

import sys
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from tracker.core.accessibility import STATEMENT
from tracker.core.help import PAGES, WORDS, word_of
from tracker.core.navigation import shell_for
from tracker.core.presentation import Link

REFERENCE_LENGTH = 8  # characters of the request's id: enough to find it by, short enough to say on the telephone
# What a browser keeps for the service: name, what it does, how long. A test compares it with what is really set.
COOKIES = (
    (settings.SESSION_COOKIE_NAME, "Keeps you signed in", "Until you close the browser or sign out, 12 hours at most"),
    (settings.CSRF_COOKIE_NAME, "Protects forms from being sent by another site", "One year"),
    ("messages", "Carries a notice such as “Saved” to the next page", "Until that page is shown"),
    (
        "tracker-updates-paused",
        "Remembers that you paused updates; set only if you do, and never sent",
        "Until you resume",
    ),
)
_HELP_CRUMBS = [Link("Home", "/"), Link("Help and contact", "/help/")]


def _public_page(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    contact = {"owner": settings.SERVICE_OWNER, "support_email": settings.SUPPORT_EMAIL}
    return render(request, template, {**contact, **more})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the 2018 regulations ask for."""
    return _public_page(request, "public/accessibility.jinja", statement=STATEMENT)


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What the service stores about the people who use it."""
    return _public_page(request, "public/privacy.jinja", cookies=COOKIES)


@login_not_required
@require_safe
def help_and_contact(request: HttpRequest) -> HttpResponse:
    """Who to ask, and about what; and the way to all other help."""
    return _public_page(request, "public/help.jinja", pages=PAGES)


@login_not_required
@require_safe
def help_page(request: HttpRequest, help_page: str) -> HttpResponse:
    """What one page, or pages that belong together, are for."""
    page = next((each for each in PAGES if each.slug == help_page), None)
    if page is None:
        raise Http404
    words = [word_of(slug) for slug in page.words]
    return _public_page(request, "public/help_page.jinja", page=page, words=words, crumbs=_HELP_CRUMBS)


@login_not_required
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """The field's words, in the order of the alphabet, each with who does it."""
    ordered = sorted(WORDS, key=lambda word: word.term.casefold())
    return _public_page(request, "public/words.jinja", words=ordered, crumbs=_HELP_CRUMBS)


# --- What went wrong ------------------------------------------------------------------------------------------------


def _error_context(**more: Any) -> dict[str, Any]:
    """Whom to write to, and what the request's log lines are found by."""
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    return {"support_email": settings.SUPPORT_EMAIL, "reference": request_id[:REFERENCE_LENGTH], **more}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "errors/400.jinja", _error_context(), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says why where a rule gave a reason. Things that a person may not know of are a 404, never this."""
    return render(request, "errors/403.jinja", _error_context(reason=str(exception)), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """A form came back without its token: mostly a page that was open since before the last sign-in."""
    return render(request, "errors/csrf.jinja", _error_context(), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    return render(request, "errors/404.jinja", _error_context(), status=404)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Somebody opened the address of a button; `allowed` is what it takes instead."""
    response = render(request, "errors/405.jinja", _error_context(), status=405)
    response["Allow"] = allowed
    return response


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """The sign-in library counts tries by person and by network address."""
    return render(request, "errors/429.jinja", _error_context(), status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without the request: a failing database must not fail the page that says so. A database that can't answer,
    or not in time, is 503: it will be back."""
    is_down = isinstance(sys.exception(), OperationalError | InterfaceError)
    context = _error_context(shell=shell_for(None), messages=())
    if is_down:
        page = render_to_string("errors/503.jinja", context)
        return HttpResponse(page, status=503, headers={"Retry-After": "60"})
    return HttpResponse(render_to_string("errors/500.jinja", context), status=500)
