"""Rules of the code's own structure that the import contracts can't see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Model
from pghistory.models import Event

ROOT: Path = settings.BASE_DIR / "tracker"
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
# Who may write without being an action: the machinery that carries actions, and what Django writes.
NOT_DOMAIN = ("core/outbox.py", "accounts/models.py", "migrations/")
LAYERS = ("core", "accounts", "audit", "documents", "notifications", "networks", "procurement", "governance", "flags")


def python_files() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def may_write(path: Path) -> bool:
    name = relative(path)
    return "/actions/" in name or name.endswith("/actions.py") or any(part in name for part in NOT_DOMAIN)


def manager_writes(path: Path) -> Iterator[str]:
    """Calls such as `Model.objects.create(…)`, `row.save()` and `rows.filter(…).delete()`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            text = ast.unparse(node.func.value)
            # A dict, set or hash that is updated is no row; rows come from managers, querysets and saved instances.
            if node.func.attr != "update" or ".objects" in text or ".filter(" in text:
                yield f"{relative(path)}:{node.lineno} {text}.{node.func.attr}(…)"


def test_only_actions_write() -> None:
    writes = [write for path in python_files() if not may_write(path) for write in manager_writes(path)]
    assert writes == []


def layered_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in LAYERS]


@pytest.mark.parametrize("model", layered_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model: type[Model]) -> None:
    """A foreign key, also one given as a string, leads to the same app or to one that stands below it."""
    app = model._meta.app_label
    for field in model._meta.get_fields():
        target = getattr(field, "related_model", None)
        if target is None or field.auto_created or target._meta.app_label not in LAYERS:
            continue
        assert LAYERS.index(target._meta.app_label) <= LAYERS.index(app), f"{model._meta.label}.{field.name}"


def test_files_are_short() -> None:
    """About 400 lines at most; migrations are written by Django."""
    ours = [path for path in python_files() if "/migrations/" not in str(path)]
    long = {relative(path): lines for path in ours if (lines := len(path.read_text().splitlines())) > 400}
    assert long == {}, "split these by noun"


def test_rules_read_no_clock() -> None:
    """`today` is a parameter of every rule; only the edges ask what day it is."""
    clocks = {"today", "now", "today_in_london", "utcnow"}
    for name in ("policies.py", "plans.py"):
        for path in ROOT.rglob(name):
            calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
            asked = [ast.unparse(call.func) for call in calls if ast.unparse(call.func).split(".")[-1] in clocks]
            assert asked == [], relative(path)


def test_domain_models_are_audited() -> None:
    """Every model of ours has audit events, but for those that hold no domain data."""
    exempt = {"core.OutboxItem", "notifications.Notification", "notifications.Delivery"}
    ours = [model for model in apps.get_models() if model.__module__.startswith("tracker.")]
    for model in ours:
        if not issubclass(model, Event) and model._meta.label not in exempt:
            assert hasattr(model, "audit_events"), f"{model._meta.label} has no @tracked()"
