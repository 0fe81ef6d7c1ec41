"""Gives every request an id, which its log lines, its audit events and its error page carry."""

import uuid
from collections.abc import Callable

import pghistory
import structlog
from django.http import HttpRequest, HttpResponse

from tracker.audit.changes import Door


class RequestContextMiddleware:
    """Binds request id and door for logs and audit; the answer carries the id as `X-Request-ID`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        door = Door.API if request.path.startswith("/api/") else Door.PAGE
        with (
            structlog.contextvars.bound_contextvars(request_id=request_id),
            pghistory.context(request=request_id, door=door.value),
        ):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
