"""The product's addresses, and some that fail: for the pages that say what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tracker.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the database is down")


@login_not_required
def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the programme manager of this network may do this.")


@login_not_required
def damaged(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("an altered cookie")


urlpatterns = [
    path("broken/", broken),
    path("denied/", denied),
    path("damaged/", damaged),
    path("", include("tracker.urls")),
]
