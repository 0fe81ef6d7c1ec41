from django.db import migrations


def create_system_account(apps, schema_editor):
    """The account behind scheduled jobs and commands. It has no usable password, so nobody signs in as it."""
    apps.get_model("accounts", "User").objects.get_or_create(
        email="system@tracker.invalid",
        defaults={"name": "The tracker", "is_system": True, "password": "!"},
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create_system_account, migrations.RunPython.noop)]
