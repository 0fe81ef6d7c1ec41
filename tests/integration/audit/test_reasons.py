"""Whose reason an audit event carries when one change is made of several."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.apps import apps

from tests import factories
from tracker.audit.changes import Door, change
from tracker.networks.models import Deployment, DeploymentUpdate

pytestmark = pytest.mark.django_db


def write(deployment: Deployment) -> None:
    DeploymentUpdate.objects.create(deployment=deployment, updated_on=date(2025, 6, 30), recorded_by=factories.system())


def reasons_and_people() -> Iterator[tuple[str, str, str | None]]:
    for event in apps.get_model("networks", "DeploymentUpdateAuditEvent").objects.order_by("pgh_id"):
        context = event.pgh_context
        yield context["reason"], context["user_name"], context.get("door")


def test_inner_change_keeps_the_reason_around_it_and_gives_it_back() -> None:
    deployment = factories.make_deployment()
    one, two = factories.make_person(name="One"), factories.make_person(name="Two")
    with change(reason="Outer", door=Door.PAGE, by=one):
        write(deployment)
        with change(by=two):
            write(deployment)
        with change(reason="Inner", door=Door.JOB, by=two):
            write(deployment)
        write(deployment)
    with change(by=two):
        write(deployment)
    assert list(reasons_and_people()) == [
        ("Outer", "One", "page"),
        ("Outer", "Two", "page"),
        ("Inner", "Two", "job"),
        ("Outer", "One", "page"),
        ("", "Two", None),
    ]
