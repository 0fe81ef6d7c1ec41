"""The migrated database has everything that the models say."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import connection, migrations, models

from tracker.core.schema import AdditiveMigration

pytestmark = pytest.mark.django_db
OURS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("tracker.")]


def catalogue(question: str) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return set(cursor.fetchall())


def test_every_column_stands() -> None:
    stored = catalogue("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    said = {(model._meta.db_table, field.column) for model in OURS for field in model._meta.concrete_fields}
    assert said - stored == set()


def test_every_rule_and_index_stands() -> None:
    stored = {name for (name,) in catalogue("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")}
    said = {each.name for model in OURS for each in (*model._meta.constraints, *model._meta.indexes)}
    assert said
    assert said - stored == set()


def test_every_foreign_key_stands() -> None:
    stored = catalogue(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'"
    )
    said = {
        (model._meta.db_table, field.column)
        for model in OURS
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.db_constraint
    }
    assert said - stored == set()


def test_every_trigger_stands_as_declared() -> None:
    triggers = [
        (model, trigger) for model, trigger in pgtrigger.registered() if model.__module__.startswith("tracker.")
    ]
    wrong = [
        f"{model._meta.label}: {trigger.name} is {status}"
        for model, trigger in triggers
        if (status := trigger.get_installation_status(model)[0]) != "INSTALLED"
    ]
    assert len(triggers) > 100
    assert wrong == []


def test_additive_migration_refuses_what_changes_more() -> None:
    class Alters(AdditiveMigration):
        operations = [migrations.AddField("elsewhere", "field", models.IntegerField(null=True))]

    with pytest.raises(TypeError, match="may only add to the models that it makes"):
        Alters("0002_alters", "core")._refuse_more_than_additions()
