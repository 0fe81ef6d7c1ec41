import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
TABLES = {
    "MonitoringStandard": ("monitoring_standards.csv", ("code", "valid_from")),
    "IncidentClass": ("incident_classes.csv", ("code", "valid_from")),
    "ReviewStep": ("review_steps.csv", ("code", "valid_from")),
    "PlanTemplateRow": ("monitoring_plan.csv", ("metric", "valid_from")),
}
NULLS = {"lower_limit", "upper_limit", "supplier_days", "valid_to"}


def _value(name, text):
    if name == "needs_baseline":
        return text == "yes"
    return None if name in NULLS and not text else text


def load_standards(apps, schema_editor):
    """What monitoring works by until somebody sets other values, each with its source and the day it holds from."""
    for model, (file_name, keys) in TABLES.items():
        table = apps.get_model("governance", model)
        with (DATA / file_name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                values = {name: _value(name, text) for name, text in row.items()}
                key = {name: values.pop(name) for name in keys}
                table.objects.get_or_create(**key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("governance", "0004_validation_and_training_standards")]
    operations = [migrations.RunPython(load_standards, migrations.RunPython.noop)]
