import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parent.parent / "data" / "clause-requirements.json"


def load_clauses(apps, schema_editor):
    """The checklist of contract terms, as the programme's standards have it."""
    table = apps.get_model("procurement", "ClauseRequirement")
    found = json.loads(DATA.read_text(encoding="utf-8"))
    since = date.fromisoformat(found["valid_from"])
    for row in found["clauses"]:
        values = {name: value for name, value in row.items() if name != "code"} | {"source": found["source"]}
        table.objects.get_or_create(code=row["code"], valid_from=since, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("procurement", "0003_pack_and_shortlist")]
    operations = [migrations.RunPython(load_clauses, migrations.RunPython.noop)]
