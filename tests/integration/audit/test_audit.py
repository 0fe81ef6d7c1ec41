"""What the audit keeps, and that nobody takes it away."""

from datetime import date

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from pghistory.models import Event

from tests.factories import make_deployment, make_person, make_trust
from tracker.accounts.roles import Role
from tracker.audit.changes import Door, change
from tracker.core.database import as_owner
from tracker.networks.actions.deployments import confirm_update
from tracker.networks.models import DeploymentUpdate, MilestoneRevision, Region

pytestmark = pytest.mark.django_db


def test_event_tells_who_why_and_by_which_door() -> None:
    person = make_person(role=Role.ADMINISTRATOR, name="Ada Example")
    with pghistory.context(request="abc"), change(reason="Merged", door=Door.COMMAND, by=person):
        region = Region.objects.create(ods_code="Y99", name="Nowhere")
    with change(reason="Renamed", by=person):
        region.name = "Somewhere"
        region.save()
    inserted, updated = region.audit_events.order_by("pgh_id")
    assert inserted.pgh_context == {
        "request": "abc",
        "user": person.pk,
        "user_name": "Ada Example",
        "reason": "Merged",
        "door": "command",
    }
    assert (inserted.name, updated.name) == ("Nowhere", "Somewhere")
    assert updated.pgh_context["reason"] == "Renamed"


def test_event_outlives_what_it_describes() -> None:
    region = Region.objects.create(ods_code="Y99", name="Nowhere")
    events = Region.audit_events.rel.related_model
    region.delete()
    assert list(events.objects.filter(ods_code="Y99").order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]


def event_models() -> list[type[Event]]:
    return [
        model for model in apps.get_models() if issubclass(model, Event) and model.__module__.startswith("tracker.")
    ]


@pytest.mark.parametrize("statement", ["UPDATE {table} SET pgh_label = 'x'", "DELETE FROM {table}", "TRUNCATE {table}"])
@pytest.mark.parametrize("model", event_models(), ids=lambda model: model._meta.label)
def test_audit_rows_are_out_of_reach_of_the_application(model: type[Event], statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=model._meta.db_table))


def test_revisions_are_out_of_reach_too() -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        MilestoneRevision.objects.update(reason="rewritten")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        DeploymentUpdate.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_change_that_can_not_be_audited_does_not_happen() -> None:
    deployment = make_deployment(make_trust())
    person = make_person(role=Role.NATIONAL_LEAD)
    table = DeploymentUpdate.audit_events.rel.related_model._meta.db_table
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"REVOKE INSERT ON {table} FROM tracker_app")
    try:
        with pytest.raises(DatabaseError, match="permission denied"):
            confirm_update(deployment=deployment, on=date(2025, 1, 1), by=person)
        assert not DeploymentUpdate.objects.exists()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"GRANT INSERT ON {table} TO tracker_app")
    confirm_update(deployment=deployment, on=date(2025, 1, 1), by=person)
    assert DeploymentUpdate.objects.count() == 1
