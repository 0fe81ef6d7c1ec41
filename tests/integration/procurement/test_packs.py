"""Packs of procurements: answered item by item, and no tender without a complete one, by whatever door."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    START,
    make_network,
    make_pack,
    make_pack_policy,
    make_pack_waiver,
    make_person,
    make_procurement,
    make_programme,
    make_stage,
    pack_item,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.models import ImagingNetwork, RevisionKind
from tracker.networks.policies import DateChange
from tracker.procurement.actions.pack_waivers import decide_pack_waiver, request_pack_waiver
from tracker.procurement.actions.packs import adopt_packs, answer_item, move_to_newest, open_pack, publish_pack
from tracker.procurement.actions.procurements import revise_stage
from tracker.procurement.models import (
    PackAnswer,
    PackEdition,
    PackItem,
    PackPolicy,
    PackTemplate,
    PackWaiver,
    PackWaiverDecision,
    Procurement,
    ProcurementPack,
    Stage,
    StageRevision,
)
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.policies.packs import PackOn
from tracker.procurement.selectors.packs import offers_for, packs_on

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
SINCE = TODAY - 60 * DAY


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(name="North Thames Imaging Network")


@pytest.fixture
def procurement(network: ImagingNetwork) -> Procurement:
    row = make_procurement(network)
    make_stage(row, Stage.TENDER, baseline=TODAY - 10 * DAY)
    return row


@pytest.fixture
def buyer(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROCUREMENT, scope=network, name="Bo Example")


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Mo Example")


def pack_of(procurement: Procurement, on: date = TODAY) -> PackOn:
    return packs_on([procurement.pk], on=on)[procurement.pk]


def answer(pack: ProcurementPack, by: User, **fields: Any) -> PackAnswer:
    given = {"item": pack_item(pack), "state": AnswerState.COMPLETE, "text": "60 minutes", "on": TODAY, "version": None}
    return answer_item(pack=pack, by=by, **given | fields)


def issue(procurement: Procurement, by: User, on: date = TODAY) -> None:
    """Records the tender as the form does."""
    stage = procurement.stages.get(stage=Stage.TENDER)
    wish = DateChange(RevisionKind.ACTUAL, on, effective_on=on)
    revise_stage(procurement=procurement, stage=Stage.TENDER, changes=[wish], version=stage.version, by=by)


def is_issued(procurement: Procurement) -> bool:
    return StageRevision.objects.filter(
        stage__procurement=procurement, stage__stage=Stage.TENDER, kind=RevisionKind.ACTUAL
    ).exists()


# --- Beginning and answering ----------------------------------------------------------------------------------------


def test_pack_begins_with_the_version_of_the_day_and_nothing_answered(procurement: Procurement, buyer: User) -> None:
    open_pack(procurement=procurement, on=TODAY - DAY, by=buyer)
    pack = pack_of(procurement)
    assert (pack.template_version, pack.opened_on, pack.done, pack.total) == (1, TODAY - DAY, 0, 48)
    assert len(pack.sections) == 8
    assert packs_on([procurement.pk], on=TODAY - 2 * DAY) == {}


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (TODAY + DAY, "can't begin on a day in the future"),
        (date(2020, 1, 1), "No version of the national pack was valid"),
    ],
)
def test_pack_of_an_impossible_day_is_refused(procurement: Procurement, buyer: User, on: date, told: str) -> None:
    with pytest.raises(Refused, match=told):
        open_pack(procurement=procurement, on=on, by=buyer)
    assert not ProcurementPack.objects.exists()


def test_second_pack_is_refused(procurement: Procurement, buyer: User) -> None:
    make_pack(procurement)
    with pytest.raises(Refused, match="has a pack already"):
        open_pack(procurement=procurement, on=TODAY, by=buyer)


def test_answers_are_dated_and_the_newest_holds(procurement: Procurement, buyer: User) -> None:
    pack = make_pack(procurement)
    first = answer(pack, buyer, state=AnswerState.IN_PROGRESS, text="Draft", on=TODAY - 5 * DAY)
    answer(pack, buyer, version=first.pk)
    item, before = (pack_of(procurement, on).sections[0].items[0] for on in (TODAY, TODAY - 5 * DAY))
    assert item.answer is not None
    assert before.answer is not None
    assert (item.answer.state, item.answer.text, item.answer.by) == (AnswerState.COMPLETE, "60 minutes", "Bo Example")
    assert (before.answer.state, before.is_done) == (AnswerState.IN_PROGRESS, False)
    assert (pack_of(procurement).done, pack_of(procurement, TODAY - 6 * DAY).done) == (1, 0)


def test_item_that_does_not_apply_counts_with_its_reason(procurement: Procurement, buyer: User) -> None:
    pack = make_pack(procurement)
    answer(pack, buyer, state=AnswerState.NOT_APPLICABLE, text="", reason="There is no VNA")
    assert pack_of(procurement).done == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"state": AnswerState.NOT_APPLICABLE}, "reason"),
        ({"on": TODAY + DAY}, "effective_on"),
        ({"on": START - DAY}, "effective_on"),
        ({"is_offered": True, "text": "At £5"}, "text"),
    ],
)
def test_impossible_answer_is_refused(
    procurement: Procurement, buyer: User, fields: dict[str, Any], field: str
) -> None:
    pack = make_pack(procurement)
    with pytest.raises(Refused) as refused:
        answer(pack, buyer, **fields)
    assert refused.value.decision.field == field
    assert not PackAnswer.objects.exists()


def test_stale_answer_is_refused(procurement: Procurement, buyer: User, manager: User) -> None:
    pack = make_pack(procurement)
    answer(pack, manager)
    with pytest.raises(StaleWrite):
        answer(pack, buyer, text="90 minutes")
    assert PackAnswer.objects.count() == 1
    other = pack_item(pack, "use-case-and-pathway")
    answer(pack, buyer, item=other)  # another item is no conflict


@pytest.mark.parametrize("role", [Role.VIEWER, Role.SIGNATORY, Role.TRUST_USER])
def test_who_does_not_buy_changes_nothing(procurement: Procurement, network: ImagingNetwork, role: Role) -> None:
    pack = make_pack(procurement)
    person = make_person(role=role, scope=None if role == Role.VIEWER else network)
    with pytest.raises(NotPermitted):
        answer(pack, person)
    with pytest.raises(NotPermitted):
        open_pack(procurement=make_procurement(network, use_case="chest-ct"), on=TODAY, by=person)
    with pytest.raises(NotPermitted):
        request_pack_waiver(pack=pack, reason="x", expires_on=TODAY + DAY, by=person)


def test_buyer_of_another_network_changes_nothing(procurement: Procurement) -> None:
    stranger = make_person(role=Role.PROCUREMENT, scope=make_network())
    with pytest.raises(NotPermitted):
        answer(make_pack(procurement), stranger)


# --- Versions of the template ---------------------------------------------------------------------------------------


def sections(**second: str) -> list[dict[str, Any]]:
    """The first section of version 1 with two of its items, the second of them changed."""
    rows = PackItem.objects.filter(section__code="clinical-requirements", section__template__version=1)[:2]
    items = [{"code": row.code, "title": row.title, "guidance": row.guidance, "is_mandatory": True} for row in rows]
    items[1] |= second
    return [{"code": "clinical-requirements", "title": "Clinical", "purpose": "What for", "items": items}]


def publish(valid_from: date = TODAY, by: User | None = None, **second: str) -> PackTemplate:
    return publish_pack(
        title="National pack",
        source="Standards",
        valid_from=valid_from,
        longest_waiver_days=30,
        sections=sections(**second),
        by=by or system(),
    )


def test_pack_moves_to_a_newer_version_and_keeps_answers_to_what_is_asked_again(
    procurement: Procurement, buyer: User
) -> None:
    pack = make_pack(procurement, complete=True, on=TODAY - 9 * DAY)
    assert publish(guidance="Ask for more").version == 2
    assert pack_of(procurement).template_version == 1
    move_to_newest(pack=pack, version=pack_of(procurement).version, by=buyer)
    now, before = pack_of(procurement), pack_of(procurement, TODAY - DAY)
    assert (now.template_version, now.done, now.total, now.longest_waiver_days) == (2, 1, 2, 30)
    assert (before.template_version, before.is_complete) == (1, True)
    with pytest.raises(Refused, match="follows the newest version already"):
        move_to_newest(pack=pack, version=None, by=buyer)
    with pytest.raises(StaleWrite):
        move_to_newest(pack=pack, version=1, by=buyer)


def test_item_of_another_version_is_unknown_to_a_pack(procurement: Procurement, buyer: User) -> None:
    pack = make_pack(procurement)
    publish()
    other = PackItem.objects.get(section__template__version=2, code="clinical-need")
    with pytest.raises(Refused, match="is not an item of the version that this pack follows"):
        answer(pack, buyer, item=other)
    assert not PackAnswer.objects.exists()


def test_next_version_comes_later_and_is_published_nationally(buyer: User) -> None:
    with pytest.raises(Refused, match=r"valid from 21 June 2023, and the next one comes later"):
        publish(date(2023, 6, 21))
    with pytest.raises(NotPermitted):
        publish(by=buyer)
    assert PackTemplate.objects.count() == 1
    assert publish(by=make_person(role=Role.NATIONAL_LEAD)).version == 2


def test_published_version_stays_as_it_is() -> None:
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        PackItem.objects.filter(code="clinical-need").update(title="Other")


# --- No tender without a pack ---------------------------------------------------------------------------------------


def test_tender_without_a_pack_is_refused_with_the_rule_and_its_source(procurement: Procurement, buyer: User) -> None:
    make_pack_policy(on=SINCE)
    with pytest.raises(Refused) as refused:
        issue(procurement, buyer)
    decision = refused.value.decision
    assert "had no procurement pack" in decision.reason
    assert "Programme governance standards, section 5.3, stage 4, and rule R10" in decision.reason
    assert (decision.field, bool(decision.remedy)) == ("actual", True)
    assert not is_issued(procurement)


def test_tender_with_an_incomplete_pack_is_refused_with_what_is_missing(procurement: Procurement, buyer: User) -> None:
    make_pack_policy(on=SINCE)
    make_pack(procurement, complete=True, without=["weights", "rollback-plan"])
    with pytest.raises(
        Refused, match="2 of 48 mandatory items are missing: Weights that add up to 100 and Rollback plan"
    ):
        issue(procurement, buyer)
    assert not is_issued(procurement)
    assert procurement.stages.get(stage=Stage.TENDER).version == 2  # its baseline alone


def test_tender_with_a_complete_pack_is_recorded(procurement: Procurement, buyer: User) -> None:
    make_pack_policy(on=SINCE)
    make_pack(procurement, complete=True)
    issue(procurement, buyer)
    assert is_issued(procurement)


def test_pack_that_was_completed_after_the_tender_comes_too_late(procurement: Procurement, buyer: User) -> None:
    make_pack_policy(on=SINCE)
    make_pack(procurement, complete=True, on=TODAY)
    with pytest.raises(Refused, match="had no procurement pack on"):
        issue(procurement, buyer, on=TODAY - DAY)
    issue(procurement, buyer)


@pytest.mark.parametrize("adopted", [None, TODAY - 4 * DAY])
def test_tender_from_before_packs_were_asked_for_is_history(
    procurement: Procurement, buyer: User, adopted: date | None
) -> None:
    if adopted:
        make_pack_policy(on=adopted)
    issue(procurement, buyer, on=TODAY - 5 * DAY)
    assert is_issued(procurement)


def test_forecast_of_a_tender_and_other_stages_wait_for_nothing(procurement: Procurement, buyer: User) -> None:
    make_pack_policy(on=SINCE)
    make_stage(procurement, Stage.PANEL, actual=TODAY)
    make_stage(procurement, Stage.TENDER, baseline=None, forecast=TODAY + 9 * DAY, on=TODAY)


def test_programme_asks_for_packs_once() -> None:
    make_pack_policy(on=SINCE)
    with pytest.raises(Refused, match="has asked for packs since"):
        make_pack_policy(on=TODAY)
    with pytest.raises(NotPermitted):
        adopt_packs(programme=make_programme("other"), on=TODAY, by=make_person(role=Role.VIEWER))
    assert PackPolicy.objects.count() == 1


# --- Waivers --------------------------------------------------------------------------------------------------------


def test_waiver_takes_two_people_and_lets_the_tender_out(procurement: Procurement, buyer: User, manager: User) -> None:
    make_pack_policy(on=SINCE)
    pack = make_pack(procurement)
    waiver = make_pack_waiver(pack, expires_on=TODAY + 9 * DAY, by=buyer)
    with pytest.raises(Refused, match="not complete"):
        issue(procurement, buyer)
    decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=manager)
    issue(procurement, buyer, on=TODAY - DAY)  # what was issued a day before it was given is put right by it
    assert is_issued(procurement)


def test_one_person_alone_gives_no_waiver(procurement: Procurement, manager: User) -> None:
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + 9 * DAY, by=manager)
    with pytest.raises(Refused, match="it takes two people"):
        decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=manager)
    assert not PackWaiverDecision.objects.exists()
    with pytest.raises(IntegrityError, match="two people"), transaction.atomic():
        PackWaiverDecision.objects.create(
            waiver=waiver, verdict=PackVerdict.AGREED, decided_on=TODAY, decided_by=manager
        )
    decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=make_person(role=Role.NATIONAL_LEAD))
    assert pack_of(procurement).waiver_on(TODAY)


def test_buyer_decides_on_no_waiver(procurement: Procurement, buyer: User, manager: User) -> None:
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + 9 * DAY, by=manager)
    with pytest.raises(NotPermitted):
        decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=buyer)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"expires_on": TODAY}, "expires_on"),
        ({"expires_on": TODAY + 91 * DAY}, "expires_on"),
    ],
)
def test_waiver_without_reason_or_with_an_impossible_end_is_refused(
    procurement: Procurement, buyer: User, fields: dict[str, Any], field: str
) -> None:
    pack = make_pack(procurement)
    with pytest.raises(Refused) as refused:
        request_pack_waiver(pack=pack, by=buyer, **{"reason": "Now", "expires_on": TODAY + DAY} | fields)
    assert refused.value.decision.field == field
    assert not PackWaiver.objects.exists()


def test_waiver_ends_by_its_day_and_by_being_taken_back(
    procurement: Procurement, buyer: User, manager: User, time_machine: Any
) -> None:
    make_pack_policy(on=SINCE)
    pack = make_pack(procurement)
    waiver = make_pack_waiver(pack, expires_on=TODAY + 2 * DAY, by=buyer, decided_by=manager)
    assert pack_of(procurement, TODAY + DAY).waiver_on(TODAY + DAY)
    assert pack_of(procurement, TODAY + 2 * DAY).waiver_on(TODAY + 2 * DAY) is None
    with pytest.raises(Refused, match="needs a reason"):
        decide_pack_waiver(waiver=waiver, verdict=PackVerdict.WITHDRAWN, by=manager)
    decide_pack_waiver(waiver=waiver, verdict=PackVerdict.WITHDRAWN, reason="It is not needed", by=manager)
    assert pack_of(procurement).waiver_on(TODAY) is None
    with pytest.raises(Refused, match="not complete"):
        issue(procurement, buyer)


def test_complete_pack_and_one_with_a_wish_that_waits_take_no_waiver(
    procurement: Procurement, network: ImagingNetwork, buyer: User
) -> None:
    waits = make_pack(procurement)
    make_pack_waiver(waits, expires_on=TODAY + DAY, by=buyer)
    with pytest.raises(Refused, match="waits for a decision already"):
        make_pack_waiver(waits, expires_on=TODAY + DAY, by=buyer)
    complete = make_pack(make_procurement(network, use_case="chest-ct"), complete=True)
    with pytest.raises(Refused, match="needs no waiver"):
        make_pack_waiver(complete, expires_on=TODAY + DAY, by=buyer)


# --- Other networks -------------------------------------------------------------------------------------------------


def offered(network: ImagingNetwork) -> list[str]:
    found = offers_for(
        "clinical-requirements", "clinical-need", programme_id=make_programme().pk, network_id=network.pk, on=TODAY
    )
    return [f"{each.network_name}: {each.text}" for each in found]


def test_other_networks_are_shown_what_is_offered_now_and_nothing_else(
    procurement: Procurement, network: ImagingNetwork, buyer: User
) -> None:
    other = make_network()
    pack = make_pack(procurement)
    first = answer(pack, buyer, text="Reports wait 12 days", is_offered=True)
    assert offered(other) == ["North Thames Imaging Network: Reports wait 12 days"]
    assert offered(network) == []
    answer(pack, buyer, text="Reports wait 9 days", version=first.pk)
    assert offered(other) == []
    assert PackEdition.objects.count() == 1
