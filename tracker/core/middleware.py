"""What every request passes through on its way to a view."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from tracker.core.views import method_not_allowed


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own rule that every page needs a sign-in but those that say otherwise; for those nobody looks up who
    asks, so that an open page can ask every half minute whether anything changed without a query."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class HelpfulRefusalMiddleware:
    """Django answers a method that an address does not take with an empty page; a person gets one that helps."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_empty = isinstance(response, HttpResponseNotAllowed) and not response.content
        if is_empty and request.accepts("text/html") and "Accept" in request.headers:
            return method_not_allowed(request, response["Allow"])
        return response
