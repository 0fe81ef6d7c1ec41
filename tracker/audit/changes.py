"""One change to the domain: one transaction, and the who, why and through which door that its audit events carry."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pghistory
from django.db import transaction

from tracker.accounts.models import User


class Door(StrEnum):
    """The way in that a change came through."""

    PAGE = "page"
    IMPORT = "import"
    API = "api"
    COMMAND = "command"
    JOB = "job"


@contextmanager
def change(*, reason: str = "", door: Door | None = None, by: User) -> Iterator[None]:
    """Everything written within the block happens together or not at all, and is audited as done `by` that person for
    that `reason`. An inner change of an outer one keeps the outer one's door unless it names its own."""
    context = {"user": by.pk, "user_name": str(by), "reason": reason}
    if door is not None:
        context["door"] = door.value
    with transaction.atomic(), pghistory.context(**context):
        yield
