"""Asks for every page as every role, in every state that a request can bring about. Without a browser, which costs little.

What is asked follows from the routes of the product and from the pages themselves, so a new route comes in by itself:

- every address with a subject, as every role: the page, or the refusal that its place takes;
- every form on those pages, sent empty, for the page with the error summary (or the banner where nothing was wrong);
- every search or filter with a text field, asking for what nobody has, for the list that found nothing;
- every page that can look back, on a past day.

What a form or a past day shows follows from the page that offers it, so each is asked once for every skeleton of a route.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from lxml.html import HtmlElement

from tests.browser.markup import Markup
from tests.contracts.routes import all_routes, session_of
from tracker.accounts.models import User

ACCEPTS = {"Accept": "text/html"}
NOBODY_HAS = "xqxqxq"
PAST_DAY = "2024-07-01"
TYPED = ".//input[not(@type) or @type='text' or @type='search']"
VISIBLE = ".//input[@type!='hidden']|.//textarea|.//select"


@dataclass(frozen=True)
class Sent:
    """A page as the server sent it: to whom, for what, and under which security policy."""

    who: str
    asked: str
    status: int
    policy: str
    markup: Markup

    def __str__(self) -> str:
        return f"{self.asked} to {self.who} ({self.status})"


@dataclass
class Gatherer:
    """Asks as one person after another, and undoes whatever an answer changed."""

    client: Client = field(default_factory=lambda: Client(raise_request_exception=False, headers=ACCEPTS))
    asked_once: set[tuple[str, ...]] = field(default_factory=set)

    def ask(self, who: str, session: str | None, path: str, *, form: Mapping[str, str] | None = None) -> Sent | None:
        """The page at an address, or after sending a form to it; None where the answer is no page."""
        self.client.cookies.clear()
        if session:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            response = self.client.get(path) if form is None else self.client.post(path, form, follow=True)
            transaction.set_rollback(True)
        return sent(response, who, path if form is None else f"{path} with an empty form")

    def pages(self, people: Mapping[str, User | None], paths: Iterable[str]) -> Iterator[Sent]:
        """Each address as each person, with what its pages lead to."""
        for who, user in people.items():
            session = session_of(user) if user else None
            for path in paths:
                page = self.ask(who, session, path)
                if page:
                    yield page
                if page and page.status == 200:
                    yield from self._states(page, session, path)

    def _states(self, page: Sent, session: str | None, path: str) -> Iterator[Sent]:
        """The page in its other states, unless the same was asked of an alike page."""
        wanted: list[tuple[str, dict[str, str] | None]] = []
        for form in page.markup.root.iter("form"):
            wanted += _of_form(form, path)
        for address, values in wanted:
            once = (_route_name(address), str(values), page.markup.skeleton)
            if once not in self.asked_once:
                self.asked_once.add(once)
                answer = self.ask(page.who, session, address, form=values)
                if answer:
                    yield answer


def sent(response: HttpResponse, who: str, asked: str) -> Sent | None:
    """The answer, if it is a page."""
    if response.streaming:
        for _ in response.streaming_content:  # reads a download to its end, which closes its file
            pass
        return None
    if not response.content or not response.get("Content-Type", "").startswith("text/html"):
        return None
    if response.status_code in (301, 302):
        return None
    text = response.content.decode()
    if "<html" not in text:  # a part of a page, which a script asks for
        return None
    return Sent(who, asked, response.status_code, response.get("Content-Security-Policy", ""), Markup(text))


def _of_form(form: HtmlElement, path: str) -> list[tuple[str, dict[str, str] | None]]:
    """What to ask because of a form: where, and with which values (None for an address alone)."""
    address = urljoin(path, form.get("action") or path)
    if urlsplit(address).netloc:
        return []
    if form.get("method", "get").lower() == "post":
        return [(address, {})] if form.xpath(VISIBLE) else []
    asked: list[tuple[str, dict[str, str] | None]] = []
    if form.xpath(".//input[@name='as_of']"):
        asked.append((f"{urlsplit(address).path}?{urlencode({'as_of': PAST_DAY})}", None))
    typed = [control.get("name") for control in form.xpath(TYPED) if control.get("name")]
    if typed:
        asked.append((f"{urlsplit(address).path}?{urlencode({typed[0]: NOBODY_HAS})}", None))
    return asked


def _route_name(address: str) -> str:
    try:
        return f"{resolve(urlsplit(address).path).url_name}?{urlsplit(address).query}"
    except Resolver404:
        return address


def paths_of(values: Mapping[str, object]) -> list[str]:
    """The addresses that these values are enough for."""
    return [
        reverse(route.name, kwargs={name: values[name] for name in route.parameters})
        for route in all_routes()
        if set(route.parameters) <= values.keys()
    ]
