"""Tells the rest of the system which things a change touched, once it has committed.

An action calls `touch("deployment", id)`; whoever subscribed to the topic `TOUCHED` (the flag sweep) hears of it through
the outbox. A workbook that touches thousands of rows says so once, at the end of `collecting()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from tracker.core import outbox

TOUCHED = "touched"

_collected: ContextVar[dict[str, set[int]] | None] = ContextVar("touched", default=None)


def touch(kind: str, *ids: int) -> None:
    """Things of this kind (`deployment`, `trust`, `procurement`, `contract`, `supplier`) changed. Call it inside the
    change's transaction."""
    if not ids:
        return
    collected = _collected.get()
    if collected is not None:
        collected.setdefault(kind, set()).update(ids)
    else:
        outbox.publish(TOUCHED, {kind: sorted(ids)})


@contextmanager
def collecting() -> Iterator[None]:
    """Gathers what is touched within the block into one outbox item, in the caller's transaction."""
    if _collected.get() is not None:
        yield
        return
    token = _collected.set({})
    try:
        yield
        touched = _collected.get() or {}
    finally:
        _collected.reset(token)
    if touched:
        outbox.publish(TOUCHED, {kind: sorted(ids) for kind, ids in touched.items()})
