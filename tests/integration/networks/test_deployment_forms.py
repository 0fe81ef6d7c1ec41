"""The forms over clinical use, blockers, confidence, people, and "nothing has changed"."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.actions.deployments import set_blockers
from tracker.networks.actions.programmes import record_capacity
from tracker.networks.models import Blocker, BlockerCode, Deployment, DeploymentUpdate, StatedRag

pytestmark = pytest.mark.django_db
FORMS = ("edit-state", "edit-blockers", "edit-rag")


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture(autouse=True)
def signed_in(client: Client, manager: User) -> None:
    client.force_login(manager)


def address(name: str, deployment: Deployment) -> str:
    return reverse(name, args=[deployment.pk])


def send(client: Client, name: str, deployment: Deployment, **changes: object) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    form = form_of(client.get(address(name, deployment)))
    return client.post(address(name, deployment), form.sent(**changes))


def test_state_is_changed_with_its_sources(client: Client, deployment: Deployment) -> None:
    network = deployment.trust.memberships.get().network
    factories.make_contract(network, signed_on=date(2025, 1, 1), covers=[deployment])
    answer = send(client, "edit-state", deployment, state="live-partial", sources=["gp", "ed"])
    assert answer["Location"] == reverse("deployment", args=[deployment.pk])
    row = deployment.states.get()
    assert (row.state, row.sources, row.effective_on) == ("live-partial", ["ed", "gp"], today_in_london())


def test_sources_of_a_state_that_has_none_are_dropped(client: Client, deployment: Deployment) -> None:
    assert send(client, "edit-state", deployment, state="shadow", sources=["gp"]).status_code == 302
    assert deployment.states.get().sources == []


def test_partly_live_without_sources_is_refused_at_the_sources(client: Client, deployment: Deployment) -> None:
    answer = send(client, "edit-state", deployment, state="live-partial")
    assert "names the referral sources" in message_at(form_of(answer), "sources")


def test_live_before_a_contract_is_refused_at_the_day(client: Client, deployment: Deployment) -> None:
    answer = send(client, "edit-state", deployment, state="live-full")
    assert "before a contract" in message_at(form_of(answer), "effective_on")


def test_impossible_step_is_refused_and_the_way_on_is_named(client: Client, deployment: Deployment) -> None:
    message = message_at(form_of(send(client, "edit-state", deployment, state="paused", reason="Why")), "state")
    assert "“not started” can't become “paused”" in message
    assert "“shadow mode”, “live, partly” or “live”" in message


def test_state_that_it_has_already_is_said(client: Client, deployment: Deployment) -> None:
    message = message_at(form_of(send(client, "edit-state", deployment, reason="Why")), "state")
    assert message == "It is in this state already. Choose another, or cancel."


def test_blockers_are_ticked_and_unticked(client: Client, deployment: Deployment) -> None:
    assert form_of(client.get(address("edit-blockers", deployment))).choices["codes"] == [
        code.value for code in BlockerCode
    ]
    send(client, "edit-blockers", deployment, codes=["B7", "B10"], note="PACS can't send twice")
    assert form_of(client.get(address("edit-blockers", deployment))).values["codes"] == ["B7", "B10"]
    send(client, "edit-blockers", deployment, codes=["B10"])
    assert list(Blocker.objects.filter(cleared_on=None).values_list("code", flat=True)) == ["B10"]


def test_stale_blockers_show_both_versions_and_keep_the_ticks(
    client: Client, deployment: Deployment, manager: User
) -> None:
    form = form_of(client.get(address("edit-blockers", deployment)))
    set_blockers(
        deployment=deployment, codes=[BlockerCode.B1], on=today_in_london(), version=None, by=factories.system()
    )
    answer = client.post(address("edit-blockers", deployment), form.sent(codes=["B7"], note="Mine"))
    text = text_of(answer)
    assert "Somebody else changed this" in text
    assert "B1 Staff workload</td>" in text
    assert "B7 Local IT</td>" in text
    assert form_of(answer).values["codes"] == ["B7"]
    assert list(Blocker.objects.values_list("code", flat=True)) == ["B1"]


def test_amber_without_a_reason_is_refused_at_the_reason(client: Client, deployment: Deployment) -> None:
    answer = send(client, "edit-rag", deployment, rating="amber")
    assert "needs a reason" in message_at(form_of(answer), "reason")
    assert send(client, "edit-rag", deployment, rating="amber", reason="PACS").status_code == 302
    assert StatedRag.objects.get().reason == "PACS"


def test_no_rating_chosen_is_refused(client: Client, deployment: Deployment) -> None:
    assert message_at(form_of(send(client, "edit-rag", deployment)), "rating") == "Select delivery confidence."


@pytest.mark.parametrize("name", ["edit-blockers", "edit-rag"])
def test_future_day_is_refused_at_its_field(client: Client, deployment: Deployment, name: str) -> None:
    more = {"rating": "green"} if name == "edit-rag" else {"codes": ["B1"]}
    answer = send(client, name, deployment, effective_on=today_in_london() + timedelta(days=1), **more)
    assert "future" in message_at(form_of(answer), "effective_on")


def test_confirmation_is_one_post(client: Client, deployment: Deployment, manager: User) -> None:
    answer = client.post(address("confirm-update", deployment), follow=True)
    assert "You have confirmed that everything here is true today." in text_of(answer)
    assert DeploymentUpdate.objects.get().recorded_by == manager
    assert client.get(address("confirm-update", deployment)).status_code == 405


def test_people_are_changed_and_a_stale_form_keeps_what_was_typed(client: Client, deployment: Deployment) -> None:
    path = reverse("edit-capacity", args=[deployment.trust.ods_code])
    form = form_of(client.get(path))
    record_capacity(trust=deployment.trust, on=today_in_london(), clinical_lead="Dr Lee", by=factories.system())
    answer = client.post(path, form.sent(project_manager="Jo Bell", protected_sessions_per_week="2.5"))
    assert "Somebody else changed this" in text_of(answer)
    again = form_of(answer)
    assert (again.values["project_manager"], again.values["clinical_lead"]) == ("Jo Bell", "Dr Lee")
    assert client.post(path, again.sent()).status_code == 302
    current = deployment.trust.capacities.get(valid_to=None)
    assert (current.project_manager, current.clinical_lead) == ("Jo Bell", "Dr Lee")
    assert current.protected_sessions_per_week == 2.5


def test_negative_sessions_are_refused(client: Client, deployment: Deployment) -> None:
    path = reverse("edit-capacity", args=[deployment.trust.ods_code])
    answer = client.post(path, form_of(client.get(path)).sent(protected_sessions_per_week="-1"))
    assert message_at(form_of(answer), "protected_sessions_per_week")


@pytest.mark.parametrize("name", [*FORMS, "confirm-update"])
def test_viewer_is_told_why_not_and_strangers_find_nothing(client: Client, deployment: Deployment, name: str) -> None:
    client.force_login(factories.make_person(role=Role.VIEWER))
    answer = client.post(address(name, deployment))
    assert answer.status_code == 403
    assert "Only people who run delivery" in text_of(answer)
    client.force_login(factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()))
    assert client.post(address(name, deployment)).status_code == 404


@pytest.mark.parametrize("name", [*FORMS, "confirm-update"])
def test_past_day_changes_nothing(client: Client, deployment: Deployment, name: str) -> None:
    assert client.post(f"{address(name, deployment)}?as_of=2025-01-01").status_code == 403
    assert not DeploymentUpdate.objects.exists()


def test_trust_user_may_not_change_the_people(client: Client, deployment: Deployment) -> None:
    path = reverse("edit-capacity", args=[deployment.trust.ods_code])
    client.force_login(factories.make_person(role=Role.TRUST_USER, scope=deployment.trust))
    assert client.post(path).status_code == 403
    client.force_login(factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()))
    assert client.post(path).status_code == 404
    assert client.get(reverse("edit-capacity", args=["RZZ"])).status_code == 404


def test_garbled_memory_of_what_was_shown_is_harmless(client: Client, deployment: Deployment) -> None:
    form = form_of(client.get(address("edit-blockers", deployment)))
    for garbled in ("{", "[1]", ""):
        sent = form.sent(codes=["B7"]) | {"shown": garbled, "version": "77"}
        answer = client.post(address("edit-blockers", deployment), sent)
        assert "Somebody else changed this" in text_of(answer)
