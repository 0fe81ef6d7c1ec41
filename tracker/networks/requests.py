"""What every view asks of a request: who is looking, with which access, and as of which day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.presentation import AsOf
from tracker.networks.access import Access, access_of

_ATTRIBUTE = "_tracker_viewing"


@dataclass
class Viewing:
    """One person looking at one page. `as_of` is the day that the page shows: today, or the `as_of` of the address;
    `as_of_error` says what was wrong with an address that named no possible day (today is shown then)."""

    user: User
    today: date
    as_of: date
    as_of_error: str = ""

    @cached_property
    def access(self) -> Access:
        """Rights are those of today, whatever day is looked at."""
        return access_of(self.user, day=self.today)

    @property
    def is_today(self) -> bool:
        return self.as_of == self.today


def viewing(request: HttpRequest) -> Viewing:
    """The viewing of this request, made once."""
    if not hasattr(request, _ATTRIBUTE):
        today = today_in_london()
        as_of, error = parse_as_of(request.GET.get("as_of", ""), today=today)
        setattr(request, _ATTRIBUTE, Viewing(cast("User", request.user), today, as_of, error))
    return cast("Viewing", getattr(request, _ATTRIBUTE))


def dated(request: HttpRequest, **keep: str) -> dict[str, Any]:
    """Context for the form that chooses a day; `keep` are further parameters that choosing one must not lose."""
    look = viewing(request)
    hidden = tuple((name, value) for name, value in keep.items() if value)
    return {
        "as_of": AsOf(look.as_of, look.today, request.path, hidden),
        "as_of_error": look.as_of_error,
        "has_errors": bool(look.as_of_error),
    }


def parse_as_of(text: str, *, today: date) -> tuple[date, str]:
    """The day that an `as_of` asks for, and what is wrong with it: an empty one is today, a future one is refused."""
    if not text.strip():
        return today, ""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return today, f"“{text[:20]}” is not a date. Write it as 2025-06-30."
    if day > today:
        return today, "That day is in the future. Choose today or an earlier day."
    return day, ""
