"""One change to the domain: one transaction, and the who, why and through which door that its audit events carry."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from enum import StrEnum
from typing import Any

import pghistory
from django.db import transaction

from tracker.accounts.models import User
from tracker.core.data_version import marking_writes


class Door(StrEnum):
    """The way in that a change came through."""

    PAGE = "page"
    IMPORT = "import"
    API = "api"
    COMMAND = "command"
    JOB = "job"


_around: ContextVar[dict[str, Any] | None] = ContextVar("change_around", default=None)


@contextmanager
def change(*, reason: str = "", door: Door | None = None, by: User) -> Iterator[None]:
    """Everything written within the block happens together or not at all, and is audited as done `by` that person for
    that `reason`; open pages learn of it once it has committed. An inner change of an outer one keeps the outer one's
    reason and door unless it names its own; when it ends, the outer one's hold again."""
    outer = _around.get()
    context = {"user": by.pk, "user_name": str(by), "reason": reason or (outer or {}).get("reason", "")}
    if door is not None:
        context["door"] = door.value
    token = _around.set({**(outer or {}), **context})
    try:
        with (
            transaction.atomic(),
            pghistory.context(**context),
            marking_writes() if outer is None else nullcontext(),
        ):
            yield
    finally:
        _around.reset(token)
        if outer is not None:
            pghistory.context(**outer)  # the library keeps what an inner context set until the outermost one ends
