"""History in the database: audit events by trigger for every domain table, and tables that only ever grow.

`tracked` belongs on every domain model. Its triggers write an event for each insert, update and delete, with the row as
it then stood and a copy of the context (who, request, reason, door) of `tracker.audit.changes.change`. Source: the audit
rules of the programme's governance standards (actor, action, object, before and after, reason, request, UTC time).
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])


def tracked(*, exclude: list[str] | None = None) -> Callable[[Model], Model]:
    """Class decorator: audit events for every insert, update and delete of the model's rows."""

    def track(model: Model) -> Model:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=exclude or [],
            append_only=True,
            obj_field=pghistory.ObjForeignKey(related_name="audit_events"),
            model_name=f"{model.__name__}AuditEvent",
        )(model)

    return track


class AppendOnly(models.Model):
    """Rows that are added and never changed: revisions, states, decisions. The newest one that counts on a day is the
    state on that day."""

    class Meta:
        abstract = True
        triggers: list[pgtrigger.Trigger] = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


def append_only_tables(models_: Iterable[type[models.Model]]) -> list[str]:
    """Names of the tables that the application's database role may only read and add to."""
    return sorted(
        model._meta.db_table
        for model in models_
        if issubclass(model, (pghistory.models.Event, AppendOnly)) and not model._meta.abstract
    )
