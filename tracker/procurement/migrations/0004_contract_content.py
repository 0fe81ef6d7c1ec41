import json
from datetime import date
from pathlib import Path

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

DATA = Path(__file__).parent.parent / "data" / "clause-requirements.json"


def load_clauses(apps, schema_editor):
    """The checklist of contract terms, as the programme's standards have it."""
    table = apps.get_model("procurement", "ClauseRequirement")
    found = json.loads(DATA.read_text(encoding="utf-8"))
    since = date.fromisoformat(found["valid_from"])
    for row in found["clauses"]:
        values = {name: value for name, value in row.items() if name != "code"} | {"source": found["source"]}
        table.objects.get_or_create(code=row["code"], valid_from=since, defaults=values)


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0004_geography"),
        ("procurement", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClausePosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.SlugField(max_length=40)),
                ("effective_on", models.DateField()),
                (
                    "presence",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=10),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("position", models.CharField(blank=True, max_length=2000)),
                ("is_shared", models.BooleanField(default=False)),
                ("deviation", models.CharField(blank=True, max_length=2000)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["effective_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClausePositionAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("clause", models.SlugField(db_index=False, max_length=40)),
                ("effective_on", models.DateField()),
                (
                    "presence",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=10),
                ),
                ("reference", models.CharField(blank=True, max_length=60)),
                ("position", models.CharField(blank=True, max_length=2000)),
                ("is_shared", models.BooleanField(default=False)),
                ("deviation", models.CharField(blank=True, max_length=2000)),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClauseRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("code", models.SlugField(max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("data", "Data"),
                            ("change", "Change"),
                            ("safety", "Safety and liability"),
                            ("service", "Service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("good_clause", models.CharField(max_length=1000)),
                ("is_core", models.BooleanField(default=False)),
                ("is_change_control", models.BooleanField(default=False)),
                ("is_revalidation", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "ordering": ["number", "valid_from"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClauseRequirementAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("code", models.SlugField(db_index=False, max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("data", "Data"),
                            ("change", "Change"),
                            ("safety", "Safety and liability"),
                            ("service", "Service"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("good_clause", models.CharField(max_length=1000)),
                ("is_core", models.BooleanField(default=False)),
                ("is_change_control", models.BooleanField(default=False)),
                ("is_revalidation", models.BooleanField(default=False)),
                ("source", models.CharField(max_length=300)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractArrangements",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("effective_on", models.DateField()),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("trusts_sign", models.BooleanField(default=False)),
                ("change_control", models.CharField(blank=True, max_length=2000)),
                ("exit_owner", models.CharField(blank=True, max_length=200)),
                ("data_return_format", models.CharField(blank=True, max_length=500)),
                ("deletion_certificate_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("exit_tested_on", models.DateField(blank=True, null=True)),
                ("exit_reviewed_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name_plural": "contract arrangements",
                "ordering": ["effective_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractArrangementsAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("effective_on", models.DateField()),
                ("authority", models.CharField(blank=True, max_length=200)),
                ("trusts_sign", models.BooleanField(default=False)),
                ("change_control", models.CharField(blank=True, max_length=2000)),
                ("exit_owner", models.CharField(blank=True, max_length=200)),
                ("data_return_format", models.CharField(blank=True, max_length=500)),
                ("deletion_certificate_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("exit_tested_on", models.DateField(blank=True, null=True)),
                ("exit_reviewed_on", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractModification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=1000)),
                ("value_change_pence", models.BigIntegerField(default=0)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField()),
                ("planned_for", models.DateField()),
                ("is_qualifying", models.BooleanField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["agreed_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContractModificationAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("what", models.CharField(max_length=1000)),
                ("value_change_pence", models.BigIntegerField(default=0)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField()),
                ("planned_for", models.DateField()),
                ("is_qualifying", models.BooleanField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionExercise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("exercised_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("notice", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["exercised_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionExerciseAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("exercised_on", models.DateField()),
                ("ended_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("notice", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("agreed_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["contract", "number"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtensionOptionAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("months", models.PositiveSmallIntegerField()),
                ("agreed_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Kpi",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "ordering": ["contract", "name"],
            },
        ),
        migrations.CreateModel(
            name="KpiAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("good", "Good"),
                            ("approaching", "Approaching target"),
                            ("improvement", "Requires improvement"),
                            ("inadequate", "Inadequate"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("notice_id", models.CharField(blank=True, max_length=40)),
                ("assessed_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["assessed_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KpiAssessmentAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                (
                    "rating",
                    models.CharField(
                        choices=[
                            ("good", "Good"),
                            ("approaching", "Approaching target"),
                            ("improvement", "Requires improvement"),
                            ("inadequate", "Inadequate"),
                            ("other", "Other"),
                        ],
                        max_length=15,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("notice_id", models.CharField(blank=True, max_length=40)),
                ("assessed_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KpiAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MetricReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("value", models.DecimalField(decimal_places=3, max_digits=12)),
                ("source_note", models.CharField(max_length=500)),
                ("read_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["period_to", "read_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MetricReadingAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("period_from", models.DateField()),
                ("period_to", models.DateField()),
                ("value", models.DecimalField(decimal_places=3, max_digits=12)),
                ("source_note", models.CharField(max_length=500)),
                ("read_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ModificationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not-needed", "Contract change notice not needed"),
                            ("needed", "Contract change notice needed"),
                            ("published", "Contract change notice published"),
                            ("in-effect", "Took effect"),
                        ],
                        max_length=15,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("notice_id", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["happened_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ModificationStepAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not-needed", "Contract change notice not needed"),
                            ("needed", "Contract change notice needed"),
                            ("published", "Contract change notice published"),
                            ("in-effect", "Took effect"),
                        ],
                        max_length=15,
                    ),
                ),
                ("happened_on", models.DateField()),
                ("notice_id", models.CharField(blank=True, max_length=40)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaymentDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed for release"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("paid", "Paid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField()),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaymentDecisionAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed for release"),
                            ("released", "Released"),
                            ("refused", "Refused"),
                            ("paid", "Paid"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_on", models.DateField()),
                ("evidence", models.CharField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PaymentMilestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("amount_pence", models.BigIntegerField()),
                ("due_on", models.DateField()),
                (
                    "gate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("integration-accepted", "Integration accepted"),
                            ("validation-passed", "Local validation passed"),
                            ("service-level", "3 months at the agreed service level"),
                            ("delivery", "Delivery accepted"),
                        ],
                        max_length=25,
                    ),
                ),
                ("agreed_on", models.DateField()),
            ],
            options={
                "ordering": ["contract", "due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PaymentMilestoneAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("amount_pence", models.BigIntegerField()),
                ("due_on", models.DateField()),
                (
                    "gate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("integration-accepted", "Integration accepted"),
                            ("validation-passed", "Local validation passed"),
                            ("service-level", "3 months at the agreed service level"),
                            ("delivery", "Delivery accepted"),
                        ],
                        max_length=25,
                    ),
                ),
                ("agreed_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PerformanceReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField()),
                ("actions", models.CharField(blank=True, max_length=1000)),
                ("next_due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["held_on", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PerformanceReviewAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("held_on", models.DateField()),
                ("actions", models.CharField(blank=True, max_length=1000)),
                ("next_due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RenewalCondition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("condition", models.CharField(max_length=500)),
            ],
            options={
                "ordering": ["valid_from", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RenewalConditionAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("condition", models.CharField(max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewOutcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("met", "Met"), ("partly", "Partly met"), ("missed", "Missed")], max_length=10
                    ),
                ),
            ],
            options={
                "ordering": ["review", "service_level"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReviewOutcomeAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[("met", "Met"), ("partly", "Partly met"), ("missed", "Missed")], max_length=10
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ServiceLevel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("availability", "Availability"), ("support", "Support response"), ("other", "Other")],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "ordering": ["contract", "name"],
            },
        ),
        migrations.CreateModel(
            name="ServiceLevelAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("availability", "Availability"), ("support", "Support response"), ("other", "Other")],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("target", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessMetric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("definition", models.CharField(max_length=1000)),
                ("numerator", models.CharField(blank=True, max_length=200)),
                ("denominator", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=30)),
                ("baseline_value", models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True)),
                ("baseline_period", models.CharField(blank=True, max_length=100)),
                ("target", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")], max_length=10
                    ),
                ),
                ("data_source", models.CharField(max_length=200)),
                (
                    "frequency",
                    models.CharField(
                        choices=[("monthly", "Monthly"), ("quarterly", "Quarterly"), ("yearly", "Yearly")],
                        max_length=10,
                    ),
                ),
                ("owner", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "ordering": ["contract", "name"],
            },
        ),
        migrations.CreateModel(
            name="SuccessMetricAuditEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("definition", models.CharField(max_length=1000)),
                ("numerator", models.CharField(blank=True, max_length=200)),
                ("denominator", models.CharField(blank=True, max_length=200)),
                ("unit", models.CharField(blank=True, max_length=30)),
                ("baseline_value", models.DecimalField(blank=True, decimal_places=3, max_digits=12, null=True)),
                ("baseline_period", models.CharField(blank=True, max_length=100)),
                ("target", models.DecimalField(decimal_places=3, max_digits=12)),
                (
                    "better",
                    models.CharField(
                        choices=[("higher", "Higher is better"), ("lower", "Lower is better")], max_length=10
                    ),
                ),
                ("data_source", models.CharField(max_length=200)),
                (
                    "frequency",
                    models.CharField(
                        choices=[("monthly", "Monthly"), ("quarterly", "Quarterly"), ("yearly", "Yearly")],
                        max_length=10,
                    ),
                ),
                ("owner", models.CharField(max_length=200)),
                ("agreed_on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contract",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contract",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="contract",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="contract",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="contractauditevent",
            name="replaces",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractauditevent" ("id", "network_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "release_id", "replaces_id", "supplier_id", "use_case_id", "version") VALUES (NEW."id", NEW."network_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."programme_id", NEW."reference", NEW."release_id", NEW."replaces_id", NEW."supplier_id", NEW."use_case_id", NEW."version"); RETURN NULL;',
                    hash="3b79a2749d164e2e4bd820dcce8445bafd57807a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1793a",
                    table="procurement_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_contractauditevent" ("id", "network_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "release_id", "replaces_id", "supplier_id", "use_case_id", "version") VALUES (NEW."id", NEW."network_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."programme_id", NEW."reference", NEW."release_id", NEW."replaces_id", NEW."supplier_id", NEW."use_case_id", NEW."version"); RETURN NULL;',
                    hash="f6afc8f3a8773cf57ae66e24930f48c427f39ce9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bc253",
                    table="procurement_contract",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractauditevent" ("id", "network_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "reference", "release_id", "replaces_id", "supplier_id", "use_case_id", "version") VALUES (OLD."id", OLD."network_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."programme_id", OLD."reference", OLD."release_id", OLD."replaces_id", OLD."supplier_id", OLD."use_case_id", OLD."version"); RETURN NULL;',
                    hash="d4e0f9a8c968b8d6fad861d2ead0533166354a19",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e339a",
                    table="procurement_contract",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", True), models.Q(("replaces", models.F("id")), _negated=True), _connector="OR"
                ),
                name="procurement_contract_replaces_another",
            ),
        ),
        migrations.AddField(
            model_name="clauseposition",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="clause_positions", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="clauseposition",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="clausepositionauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="clausepositionauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.clauseposition",
            ),
        ),
        migrations.AddField(
            model_name="clausepositionauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="clauserequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="procurement_clauserequirement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauserequirement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)),
                fields=("code",),
                name="procurement_clauserequirement_one_is_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauserequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ["data", "change", "safety", "service"])),
                name="procurement_clauserequirement_group_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauserequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_core", False), ("group", "data"), _connector="OR"),
                name="procurement_clauserequirement_core_is_about_data",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauserequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_clauserequirementauditevent" ("code", "good_clause", "group", "id", "is_change_control", "is_core", "is_revalidation", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "title", "valid_from", "valid_to") VALUES (NEW."code", NEW."good_clause", NEW."group", NEW."id", NEW."is_change_control", NEW."is_core", NEW."is_revalidation", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."source", NEW."title", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="5b6f2a83876038af35ee554380fdab9582b5a425",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_706ff",
                    table="procurement_clauserequirement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauserequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_clauserequirementauditevent" ("code", "good_clause", "group", "id", "is_change_control", "is_core", "is_revalidation", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "title", "valid_from", "valid_to") VALUES (NEW."code", NEW."good_clause", NEW."group", NEW."id", NEW."is_change_control", NEW."is_core", NEW."is_revalidation", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."source", NEW."title", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="72efb0541634bcd5bbdc7d73034a7f21e5241d96",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cbb94",
                    table="procurement_clauserequirement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauserequirement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_clauserequirementauditevent" ("code", "good_clause", "group", "id", "is_change_control", "is_core", "is_revalidation", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "title", "valid_from", "valid_to") VALUES (OLD."code", OLD."good_clause", OLD."group", OLD."id", OLD."is_change_control", OLD."is_core", OLD."is_revalidation", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."source", OLD."title", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="05a9bb420ba361b1aeb7e608f18003705f576c0e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_49b85",
                    table="procurement_clauserequirement",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="clauserequirementauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.clauserequirement",
            ),
        ),
        migrations.AddField(
            model_name="contractarrangements",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="arrangements", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="contractarrangements",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contractarrangementsauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="contractarrangementsauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.contractarrangements",
            ),
        ),
        migrations.AddField(
            model_name="contractarrangementsauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contractmodification",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="modifications", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="contractmodification",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contractmodificationauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="contractmodificationauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.contractmodification",
            ),
        ),
        migrations.AddField(
            model_name="contractmodificationauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extensionexercise",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extensionexerciseauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.extensionexercise",
            ),
        ),
        migrations.AddField(
            model_name="extensionexerciseauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extensionoption",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="extension_options", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="extensionoption",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="extensionexerciseauditevent",
            name="option",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.extensionoption",
            ),
        ),
        migrations.AddField(
            model_name="extensionexercise",
            name="option",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="exercise", to="procurement.extensionoption"
            ),
        ),
        migrations.AddField(
            model_name="extensionoptionauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="extensionoptionauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.extensionoption",
            ),
        ),
        migrations.AddField(
            model_name="extensionoptionauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="kpi",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="kpis", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="kpiassessment",
            name="kpi",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="assessments", to="procurement.kpi"
            ),
        ),
        migrations.AddField(
            model_name="kpiassessment",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="kpiassessmentauditevent",
            name="kpi",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.kpi",
            ),
        ),
        migrations.AddField(
            model_name="kpiassessmentauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.kpiassessment",
            ),
        ),
        migrations.AddField(
            model_name="kpiassessmentauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="kpiauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="kpiauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.kpi",
            ),
        ),
        migrations.AddField(
            model_name="metricreading",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="metricreadingauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.metricreading",
            ),
        ),
        migrations.AddField(
            model_name="metricreadingauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="modificationstep",
            name="modification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="procurement.contractmodification"
            ),
        ),
        migrations.AddField(
            model_name="modificationstep",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="modificationstepauditevent",
            name="modification",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contractmodification",
            ),
        ),
        migrations.AddField(
            model_name="modificationstepauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.modificationstep",
            ),
        ),
        migrations.AddField(
            model_name="modificationstepauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paymentdecision",
            name="reading",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payment_decisions",
                to="procurement.metricreading",
            ),
        ),
        migrations.AddField(
            model_name="paymentdecision",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="paymentdecisionauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.paymentdecision",
            ),
        ),
        migrations.AddField(
            model_name="paymentdecisionauditevent",
            name="reading",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.metricreading",
            ),
        ),
        migrations.AddField(
            model_name="paymentdecisionauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="paymentmilestone",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payment_milestones",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="paymentdecisionauditevent",
            name="milestone",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.paymentmilestone",
            ),
        ),
        migrations.AddField(
            model_name="paymentdecision",
            name="milestone",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="procurement.paymentmilestone"
            ),
        ),
        migrations.AddField(
            model_name="paymentmilestoneauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="paymentmilestoneauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.paymentmilestone",
            ),
        ),
        migrations.AddField(
            model_name="performancereview",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="performance_reviews",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="performancereview",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="performancereviewauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="performancereviewauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.performancereview",
            ),
        ),
        migrations.AddField(
            model_name="performancereviewauditevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="renewalcondition",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewal_conditions",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="renewalconditionauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="renewalconditionauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.renewalcondition",
            ),
        ),
        migrations.AddField(
            model_name="reviewoutcome",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="procurement.performancereview"
            ),
        ),
        migrations.AddField(
            model_name="reviewoutcomeauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.reviewoutcome",
            ),
        ),
        migrations.AddField(
            model_name="reviewoutcomeauditevent",
            name="review",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.performancereview",
            ),
        ),
        migrations.AddField(
            model_name="servicelevel",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="service_levels", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="reviewoutcomeauditevent",
            name="service_level",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.servicelevel",
            ),
        ),
        migrations.AddField(
            model_name="reviewoutcome",
            name="service_level",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="procurement.servicelevel"
            ),
        ),
        migrations.AddField(
            model_name="servicelevelauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="servicelevelauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.servicelevel",
            ),
        ),
        migrations.AddField(
            model_name="successmetric",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="success_metrics", to="procurement.contract"
            ),
        ),
        migrations.AddField(
            model_name="renewalconditionauditevent",
            name="metric",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddField(
            model_name="renewalcondition",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renewal_conditions",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddField(
            model_name="paymentmilestoneauditevent",
            name="metric",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddField(
            model_name="paymentmilestone",
            name="metric",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payment_milestones",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddField(
            model_name="metricreadingauditevent",
            name="metric",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddField(
            model_name="metricreading",
            name="metric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="procurement.successmetric"
            ),
        ),
        migrations.AddField(
            model_name="successmetricauditevent",
            name="contract",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="procurement.contract",
            ),
        ),
        migrations.AddField(
            model_name="successmetricauditevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_events",
                to="procurement.successmetric",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseposition",
            constraint=models.CheckConstraint(
                condition=models.Q(("presence__in", ["yes", "partly", "no"])),
                name="procurement_clauseposition_presence_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseposition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_by", ""), ("approved_on__isnull", True)),
                    models.Q(models.Q(("approved_by", ""), _negated=True), ("approved_on__isnull", False)),
                    _connector="OR",
                ),
                name="procurement_clauseposition_approver_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseposition",
            constraint=models.CheckConstraint(
                condition=models.Q(("approved_by", ""), models.Q(("deviation", ""), _negated=True), _connector="OR"),
                name="procurement_clauseposition_approves_a_deviation",
            ),
        ),
        migrations.AddConstraint(
            model_name="clauseposition",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_shared", False), models.Q(("position", ""), _negated=True), _connector="OR"),
                name="procurement_clauseposition_shares_a_text",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauseposition",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6912addb6be190c26f6b0e946cb8f2997946496d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_73330",
                    table="procurement_clauseposition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauseposition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_clausepositionauditevent" ("approved_by", "approved_on", "clause", "contract_id", "deviation", "effective_on", "id", "is_shared", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presence", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."approved_by", NEW."approved_on", NEW."clause", NEW."contract_id", NEW."deviation", NEW."effective_on", NEW."id", NEW."is_shared", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."position", NEW."presence", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="dc9ea899c798f74dfb5019aef877c1d3a34e4d4a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_89a7b",
                    table="procurement_clauseposition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauseposition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_clausepositionauditevent" ("approved_by", "approved_on", "clause", "contract_id", "deviation", "effective_on", "id", "is_shared", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presence", "recorded_at", "recorded_by_id", "reference") VALUES (NEW."approved_by", NEW."approved_on", NEW."clause", NEW."contract_id", NEW."deviation", NEW."effective_on", NEW."id", NEW."is_shared", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."position", NEW."presence", NEW."recorded_at", NEW."recorded_by_id", NEW."reference"); RETURN NULL;',
                    hash="4dab1845411d9f6c8ff248d6b33e19cf700a675e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d0f3",
                    table="procurement_clauseposition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauseposition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_clausepositionauditevent" ("approved_by", "approved_on", "clause", "contract_id", "deviation", "effective_on", "id", "is_shared", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "presence", "recorded_at", "recorded_by_id", "reference") VALUES (OLD."approved_by", OLD."approved_on", OLD."clause", OLD."contract_id", OLD."deviation", OLD."effective_on", OLD."id", OLD."is_shared", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."position", OLD."presence", OLD."recorded_at", OLD."recorded_by_id", OLD."reference"); RETURN NULL;',
                    hash="00f1e2dc5a0c45e53a029c8020d2a78f0ff570f4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_46f38",
                    table="procurement_clauseposition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clausepositionauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8ee315a00139d1fab3c6fd7212c4f304cf2a0ea0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b38ba",
                    table="procurement_clausepositionauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clauserequirementauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="03115e046bcfebcdc712e479aa977b657ba5ac45",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_91463",
                    table="procurement_clauserequirementauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contractarrangements",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("exit_tested_on__isnull", True), ("exit_tested_on__lte", models.F("effective_on")), _connector="OR"
                ),
                name="procurement_contractarrangements_tested_by_then",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractarrangements",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("exit_reviewed_on__isnull", True),
                    ("exit_reviewed_on__lte", models.F("effective_on")),
                    _connector="OR",
                ),
                name="procurement_contractarrangements_reviewed_by_then",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractarrangements",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="150d56db36ef4c9bf0c2ca6e69f782190ed4973f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_540cc",
                    table="procurement_contractarrangements",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractarrangements",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractarrangementsauditevent" ("authority", "change_control", "contract_id", "data_return_format", "deletion_certificate_days", "effective_on", "exit_owner", "exit_reviewed_on", "exit_tested_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "trusts_sign") VALUES (NEW."authority", NEW."change_control", NEW."contract_id", NEW."data_return_format", NEW."deletion_certificate_days", NEW."effective_on", NEW."exit_owner", NEW."exit_reviewed_on", NEW."exit_tested_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."trusts_sign"); RETURN NULL;',
                    hash="8271ca7eea773ee8d0be50baebba0158f92c4caa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8d0ea",
                    table="procurement_contractarrangements",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractarrangements",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_contractarrangementsauditevent" ("authority", "change_control", "contract_id", "data_return_format", "deletion_certificate_days", "effective_on", "exit_owner", "exit_reviewed_on", "exit_tested_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "trusts_sign") VALUES (NEW."authority", NEW."change_control", NEW."contract_id", NEW."data_return_format", NEW."deletion_certificate_days", NEW."effective_on", NEW."exit_owner", NEW."exit_reviewed_on", NEW."exit_tested_on", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id", NEW."trusts_sign"); RETURN NULL;',
                    hash="30c285034bd68a15ead1373910371b1dd0c0b83b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c60a9",
                    table="procurement_contractarrangements",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractarrangements",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractarrangementsauditevent" ("authority", "change_control", "contract_id", "data_return_format", "deletion_certificate_days", "effective_on", "exit_owner", "exit_reviewed_on", "exit_tested_on", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id", "trusts_sign") VALUES (OLD."authority", OLD."change_control", OLD."contract_id", OLD."data_return_format", OLD."deletion_certificate_days", OLD."effective_on", OLD."exit_owner", OLD."exit_reviewed_on", OLD."exit_tested_on", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id", OLD."trusts_sign"); RETURN NULL;',
                    hash="3795200365867d408f14b47127be0ffbf524cd4b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_721d9",
                    table="procurement_contractarrangements",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractarrangementsauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="66eec8e8b47609c489e72962bddd8a7b3f87bb41",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_33c9a",
                    table="procurement_contractarrangementsauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmodification",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_for__gte", models.F("agreed_on"))),
                name="procurement_contractmodification_planned_once_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="contractmodification",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="procurement_contractmodification_says_what"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractmodification",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1e802e1a39e3f9ffe21d8025ec58261eefc39a90",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f5cf0",
                    table="procurement_contractmodification",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractmodification",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractmodificationauditevent" ("agreed_on", "contract_id", "ends_on", "id", "is_qualifying", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "recorded_at", "recorded_by_id", "value_change_pence", "what") VALUES (NEW."agreed_on", NEW."contract_id", NEW."ends_on", NEW."id", NEW."is_qualifying", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."planned_for", NEW."recorded_at", NEW."recorded_by_id", NEW."value_change_pence", NEW."what"); RETURN NULL;',
                    hash="895eb1b925793764d4664a371f1c3a99280a81e7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_35c4c",
                    table="procurement_contractmodification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractmodification",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_contractmodificationauditevent" ("agreed_on", "contract_id", "ends_on", "id", "is_qualifying", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "recorded_at", "recorded_by_id", "value_change_pence", "what") VALUES (NEW."agreed_on", NEW."contract_id", NEW."ends_on", NEW."id", NEW."is_qualifying", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."planned_for", NEW."recorded_at", NEW."recorded_by_id", NEW."value_change_pence", NEW."what"); RETURN NULL;',
                    hash="911b27748e52f5b2450548e595af0334069dc218",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b27f4",
                    table="procurement_contractmodification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractmodification",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_contractmodificationauditevent" ("agreed_on", "contract_id", "ends_on", "id", "is_qualifying", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_for", "recorded_at", "recorded_by_id", "value_change_pence", "what") VALUES (OLD."agreed_on", OLD."contract_id", OLD."ends_on", OLD."id", OLD."is_qualifying", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."planned_for", OLD."recorded_at", OLD."recorded_by_id", OLD."value_change_pence", OLD."what"); RETURN NULL;',
                    hash="2c4b1c065b7ecedbf1ed48f898ebb566c8e857ff",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f8de2",
                    table="procurement_contractmodification",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contractmodificationauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7b78a7e43745470422e14f9e0812e440215f2338",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a2442",
                    table="procurement_contractmodificationauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionoption",
            constraint=models.UniqueConstraint(
                fields=("contract", "number"), name="procurement_extensionoption_number_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionoption",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__gte", 1), ("months__lte", 60)),
                name="procurement_extensionoption_months_in_range",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="dd47262ed5fd76738214d746d64de37cbf028f9f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a820b",
                    table="procurement_extensionoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_extensionoptionauditevent" ("agreed_on", "contract_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."months", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="defcf4df839a552a18540a686015375309bcfe16",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1225c",
                    table="procurement_extensionoption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_extensionoptionauditevent" ("agreed_on", "contract_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."months", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="da1f5e6ad9966e993ec0058445b304f90410406a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_67eaa",
                    table="procurement_extensionoption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionoption",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_extensionoptionauditevent" ("agreed_on", "contract_id", "id", "months", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."agreed_on", OLD."contract_id", OLD."id", OLD."months", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                    hash="b0fd5b759d351511cfae7d2f97e4b0e131eb154b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24166",
                    table="procurement_extensionoption",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionexerciseauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="655dc189399d430ca674db68ab5edb46c94911e8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9ffdd",
                    table="procurement_extensionexerciseauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gt", models.F("ended_on"))),
                name="procurement_extensionexercise_ends_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionexercise",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice", ""), _negated=True),
                name="procurement_extensionexercise_says_how_notice_was_given",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionexercise",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6ed7c5209a1c57686f7a8c13a0e78e28f0479975",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8faf8",
                    table="procurement_extensionexercise",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionexercise",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_extensionexerciseauditevent" ("ended_on", "ends_on", "exercised_on", "id", "notice", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."ended_on", NEW."ends_on", NEW."exercised_on", NEW."id", NEW."notice", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="ac0345d07526f29912c16859296b27feadd7d976",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_752b4",
                    table="procurement_extensionexercise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionexercise",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_extensionexerciseauditevent" ("ended_on", "ends_on", "exercised_on", "id", "notice", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."ended_on", NEW."ends_on", NEW."exercised_on", NEW."id", NEW."notice", NEW."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="e2e38ad21cb2b4f8203c91e807195106d667586b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b1bca",
                    table="procurement_extensionexercise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionexercise",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_extensionexerciseauditevent" ("ended_on", "ends_on", "exercised_on", "id", "notice", "option_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."ended_on", OLD."ends_on", OLD."exercised_on", OLD."id", OLD."notice", OLD."option_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                    hash="d574ffd9d37ee928fa242e5eceabf23b5ebcb5b5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2dc8b",
                    table="procurement_extensionexercise",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="extensionoptionauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="fa939bccb004ab5f6c2e7dccd8d3d3e905b0d46f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8ffda",
                    table="procurement_extensionoptionauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="kpi",
            constraint=models.UniqueConstraint(fields=("contract", "name"), name="procurement_kpi_name_is_unique"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpi",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_kpiauditevent" ("agreed_on", "contract_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."target", NEW."version"); RETURN NULL;',
                    hash="4de59bd8093ce88b404faba174e027358a0043e4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d7c52",
                    table="procurement_kpi",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpi",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_kpiauditevent" ("agreed_on", "contract_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."target", NEW."version"); RETURN NULL;',
                    hash="fa6ed92e689ba4efaa2ee71347e0e87825b6bcf5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dbb74",
                    table="procurement_kpi",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpi",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_kpiauditevent" ("agreed_on", "contract_id", "id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (OLD."agreed_on", OLD."contract_id", OLD."id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."target", OLD."version"); RETURN NULL;',
                    hash="2ba139fcf735fb04c63c31e691a53cbc552b89e2",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c262a",
                    table="procurement_kpi",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["good", "approaching", "improvement", "inadequate", "other"])),
                name="procurement_kpiassessment_rating_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__gte", models.F("period_from"))),
                name="procurement_kpiassessment_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("assessed_on__gte", models.F("period_to"))),
                name="procurement_kpiassessment_once_the_period_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="kpiassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating", "good"), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="procurement_kpiassessment_says_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0301363274f3e398114ca48c14b23935fed0969d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_37b9e",
                    table="procurement_kpiassessment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_kpiassessmentauditevent" ("assessed_on", "id", "kpi_id", "note", "notice_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "recorded_at", "recorded_by_id") VALUES (NEW."assessed_on", NEW."id", NEW."kpi_id", NEW."note", NEW."notice_id", NEW."period_from", NEW."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."rating", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="9b91cdee382bbebcac0ce7d2396dde49f9934ebe",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_143ca",
                    table="procurement_kpiassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_kpiassessmentauditevent" ("assessed_on", "id", "kpi_id", "note", "notice_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "recorded_at", "recorded_by_id") VALUES (NEW."assessed_on", NEW."id", NEW."kpi_id", NEW."note", NEW."notice_id", NEW."period_from", NEW."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."rating", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="61d28fcc17f35636cd2ba06f03a36d1e67bc0b0b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1e260",
                    table="procurement_kpiassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiassessment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_kpiassessmentauditevent" ("assessed_on", "id", "kpi_id", "note", "notice_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rating", "recorded_at", "recorded_by_id") VALUES (OLD."assessed_on", OLD."id", OLD."kpi_id", OLD."note", OLD."notice_id", OLD."period_from", OLD."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."rating", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                    hash="5e7d58631f9e3503f0217ca5152510623e530d3e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_24088",
                    table="procurement_kpiassessment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiassessmentauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ec7e833a2c7bc1da59cd6b9740caf2b1ebd3dd8b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_eb518",
                    table="procurement_kpiassessmentauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kpiauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d5b558fd3a3fe06124bd4c267c9b848dd6538004",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_53a0d",
                    table="procurement_kpiauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="modificationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["not-needed", "needed", "published", "in-effect"])),
                name="procurement_modificationstep_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="modificationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "published"), models.Q(("notice_id", ""), _negated=True)),
                    models.Q(models.Q(("kind", "published"), _negated=True), ("notice_id", "")),
                    _connector="OR",
                ),
                name="procurement_modificationstep_notice_has_its_id",
            ),
        ),
        migrations.AddConstraint(
            model_name="modificationstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "in-effect")),
                fields=("modification",),
                name="procurement_modificationstep_takes_effect_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modificationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="85baf595b2be00ee6baafcae67319ea2281103ca",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d1721",
                    table="procurement_modificationstep",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modificationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_modificationstepauditevent" ("happened_on", "id", "kind", "modification_id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id") VALUES (NEW."happened_on", NEW."id", NEW."kind", NEW."modification_id", NEW."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="10ef8e24d2e086ff71ca769e0927e8cc4c91d29c",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0fa19",
                    table="procurement_modificationstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modificationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_modificationstepauditevent" ("happened_on", "id", "kind", "modification_id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id") VALUES (NEW."happened_on", NEW."id", NEW."kind", NEW."modification_id", NEW."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="e535fd248d87441cfdd24923b075e646075f42ed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_75a2f",
                    table="procurement_modificationstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modificationstep",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_modificationstepauditevent" ("happened_on", "id", "kind", "modification_id", "notice_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id") VALUES (OLD."happened_on", OLD."id", OLD."kind", OLD."modification_id", OLD."notice_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                    hash="85f4c60e21f64e078257f8d9397d1fc1c5ddaa9e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b5c8a",
                    table="procurement_modificationstep",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="modificationstepauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="41c0a89ea19a7f983fbe9b618f0a18d37cd02b35",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b27d4",
                    table="procurement_modificationstepauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentdecisionauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e2f91acdce41cbabc2bccfe85332f2ead8c88199",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8a3ab",
                    table="procurement_paymentdecisionauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["proposed", "released", "refused", "paid"])),
                name="procurement_paymentdecision_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "proposed"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="procurement_paymentdecision_proposal_has_evidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="procurement_paymentdecision_refusal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("step", "paid"), _negated=True),
                    models.Q(("reference", ""), _negated=True),
                    _connector="OR",
                ),
                name="procurement_paymentdecision_payment_has_reference",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", "released")),
                fields=("milestone",),
                name="procurement_paymentdecision_is_released_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("step", "paid")),
                fields=("milestone",),
                name="procurement_paymentdecision_is_paid_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77abcc978702e0e525740ac034f7129348a25aa1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ccf97",
                    table="procurement_paymentdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_paymentdecisionauditevent" ("decided_on", "evidence", "id", "milestone_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id", "reason", "recorded_at", "recorded_by_id", "reference", "step") VALUES (NEW."decided_on", NEW."evidence", NEW."id", NEW."milestone_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reading_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."step"); RETURN NULL;',
                    hash="80265fb62a9fd6050398a5b394dcfe14ab37b317",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_04094",
                    table="procurement_paymentdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_paymentdecisionauditevent" ("decided_on", "evidence", "id", "milestone_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id", "reason", "recorded_at", "recorded_by_id", "reference", "step") VALUES (NEW."decided_on", NEW."evidence", NEW."id", NEW."milestone_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reading_id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."reference", NEW."step"); RETURN NULL;',
                    hash="419762120145323ad75a8206727f33b0859ca47c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_455ca",
                    table="procurement_paymentdecision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_paymentdecisionauditevent" ("decided_on", "evidence", "id", "milestone_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reading_id", "reason", "recorded_at", "recorded_by_id", "reference", "step") VALUES (OLD."decided_on", OLD."evidence", OLD."id", OLD."milestone_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reading_id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."reference", OLD."step"); RETURN NULL;',
                    hash="901cd7049d5846f0c6eaaf5a673563106c8503a3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_013d5",
                    table="procurement_paymentdecision",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="performancereview",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_due_on__gt", models.F("held_on"))),
                name="procurement_performancereview_next_lies_ahead",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="performancereview",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="278961e710cc5c3ea61d24a63ab86b09a506f74b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_48a65",
                    table="procurement_performancereview",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="performancereview",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_performancereviewauditevent" ("actions", "contract_id", "held_on", "id", "next_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."actions", NEW."contract_id", NEW."held_on", NEW."id", NEW."next_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="dc2c96c12e7aa74fe7f0b8d8a3c0c09744828cbc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d35b6",
                    table="procurement_performancereview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="performancereview",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_performancereviewauditevent" ("actions", "contract_id", "held_on", "id", "next_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (NEW."actions", NEW."contract_id", NEW."held_on", NEW."id", NEW."next_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."recorded_by_id"); RETURN NULL;',
                    hash="c17f63420ddfe1af0b78bae7b15e56e18303667c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98a08",
                    table="procurement_performancereview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="performancereview",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_performancereviewauditevent" ("actions", "contract_id", "held_on", "id", "next_due_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "recorded_by_id") VALUES (OLD."actions", OLD."contract_id", OLD."held_on", OLD."id", OLD."next_due_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."recorded_by_id"); RETURN NULL;',
                    hash="173b01dfc07705f8802e6a555f223db1e779678f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7ffbc",
                    table="procurement_performancereview",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="performancereviewauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c738f7c4b9218a59124978046d8d882d65e567fc",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_35a9b",
                    table="procurement_performancereviewauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.UniqueConstraint(
                fields=("contract", "name"), name="procurement_servicelevel_name_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicelevel",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["availability", "support", "other"])),
                name="procurement_servicelevel_kind_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicelevel",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_servicelevelauditevent" ("agreed_on", "contract_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."target", NEW."version"); RETURN NULL;',
                    hash="3899aacea4effed1cf41032e56ce659610c13e98",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_4878f",
                    table="procurement_servicelevel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicelevel",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_servicelevelauditevent" ("agreed_on", "contract_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (NEW."agreed_on", NEW."contract_id", NEW."id", NEW."kind", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."target", NEW."version"); RETURN NULL;',
                    hash="8fb0ff000eb702644f44a427ed47f60dc766efa6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4d321",
                    table="procurement_servicelevel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicelevel",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_servicelevelauditevent" ("agreed_on", "contract_id", "id", "kind", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "version") VALUES (OLD."agreed_on", OLD."contract_id", OLD."id", OLD."kind", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."target", OLD."version"); RETURN NULL;',
                    hash="86a468ff649faf305415b425d4b2b045cc6399b3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b3e38",
                    table="procurement_servicelevel",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewoutcomeauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c55ae533d3e53cf52fc93da975b0600e8405bb7b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_8e7ba",
                    table="procurement_reviewoutcomeauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewoutcome",
            constraint=models.UniqueConstraint(
                fields=("review", "service_level"), name="procurement_reviewoutcome_one_for_each_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewoutcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["met", "partly", "missed"])),
                name="procurement_reviewoutcome_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="06486c69b2789f549c3826271946d49d607a3347",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cb2ca",
                    table="procurement_reviewoutcome",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_reviewoutcomeauditevent" ("id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "service_level_id") VALUES (NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."review_id", NEW."service_level_id"); RETURN NULL;',
                    hash="c33e5d129440fd30ccbb3c28bd19d755e716cb6a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_541c6",
                    table="procurement_reviewoutcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_reviewoutcomeauditevent" ("id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "service_level_id") VALUES (NEW."id", NEW."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."review_id", NEW."service_level_id"); RETURN NULL;',
                    hash="ce43c95343c1b4d8f07231fd923499fb65d9cd9d",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5909d",
                    table="procurement_reviewoutcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reviewoutcome",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_reviewoutcomeauditevent" ("id", "outcome", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "review_id", "service_level_id") VALUES (OLD."id", OLD."outcome", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."review_id", OLD."service_level_id"); RETURN NULL;',
                    hash="95541d5536925a6a08e85635ca45c2e467e19a80",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_69125",
                    table="procurement_reviewoutcome",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="servicelevelauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a12988e3eb6b436117110a28dbd9f4d5b2418387",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d7a77",
                    table="procurement_servicelevelauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="successmetric",
            constraint=models.UniqueConstraint(
                fields=("contract", "name"), name="procurement_successmetric_name_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="successmetric",
            constraint=models.CheckConstraint(
                condition=models.Q(("better__in", ["higher", "lower"])),
                name="procurement_successmetric_better_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="successmetric",
            constraint=models.CheckConstraint(
                condition=models.Q(("frequency__in", ["monthly", "quarterly", "yearly"])),
                name="procurement_successmetric_frequency_is_known",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="successmetric",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_successmetricauditevent" ("agreed_on", "baseline_period", "baseline_value", "better", "contract_id", "data_source", "definition", "denominator", "frequency", "id", "name", "numerator", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "unit", "version") VALUES (NEW."agreed_on", NEW."baseline_period", NEW."baseline_value", NEW."better", NEW."contract_id", NEW."data_source", NEW."definition", NEW."denominator", NEW."frequency", NEW."id", NEW."name", NEW."numerator", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."target", NEW."unit", NEW."version"); RETURN NULL;',
                    hash="c172b64c6d1adc5740e2b67f200534be2acef971",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3be3",
                    table="procurement_successmetric",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="successmetric",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_successmetricauditevent" ("agreed_on", "baseline_period", "baseline_value", "better", "contract_id", "data_source", "definition", "denominator", "frequency", "id", "name", "numerator", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "unit", "version") VALUES (NEW."agreed_on", NEW."baseline_period", NEW."baseline_value", NEW."better", NEW."contract_id", NEW."data_source", NEW."definition", NEW."denominator", NEW."frequency", NEW."id", NEW."name", NEW."numerator", NEW."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."target", NEW."unit", NEW."version"); RETURN NULL;',
                    hash="3c7f269435d6cf95e7b08439636a8a2716747c4a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f25fa",
                    table="procurement_successmetric",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="successmetric",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_successmetricauditevent" ("agreed_on", "baseline_period", "baseline_value", "better", "contract_id", "data_source", "definition", "denominator", "frequency", "id", "name", "numerator", "owner", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "target", "unit", "version") VALUES (OLD."agreed_on", OLD."baseline_period", OLD."baseline_value", OLD."better", OLD."contract_id", OLD."data_source", OLD."definition", OLD."denominator", OLD."frequency", OLD."id", OLD."name", OLD."numerator", OLD."owner", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."target", OLD."unit", OLD."version"); RETURN NULL;',
                    hash="c1442cd6e40d05dc1f151848177619c15e204bfa",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d8ede",
                    table="procurement_successmetric",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="renewalconditionauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f03bbf0c0be66df59beefbfff0054e5874bfd245",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_f1f84",
                    table="procurement_renewalconditionauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                ),
                name="procurement_renewalcondition_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="renewalcondition",
            constraint=models.CheckConstraint(
                condition=models.Q(("condition", ""), _negated=True), name="procurement_renewalcondition_says_what"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="renewalcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_renewalconditionauditevent" ("condition", "contract_id", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."condition", NEW."contract_id", NEW."id", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="12c69494e1cac9dc961614cca109a042f6f3fd23",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c38d0",
                    table="procurement_renewalcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="renewalcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_renewalconditionauditevent" ("condition", "contract_id", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."condition", NEW."contract_id", NEW."id", NEW."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="cfbd3893977a907dee8f12a4774beb8dab4e13f9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_eae6c",
                    table="procurement_renewalcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="renewalcondition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_renewalconditionauditevent" ("condition", "contract_id", "id", "metric_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."condition", OLD."contract_id", OLD."id", OLD."metric_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="1b409e625e33efc585240a2a8fcb61055eb1cefc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d5105",
                    table="procurement_renewalcondition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentmilestoneauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ef9ae5162736cfc9f304a8e13d3122cda7ad1ee1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_108d1",
                    table="procurement_paymentmilestoneauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentmilestone",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_pence__gt", 0)), name="procurement_paymentmilestone_pays_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="paymentmilestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("gate", ""), ("metric__isnull", False)),
                    models.Q(
                        ("gate__in", ["integration-accepted", "validation-passed", "service-level", "delivery"]),
                        ("metric__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="procurement_paymentmilestone_waits_for_one_thing",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentmilestone",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_paymentmilestoneauditevent" ("agreed_on", "amount_pence", "contract_id", "due_on", "gate", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."agreed_on", NEW."amount_pence", NEW."contract_id", NEW."due_on", NEW."gate", NEW."id", NEW."metric_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="d3d0612976a70fabfc8976aba713cd3532039764",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_16abf",
                    table="procurement_paymentmilestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentmilestone",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_paymentmilestoneauditevent" ("agreed_on", "amount_pence", "contract_id", "due_on", "gate", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."agreed_on", NEW."amount_pence", NEW."contract_id", NEW."due_on", NEW."gate", NEW."id", NEW."metric_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="793f6c97fefe041df62ab9ccc105eafcfdbfde3b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cb226",
                    table="procurement_paymentmilestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paymentmilestone",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_paymentmilestoneauditevent" ("agreed_on", "amount_pence", "contract_id", "due_on", "gate", "id", "metric_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."agreed_on", OLD."amount_pence", OLD."contract_id", OLD."due_on", OLD."gate", OLD."id", OLD."metric_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                    hash="b5d6e61f911941909762118f06c7eec47f21e2a3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d6894",
                    table="procurement_paymentmilestone",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metricreadingauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8a58a0952b26e384abb3b1b503c6f6936fed3208",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b4bc6",
                    table="procurement_metricreadingauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="metricreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("period_to__gte", models.F("period_from"))),
                name="procurement_metricreading_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="metricreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("read_on__gte", models.F("period_to"))),
                name="procurement_metricreading_read_once_it_ended",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metricreading",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6e61a7286173288c4bd452fec41ee1be651a2f43",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0bc30",
                    table="procurement_metricreading",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metricreading",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_metricreadingauditevent" ("id", "metric_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_on", "recorded_at", "recorded_by_id", "source_note", "value") VALUES (NEW."id", NEW."metric_id", NEW."period_from", NEW."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."read_on", NEW."recorded_at", NEW."recorded_by_id", NEW."source_note", NEW."value"); RETURN NULL;',
                    hash="bb9f020b0d622b2d0e5f25c500c8ac8891b2ef70",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cccc6",
                    table="procurement_metricreading",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metricreading",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "procurement_metricreadingauditevent" ("id", "metric_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_on", "recorded_at", "recorded_by_id", "source_note", "value") VALUES (NEW."id", NEW."metric_id", NEW."period_from", NEW."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."read_on", NEW."recorded_at", NEW."recorded_by_id", NEW."source_note", NEW."value"); RETURN NULL;',
                    hash="b7c79550fa83f1b457b95ad1ad1e1e586642ce70",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f4af1",
                    table="procurement_metricreading",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="metricreading",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "procurement_metricreadingauditevent" ("id", "metric_id", "period_from", "period_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_on", "recorded_at", "recorded_by_id", "source_note", "value") VALUES (OLD."id", OLD."metric_id", OLD."period_from", OLD."period_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."read_on", OLD."recorded_at", OLD."recorded_by_id", OLD."source_note", OLD."value"); RETURN NULL;',
                    hash="aeda028cfc1a1fa7297ce46b967c756c56a90d72",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_12952",
                    table="procurement_metricreading",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="successmetricauditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3f80f0059772801a38169f3eaea7f4b529fcd396",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fe60e",
                    table="procurement_successmetricauditevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(load_clauses, migrations.RunPython.noop),
    ]
