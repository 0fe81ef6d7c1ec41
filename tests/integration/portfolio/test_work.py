"""A person's work: the lists of each role, the same on the first page, and nothing of anybody else's."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.support.forms import text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.flags.actions.assigning import assign
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.governance.actions.sign_offs import ask_for_sign_offs
from tracker.networks.actions.deployments import plan_next_action
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import Deployment, ImagingNetwork, ScopeKind
from tracker.notifications.models import Delivery

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
SOON = TODAY + timedelta(days=60)


@pytest.fixture
def network() -> ImagingNetwork:
    return factories.make_network(slug="north", name="North")


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    """One that is late everywhere, and the same in another network."""
    for name in ("South", "North"):
        place = network if name == "North" else factories.make_network(name=name)
        row = factories.make_deployment(factories.make_trust(place, name=f"{name} Hospitals"))
        factories.make_milestone(row, baseline=SOON)
        factories.make_milestone(row, "training", baseline=TODAY - timedelta(days=21))
        factories.make_stage(factories.make_procurement(place), baseline=TODAY - timedelta(days=465))
        factories.make_contract(place, covers=[row])
    sweep(programme=factories.make_programme(), on=TODAY, by=factories.system())
    return row


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def work_of(person: User, **query: str) -> str:
    return text_of(client_of(person).get("/work/", query))


def test_a_manager_finds_dates_dpias_owners_and_next_actions(deployment: Deployment, network: Any) -> None:
    person = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    due = TODAY + timedelta(days=7)
    plan_next_action(deployment=deployment, text="Call the supplier", due_on=due, version=None, by=person)
    ask_for_sign_offs(deployment=deployment, note="", by=person)
    html = work_of(person)
    for words in (
        "Dates that have passed (1)",
        "Staff trained",
        "3 weeks ago",
        "Next actions (1)",
        "Call the supplier",
        "in 7 days",
        "DPIAs to move on (1)",
        "Begin the DPIA",
        "Sign-offs that you wait for (8)",
        "Caldicott Guardian has not signed",
        "Deployments without an owner (1)",
    ):
        assert words in html, words
    assert "South" not in html


def test_what_was_given_to_a_person_comes_first(deployment: Deployment, network: Any) -> None:
    person = factories.make_person(role=Role.TRUST_USER, scope=deployment.trust)
    flag = Flag.objects.filter(trust=deployment.trust).earliest("pk")
    assign(flag=flag, to=person, version=None, by=factories.system())
    html = work_of(person)
    assert "Flags given to you (1)" in html
    assert html.index("Flags given to you") < html.index("Dates that have passed")
    assert "Flags given to you" in text_of(client_of(person).get("/"))


def test_procurement_finds_stages_and_contracts(deployment: Deployment, network: Any) -> None:
    html = work_of(factories.make_person(role=Role.PROCUREMENT, scope=network))
    assert "Procurement stages to finish (1)" in html
    assert "Contracts to sign (1)" in html
    assert "South" not in html
    assert "Deployments to update" not in html


def test_a_signatory_finds_what_was_asked_and_what_will_be(deployment: Deployment, network: Any) -> None:
    person = factories.make_person(role=Role.SIGNATORY, scope=network)
    assert "Will need your signature (1)" in work_of(person)
    ask_for_sign_offs(deployment=deployment, note="", by=factories.system())
    html = work_of(person)
    assert "Waiting for your signature (1)" in html
    assert "Will need your signature (" not in html


def test_a_national_lead_finds_decisions_and_flags_that_nobody_has(deployment: Deployment) -> None:
    person = factories.make_person(role=Role.NATIONAL_LEAD)
    html = work_of(person)
    assert "Needs a national decision (" in html
    assert "Critical and high flags that nobody has (" in html
    assert "South Hospitals" in html
    assert 'name="row"' not in html
    alone = work_of(person, list="untaken")
    assert "With the flags that you ticked" in alone
    assert "<h2 class" in alone
    assert "Needs a national decision (" not in alone


def test_an_administrator_finds_what_failed_and_who_has_no_role(deployment: Deployment) -> None:
    OutboxItem.objects.create(topic="notified", attempts=3, last_error="TimeoutError()")
    lost = factories.make_person("lost@tests.example", name="Lou Lost")
    Delivery.objects.create(person=lost, kind="daily", period="2026-11-24", state="given-up")
    html = work_of(factories.make_person(role=Role.ADMINISTRATOR))
    assert "Not delivered: notified" in html
    assert "Daily e-mail: given up" in html
    assert "Lou Lost (lost@tests.example)" in html


def test_who_only_reads_or_has_no_role_has_no_work(deployment: Deployment) -> None:
    assert "Nothing waits for you" in work_of(factories.make_person(role=Role.VIEWER))
    assert "There is nothing here for you yet" in work_of(factories.make_person())


@pytest.mark.parametrize("path", ["/", "/work/", "/deployments/"])
def test_work_asks_as_often_for_many_trusts_as_for_few(deployment: Deployment, network: Any, path: str) -> None:
    """For somebody who holds every role there is work in."""
    person = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    for role in (Role.PROCUREMENT, Role.SIGNATORY, Role.ADMINISTRATOR):
        _give(person, role, network)
    client = client_of(person)

    def queries() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    few = queries()
    for _ in range(5):
        row = factories.make_deployment(factories.make_trust(network))
        factories.make_milestone(row, baseline=TODAY - timedelta(days=5))
        factories.make_contract(network, covers=[row])
    sweep(programme=factories.make_programme(), on=TODAY, by=factories.system())
    assert queries() == few


def _give(person: User, role: Role, network: ImagingNetwork) -> None:
    assign_role(
        user=person,
        role=role,
        kind=ScopeKind.NETWORK,
        target=network,
        sign_off_role=SignOffRole.SIRO if role == Role.SIGNATORY else None,
        on=TODAY,
        by=factories.system(),
    )
