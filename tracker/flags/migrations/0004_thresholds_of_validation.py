from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
OWN = "Planning default of the tracker"
THRESHOLDS = (
    ("R60", "days_before", 30),
    ("R60", "critical_days", 7),
    ("R62", "days_before", 30),
    ("R62", "critical_days", 7),
    ("R82", "days_before", 30),
    ("R83", "days_before", 30),
)


def load_thresholds(apps, schema_editor):
    """The values that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": OWN}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0003_thresholds_in_use")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
