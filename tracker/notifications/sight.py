"""Who may still see what a notification is about.

A notification leads to a page of ours, and that page's address names its subject: `/deployments/12/dpia/` is about the
deployment 12. The app that owns a kind of subject registers, under the name of the address's parameter, who may see
which of them today. A notification's words are shown, and put into an e-mail, only while that says yes; a page that
nobody vouches for can't be notified about at all.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from tracker.accounts.models import User

# Of these values of an address's parameter, those that the person may see today, in a fixed number of queries.
Sight = Callable[[User, Collection[Any]], Collection[Any]]

_sights: dict[str, Sight] = {}


def register_sight(parameter: str, sight: Sight) -> None:
    """Has `sight` decide about every address whose first parameter has this name. Called in `AppConfig.ready`."""
    _sights[parameter] = sight


def subject_of(href: str) -> tuple[str, Any] | None:
    """The first parameter of an address and its value; None for a page that has none and so is everybody's.

    Raises `Resolver404` when there is no such page, and `ValueError` when nobody vouches for its kind of subject.
    """
    values = resolve(urlsplit(href).path).kwargs
    if not values:
        return None
    parameter, value = next(iter(values.items()))
    if parameter not in _sights:
        raise ValueError(f"Nobody registered who may see an address with “{parameter}”: {href}")
    return parameter, value


def visible_hrefs(person: User, hrefs: Iterable[str]) -> set[str]:
    """Those of the addresses that lead to something that the person may see today. An address that an older version of
    the service gave, and that leads nowhere now, is none of them."""
    subjects: dict[str, tuple[str, Any] | None] = {}
    for href in set(hrefs):
        with suppress(Resolver404, ValueError):
            subjects[href] = subject_of(href)
    wanted: dict[str, set[Any]] = {}
    for subject in subjects.values():
        if subject is not None:
            wanted.setdefault(subject[0], set()).add(subject[1])
    seen = {
        (parameter, value)
        for parameter, values in sorted(wanted.items())
        for value in _sights[parameter](person, values)
    }
    return {href for href, subject in subjects.items() if subject is None or subject in seen}
