"""The things that people can follow, by the names of the apps that own them."""

from collections.abc import Callable, Collection, Iterable

from tracker.accounts.models import User
from tracker.core.presentation import Link
from tracker.notifications.vocabulary import FollowedKind

Subject = tuple[str, int]  # kind and id

# The name and page of those things of a kind that the person may see today, by id, in a fixed number of queries.
Resolver = Callable[[User, Collection[int]], dict[int, Link]]

_resolvers: dict[FollowedKind, Resolver] = {}


def register_followed(kind: FollowedKind, resolver: Resolver) -> None:
    """Lets people follow things of this kind. Called in `AppConfig.ready`."""
    _resolvers[kind] = resolver


def visible_subjects(person: User, subjects: Iterable[Subject]) -> dict[Subject, Link]:
    """The name and page of each of the things that the person may see today; the others are left out."""
    wanted: dict[str, set[int]] = {}
    for kind, subject_id in subjects:
        wanted.setdefault(kind, set()).add(subject_id)
    return {
        (kind, subject_id): link
        for kind, ids in sorted(wanted.items())
        for subject_id, link in _resolvers[FollowedKind(kind)](person, ids).items()
    }
