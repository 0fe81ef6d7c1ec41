from django.db import migrations

USE_CASES = {"chest-xray": "Chest X-ray", "chest-ct": "Chest CT"}


def add_use_cases(apps, schema_editor):
    """The use cases that the fund started with; more are rows, not code."""
    use_case = apps.get_model("networks", "UseCase")
    for code, name in USE_CASES.items():
        use_case.objects.get_or_create(code=code, defaults={"name": name})


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_initial")]
    operations = [migrations.RunPython(add_use_cases, migrations.RunPython.noop)]
