"""Route, notices and challenges of a procurement: who may record them, what is refused, and what the signature is held
against at every door."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import make_contract, make_person, make_procurement, make_stage, publish, system, take_route
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import LONDON
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.models import RevisionKind
from tracker.networks.policies import DateChange
from tracker.procurement.actions.contracts import revise_signature
from tracker.procurement.actions.procurements import revise_stage
from tracker.procurement.actions.routes import (
    close_challenge,
    record_challenge,
    record_notice,
    record_route,
    save_framework,
    take_back_notice,
)
from tracker.procurement.models import (
    Challenge,
    ChallengeStep,
    Framework,
    Notice,
    Procurement,
    ProcurementRoute,
    Stage,
    StageRevision,
)
from tracker.procurement.policies.route import NoticeOn, RouteOn
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind, Method, Regime
from tracker.procurement.selectors.routes import standing_of_plan, standing_on, standings_on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 2)  # the eighth working day from Monday 23 November
AWARDED = date(2026, 11, 23)
ROUTE = RouteOn(Regime.PA2023, Method.COMPETITION, date(2026, 3, 2))


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 12, 2, 10, tzinfo=LONDON), tick=False):
        yield


@pytest.fixture
def procurement() -> Procurement:
    return make_procurement()


@pytest.fixture
def buyer(procurement: Procurement) -> User:
    return make_person(role=Role.PROCUREMENT, scope=procurement.network)


def test_a_route_is_recorded_with_the_day_from_which_it_counts(procurement: Procurement, buyer: User) -> None:
    record_route(procurement=procurement, route=ROUTE, framework="", reason="Board of 1 March", by=buyer)
    standing = standing_on(procurement.pk, on=TODAY)
    assert standing.route == ROUTE
    assert standing.terms is not None
    assert standing.terms.award_code == "UK6"
    assert standing_on(procurement.pk, on=TODAY - timedelta(days=1)).route is None
    row = ProcurementRoute.objects.get()
    assert (row.effective_on, row.reason, row.recorded_by) == (TODAY, "Board of 1 March", buyer)


def test_the_same_route_again_changes_nothing(procurement: Procurement, buyer: User) -> None:
    record_route(procurement=procurement, route=ROUTE, framework="", by=buyer)
    assert record_route(procurement=procurement, route=ROUTE, by=buyer) is None
    assert ProcurementRoute.objects.count() == 1


def test_a_call_off_keeps_the_name_of_its_framework(procurement: Procurement, buyer: User) -> None:
    call_off = RouteOn(Regime.PA2023, Method.FURTHER_COMPETITION, date(2026, 3, 2))
    record_route(procurement=procurement, route=call_off, framework=" Imaging AI 4 ", by=buyer)
    procurement.refresh_from_db()
    assert procurement.framework == "Imaging AI 4"
    with pytest.raises(Refused, match="names the framework"):
        record_route(procurement=procurement, route=call_off, framework="", by=buyer)


def test_a_route_of_another_law_or_day_is_refused(procurement: Procurement, buyer: User) -> None:
    wrong = RouteOn(Regime.PA2023, Method.COMPETITION, date(2025, 2, 21))
    with pytest.raises(Refused, match="It is under the Public Contracts Regulations 2015"):
        record_route(procurement=procurement, route=wrong, by=buyer)
    with pytest.raises(Refused, match="can't count from a day in the future"):
        record_route(procurement=procurement, route=ROUTE, effective_on=date(2026, 12, 3), by=buyer)
    assert not ProcurementRoute.objects.exists()


def test_a_route_over_a_newer_one_is_stale(procurement: Procurement, buyer: User) -> None:
    record_route(procurement=procurement, route=ROUTE, by=buyer)
    with pytest.raises(StaleWrite):
        record_route(procurement=procurement, route=ROUTE, version=1, by=buyer)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRUST_USER, Role.SIGNATORY])
def test_people_who_do_not_buy_record_nothing(procurement: Procurement, role: Role) -> None:
    person = make_person(role=role, scope=None if role == Role.VIEWER else procurement.network)
    with pytest.raises(NotPermitted):
        record_route(procurement=procurement, route=ROUTE, by=person)
    with pytest.raises(NotPermitted):
        record_notice(procurement=procurement, notice=NoticeOn("UK6", AWARDED), by=person)
    with pytest.raises(NotPermitted):
        save_framework(name="Imaging AI 4", by=person)
    assert not ProcurementRoute.objects.exists()


def test_buyers_of_another_network_record_nothing(procurement: Procurement) -> None:
    other = make_person(role=Role.PROCUREMENT, scope=make_procurement().network)
    with pytest.raises(NotPermitted):
        record_route(procurement=procurement, route=ROUTE, by=other)


# --- Notices --------------------------------------------------------------------------------------------------------


def test_a_notice_is_known_from_the_day_of_its_publication(procurement: Procurement, buyer: User) -> None:
    take_route(procurement)
    notice = NoticeOn("UK6", AWARDED, "012345-2026", "https://find-tender.example/012345-2026")
    record_notice(procurement=procurement, notice=notice, ocid="ocds-h6vhtk-04a1b2", note="Award", by=buyer)
    (stored,) = standing_on(procurement.pk, on=TODAY).notices
    assert (stored.code, stored.published_on, stored.reference) == ("UK6", AWARDED, "012345-2026")
    assert standing_on(procurement.pk, on=AWARDED - timedelta(days=1)).notices == ()


def test_a_notice_is_told_once(procurement: Procurement, buyer: User) -> None:
    take_route(procurement)
    publish(procurement, "UK6", AWARDED)
    with pytest.raises(Refused, match="is recorded already"):
        record_notice(procurement=procurement, notice=NoticeOn("UK6", AWARDED), by=buyer)
    with pytest.raises(IntegrityError, match="is_told_once"), transaction.atomic():
        Notice.objects.create(procurement=procurement, code="UK6", published_on=AWARDED, recorded_by=buyer)


def test_a_notice_by_mistake_is_taken_back_and_both_rows_stay(procurement: Procurement, buyer: User) -> None:
    take_route(procurement)
    row = publish(procurement, "UK6", AWARDED)
    with pytest.raises(Refused, match="Why it was a mistake is missing"):
        take_back_notice(procurement=procurement, notice_id=row.pk, note=" ", by=buyer)
    take_back_notice(procurement=procurement, notice_id=row.pk, note="It was another network's", by=buyer)
    assert standing_on(procurement.pk, on=TODAY).notices == ()
    assert Notice.objects.count() == 2
    with pytest.raises(Refused, match="taken back already"):
        take_back_notice(procurement=procurement, notice_id=row.pk, note="Again", by=buyer)


# --- Signature ------------------------------------------------------------------------------------------------------


def sign(procurement: Procurement, day: date, by: User) -> None:
    """Records the signature at the stage of the procurement, as a page does."""
    stage = procurement.stages.filter(stage=Stage.CONTRACT).first()
    revise_stage(
        procurement=procurement,
        stage=Stage.CONTRACT,
        changes=[DateChange(RevisionKind.ACTUAL, day, effective_on=day)],
        version=stage.version if stage else None,
        by=by,
    )


def test_a_signature_within_the_standstill_is_refused_with_its_sum(procurement: Procurement, buyer: User) -> None:
    make_stage(procurement)
    take_route(procurement)
    publish(procurement, "UK6", AWARDED)
    with pytest.raises(Refused) as refusal:
        sign(procurement, TODAY, buyer)
    assert refusal.value.decision.sentence == (
        "2 December 2026 lies in the standstill, which began with the notice of 23 November 2026 and runs to the end of "
        "2 December 2026 (Procurement Act 2023, s.51). The contract can be signed from 3 December 2026 on."
    )
    assert not StageRevision.objects.filter(kind=RevisionKind.ACTUAL).exists()
    with time_machine.travel(datetime(2026, 12, 3, 10, tzinfo=LONDON), tick=False):
        sign(procurement, date(2026, 12, 3), buyer)


def test_the_signature_of_the_contract_is_held_to_the_same(procurement: Procurement, buyer: User) -> None:
    take_route(procurement)
    publish(procurement, "UK6", AWARDED)
    contract = make_contract(procurement.network, programme=procurement.programme)
    signature = [DateChange(RevisionKind.ACTUAL, TODAY, effective_on=TODAY)]
    with pytest.raises(Refused, match="lies in the standstill"):
        revise_signature(contract=contract, changes=signature, by=buyer)
    early = [DateChange(RevisionKind.ACTUAL, date(2026, 11, 20), effective_on=date(2026, 11, 20))]
    with pytest.raises(Refused, match="No notice of the award"):
        revise_signature(contract=contract, changes=early, by=buyer)


def test_another_stage_is_not_held_to_the_standstill(procurement: Procurement, buyer: User) -> None:
    stage = make_stage(procurement, Stage.AWARD, baseline=date(2026, 11, 2))
    take_route(procurement)
    wish = DateChange(RevisionKind.ACTUAL, TODAY, effective_on=TODAY)
    revise_stage(procurement=procurement, stage=Stage.AWARD, changes=[wish], version=stage.version, by=buyer)


def test_a_contract_without_a_procurement_is_not_judged() -> None:
    contract = make_contract()
    found = standing_of_plan(
        programme_id=contract.programme_id,
        network_id=contract.network_id,
        use_case_id=contract.use_case_id,
        on=TODAY,
    )
    assert found.route is None


# --- Challenges -----------------------------------------------------------------------------------------------------


def raise_it(procurement: Procurement, kind: ChallengeKind, by: User, **fields: object) -> Challenge:
    given = {"supplier_name": "Example Vision Ltd", "received_on": date(2026, 12, 1), "summary": "Asks why"} | fields
    return record_challenge(procurement=procurement, kind=kind, by=by, **given)  # type: ignore[arg-type]


def test_a_question_is_due_by_the_standard_that_holds(procurement: Procurement, buyer: User) -> None:
    take_route(procurement)
    row = raise_it(procurement, ChallengeKind.QUESTION, buyer, received_on=date(2026, 11, 27))
    assert row.due_on == date(2026, 12, 4)
    assert raise_it(procurement, ChallengeKind.CLAIM, buyer).due_on is None


def test_a_claim_in_standstill_holds_the_signature_until_it_has_ended(procurement: Procurement, buyer: User) -> None:
    make_stage(procurement)
    take_route(procurement)
    publish(procurement, "UK6", AWARDED)
    row = raise_it(procurement, ChallengeKind.CLAIM, buyer)
    with time_machine.travel(datetime(2026, 12, 10, 10, tzinfo=LONDON), tick=False):
        with pytest.raises(Refused, match="notified a legal claim on 1 December 2026"):
            sign(procurement, date(2026, 12, 10), buyer)
        close_challenge(
            procurement=procurement,
            challenge_id=row.pk,
            kind=ChallengeStepKind.LIFTED,
            happened_on=date(2026, 12, 9),
            note="By order of the court",
            by=buyer,
        )
        sign(procurement, date(2026, 12, 10), buyer)
    (raised,) = standing_on(procurement.pk, on=date(2026, 12, 10)).challenges
    assert (raised.closed_on, raised.closed_as) == (date(2026, 12, 9), ChallengeStepKind.LIFTED)
    assert standing_on(procurement.pk, on=date(2026, 12, 8)).challenges[0].closed_on is None


def test_a_challenge_is_refused_whole(procurement: Procurement, buyer: User) -> None:
    with pytest.raises(Refused, match="What was raised is missing"):
        raise_it(procurement, ChallengeKind.QUESTION, buyer, summary=" ")
    row = raise_it(procurement, ChallengeKind.QUESTION, buyer)
    fields = {"procurement": procurement, "kind": ChallengeStepKind.ANSWERED, "happened_on": TODAY, "by": buyer}
    with pytest.raises(Refused, match="How it ended is missing"):
        close_challenge(challenge_id=row.pk, note="", **fields)  # type: ignore[arg-type]
    with pytest.raises(Challenge.DoesNotExist):
        close_challenge(challenge_id=0, note="Told", **fields)  # type: ignore[arg-type]
    close_challenge(challenge_id=row.pk, note="Told", **fields)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="closed already"):
        close_challenge(challenge_id=row.pk, note="Told again", **fields)  # type: ignore[arg-type]
    assert ChallengeStep.objects.count() == 1


# --- Frameworks -----------------------------------------------------------------------------------------------------


def test_a_framework_is_entered_once_and_updated() -> None:
    buyer = make_person(role=Role.PROCUREMENT)
    save_framework(name="Imaging AI 4", expires_on=date(2027, 3, 31), by=buyer)
    save_framework(name="Imaging AI 4 ", starts_on=date(2025, 4, 1), expires_on=date(2028, 3, 31), by=buyer)
    assert Framework.objects.get().expires_on == date(2028, 3, 31)
    with pytest.raises(Refused, match="would expire before it starts"):
        save_framework(name="Imaging AI 5", starts_on=TODAY, expires_on=TODAY, by=buyer)


def test_a_framework_that_is_renamed_keeps_its_procurements(procurement: Procurement) -> None:
    buyer = make_person(role=Role.PROCUREMENT)
    framework = save_framework(name=procurement.framework, by=buyer)
    save_framework(framework_id=framework.pk, name="Imaging AI 9", version=framework.version, by=buyer)
    procurement.refresh_from_db()
    assert procurement.framework == "Imaging AI 9"
    with pytest.raises(StaleWrite):
        save_framework(framework_id=framework.pk, name="Imaging AI 8", version=framework.version, by=buyer)
    other = save_framework(name="Imaging AI 8", by=buyer)
    with pytest.raises(Refused, match="framework of this name already"):
        save_framework(framework_id=other.pk, name="Imaging AI 9", by=buyer)


def test_reading_many_takes_as_many_queries_as_reading_one() -> None:
    rows = [take_route(make_procurement()) for _ in range(4)]
    for row in rows:
        publish(row, "UK6", AWARDED)
        raise_it(row, ChallengeKind.QUESTION, system())

    def queries(ids: list[int]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            standings_on(ids, on=TODAY)
        return len(captured)

    assert queries([rows[0].pk]) == queries([row.pk for row in rows])
