from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
OWN = "Planning default of the tracker"
THRESHOLDS = (
    ("R11", "demonstration_percent", 15, STANDARDS),
    ("R11", "integration_percent", 20, STANDARDS),
    ("R11", "social_value_percent", 10, "Central government policy on social value in procurement"),
    ("R12", "reference_sites", 2, STANDARDS),
    ("R12", "similar_volume_percent", 50, OWN),
)


def load_thresholds(apps, schema_editor):
    """What weights and reference sites are held against until a programme sets its own values."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0009_contract_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
