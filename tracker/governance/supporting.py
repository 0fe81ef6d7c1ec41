"""What evidence can support, besides requirements in words: each topic of this app says here which of its things concern a
deployment, so that a form can offer them, and nothing supports what is of another deployment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tracker.governance.policies.evidence import Support
from tracker.governance.vocabulary import SupportKind


@dataclass(frozen=True)
class Offered:
    """Something that evidence about a deployment may support, and what it is called."""

    support: Support
    label: str


class Offers(Protocol):
    """Reads what of one kind concerns deployments on a day, by deployment id, in a fixed number of queries."""

    def __call__(self, deployment_ids: Iterable[int], *, on: date) -> Mapping[int, Sequence[Offered]]: ...


_offers: dict[SupportKind, Offers] = {}


def register_support(kind: SupportKind, offers: Offers) -> None:
    """Has evidence support things of this kind. Called in `AppConfig.ready`."""
    _offers[kind] = offers


def offered_on(deployment_ids: Iterable[int], *, on: date) -> list[Offered]:
    """Everything that evidence about these deployments may support, once each, in the order of kinds."""
    ids = list(deployment_ids)
    found: dict[Support, Offered] = {}
    for kind in SupportKind:
        read = _offers[kind](ids, on=on) if kind in _offers else {}
        found |= {each.support: each for pk in ids for each in read.get(pk, ())}
    return list(found.values())
