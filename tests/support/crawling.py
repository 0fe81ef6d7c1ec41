"""Walks through the product as links lead, and looks at a page of each kind."""

from collections import deque
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from tests.browser.markup import Markup

NOT_FOR_WALKING = ("/accounts/logout/", "/static/", "/openid/")
Kind = tuple[str, ...]


def kind_of(path: str) -> Kind | None:
    """The name of the address with the names of what it asks; None where a walk does not go."""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or parts.path.startswith(NOT_FOR_WALKING):
        return None
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return None
    return (name, *sorted({query for query, _ in parse_qsl(parts.query)}))


def html_of(context: BrowserContext, path: str) -> str:
    """What a person's browser is sent there, if it is a page."""
    answer = context.request.get(path)
    return answer.text() if answer.ok and answer.headers.get("content-type", "").startswith("text/html") else ""


def links_of(path: str, html: str) -> Iterator[str]:
    """Where the page leads to, in its order."""
    for href in Markup(html).root.xpath("//a/@href"):
        yield urldefrag(urljoin(path, href)).url


def name_of(path: str) -> Kind | None:
    """The name of the address alone."""
    kind = kind_of(path)
    return kind and kind[:1]


def walk(fetch: Callable[[str], str], *, kind_of: Callable[[str], Kind | None] = kind_of) -> Iterator[tuple[str, str]]:
    """A page of each kind that links lead to from the first one, with its HTML. `fetch` answers the HTML of an address,
    or nothing where it has no page."""
    waiting, known, met = deque(["/"]), {"/"}, set[Kind]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or kind in met:
            continue
        met.add(kind)
        html = fetch(path)
        if html:
            yield path, html
            fresh = [link for link in links_of(path, html) if link not in known]
            known.update(fresh)
            waiting.extend(dict.fromkeys(fresh))
