from datetime import date

from django.db import migrations

SINCE = date(2020, 1, 1)
SOURCE = "Planning default of the tracker"
REMINDERS = (
    ("milestone", 14),
    ("milestone", 3),
    ("next-action", 3),
    ("review", 14),
    ("evidence", 60),
    ("evidence", 30),
    ("stage", 14),
    ("stage", 3),
    ("signature", 14),
    ("signature", 3),
    ("snooze", 1),
)


def load_reminders(apps, schema_editor):
    """How long before a day people are told of it, until a programme office decides otherwise."""
    reminder = apps.get_model("notifications", "Reminder")
    for kind, days in REMINDERS:
        reminder.objects.get_or_create(kind=kind, days=days, valid_from=SINCE, defaults={"source": SOURCE})


def remove_reminders(apps, schema_editor):
    reminder = apps.get_model("notifications", "Reminder")
    for kind, days in REMINDERS:
        reminder.objects.filter(kind=kind, days=days, valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_reminders")]
    operations = [migrations.RunPython(load_reminders, remove_reminders)]
