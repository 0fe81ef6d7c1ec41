"""The pages of the gate, its requirements, waivers, sign-offs and readiness, as people use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tests.factories.gate import SAFETY
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.governance.actions.assessments import move_network_requirement
from tracker.governance.actions.sign_offs import ask_for_sign_offs, sign
from tracker.governance.models import Assessment, LocalConfirmation, Requirement, SignOff, Waiver
from tracker.governance.policies.assessments import Step
from tracker.governance.vocabulary import AssessmentStatus, SignOffDecision
from tracker.networks.models import Deployment, ImagingNetwork

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DRILL = "downtime-drill"


@pytest.fixture
def network() -> ImagingNetwork:
    factories.adopt(factories.make_programme(), factories.make_catalogue())
    return factories.make_network(slug="north", name="North Imaging Network")


@pytest.fixture
def deployment(network: ImagingNetwork) -> Deployment:
    return factories.make_deployment(factories.make_trust(network, name="Wealdshire Hospitals"))


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


@pytest.fixture
def officer(deployment: Deployment) -> User:
    return factories.make_signatory(deployment, SAFETY)


@pytest.fixture(autouse=True)
def signed_in(client: Client, manager: User) -> None:
    client.force_login(manager)


def at(name: str, deployment: Deployment, code: str = DRILL) -> str:
    return reverse(name, args=[deployment.pk, code])


def send(client: Client, path: str, **changes: object) -> HttpResponse:
    return client.post(path, form_of(client.get(path)).sent(**changes))


def test_gate_says_in_a_line_what_stands_and_what_would_move_it(client: Client, deployment: Deployment) -> None:
    text = text_of(client.get(reverse("deployment-gate", args=[deployment.pk])))
    assert "The gate is closed: 2 of 2 blocking requirements are not met." in text
    assert text.index("What would move it most") < text.index("Sections")
    assert at("requirement", deployment) in text
    factories.open_the_gate(deployment)
    text = text_of(client.get(reverse("deployment-gate", args=[deployment.pk])))
    assert "The deployment may go live." in text


def test_gate_of_a_past_day_is_that_days(client: Client, deployment: Deployment) -> None:
    factories.open_the_gate(deployment)
    path = f"{reverse('deployment-gate', args=[deployment.pk])}?as_of=2025-01-01"
    text = text_of(client.get(path))
    assert "The gate is closed" in text
    assert f"{at('requirement', deployment)}?as_of=2025-01-01" in text
    assert text_of(client.get(f"{at('requirement', deployment)}?as_of=2025-01-01")).count("Nobody has started") >= 1
    before = text_of(client.get(f"{reverse('deployment-gate', args=[deployment.pk])}?as_of=2023-01-01"))
    assert "No catalogue of requirements applies" in before


def test_requirement_is_planned_and_made_ready_then_reviewed(
    client: Client, deployment: Deployment, manager: User, officer: User
) -> None:
    assert send(client, at("plan-requirement", deployment), owner="Asha Example", note="Booked").status_code == 302
    assert send(client, at("move-requirement", deployment), status="ready-for-review").status_code == 302
    page = text_of(client.get(at("requirement", deployment)))
    assert "Ready for review since" in page
    assert "Asha Example" in page
    client.force_login(officer)
    assert "Downtime drill" in text_of(client.get(reverse("sign-offs")))
    assert form_of(client.get(at("move-requirement", deployment))).choices["status"] == [
        "met",
        "returned",
        "not-applicable",
    ]
    refused = send(client, at("move-requirement", deployment), status="returned")
    assert "needs a reason" in message_at(form_of(refused), "reason")
    assert send(client, at("move-requirement", deployment), status="met").status_code == 302
    assert "Met, " in text_of(client.get(at("requirement", deployment)))


def test_step_that_is_another_persons_is_not_offered(client: Client, deployment: Deployment, officer: User) -> None:
    client.force_login(officer)
    answer = client.get(at("move-requirement", deployment))
    assert answer.status_code == 403
    assert "for somebody else" in text_of(answer)


def test_stale_form_is_told(client: Client, deployment: Deployment) -> None:
    form = form_of(client.get(at("move-requirement", deployment)))
    send(client, at("move-requirement", deployment), status="in-progress")
    answer = client.post(at("move-requirement", deployment), form.sent(status="ready-for-review"))
    assert "Somebody else changed this" in text_of(answer)
    form = form_of(client.get(at("plan-requirement", deployment)))
    send(client, at("plan-requirement", deployment), owner="Bo")
    assert "Somebody else changed this" in text_of(
        client.post(at("plan-requirement", deployment), form.sent(owner="Cy"))
    )
    assert Assessment.objects.get().owner == "Bo"


def test_waiver_is_asked_for_and_given_by_two(client: Client, deployment: Deployment, officer: User) -> None:
    too_long = send(client, at("ask-for-waiver", deployment), reason="Booked", expires_on=TODAY + timedelta(days=91))
    assert "at most 90 days" in message_at(form_of(too_long), "expires_on")
    day = TODAY + timedelta(days=10)
    assert send(client, at("ask-for-waiver", deployment), reason="Booked", expires_on=day).status_code == 302
    decide = reverse("decide-waiver", args=[Waiver.objects.get().pk])
    assert client.get(decide).status_code == 403
    for person, party in ((officer, "safety"), (factories.make_signatory(deployment, SignOffRole.SIRO), "executive")):
        client.force_login(person)
        assert "Booked" in text_of(client.get(reverse("sign-offs")))
        assert send(client, decide, party=party, verdict="agreed").status_code == 302
    assert "In force" in text_of(client.get(reverse("waivers")))
    assert "In force" in text_of(client.get(reverse("waiver", args=[Waiver.objects.get().pk])))
    assert "Waived until" in text_of(client.get(at("requirement", deployment)))
    again = send(client, decide, party="executive", verdict="agreed")
    assert "has decided already" in message_at(form_of(again), "verdict")


def test_sign_off_is_asked_for_and_given(client: Client, deployment: Deployment, officer: User) -> None:
    path = reverse("record-sign-off", args=[deployment.pk, SAFETY.value])
    assert client.get(path).status_code == 403
    assert send(client, reverse("ask-for-sign-offs", args=[deployment.pk]), note="By Friday").status_code == 302
    client.force_login(officer)
    inbox = text_of(client.get(reverse("sign-offs")))
    assert "1 thing waits for your decision" in inbox
    assert path in inbox
    assert send(client, path, decision="approved").status_code == 302
    row = SignOff.objects.get()
    assert (row.signatory, row.decided_on, len(row.content_hash)) == (officer, TODAY, 64)
    assert "Nothing waits for you" in text_of(client.get(reverse("sign-offs")))
    other = reverse("record-sign-off", args=[deployment.pk, "dpo"])
    assert "You don't sign as" in message_at(form_of(send(client, other, decision="approved")), "decision").replace(
        "’", "'"
    )
    assert client.get(reverse("record-sign-off", args=[deployment.pk, "nobody"])).status_code == 404


def test_second_signature_on_one_page_is_told(client: Client, deployment: Deployment, officer: User) -> None:
    ask_for_sign_offs(deployment=deployment, by=factories.system())
    client.force_login(officer)
    path = reverse("record-sign-off", args=[deployment.pk, SAFETY.value])
    form = form_of(client.get(path))
    sign(
        deployment=deployment,
        role=SAFETY,
        decision=SignOffDecision.REFUSED,
        by=factories.make_signatory(deployment, SAFETY),
    )
    answer = client.post(path, form.sent(decision="approved"))
    assert "Somebody else changed this" in text_of(answer)
    assert SignOff.objects.count() == 1
    assert client.post(path, form_of(answer).sent(decision="approved")).status_code == 302


def test_network_assesses_once_and_a_trust_confirms(
    client: Client, deployment: Deployment, network: ImagingNetwork, officer: User
) -> None:
    path = reverse("move-network-requirement", args=[network.slug, "chest-xray", DRILL])
    assert path in text_of(client.get(at("requirement", deployment)))
    assert send(client, path, status="ready-for-review").status_code == 302
    client.force_login(officer)
    assert client.get(at("confirm-requirement", deployment)).status_code == 200
    assert "not met" in text_of(send(client, at("confirm-requirement", deployment), answer="confirmed"))
    move_network_requirement(
        programme=deployment.programme,
        network=network,
        use_case=deployment.use_case,
        requirement=Requirement.objects.get(code=DRILL),
        step=Step(AssessmentStatus.MET, TODAY),
        by=factories.make_person(role=Role.SIGNATORY, scope=network, sign_off_role=SAFETY),
    )
    assert send(client, at("confirm-requirement", deployment), answer="confirmed").status_code == 302
    assert LocalConfirmation.objects.get().recorded_by == officer
    assert "for North Imaging Network; confirmed by" in text_of(client.get(at("requirement", deployment)))
    assert (
        client.get(path).status_code == 403
    )  # who signs for a trust sees the network's plan, and does not work for it


def test_nothing_to_confirm_is_said(client: Client, deployment: Deployment, officer: User) -> None:
    client.force_login(officer)
    assert "nothing to confirm" in text_of(client.get(at("confirm-requirement", deployment)))


def test_board_has_the_least_ready_first_and_each_cell_leads_to_its_section(
    client: Client, deployment: Deployment, network: ImagingNetwork
) -> None:
    ready = factories.make_deployment(factories.make_trust(network, name="Able Hospitals"))
    factories.open_the_gate(ready)
    text = text_of(client.get(reverse("readiness", args=[network.slug])))
    assert text.index("Wealdshire Hospitals", text.index("<table")) < text.index("Able Hospitals", text.index("<table"))
    assert f'href="{reverse("deployment-gate", args=[deployment.pk])}#section-2"' in text
    assert "The gate is open for 1 of 2 deployments. Start with Chest X-ray at Wealdshire Hospitals" in text


def test_board_takes_as_many_queries_for_many_trusts_as_for_few(client: Client, network: ImagingNetwork) -> None:
    counts = []
    for more in (2, 8):
        for _ in range(more):
            factories.settle(factories.make_deployment(factories.make_trust(network)), DRILL)
        client.get(reverse("readiness", args=[network.slug]))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("readiness", args=[network.slug]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_inbox_of_who_signs_nothing_says_so(client: Client) -> None:
    assert "You don’t sign for anything" in text_of(client.get(reverse("sign-offs"))).replace("&#39;", "’")


@pytest.mark.parametrize(
    "name", ["requirement", "plan-requirement", "move-requirement", "confirm-requirement", "ask-for-waiver"]
)
def test_unknown_requirement_and_other_scopes_are_not_there(
    client: Client, deployment: Deployment, officer: User, name: str
) -> None:
    client.force_login(officer if name == "confirm-requirement" else factories.make_person(role=Role.NATIONAL_LEAD))
    assert client.get(at(name, deployment, "no-such")).status_code == 404
    client.force_login(factories.make_person(role=Role.TRUST_USER, scope=factories.make_trust()))
    assert client.get(at(name, deployment)).status_code == 404
    assert client.get(reverse("deployment-gate", args=[deployment.pk])).status_code == 404
    assert client.get(reverse("readiness", args=["north"])).status_code == 404


def test_waiver_of_another_scope_is_not_there(client: Client, deployment: Deployment) -> None:
    waiver = factories.make_waiver(deployment, DRILL)
    client.force_login(factories.make_person(role=Role.SIGNATORY, scope=factories.make_trust()))
    for name in ("waiver", "decide-waiver"):
        assert client.get(reverse(name, args=[waiver.pk])).status_code == 404
    assert "Wealdshire" not in text_of(client.get(reverse("waivers")))


def test_pages_lead_to_the_gate_the_board_and_the_inbox(
    client: Client, deployment: Deployment, network: ImagingNetwork, officer: User
) -> None:
    assert reverse("deployment-gate", args=[deployment.pk]) in text_of(
        client.get(reverse("deployment", args=[deployment.pk]))
    )
    assert reverse("readiness", args=["north"]) in text_of(client.get(reverse("network", args=["north"])))
    client.force_login(officer)
    assert reverse("sign-offs") in text_of(client.get("/"))
