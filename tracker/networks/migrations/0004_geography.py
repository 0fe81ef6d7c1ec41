import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def add_geography(apps, schema_editor):
    """NHS England's regions and integrated care boards with their dates, the 1 April 2026 reorganisation included."""
    region, icb, succession = (apps.get_model("networks", name) for name in ("Region", "Icb", "IcbSuccession"))
    for row in rows("regions.csv"):
        code = row.pop("ods_code")
        region.objects.get_or_create(ods_code=code, defaults=row)
    boards = {}
    for row in rows("icbs.csv"):
        code = row.pop("ods_code")
        fields = {name: value or (None if name.endswith("_on") else "") for name, value in row.items()}
        boards[code], _ = icb.objects.get_or_create(ods_code=code, defaults=fields)
    for row in rows("icb_successions.csv"):
        succession.objects.get_or_create(
            predecessor=boards[row["predecessor"]],
            successor=boards[row["successor"]],
            defaults={"happened_on": row["happened_on"], "is_part": row["is_part"] == "yes"},
        )


class Migration(migrations.Migration):
    dependencies = [("networks", "0002_use_cases")]
    operations = [migrations.RunPython(add_geography, migrations.RunPython.noop)]
