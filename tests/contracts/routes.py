"""Every address of the product, what each role gets there, and the page of documentation that says so."""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.contracts.world import Subjects, World
from tracker.accounts.models import User

METHODS = ("GET", "POST")


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    parameters: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One address and method; `outcomes` has a word for each role, over one's own subject and over another's."""

    route: Route
    method: str
    outcomes: dict[str, str]


def all_routes() -> list[Route]:
    """Every named address, in the order of the pattern."""
    return sorted(_routes(get_resolver().url_patterns, ""), key=lambda route: route.pattern)


def _routes(patterns: list[URLPattern | URLResolver], prefix: str, above: tuple[str, ...] = ()) -> Iterator[Route]:
    for each in patterns:
        text = prefix + str(each.pattern).lstrip("^")
        parameters = above + tuple(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, text, parameters)
        elif each.name:
            yield Route(each.name, "/" + text.rstrip("$"), parameters)


def address(route: Route, subjects: Subjects) -> str:
    """The address of the route for these subjects; a parameter that the world has no value for fails the test."""
    return reverse(route.name, kwargs={name: subjects.values[name] for name in route.parameters})


def session_of(user: User) -> str:
    """A signed-in session's key."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key or ""


def ask(method: str, path: str, session: str | None, client: Client) -> str:
    """What the address answers, as a word; whatever it changed is undone. The client is kept, with its middleware, and
    forgets what it was told before."""
    client.cookies.clear()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        response = client.generic(method, path)
        if response.streaming:
            deque(response.streaming_content, maxlen=0)  # reads a download to its end, which closes its file
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "sign in"
    return {401: "sign in", 403: "403", 404: "404", 405: "405"}.get(
        response.status_code, "yes" if response.status_code < 500 else str(response.status_code)
    )


@contextmanager
def without_logs() -> Iterator[None]:
    """Thousands of refusals are expected here; telling each takes longer than giving it."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def matrix(world: World) -> list[Row]:
    """Every address and method that is served, with what each role gets."""
    sessions = {role: session_of(user) if user else None for role, user in world.people.items()}
    client = Client()
    with without_logs():
        rows = [_row(route, method, world, sessions, client) for route in all_routes() for method in METHODS]
    return [row for row in rows if row]


def _row(route: Route, method: str, world: World, sessions: dict[str, str | None], client: Client) -> Row | None:
    outcomes = {}
    for role, session in sessions.items():
        own = ask(method, address(route, world.own), session, client)
        has_another = bool(route.parameters) and role not in world.whole_programme
        other = ask(method, address(route, world.other), session, client) if has_another else own
        outcomes[role] = own if own == other else f"{own} / {other}"
    served = any(word != "405" for word in outcomes.values() if word != "sign in")
    return Row(route, method, outcomes) if served else None


def as_table(rows: list[Row], roles: list[str]) -> str:
    """The matrix in Markdown."""
    lines = ["| address | method | " + " | ".join(roles) + " |", "|---" * (len(roles) + 2) + "|"]
    lines += [
        f"| `{row.route.pattern}` | {row.method} | " + " | ".join(row.outcomes[role] for role in roles) + " |"
        for row in rows
    ]
    return "\n".join(lines)
