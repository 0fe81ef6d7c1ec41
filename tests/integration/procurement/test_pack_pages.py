"""The pages of a pack and of its waivers: what they show, what a form does, and where it refuses."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_network,
    make_pack,
    make_pack_policy,
    make_pack_waiver,
    make_person,
    make_procurement,
    make_stage,
    make_trust,
    pack_item,
    system,
)
from tests.support.forms import form_of, message_at, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.models import ImagingNetwork
from tracker.procurement.actions.packs import answer_item, publish_pack
from tracker.procurement.models import (
    PackAnswer,
    PackWaiverDecision,
    Procurement,
    ProcurementPack,
    Stage,
    StageRevision,
)
from tracker.procurement.pack_vocabulary import AnswerState

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
NEED = ("clinical-requirements", "clinical-need")


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(name="North Thames Imaging Network")


@pytest.fixture
def procurement(network: ImagingNetwork) -> Procurement:
    return make_procurement(network)


@pytest.fixture
def buyer(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROCUREMENT, scope=network, name="Bo Example")


@pytest.fixture(autouse=True)
def signed_in(client: Client, buyer: User) -> None:
    client.force_login(buyer)


def at(name: str, procurement: Procurement, *more: object) -> str:
    return reverse(name, args=[procurement.pk, *more])


def send(client: Client, where: str, **changes: Any) -> HttpResponse:
    """Opens a form, changes it and sends it."""
    return client.post(where, form_of(client.get(where)).sent(**changes))


def test_page_without_a_pack_leads_to_its_beginning(client: Client, procurement: Procurement) -> None:
    page = text_of(client.get(at("pack", procurement)))
    assert "There is no pack yet" in page
    assert at("open-pack", procurement) in page
    assert send(client, at("open-pack", procurement), effective_on=TODAY)["Location"] == at("pack", procurement)
    page = text_of(client.get(at("pack", procurement)))
    assert "0 of 48 mandatory items complete (0%). The tender can’t be issued" in page
    assert page.count("nhsuk-task-list__item ") == 8
    form = form_of(send(client, at("open-pack", procurement), effective_on=TODAY))
    assert "has a pack already" in next(iter(form.errors.values()))


def test_pack_of_the_future_is_refused_at_its_field(client: Client, procurement: Procurement) -> None:
    form = form_of(send(client, at("open-pack", procurement), effective_on=TODAY + DAY))
    assert "future" in message_at(form, "effective_on")
    assert not ProcurementPack.objects.exists()


def test_item_is_answered_from_its_page(client: Client, procurement: Procurement) -> None:
    make_pack(procurement)
    where = at("answer-pack-item", procurement, *NEED)
    assert where in text_of(client.get(at("pack-item", procurement, *NEED)))
    answer = send(client, where, state="complete", text="Reports wait 12 days", is_offered="on")
    assert answer["Location"] == at("pack-section", procurement, NEED[0])
    section = text_of(client.get(answer["Location"]))
    assert "“Clinical problem and expected benefit” is saved." in section
    item = text_of(client.get(at("pack-item", procurement, *NEED)))
    assert "Reports wait 12 days" in item
    assert "It is offered to other networks." in item
    assert "1 of 7 mandatory items complete" in text_of(client.get(at("pack", procurement)))


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        ({"state": "complete"}, "text", "A complete item says what the tender asks for."),
        ({"state": "not-applicable"}, "reason", "An item that does not apply needs a reason."),
        ({"state": "complete", "text": "At £9", "is_offered": "on"}, "text", "never has prices in it"),
        ({"state": "complete", "text": "x", "effective_on": TODAY + DAY}, "effective_on", "in the future"),
    ],
)
def test_impossible_answer_shows_at_its_field(
    client: Client, procurement: Procurement, changes: dict[str, Any], field: str, told: str
) -> None:
    make_pack(procurement)
    form = form_of(send(client, at("answer-pack-item", procurement, *NEED), **changes))
    assert told in message_at(form, field)
    assert not PackAnswer.objects.exists()


def test_nothing_changed_is_told(client: Client, procurement: Procurement) -> None:
    make_pack(procurement, complete=True)
    page = send(client, at("answer-pack-item", procurement, *NEED))
    assert "Nothing has changed." in text_of(page)


def test_stale_answer_shows_both(client: Client, procurement: Procurement) -> None:
    pack = make_pack(procurement)
    where = at("answer-pack-item", procurement, *NEED)
    typed = form_of(client.get(where)).sent(state="complete", text="Mine")
    answer_item(
        pack=pack, item=pack_item(pack), state=AnswerState.COMPLETE, text="Theirs", on=TODAY, version=None, by=system()
    )
    page = client.post(where, typed)
    assert "Somebody else changed this while you were editing it." in text_of(page)
    assert "Theirs" in text_of(page)
    assert client.post(where, form_of(page).sent()).status_code == 302
    assert list(PackAnswer.objects.order_by("pk").values_list("text", flat=True)) == ["Theirs", "Mine"]


def test_text_of_another_network_prefills_the_form(client: Client, procurement: Procurement) -> None:
    other = make_pack(make_procurement(make_network(name="South Mersey Imaging Network")))
    offer = answer_item(
        pack=other,
        item=pack_item(other),
        state=AnswerState.COMPLETE,
        text="Theirs to use",
        is_offered=True,
        on=TODAY,
        version=None,
        by=system(),
    )
    kept = answer_item(
        pack=other,
        item=pack_item(other, "findings"),
        state=AnswerState.COMPLETE,
        text="Theirs to keep",
        on=TODAY,
        version=None,
        by=system(),
    )
    make_pack(procurement)
    page = text_of(client.get(at("pack-item", procurement, *NEED)))
    where = f"{at('answer-pack-item', procurement, *NEED)}?use={offer.pk}"
    assert "South Mersey Imaging Network, Chest X-ray" in page
    assert where in page
    assert form_of(client.get(where)).values["text"] == "Theirs to use"
    for wrong in (kept.pk, 0, "x"):
        wrong_href = f"{at('answer-pack-item', procurement, *NEED)}?use={wrong}"
        assert form_of(client.get(wrong_href)).values["text"] == ""
    assert "Theirs to keep" not in text_of(client.get(at("pack-item", procurement, NEED[0], "findings")))
    assert send(client, where, state="complete")["Location"] == at("pack-section", procurement, NEED[0])
    assert PackAnswer.objects.last().text == "Theirs to use"


def test_pack_is_shown_as_it_stood(client: Client, procurement: Procurement) -> None:
    make_pack(procurement, on=TODAY - 9 * DAY, complete=True)
    past = {"as_of": (TODAY - 10 * DAY).isoformat()}
    assert "There is no pack yet" in text_of(client.get(at("pack", procurement), past))
    assert client.get(at("pack-section", procurement, NEED[0]), past).status_code == 404
    page = text_of(client.get(at("pack", procurement), {"as_of": (TODAY - DAY).isoformat()}))
    assert "48 of 48 mandatory items complete (100%). The tender can be issued." in page
    where = {"as_of": (TODAY - DAY).isoformat()}
    assert client.get(at("answer-pack-item", procurement, *NEED), where).status_code == 403


def test_newer_version_is_offered_and_moved_to(client: Client, procurement: Procurement) -> None:
    make_pack(procurement)
    items = [{"code": "one", "title": "One", "guidance": "Say one.", "is_mandatory": True}]
    sections = [{"code": "only", "title": "Only", "purpose": "All", "items": items}]
    publish_pack(
        title="National pack", source="x", valid_from=TODAY, longest_waiver_days=9, sections=sections, by=system()
    )
    assert "Move to version 2" in text_of(client.get(at("pack", procurement)))
    typed = form_of(client.get(at("move-pack", procurement))).sent()
    assert client.post(at("move-pack", procurement), typed).status_code == 302
    page = text_of(client.get(at("pack", procurement)))
    assert "0 of 1 mandatory item complete" in page
    assert "Move to version" not in page
    again = client.post(at("move-pack", procurement), typed)
    assert "Somebody else changed this" in text_of(again)


def test_tender_is_refused_on_its_form_and_let_out_once_waived(
    client: Client, procurement: Procurement, network: ImagingNetwork
) -> None:
    make_pack_policy(on=TODAY - 9 * DAY)
    make_stage(procurement, Stage.TENDER, baseline=TODAY)
    make_pack(procurement)
    where = at("edit-stage", procurement, "tender")
    message = message_at(form_of(send(client, where, actual=TODAY)), "actual")
    assert "48 of 48 mandatory items are missing" in message
    assert "section 5.3, stage 4, and rule R10" in message
    assert not StageRevision.objects.filter(kind="actual").exists()

    asked = send(client, at("request-pack-waiver", procurement), reason="It can’t wait", expires_on=TODAY + 9 * DAY)
    assert asked["Location"] == at("pack", procurement)
    page = text_of(client.get(at("pack", procurement)))
    assert "Waits for a decision" in page
    assert "Ask for a waiver" not in page
    waiver = ProcurementPack.objects.get().waivers.get()
    decide = at("decide-pack-waiver", procurement, waiver.pk)
    assert client.get(decide).status_code == 403  # a buyer gives none

    client.force_login(make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Mo Example"))
    assert decide in text_of(client.get(at("pack", procurement)))
    refused = form_of(send(client, decide, verdict="refused"))
    assert "needs a reason" in message_at(refused, "reason")
    assert send(client, decide, verdict="agreed").status_code == 302
    page = text_of(client.get(at("pack", procurement)))
    assert "The tender can be issued under a waiver until" in page
    assert "Agreed by Mo Example" in page
    assert send(client, where, actual=TODAY).status_code == 302
    assert send(client, decide, verdict="withdrawn", reason="Complete now").status_code == 302
    assert "Taken back" in text_of(client.get(at("pack", procurement)))


def test_own_waiver_is_not_decided(client: Client, procurement: Procurement, network: ImagingNetwork) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + DAY, by=manager)
    client.force_login(manager)
    form = form_of(send(client, at("decide-pack-waiver", procurement, waiver.pk), verdict="agreed"))
    assert "it takes two people" in message_at(form, "verdict")
    assert not PackWaiverDecision.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"expires_on": TODAY}, "expires_on"),
        ({"expires_on": TODAY + 400 * DAY}, "expires_on"),
    ],
)
def test_impossible_waiver_shows_at_its_field(
    client: Client, procurement: Procurement, changes: dict[str, Any], field: str
) -> None:
    make_pack(procurement)
    typed = {"reason": "It can’t wait", "expires_on": TODAY + DAY} | changes
    assert message_at(form_of(send(client, at("request-pack-waiver", procurement), **typed)), field)


FORMS = ("open-pack", "move-pack", "request-pack-waiver")


def test_trust_of_the_network_reads_and_changes_nothing(
    client: Client, procurement: Procurement, network: ImagingNetwork
) -> None:
    make_pack(procurement)
    client.force_login(make_person(role=Role.TRUST_USER, scope=make_trust(network)))
    page = text_of(client.get(at("pack", procurement)))
    assert "0 of 48" in page
    assert "Ask for a waiver" not in page
    assert "Answer this item" not in text_of(client.get(at("pack-item", procurement, *NEED)))
    addresses = [at(name, procurement) for name in FORMS] + [at("answer-pack-item", procurement, *NEED)]
    assert [client.get(each).status_code for each in addresses] == [403] * 4


def test_another_network_finds_nothing(client: Client, procurement: Procurement) -> None:
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + DAY)
    client.force_login(make_person(role=Role.PROGRAMME_MANAGER, scope=make_network()))
    addresses = [
        at("pack", procurement),
        at("pack-section", procurement, NEED[0]),
        at("pack-item", procurement, *NEED),
        at("decide-pack-waiver", procurement, waiver.pk),
        *(at(name, procurement) for name in FORMS),
    ]
    assert [client.get(each).status_code for each in addresses] == [404] * len(addresses)


def test_unknown_section_item_and_waiver_are_not_found(
    client: Client, procurement: Procurement, network: ImagingNetwork
) -> None:
    make_pack(procurement)
    other = make_pack_waiver(make_pack(make_procurement(network, use_case="chest-ct")), expires_on=TODAY + DAY)
    client.force_login(make_person(role=Role.NATIONAL_LEAD))
    addresses = [
        at("pack-section", procurement, "nothing"),
        at("pack-item", procurement, "nothing", "clinical-need"),
        at("pack-item", procurement, NEED[0], "nothing"),
        at("answer-pack-item", procurement, NEED[0], "nothing"),
        at("decide-pack-waiver", procurement, other.pk),
    ]
    assert [client.get(each).status_code for each in addresses] == [404] * len(addresses)


def test_pages_ask_the_same_questions_of_an_empty_and_a_full_pack(
    client: Client, procurement: Procurement, network: ImagingNetwork
) -> None:
    full = make_procurement(network, use_case="chest-ct")
    make_pack(procurement)
    pack = make_pack(full, complete=True)
    for number in range(3):
        make_network()
        other = make_pack(make_procurement(make_network(), use_case="chest-ct"))
        answer_item(
            pack=other,
            item=pack_item(other),
            state=AnswerState.COMPLETE,
            text=f"Text {number}",
            is_offered=True,
            on=TODAY,
            version=None,
            by=system(),
        )
    counts = []
    for row in (procurement, full):
        for where in (at("pack", row), at("pack-section", row, NEED[0]), at("pack-item", row, *NEED)):
            client.get(where)
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert pack.answers.count() == 48
