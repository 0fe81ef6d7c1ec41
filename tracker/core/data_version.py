"""Whether anything that pages show may have changed, answered without asking the database.

A change that commits leaves a new mark in Redis (`tracker.audit.changes`). A mark is random, never a count: marks of
two commits may be set in either order, and Redis may lose its data, yet no mark ever comes back.

A mark that was never set (Redis was down, or the process died right after the commit) must not leave a page stale for
ever, so the version also turns with the London day, whose rules may judge the same facts anew, and with a slot of some
minutes: what was read under an older version is read again after that at the latest.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from tracker.core.days import day_of

Made = TypeVar("Made")

KEY = "data-version"
SLOT_SECONDS = 15 * 60
SLOT_SECONDS_WITHOUT_CACHE = 5 * 60
# The audit library puts its own statement before ours, so a write need not begin the text.
WRITES = re.compile(r"(?:^|;)\s*(?:INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)


def mark_changed() -> None:
    """Says that something was committed. While Redis is down it says nothing, and the slot stands in."""
    cache.set(KEY, uuid4().hex, timeout=None)


def current_version() -> str:
    """The version of the data now: pages that were read under the same one are the same for the same person. Read it
    before the page's data, never after: what commits in between then makes a newer version, not a stale page."""
    now = timezone.now()
    mark = cache.get(KEY) or _first_mark()
    slot = int(now.timestamp()) // (SLOT_SECONDS if mark else SLOT_SECONDS_WITHOUT_CACHE)
    return sha256(f"{mark} {day_of(now)} {slot}".encode()).hexdigest()[:20]


def _first_mark() -> str:
    """A mark where there is none yet; empty when Redis is down."""
    cache.add(KEY, uuid4().hex, timeout=None)
    return cache.get(KEY) or ""


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What `make` answers, made once for each version of the data and then taken from the cache. `name` tells it from
    all else, and whom it is for, where that matters. A transaction makes its own: what it wrote has no version yet."""
    if connection.in_atomic_block:
        return make()
    key = f"{name}:{current_version()}"
    found: Made | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, timeout=SLOT_SECONDS)
    return found


@dataclass
class _Noticing:
    """Sees the statements of a block, and whether one of them wrote."""

    wrote: bool = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's
        self.wrote = self.wrote or bool(WRITES.search(sql))
        return execute(sql, params, many, context)


@contextmanager
def marking_writes() -> Iterator[None]:
    """Marks the data as changed once the transaction around the block has committed, when the block wrote at all: a
    sweep that finds nothing new wakes no page."""
    noticing = _Noticing()
    with connection.execute_wrapper(noticing):
        yield
    if noticing.wrote:
        transaction.on_commit(mark_changed, robust=True)
