"""Errors of the API as problem details (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from tracker.core.decisions import NotPermitted, Refused, StaleWrite

CONTENT_TYPE = "application/problem+json"


def problem_details(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an error that a caller can do something about; None for a defect of ours, which is a 500."""
    if isinstance(error, Refused):
        return _refusal(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    errors = error.detail if isinstance(error, exceptions.ValidationError) else None
    response.data = _problem(response.status_code, _detail(error), errors=errors)
    response.content_type = CONTENT_TYPE
    return response


def _refusal(error: Refused) -> Response:
    code: int = status.HTTP_422_UNPROCESSABLE_ENTITY
    if isinstance(error, NotPermitted):
        code = status.HTTP_403_FORBIDDEN
    elif isinstance(error, StaleWrite):
        code = status.HTTP_412_PRECONDITION_FAILED
    field = error.decision.field
    errors = {field: [error.decision.sentence]} if field else None
    return Response(_problem(code, error.decision.sentence, errors=errors), status=code, content_type=CONTENT_TYPE)


def _detail(error: Exception) -> str:
    if isinstance(error, Http404):
        return "There is nothing here, or nothing that you may see."
    if isinstance(error, PermissionDenied):
        return "Your role does not allow this."
    if isinstance(error, exceptions.ValidationError):
        return "Some of what was sent is not right; see errors."
    return str(getattr(error, "detail", error))


def _problem(code: int, detail: str, *, errors: Any = None) -> dict[str, Any]:
    title = {400: "Bad request", 401: "Not signed in", 403: "Not permitted", 404: "Not found"}.get(code, "Refused")
    problem = {"type": "about:blank", "title": title, "status": code, "detail": detail}
    return problem | ({"errors": errors} if errors else {})
