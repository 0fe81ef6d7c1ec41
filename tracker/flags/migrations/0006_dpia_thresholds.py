from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
OWN = "Planning default of the tracker"
THRESHOLDS = (
    ("R23", "days_before", 30, OWN),
    ("R24", "days_before", 30, OWN),
    ("R25", "days_before", 30, OWN),
    ("R27", "days_before", 30, OWN),
    ("R28", "days_before", 30, OWN),
    ("R29", "days_before", 30, OWN),
    ("R30", "days_before", 30, OWN),
    ("T12", "red_working_days", 20, STANDARDS),
)


def load_thresholds(apps, schema_editor):
    """The values of the rules about DPIAs that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0005_waiver_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
