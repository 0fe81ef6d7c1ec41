"""Pages of docs/ that are written from the code, so that they can't drift from it.

An app registers a page in `AppConfig.ready`; `manage.py write_docs` writes them all, and `--check` fails when one of them
no longer says what the code says.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.models import CheckConstraint, Field, Model, UniqueConstraint
from pghistory.models import Event

Writer = Callable[[], str]

_pages: dict[str, Writer] = {}


def register_page(name: str, writer: Writer) -> None:
    """Has docs/NAME hold what `writer()` answers."""
    _pages[name] = writer


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated page's path and the text that it should have."""
    for name, writer in sorted(_pages.items()):
        yield settings.BASE_DIR / "docs" / name, writer().rstrip() + "\n"


def data_dictionary() -> str:
    """docs/data-dictionary.md: every table of ours, what a row is, its fields and the rules that the database holds."""
    parts = [
        "# Data dictionary",
        (
            "Written by `make docs` from the models; the checks fail when it is stale. Money is in pence, days are dates in "
            "Europe/London, moments are stored in UTC. Beside each audited table stands one with its audit events "
            "(`…auditevent`): the row after each insert, update and delete, when, and who, why, by which request and door."
        ),
    ]
    for config in apps.get_app_configs():
        models = [model for model in config.get_models() if not issubclass(model, Event)]
        if config.name.startswith("tracker.") and models:
            parts.append(f"## {config.label}")
            parts += [_table(model) for model in models]
    return "\n\n".join(parts)


def _table(model: type[Model]) -> str:
    lines = [
        f"### {model.__name__}",
        "",
        " ".join((model.__doc__ or "").split()),
        "",
        f"Table `{model._meta.db_table}`{'' if hasattr(model, 'audit_events') else ', not audited'}.",
        "",
        "| field | type | empty | values |",
        "|---|---|---|---|",
    ]
    lines += [_field(field) for field in model._meta.concrete_fields]
    rules = [rule.name for rule in model._meta.constraints if isinstance(rule, CheckConstraint | UniqueConstraint)]
    if rules:
        lines += ["", "Rules: " + ", ".join(f"`{name}`" for name in rules) + "."]
    return "\n".join(lines)


def _field(field: Field) -> str:
    kind = field.get_internal_type()
    if field.related_model is not None and isinstance(field.related_model, type):
        kind = f"→ {field.related_model.__name__}"
    values = ", ".join(f"`{code}`" for code, _ in field.flatchoices) if field.choices else ""
    return f"| `{field.name}` | {kind} | {'yes' if field.null or field.blank else 'no'} | {values} |"
