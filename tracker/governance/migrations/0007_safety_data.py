import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).parent.parent / "data"
STANDARDS = ("dcb0129-4.2.json", "dcb0160-3.2.json")
FORMS = ("dtac-1.0.json", "dtac-2.0.json")


def read(name):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def load(model, row, *keys):
    """Adds the row unless there is one with these keys: what is dated is never rewritten."""
    found = {key: row[key] for key in keys}
    rest = {key: value for key, value in row.items() if key not in keys}
    model.objects.get_or_create(**found, defaults=rest)


def load_safety_data(apps, schema_editor):
    """Standards, the risk scheme, starter hazards, limits, DTAC forms and CE dates, as they stood in November 2026."""

    def model(name):
        return apps.get_model("governance", name)

    for name in STANDARDS:
        load(model("SafetyStandard"), read(name), "code", "version")
    load(model("RiskScheme"), read("risk-scheme-uk-core.json"), "code")
    starters = read("starter-hazards.json")
    for row in starters["hazards"]:
        dated = {"effective_on": starters["effective_on"], "source": starters["source"]}
        load(model("StarterHazard"), row | dated, "code")
    for name in FORMS:
        load(model("DtacForm"), read(name), "version")
    for row in read("assurance-limits.json")["limits"]:
        load(model("AssuranceLimit"), row | {"valid_from": date.fromisoformat(row["valid_from"])}, "name", "valid_from")
    for row in read("ce-acceptance.json")["dates"]:
        load(model("CeAcceptance"), row | {"valid_from": date.fromisoformat(row["valid_from"])}, "mark", "valid_from")


class Migration(migrations.Migration):
    dependencies = [("governance", "0006_catalogue_1")]
    operations = [migrations.RunPython(load_safety_data, migrations.RunPython.noop)]
