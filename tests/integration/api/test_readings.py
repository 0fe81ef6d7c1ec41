"""Readings over the API: sent, corrected, refused, and read as of a day."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.api.actions.tokens import issue_token
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.governance.models import MonitoringReading
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
MAY = {"metric": "turnaround", "period": "2026-05", "value": "4.2"}


@pytest.fixture
def deployment() -> Deployment:
    deployment = factories.make_deployment(factories.make_trust(factories.make_network(slug="north")))
    factories.make_monitoring_plan(deployment)
    return deployment


@pytest.fixture
def trust_user(deployment: Deployment) -> User:
    return factories.make_person(role=Role.TRUST_USER, scope=deployment.trust)


def headers(user: User) -> dict[str, str]:
    _, key = issue_token(user=user, by=factories.system())
    return {"Authorization": f"Token {key}"}


def send(user: User, deployment: Deployment, *readings: dict[str, object]) -> Any:
    path = f"/api/v1/deployments/{deployment.pk}/readings/"
    return Client().post(path, {"readings": readings}, content_type="application/json", headers=headers(user))


def read(user: User, deployment: Deployment, **query: str) -> list[dict[str, Any]]:
    answer = Client().get(f"/api/v1/deployments/{deployment.pk}/readings/", query, headers=headers(user))
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def test_readings_are_recorded_and_read(deployment: Deployment, trust_user: User) -> None:
    june = {"metric": "availability", "period": "2026-06", "numerator": "995", "denominator": "1000"}
    answer = send(trust_user, deployment, MAY, june)
    assert (answer.status_code, answer.json()) == (200, {"recorded": 2})
    assert set(MonitoringReading.objects.values_list("door", flat=True)) == {Door.API}
    told = {each["metric"]: each for each in read(trust_user, deployment)}
    assert (told["turnaround"]["period"], told["turnaround"]["value"]) == ("2026-05", "4.2000")
    assert (told["availability"]["value"], told["availability"]["denominator"]) == ("99.5000", "1000.0000")
    assert read(trust_user, deployment, as_of="2025-01-01") == []


def test_the_same_again_is_passed_over_and_another_value_is_a_correction(
    deployment: Deployment, trust_user: User
) -> None:
    send(trust_user, deployment, MAY)
    assert send(trust_user, deployment, MAY).json() == {"recorded": 0}
    assert send(trust_user, deployment, MAY | {"value": "4.8"}).json() == {"recorded": 1}
    assert [each["value"] for each in read(trust_user, deployment)] == ["4.8000"]
    assert MonitoringReading.objects.count() == 2


def test_a_mistake_is_told_and_nothing_is_recorded(deployment: Deployment, trust_user: User) -> None:
    unknown = send(trust_user, deployment, MAY, MAY | {"metric": "mood"})
    assert unknown.status_code == 422
    assert "no measure “mood”" in unknown.json()["detail"]
    ahead = send(trust_user, deployment, MAY | {"period": f"{today_in_london().year + 1}-01"})
    assert ahead.status_code == 422
    wrong = send(trust_user, deployment, MAY | {"period": "May 2026"})
    assert wrong.status_code == 400
    assert "Write the month as 2025-06." in wrong.content.decode()
    assert send(trust_user, deployment).status_code == 400
    assert not MonitoringReading.objects.exists()


def test_who_may_not_see_finds_nothing_and_who_may_only_look_is_refused(deployment: Deployment) -> None:
    stranger = factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust(factories.make_network()))
    assert send(stranger, deployment, MAY).status_code == 404
    path = f"/api/v1/deployments/{deployment.pk}/readings/"
    assert Client().get(path, headers=headers(stranger)).status_code == 404
    assert Client().get(path).status_code == 401
    assert send(factories.make_person(role=Role.VIEWER), deployment, MAY).status_code == 403
    assert not MonitoringReading.objects.exists()


def test_a_day_gone_by_tells_what_was_known_then(deployment: Deployment, trust_user: User) -> None:
    send(trust_user, deployment, MAY)
    assert read(trust_user, deployment, as_of=date(2026, 5, 31).isoformat()) == []
