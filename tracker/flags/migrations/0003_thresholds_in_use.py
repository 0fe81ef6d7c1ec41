from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
OWN = "Planning default of the tracker"
THRESHOLDS = (
    ("R63", "plan_days", 28, OWN),
    ("R64", "open_working_days", 10, STANDARDS),
    ("R67", "quarters_missed", 2, STANDARDS),
    ("T09", "national_days", 14, OWN),
    ("T10", "months_back", 15, OWN),
)


def load_thresholds(apps, schema_editor):
    """The values that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0002_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
