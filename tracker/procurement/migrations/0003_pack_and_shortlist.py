import json
from datetime import date
from pathlib import Path

from django.db import migrations

from tracker.core.days import today_in_london

FILE = Path(__file__).resolve().parent.parent / "data" / "pack_1.json"
SINCE = date(2023, 6, 21)  # the day on which the AI Diagnostic Fund was announced
RULE = "Programme governance standards, section 5.3, stage 4, and rule R10"
SHORTLIST = "Programme governance standards, step P4 (pre-vetted shortlist) and go-live gate sections 4 to 7"
KINDS = ("dtac", "device", "iso-13485", "dcb0129", "cyber-essentials-plus", "penetration-test", "dspt")


def publish_first_pack(apps, schema_editor):
    """The first version of the national pack, to which programmes that are there already are held from today on; and
    what a product needs to be on the shortlist."""
    get = apps.get_model
    template = get("procurement", "PackTemplate")
    if not template.objects.exists():
        told = json.loads(FILE.read_text(encoding="utf-8"))
        sections = told.pop("sections")
        first = template.objects.create(version=1, valid_from=SINCE, **told)
        for place, section in enumerate(sections, 1):
            items = section.pop("items")
            row = get("procurement", "PackSection").objects.create(template=first, place=place, **section)
            get("procurement", "PackItem").objects.bulk_create(
                get("procurement", "PackItem")(section=row, place=number, **item)
                for number, item in enumerate(items, 1)
            )
    for programme in get("networks", "Programme").objects.all():
        get("procurement", "PackPolicy").objects.get_or_create(
            programme=programme, valid_to=None, defaults={"valid_from": today_in_london(), "source": RULE}
        )
    for kind in KINDS:
        get("procurement", "ShortlistRule").objects.get_or_create(
            kind=kind, valid_to=None, defaults={"valid_from": SINCE, "source": SHORTLIST}
        )


class Migration(migrations.Migration):
    dependencies = [("procurement", "0002_laws_and_notices")]
    operations = [migrations.RunPython(publish_first_pack, migrations.RunPython.noop)]
