"""What surrounds every page: where a person can go, who they are signed in as, and where they are now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tracker.core.days import today_in_london
from tracker.core.formats import nhs_date
from tracker.core.help import HelpPage, help_page_of
from tracker.core.living import LivePage, live_page_of
from tracker.core.presentation import Link

SERVICE_NAME = "Imaging AI tracker"
DEMO_BANNER = "Demonstration: invented organisations and people"

# (label, path); the paths are stable names of the service.
SECTIONS = (
    ("Home", "/"),
    ("My work", "/work/"),
    ("National", "/national/"),
    ("Networks", "/networks/"),
    ("Deployments", "/deployments/"),
    ("Procurements", "/procurements/"),
    ("Contracts", "/contracts/"),
    ("Suppliers", "/suppliers/"),
    ("Flags", "/flags/"),
    ("Reports", "/reports/"),
)
INBOX = ("Notifications", "/notifications/")
SUPPORT_LINKS = (
    Link("Accessibility statement", "/accessibility/"),
    Link("Privacy", "/privacy/"),
    Link("Help and contact", "/help/"),
)

Counter = Callable[[HttpRequest], int]
_counters: dict[str, Counter] = {}


def register_count(path: str, counter: Counter) -> None:
    """Shows a number beside the section at `path`, for instance unread flags; called in an app's `ready`.

    The counter runs once on every page of a signed-in person, so it may use one cheap query at most.
    """
    _counters[path] = counter


@dataclass(frozen=True)
class Section:
    """One item of the main navigation. `current` is this very page, `active` a page within the section."""

    text: str
    href: str
    current: bool
    active: bool
    count: int = 0


@dataclass(frozen=True)
class Shell:
    """The furniture of a page: header, banner, account menu and footer; `inbox` leads to what the person was told, with
    how much of it is new, `live` where the page keeps itself up to date, `about` what it is for, `help_href` where to read
    more of it, and `printed` its foot on paper."""

    service_name: str
    banner: str
    sections: tuple[Section, ...]
    support_links: tuple[Link, ...]
    signed_in_as: str
    signed_in_email: str
    help_href: str
    printed: str
    inbox: Section | None = None
    about: HelpPage | None = None
    live: LivePage | None = None


def _sections(request: HttpRequest) -> tuple[Section, ...]:
    return tuple(_section(request, text, path) for text, path in SECTIONS)


def _section(request: HttpRequest, text: str, path: str) -> Section:
    return Section(
        text=text,
        href=path,
        current=request.path == path,
        active=path != "/" and request.path.startswith(path),
        count=_counters[path](request) if path in _counters else 0,
    )


def _printed(name: str) -> str:
    """The line at the foot of a page on paper: what it is, who printed it, and when it was so."""
    by = f" by {name}" if name else ""
    return f"{SERVICE_NAME}. Printed{by}, as it stood on {nhs_date(today_in_london())}."


def shell_for(request: HttpRequest | None) -> Shell:
    """The furniture for this request; without a session (an error before sign-in was read) it is the public one."""
    user = getattr(request, "user", None)
    signed_in = request is not None and user is not None and user.is_authenticated
    match = request.resolver_match if request is not None else None
    about = help_page_of(match.url_name) if match else None
    return Shell(
        service_name=SERVICE_NAME,
        banner=DEMO_BANNER if settings.IS_DEMO else "",
        sections=_sections(request) if signed_in and request is not None else (),
        support_links=SUPPORT_LINKS,
        signed_in_as=str(user) if signed_in else "",
        signed_in_email=str(getattr(user, "email", "")) if signed_in else "",
        help_href=reverse("help-page", args=[about.slug]) if about else reverse("help"),
        printed=_printed(str(user) if signed_in else ""),
        inbox=_section(request, *INBOX) if signed_in and request is not None else None,
        about=about,
        live=live_page_of(request),
    )
