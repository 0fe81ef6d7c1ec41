"""Django's migrate, run as the owner of the tables, followed by the grants of the application's role."""

from typing import Any

from django.apps import apps
from django.core.management.commands.migrate import Command as MigrateCommand

from tracker.core.database import as_owner, ensure_application_role, grant_to_application
from tracker.core.history import append_only_tables


class Command(MigrateCommand):
    def execute(self, *args: Any, **options: Any) -> str | None:
        alias = options["database"]
        with as_owner(alias):
            ensure_application_role(alias)
            output = super().execute(*args, **options)
            grant_to_application(append_only_tables(apps.get_models()), alias)
        return output
