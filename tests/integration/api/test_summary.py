"""The summary endpoint and its keys, over HTTP."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.factories import go_live, make_contract, make_deployment, make_network, make_person, make_trust, system
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.api.actions.tokens import issue_token, revoke_token
from tracker.api.models import ApiToken

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/summary/"


def get(user: User | None, **query: str):
    headers = {}
    if user is not None:
        _, key = issue_token(user=user, by=system())
        headers = {"Authorization": f"Token {key}"}
    return Client().get(ADDRESS, query, headers=headers)


@pytest.fixture
def two_networks() -> tuple:
    """One network with a live trust and a signed contract, and one with a trust that is not live."""
    live, waiting = make_network(), make_network()
    deployment = make_deployment(make_trust(live))
    make_contract(live, covers=[deployment], signed_on=date(2024, 3, 31))
    go_live(deployment, on=date(2024, 6, 1))
    make_deployment(make_trust(waiting))
    return live, waiting


def test_summary_counts_everything_for_a_national_lead(two_networks: tuple) -> None:
    answer = get(make_person(role=Role.NATIONAL_LEAD), as_of="2025-01-01").json()
    assert answer["trusts"] == {"in_scope": 2, "live": 1, "not_live": 1}
    assert answer["networks"] == 2
    assert answer["contracts"] == {"signed": 1, "slip_months": {"min": 4, "median": 4, "max": 4}}
    assert answer["as_of"] == "2025-01-01"
    assert set(answer["flags"]) == {"critical", "high", "medium", "low"}
    assert answer["forecast"] == {"all_live": {"p10": None, "p50": None, "p90": None}}


def test_summary_of_a_past_day_leaves_out_what_came_later(two_networks: tuple) -> None:
    answer = get(make_person(role=Role.NATIONAL_LEAD), as_of="2024-01-01").json()
    assert answer["trusts"] == {"in_scope": 2, "live": 0, "not_live": 2}
    assert answer["contracts"]["signed"] == 0
    assert answer["contracts"]["slip_months"] == {"min": None, "median": None, "max": None}


def test_summary_counts_only_what_the_caller_may_see(two_networks: tuple) -> None:
    _, waiting = two_networks
    answer = get(make_person(role=Role.PROGRAMME_MANAGER, scope=waiting)).json()
    assert answer["trusts"] == {"in_scope": 1, "live": 0, "not_live": 1}
    assert answer["networks"] == 1
    assert answer["contracts"]["signed"] == 0


def test_summary_hides_money_from_people_of_a_trust(two_networks: tuple) -> None:
    live, _ = two_networks
    trust = live.memberships.get().trust
    hidden = get(make_person(role=Role.TRUST_USER, scope=trust)).json()["funding"]
    shown = get(make_person(role=Role.PROCUREMENT, scope=live)).json()["funding"]
    assert set(hidden.values()) == {None}
    assert shown["allocated_pence"] == 100_000_00


@pytest.mark.parametrize("day", ["yesterday", "2025-13-01", "31/03/2024"])
def test_summary_refuses_what_is_no_day(day: str) -> None:
    response = get(make_person(role=Role.VIEWER), as_of=day)
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"]["as_of"] == [f"“{day}” is not a date. Write it as 2025-06-30."]


def test_summary_refuses_a_day_to_come() -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = get(make_person(role=Role.VIEWER), as_of=tomorrow)
    assert response.status_code == 400
    assert "in the future" in response.json()["errors"]["as_of"][0]


def test_summary_without_a_key_asks_for_one() -> None:
    response = get(None)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Token", "Token a b", "Token unknown"])
def test_summary_refuses_a_key_that_is_not_one(header: str) -> None:
    response = Client().get(ADDRESS, headers={"Authorization": header})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_revoked_and_expired_keys_end_at_once() -> None:
    person = make_person(role=Role.VIEWER)
    revoked, revoked_key = issue_token(user=person, by=system())
    revoke_token(token=revoked, by=system())
    _, expired_key = issue_token(user=person, valid_for=timedelta(seconds=-1), by=system())
    for key in (revoked_key, expired_key):
        assert Client().get(ADDRESS, headers={"Authorization": f"Token {key}"}).status_code == 401


def test_a_key_is_stored_as_a_digest_only(capsys: pytest.CaptureFixture[str]) -> None:
    person = make_person(role=Role.VIEWER)
    call_command("issue_token", person.email)
    key = capsys.readouterr().out.strip()
    stored = ApiToken.objects.get(user=person)
    assert key not in (stored.digest, stored.prefix)
    assert Client().get(ADDRESS, headers={"Authorization": f"Token {key}"}).status_code == 200
    stored.refresh_from_db()
    assert stored.last_used_at is not None


def test_issue_token_says_when_nobody_has_the_address() -> None:
    with pytest.raises(CommandError, match="Nobody who can sign in has the address"):
        call_command("issue_token", "nobody@tests.example")


def test_api_documentation_lists_the_summary() -> None:
    client = Client()
    client.force_login(make_person(role=Role.VIEWER))
    assert "/api/v1/summary/" in client.get("/api/v1/docs/").content.decode()
    assert client.get("/api/v1/schema/").status_code == 200
