from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
OWN = "Planning default of the tracker"
THRESHOLDS = (("T11", "days_before", 30), ("T11", "red_days_before", 7))


def load_thresholds(apps, schema_editor):
    """When a waiver is called running out, until a programme sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": OWN}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0004_thresholds_of_validation")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
