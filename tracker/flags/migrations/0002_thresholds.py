from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
OWN = "Planning default of the tracker"
THRESHOLDS = (
    ("R01", "amber_working_days", 10, STANDARDS),
    ("R01", "red_working_days", 40, STANDARDS),
    ("R01", "national_months", 10, STANDARDS),
    ("R02", "critical_days", 90, OWN),
    ("R02", "milestone_red_days", 28, OWN),
    ("R03", "amber_moves", 3, STANDARDS),
    ("R03", "red_moves", 5, OWN),
    ("R03", "window_days", 90, STANDARDS),
    ("R04", "idle_working_days", 20, STANDARDS),
    ("R04", "red_working_days", 60, OWN),
    ("R21", "days_before", 30, STANDARDS),
    ("R21", "critical_days", 7, OWN),
    ("R22", "days_before", 30, OWN),
    ("R22", "critical_days", 7, OWN),
    ("R26", "days_before", 30, STANDARDS),
    ("R26", "critical_days", 90, OWN),
    ("R80", "near_days", 90, OWN),
    ("T01", "days_before", 180, OWN),
    ("T01", "red_days_before", 90, OWN),
    ("T02", "national_days", 14, OWN),
    ("T03", "amber_working_days", 10, STANDARDS),
    ("T03", "red_working_days", 40, STANDARDS),
    ("T03", "national_months", 24, OWN),
    ("T04", "critical_days", 60, OWN),
    ("T04", "national_days", 90, OWN),
    ("T05", "low_days", 30, OWN),
    ("T05", "amber_days", 60, OWN),
    ("T05", "red_days", 90, OWN),
    ("T06", "near_days", 60, OWN),
)


def load_thresholds(apps, schema_editor):
    """The values that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0001_initial")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
