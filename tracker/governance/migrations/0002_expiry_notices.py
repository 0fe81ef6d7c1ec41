from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
SOURCE = "Planning default of the programme governance standards: warn at 90, 60 and 30 days"
DAYS = (90, 60, 30)


def load_notices(apps, schema_editor):
    """When evidence is called expiring, until a programme office decides otherwise."""
    notice = apps.get_model("governance", "ExpiryNotice")
    for days in DAYS:
        notice.objects.get_or_create(days=days, valid_from=SINCE, defaults={"source": SOURCE})


def remove_notices(apps, schema_editor):
    apps.get_model("governance", "ExpiryNotice").objects.filter(valid_from=SINCE, days__in=DAYS).delete()


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]
    operations = [migrations.RunPython(load_notices, remove_notices)]
