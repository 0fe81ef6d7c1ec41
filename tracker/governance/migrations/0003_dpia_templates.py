import json
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
TEMPLATES = ("dpia_template_2026_03.json", "supplier_dpia_dtac_2.json")
LIMITS = {
    "review_within_months": 12,
    "ico_acceptance_days": 10,
    "ico_advice_days": 56,
    "ico_extension_days": 42,
    "source": "Review: planning default of the programme governance standards. ICO: UK GDPR Article 36(2), and the ICO's "
    "guidance on prior consultation",
}
SINCE = date(2018, 5, 25)


def load_templates(apps, schema_editor):
    """NHS England's DPIA template, what a supplier's DPIA covers, and the limits of reviews and prior consultations."""
    template = apps.get_model("governance", "DpiaTemplate")
    for name in TEMPLATES:
        content = json.loads((DATA / name).read_text(encoding="utf-8"))
        template.objects.get_or_create(
            kind=content["kind"],
            version=content["version"],
            defaults={
                "title": content["title"],
                "valid_from": content["valid_from"],
                "source": content["source"],
                "content": content,
            },
        )
    apps.get_model("governance", "DpiaLimits").objects.get_or_create(valid_from=SINCE, defaults=LIMITS)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_expiry_notices")]
    operations = [migrations.RunPython(load_templates, migrations.RunPython.noop)]
