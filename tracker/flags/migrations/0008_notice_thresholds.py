from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
OWN = "Planning default of the tracker"


def load_thresholds(apps, schema_editor):
    """The value of the rule about notices that every programme works to until it sets its own."""
    apps.get_model("flags", "Threshold").objects.get_or_create(
        programme=None,
        rule="R06",
        name="critical_days",
        valid_from=SINCE,
        defaults={"value": 60, "source": OWN},
    )


class Migration(migrations.Migration):
    dependencies = [("flags", "0007_safety_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
