"""Migrations that only add, applied in one step.

Django draws its picture of all models anew after every operation. A first migration of ours has hundreds (each audited
table brings a table of events and five triggers), and drawing two hundred models hundreds of times takes minutes. An
`AdditiveMigration` takes its operations into the picture first, draws it once, and then makes each table as it ends up.
Decision record 4 has the measurement.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

ADDITIONS = (
    migrations.CreateModel,
    migrations.AddField,
    migrations.AddIndex,
    migrations.AddConstraint,
    AddTrigger,
)
INCLUDED = (migrations.AddField, migrations.AddIndex, migrations.AddConstraint)  # made with their table


class AdditiveMigration(migrations.Migration):
    """A migration that makes models and adds to those alone: fields, indexes, constraints, triggers.

    A table is made whole when its model is created. Its foreign keys may point at tables that come later, because
    PostgreSQL gets them when all tables stand.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: ARG002, FBT001, FBT002 - as Django has it
    ) -> ProjectState:
        self._refuse_more_than_additions()
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)  # what is not drawn is not drawn anew
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            if not isinstance(operation, INCLUDED):
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state

    def _refuse_more_than_additions(self) -> None:
        made = {each.name_lower for each in self.operations if isinstance(each, migrations.CreateModel)}
        for operation in self.operations:
            about = str(getattr(operation, "model_name", "") or getattr(operation, "name", ""))
            if not isinstance(operation, ADDITIONS) or about.lower() not in made:
                raise TypeError(f"{self} may only add to the models that it makes: {operation.describe()}")
