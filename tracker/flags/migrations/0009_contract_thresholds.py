from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
ACT = "Procurement Act 2023, sections 52 and 71"
THRESHOLDS = (
    ("R07", "value_pounds", 5_000_000, ACT),
    ("R07", "least_kpis", 3, ACT),
    ("R07", "assessed_months", 12, ACT),
)


def load_thresholds(apps, schema_editor):
    """The values of the rules about contracts that every programme works to until it sets its own."""
    threshold = apps.get_model("flags", "Threshold")
    for rule, name, value, source in THRESHOLDS:
        threshold.objects.get_or_create(
            programme=None, rule=rule, name=name, valid_from=SINCE, defaults={"value": value, "source": source}
        )


class Migration(migrations.Migration):
    dependencies = [("flags", "0008_notice_thresholds")]
    operations = [migrations.RunPython(load_thresholds, migrations.RunPython.noop)]
