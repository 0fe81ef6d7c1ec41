import csv
from datetime import date
from pathlib import Path

from django.db import migrations

from tracker.core.days import today_in_london

FILE = Path(__file__).resolve().parent.parent / "data" / "requirements_1.csv"
NUMBERS = ("domain", "due_days_before_go_live", "sign_off_place")
ANSWERS = ("is_blocking", "is_waivable")


def read(row):
    """A row of the file as the fields of a requirement."""
    return row | {name: int(row[name]) for name in NUMBERS} | {name: row[name] == "yes" for name in ANSWERS}


def publish_first_version(apps, schema_editor):
    """The go-live gate of the programme's governance standards with its practical steps, to which programmes that are
    there already are held from today on."""
    version, requirement, adoption, programme, user = (
        apps.get_model(*name.split("."))
        for name in (
            "governance.CatalogueVersion",
            "governance.Requirement",
            "governance.CatalogueAdoption",
            "networks.Programme",
            "accounts.User",
        )
    )
    first, is_new = version.objects.get_or_create(
        code="1",
        defaults={
            "title": "Go-live requirements, version 1",
            "effective_from": date(2023, 6, 21),  # the day on which the AI Diagnostic Fund was announced
            "longest_waiver_days": 90,
            "source": "Programme governance standards as understood on 23 November 2026, go-live gate and practical steps",
        },
    )
    if not is_new:
        return
    with FILE.open(encoding="utf-8", newline="") as file:
        requirement.objects.bulk_create([requirement(version=first, **read(row)) for row in csv.DictReader(file)])
    system = user.objects.filter(is_system=True).first()
    for each in programme.objects.all():
        adoption.objects.create(programme=each, version=first, effective_on=today_in_london(), recorded_by=system)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_system_account"),
        ("governance", "0005_monitoring_standards"),
        ("networks", "0004_geography"),
    ]
    operations = [migrations.RunPython(publish_first_version, migrations.RunPython.noop)]
