from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
OWN = "Planning default of the tracker"
BEFORE = ("R40", "R41", "R42", "R43", "R44", "R45", "R46", "R50", "R51", "R52", "R53", "R54", "R70", "R71")
THRESHOLDS = (
    *((rule, "days_before", 30, OWN) for rule in BEFORE),
    *((rule, "critical_days", 7, OWN) for rule in ("R43", "R52", "R71")),
    ("R50", "warn_days", 90, STANDARDS),
    ("R53", "warn_months", 12, STANDARDS),
    ("R70", "warn_days", 90, STANDARDS),
)


def load_thresholds(apps, schema_editor):
    """The values of the rules about clinical safety and products that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0006_dpia_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
