"""The pages of procurements and their forms, as people of each role meet them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_procurement,
    make_stage,
    make_trust,
    publish,
    system,
    take_route,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import LONDON
from tracker.procurement.actions.routes import record_challenge
from tracker.procurement.models import Challenge, Framework, Notice, Procurement, Stage, StageRevision
from tracker.procurement.route_vocabulary import ChallengeKind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
AWARDED = date(2026, 11, 23)
LOSER = "Example Vision Ltd"


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 25, 10, tzinfo=LONDON), tick=False):
        yield


@pytest.fixture
def procurement() -> Procurement:
    """Planned by 1 November, expected on 9 December, the award told two days ago."""
    row = make_procurement(make_network())
    make_stage(row, Stage.AWARD, baseline=date(2026, 10, 1), actual=date(2026, 11, 20), on=date(2026, 6, 1))
    make_stage(
        row,
        Stage.CONTRACT,
        baseline=date(2026, 11, 1),
        forecast=date(2026, 12, 9),
        on=date(2026, 6, 1),
        forecast_on=date(2026, 10, 5),
        reason="The panel met late",
    )
    take_route(row, started_on=date(2026, 6, 1))
    publish(row, "UK6", AWARDED, reference="012345-2026")
    return row


@pytest.fixture
def buyer(procurement: Procurement) -> User:
    return make_person(role=Role.PROCUREMENT, scope=procurement.network)


def page(client: Client, procurement: Procurement, *, as_of: str = "") -> str:
    answer = client.get(reverse("procurement", args=[procurement.pk]) + (f"?as_of={as_of}" if as_of else ""))
    assert answer.status_code == 200
    return " ".join(text_of(answer).split())


def test_the_page_answers_where_it_stands_and_why(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    text = page(client, procurement)
    assert "Contract expected on 9 December 2026" in text
    assert "(38 days) later than its baseline, known since 5 October 2026. The forecast moved 1 time." in text
    assert "The stages and the causes each add up to +38 days." in text
    assert "runs to the end of 2 December 2026. The contract can be signed from 3 December 2026 on." in text
    assert "Wednesday 25 November 2026" in text
    assert "Cause not said" in text


def test_a_past_day_shows_what_was_known_then(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    text = page(client, procurement, as_of="2026-10-01")
    assert "Contract expected on 1 November 2026" in text
    assert "012345-2026" not in text
    assert "Record a notice" not in text


def test_the_contract_s_slip_is_told_to_each_go_live(client: Client, procurement: Procurement, buyer: User) -> None:
    trust = make_trust(procurement.network)
    deployment = make_deployment(trust)
    make_milestone(deployment, baseline=date(2027, 1, 4))
    client.force_login(buyer)
    text = page(client, procurement)
    assert "1 go-live forecast does not leave the time that was planned after the contract." in text
    assert "5 weeks short" in text
    assert "not before 11 February 2027" in text
    assert trust.name in text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRUST_USER])
def test_readers_are_offered_no_change_and_see_no_challenge(
    client: Client, procurement: Procurement, role: Role
) -> None:
    record_challenge(
        procurement=procurement,
        kind=ChallengeKind.COMPLAINT,
        supplier_name=LOSER,
        received_on=TODAY,
        summary="The weights",
        by=system(),
    )
    scope = make_trust(procurement.network) if role == Role.TRUST_USER else None
    client.force_login(make_person(role=role, scope=scope))
    text = page(client, procurement)
    assert LOSER not in text
    assert "challenges from suppliers" not in text
    assert "Record a notice" not in text
    assert LOSER not in text_of(client.get(reverse("procurements")))


def test_another_network_s_procurement_is_not_there(client: Client, procurement: Procurement) -> None:
    client.force_login(make_person(role=Role.PROCUREMENT, scope=make_network()))
    assert client.get(reverse("procurement", args=[procurement.pk])).status_code == 404
    assert procurement.network.name not in text_of(client.get(reverse("procurements")))


def test_the_pipeline_tells_what_is_due_and_where_time_goes(client: Client, procurement: Procurement) -> None:
    client.force_login(make_person(role=Role.NATIONAL_LEAD))
    text = " ".join(text_of(client.get(reverse("procurements"))).split())
    assert "0 of 1 contract signed" in text
    assert "Sign from 3 December 2026 on" in text
    assert "38 days were lost in all procurements together" in text


def test_the_pipeline_is_empty_for_who_has_no_procurement(client: Client) -> None:
    client.force_login(make_person(role=Role.PROCUREMENT, scope=make_network()))
    text = text_of(client.get(reverse("procurements")))
    assert "No procurement that you may see" in text


def test_the_pipeline_takes_as_many_queries_for_many(client: Client) -> None:
    client.force_login(make_person(role=Role.NATIONAL_LEAD))

    def add(count: int) -> None:
        for _ in range(count):
            row = make_procurement(make_network())
            make_stage(row, baseline=TODAY, actual=TODAY - timedelta(days=1), on=date(2026, 6, 1))
            take_route(row)
            publish(row, "UK6", AWARDED)
            make_contract(row.network, programme=row.programme)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("procurements"))
        return len(captured)

    add(2)
    queries()
    few = queries()
    add(4)
    assert queries() == few


# --- Forms ----------------------------------------------------------------------------------------------------------


def send(client: Client, name: str, /, *ids: int, **changes: object) -> object:
    address = reverse(name, args=ids)
    return client.post(address, form_of(client.get(address)).sent(**changes))


def test_a_route_is_recorded_by_its_form(client: Client) -> None:
    row = make_procurement()
    client.force_login(make_person(role=Role.PROCUREMENT, scope=row.network))
    changes = {"method": "competition", "framework": "", "started_on": date(2026, 6, 1), "regime": "PCR2015"}
    refused = send(client, "edit-route", row.pk, **changes)
    assert "It is under the Procurement Act 2023" in message_at(form_of(refused), "regime")
    answer = send(client, "edit-route", row.pk, **(changes | {"regime": "PA2023"}))
    assert answer.url == reverse("procurement", args=[row.pk])
    assert "Open or flexible competition" in page(client, row)


def test_a_route_that_somebody_changed_meanwhile_shows_both(
    client: Client, procurement: Procurement, buyer: User
) -> None:
    client.force_login(buyer)
    address = reverse("edit-route", args=[procurement.pk])
    form = form_of(client.get(address))
    take_route(procurement, started_on=date(2026, 6, 2))
    answer = client.post(address, form.sent(started_on=date(2026, 6, 3), reason="Corrected"))
    assert "Somebody else changed this" in text_of(answer)
    assert "2 June 2026" in text_of(answer)


def test_a_notice_is_recorded_and_taken_back(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    wrong = {"code": "UK7", "published_on": date(2026, 11, 24), "reference": "7"}
    refused = send(client, "new-notice-published", procurement.pk, **wrong)
    assert "not a notice number" in message_at(form_of(refused), "reference")
    send(client, "new-notice-published", procurement.pk, **(wrong | {"reference": "012346-2026"}))
    row = Notice.objects.get(code="UK7")
    send(client, "take-back-notice", procurement.pk, row.pk, note="Not ours")
    assert Notice.objects.filter(code="UK7").count() == 2
    assert client.get(reverse("take-back-notice", args=[procurement.pk, row.pk])).status_code == 404


def test_a_procurement_without_a_route_takes_no_notice(client: Client) -> None:
    row = make_procurement()
    client.force_login(make_person(role=Role.PROCUREMENT, scope=row.network))
    assert client.get(reverse("new-notice-published", args=[row.pk])).status_code == 404
    assert "Record the route first" in page(client, row)


def test_a_challenge_is_recorded_and_closed(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    told = {"kind": "question", "supplier_name": LOSER, "received_on": AWARDED, "summary": "Asks for the weights"}
    send(client, "new-challenge", procurement.pk, **told)
    row = Challenge.objects.get()
    assert "Question of Example Vision Ltd" in page(client, procurement)
    refused = send(client, "close-challenge", procurement.pk, row.pk, kind="lifted", happened_on=TODAY, note="Told")
    assert "nothing to lift" in message_at(form_of(refused), "kind")
    send(client, "close-challenge", procurement.pk, row.pk, kind="answered", happened_on=TODAY, note="Told")
    assert "Answered" in page(client, procurement)
    assert client.get(reverse("close-challenge", args=[procurement.pk, 0])).status_code == 404


def test_challenges_are_not_there_for_who_may_not_see_bids(client: Client, procurement: Procurement) -> None:
    client.force_login(make_person(role=Role.TRUST_USER, scope=make_trust(procurement.network)))
    assert client.get(reverse("new-challenge", args=[procurement.pk])).status_code == 404
    assert client.get(reverse("edit-route", args=[procurement.pk])).status_code == 403


def test_a_date_that_moves_later_says_why_by_code(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    moved = {"forecast": date(2027, 1, 12), "reason": "Reporting lists"}
    address = reverse("edit-stage", args=[procurement.pk, "contract"])
    refused = client.post(address, form_of(client.get(address)).sent(**moved))
    assert message_at(form_of(refused), "cause") == "Choose the main cause of the move."
    client.post(address, form_of(client.get(address)).sent(**moved, cause="B3"))
    assert StageRevision.objects.get(date=date(2027, 1, 12)).cause == "B3"
    assert "B3 Time to take part" in page(client, procurement)


def test_a_date_that_comes_sooner_needs_no_code(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    address = reverse("edit-stage", args=[procurement.pk, "contract"])
    sooner = {"forecast": date(2026, 12, 4), "reason": "The boards meet earlier"}
    assert client.post(address, form_of(client.get(address)).sent(**sooner)).status_code == 302


# --- Frameworks -----------------------------------------------------------------------------------------------------


def test_frameworks_are_kept_by_national_procurement(client: Client, procurement: Procurement) -> None:
    client.force_login(make_person(role=Role.PROCUREMENT))
    dates = {"starts_on": date(2026, 12, 1), "expires_on": date(2026, 12, 1)}
    refused = send(client, "new-framework", name=procurement.framework, **dates)
    assert "would expire before it starts" in message_at(form_of(refused), "expires_on")
    send(client, "new-framework", name=procurement.framework, **(dates | {"starts_on": date(2025, 4, 1)}))
    framework = Framework.objects.get()
    text = " ".join(text_of(client.get(reverse("frameworks"))).split())
    assert "1 procurement, 1 without a contract" in text
    assert "Soon" in text
    assert "Framework expires; award before it" in page(client, procurement)
    send(client, "edit-framework", framework.pk, expires_on=date(2029, 3, 31))
    assert "Framework expires" not in page(client, procurement)
    assert client.get(reverse("edit-framework", args=[0])).status_code == 404


def test_frameworks_are_read_by_everybody_with_a_role(client: Client, procurement: Procurement, buyer: User) -> None:
    client.force_login(buyer)
    assert "Add a framework" not in text_of(client.get(reverse("frameworks")))
    assert client.get(reverse("new-framework")).status_code == 403
    client.force_login(make_person())
    assert client.get(reverse("frameworks")).status_code == 404
