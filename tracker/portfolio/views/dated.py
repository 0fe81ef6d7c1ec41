"""Which day a page shows, for its form and for its links."""

from typing import Any

from django.http import HttpRequest

from tracker.core.presentation import AsOf
from tracker.networks.requests import Viewing, viewing
from tracker.portfolio.presenters.common import Links


def links_of(look: Viewing) -> Links:
    """Links that keep a past day."""
    return Links(None if look.is_today else look.as_of)


def dated(request: HttpRequest, **keep: str) -> dict[str, Any]:
    """Context for the form that chooses a day; `keep` are further parameters that choosing one must not lose."""
    look = viewing(request)
    hidden = tuple((name, value) for name, value in keep.items() if value)
    return {
        "as_of": AsOf(look.as_of, look.today, request.path, hidden),
        "as_of_error": look.as_of_error,
        "has_errors": bool(look.as_of_error),
    }
