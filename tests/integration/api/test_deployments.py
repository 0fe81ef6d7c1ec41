"""Deployments over the API: what they tell, to whom, and that no going live gets around the gate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.api.actions.tokens import issue_token
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment, ImagingNetwork

pytestmark = pytest.mark.django_db
LIST = "/api/v1/deployments/"


@pytest.fixture
def network() -> ImagingNetwork:
    factories.adopt(factories.make_programme(), factories.make_catalogue())
    return factories.make_network(slug="north")


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    deployment = factories.make_deployment(factories.make_trust(network, name="Wealdshire"))
    factories.make_contract(network, signed_on=date(2024, 1, 1), covers=[deployment])
    return deployment


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)


def headers(user: User) -> dict[str, str]:
    _, key = issue_token(user=user, by=factories.system())
    return {"Authorization": f"Token {key}"}


def get(user: User, path: str = LIST, **query: object) -> Any:
    return Client().get(path, query, headers=headers(user))


def post_state(user: User, deployment: Deployment, **sent: object) -> Any:
    path = f"{LIST}{deployment.pk}/state/"
    return Client().post(path, sent, content_type="application/json", headers=headers(user))


def test_list_tells_state_and_gate_with_its_reasons(deployment: Deployment, manager: User) -> None:
    answer = get(manager).json()
    assert (answer["count"], answer["page"], answer["page_size"]) == (1, 1, 100)
    [told] = answer["results"]
    assert (told["id"], told["trust_name"], told["network"], told["state"]) == (
        deployment.pk,
        "Wealdshire",
        "north",
        "not-started",
    )
    assert told["gate"]["is_open"] is False
    assert [reason["code"] for reason in told["gate"]["reasons"]] == ["downtime-drill", "audit-trail"]
    factories.open_the_gate(deployment)
    assert get(manager, f"{LIST}{deployment.pk}/").json()["gate"]["is_open"] is True


def test_past_day_tells_what_held_then(deployment: Deployment, manager: User) -> None:
    factories.open_the_gate(deployment)
    told = get(manager, f"{LIST}{deployment.pk}/", as_of="2025-01-01").json()
    assert (told["as_of"], told["gate"]["is_open"]) == ("2025-01-01", False)
    assert get(manager, f"{LIST}{deployment.pk}/", as_of="yesterday").status_code == 400


def test_deployment_that_is_held_to_nothing_has_no_gate() -> None:
    other = factories.make_deployment(programme=factories.make_programme("other"))
    told = get(factories.make_person(role=Role.VIEWER), f"{LIST}{other.pk}/").json()["gate"]
    assert (told["is_open"], told["held_to"], told["reasons"]) == (None, None, [])


def test_list_is_filtered_ordered_and_paged(deployment: Deployment, network: ImagingNetwork, manager: User) -> None:
    able = factories.make_deployment(factories.make_trust(network, name="Able"), use_case="chest-ct")
    factories.open_the_gate(able)

    def ids(**query: object) -> list[int]:
        return [each["id"] for each in get(manager, **query).json()["results"]]

    assert ids() == [able.pk, deployment.pk]
    assert ids(ordering="-trust") == [deployment.pk, able.pk]
    assert ids(ordering="id", page_size=1, page=2) == [able.pk]
    assert ids(use_case="chest-ct") == ids(gate="open") == [able.pk]
    assert ids(gate="closed") == ids(trust=deployment.trust.ods_code) == [deployment.pk]
    assert ids(state="live-full") == ids(network="south") == []
    assert get(manager, page_size=501).status_code == 400
    assert get(manager, ordering="name").status_code == 400


def test_list_takes_as_many_queries_for_many_as_for_few(network: ImagingNetwork, manager: User) -> None:
    counts = []
    for more in (2, 8):
        for _ in range(more):
            factories.make_deployment(factories.make_trust(network))
        with CaptureQueriesContext(connection) as queries:
            get(manager)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_going_live_is_refused_with_every_reason_until_the_gate_opens(deployment: Deployment, manager: User) -> None:
    answer = post_state(manager, deployment, state="live-full", sources=["gp"])
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert "The go-live gate was closed" in problem["detail"]
    assert "Downtime drill: nobody has started on it." in problem["detail"]
    assert "Audit trail: nobody has started on it." in problem["detail"]
    assert not deployment.states.exists()
    factories.open_the_gate(deployment)
    answer = post_state(manager, deployment, state="live-full", sources=["gp"], reason="Board decision")
    assert answer.status_code == 200
    assert answer.json()["state"] == "live-full"
    event = deployment.states.get().audit_events.get()
    assert (event.pgh_context["door"], event.pgh_context["reason"]) == ("api", "Board decision")


def test_rules_of_the_page_hold(deployment: Deployment, manager: User) -> None:
    tomorrow = today_in_london() + timedelta(days=1)
    problem = post_state(manager, deployment, state="shadow", effective_on=tomorrow.isoformat()).json()
    assert problem["errors"] == {"effective_on": [problem["detail"]]}
    assert post_state(manager, deployment, state="shadow", version=deployment.version + 1).status_code == 412
    assert post_state(manager, deployment, state="shadow", version=deployment.version).status_code == 200
    assert post_state(manager, deployment, state="asleep").status_code == 400


@pytest.mark.parametrize(
    ("role", "is_own", "status"),
    [
        (Role.VIEWER, True, 403),
        (Role.PROCUREMENT, True, 403),
        (Role.SIGNATORY, True, 403),
        (Role.TRUST_USER, True, 200),
        (Role.PROGRAMME_MANAGER, True, 200),
        (Role.NATIONAL_LEAD, None, 200),
        (Role.TRUST_USER, False, 404),
        (Role.PROGRAMME_MANAGER, False, 404),
        (None, False, 404),
    ],
)
def test_who_may_change_state(deployment: Deployment, role: Role | None, is_own: bool | None, status: int) -> None:
    trust = deployment.trust if is_own else factories.make_trust()
    scope = None if is_own is None else trust if role == Role.TRUST_USER else trust.memberships.get().network
    person = factories.make_person(role=role, scope=scope)
    assert post_state(person, deployment, state="shadow").status_code == status
    seen = get(person, f"{LIST}{deployment.pk}/").status_code
    assert seen == (404 if status == 404 else 200)
    assert get(person).json()["count"] == (1 if seen == 200 else 0)


def test_who_is_not_signed_in_is_asked_to(deployment: Deployment) -> None:
    assert Client().get(LIST).status_code == 401
    assert Client().post(f"{LIST}{deployment.pk}/state/").status_code == 401
