"""The product's addresses, and some that fail: for the pages that say what went wrong."""

from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from tracker.urls import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a row of the database that nobody expected")


@login_not_required
def down(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is down")


@login_not_required
def often(request: HttpRequest) -> HttpResponse:
    return respond_429(request)


@login_not_required
@require_POST
def button(request: HttpRequest) -> HttpResponse:
    raise AssertionError("the tests only open it")


@login_not_required
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the programme manager of this network may do this.")


@login_not_required
def damaged(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("an altered cookie")


urlpatterns = [
    path("broken/", broken),
    path("down/", down),
    path("often/", often),
    path("button/", button),
    path("denied/", denied),
    path("damaged/", damaged),
    path("", include("tracker.urls")),
]
