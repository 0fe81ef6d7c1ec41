"""The same deed done to several things in turn: each in its own transaction and by its own rules, with what came of it.

A rehearsal does everything and takes it back, so that a preview and the change are judged by the same code: permission,
rules, versions and constraints of the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.db import transaction

from tracker.core.decisions import Refused, StaleWrite

CHANGED_MEANWHILE = "Somebody else changed this in the meantime. Look at it again."


@dataclass(frozen=True)
class Target:
    """One thing that was chosen: its name and page, the version that the person looked at, and the thing itself."""

    id: int
    name: str
    href: str
    version: int | None = None
    row: Any = field(default=None, compare=False, repr=False)


class Outcome(Enum):
    DONE = "done"
    REFUSED = "refused"
    CHANGED = "changed meanwhile"


@dataclass(frozen=True)
class Result:
    """What came of one thing: what was done to it in words, or why nothing was."""

    target: Target
    outcome: Outcome
    text: str

    @property
    def is_done(self) -> bool:
        return self.outcome == Outcome.DONE


Deed = Callable[[Target], str]  # does it, and answers what was done; raises `Refused` where a rule says no


def do_to_each(targets: Iterable[Target], deed: Deed) -> list[Result]:
    """Does it to each; what is refused leaves the others as they are."""
    return [_one(target, deed, keep=True) for target in targets]


def rehearse(targets: Iterable[Target], deed: Deed) -> list[Result]:
    """What would come of each, with nothing changed."""
    return [_one(target, deed, keep=False) for target in targets]


def _one(target: Target, deed: Deed, *, keep: bool) -> Result:
    try:
        with transaction.atomic():
            text = deed(target)
            if not keep:
                transaction.set_rollback(True)
    except StaleWrite:
        return Result(target, Outcome.CHANGED, CHANGED_MEANWHILE)
    except Refused as refusal:
        return Result(target, Outcome.REFUSED, refusal.decision.sentence)
    return Result(target, Outcome.DONE, text)
