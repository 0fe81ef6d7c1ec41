"""What the law of a procurement asks: route, notices, the day of signature, and what suppliers raise."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.procurement.policies.challenges import ChallengeOn, may_close_challenge, may_record_challenge
from tracker.procurement.policies.clocks import Clock
from tracker.procurement.policies.route import (
    Events,
    NoticeDuty,
    NoticeOn,
    RegimeTerms,
    RouteOn,
    Standing,
    due_of_challenge,
    may_record_notice,
    may_sign_on,
    may_take_route,
    notices_due,
    suspending_claim,
)
from tracker.procurement.route_vocabulary import Basis, ChallengeKind, ChallengeStepKind, ClockUnit, Method, Regime

TODAY = date(2026, 11, 25)
ACT_STARTS = date(2025, 2, 24)
OLD = RegimeTerms(
    Regime.PCR2015,
    date(2015, 2, 26),
    ACT_STARTS,
    Clock(10, ClockUnit.DAYS, rolls_to_working_day=True),
    frozenset({Method.COMPETITION}),
    "ADN",
    "Public Contracts Regulations 2015, regulation 87",
)
ACT = RegimeTerms(
    Regime.PA2023,
    ACT_STARTS,
    None,
    Clock(8, ClockUnit.WORKING_DAYS, counts_first_day=True),
    frozenset({Method.COMPETITION, Method.DIRECT_AWARD}),
    "UK6",
    "Procurement Act 2023, s.51",
)
RULES = (OLD, ACT)
DUTIES = (
    NoticeDuty("UK4", "Tender", "To begin", "s.21", methods=frozenset({Method.COMPETITION}), is_expected=True),
    NoticeDuty("UK6", "Contract award", "Before the contract", "s.50", is_expected=True),
    NoticeDuty(
        "UK7",
        "Contract details",
        "Soon",
        "s.53",
        Basis.SIGNATURE,
        Clock(30, ClockUnit.DAYS, counts_first_day=True),
        is_expected=True,
    ),
    NoticeDuty(
        "UK7-copy",
        "Copy",
        "Large",
        "s.53",
        Basis.SIGNATURE,
        Clock(90, ClockUnit.DAYS, counts_first_day=True),
        over_pence=5,
    ),
    NoticeDuty("UK8", "Payment", "Each", "s.70", Basis.QUARTER, Clock(30, ClockUnit.DAYS, counts_first_day=True)),
    NoticeDuty("UK11", "Termination", "End", "s.80", Basis.END, Clock(30, ClockUnit.DAYS, counts_first_day=True)),
    NoticeDuty("X", "After the award", "Test", "Test", Basis.AWARD_NOTICE, Clock(5, ClockUnit.WORKING_DAYS)),
    NoticeDuty("question", "Question", "Soon", "Own", Basis.RECEIPT, Clock(5, ClockUnit.WORKING_DAYS)),
)
CALL_OFF = RouteOn(Regime.PA2023, Method.FURTHER_COMPETITION, date(2026, 1, 5), keeps_voluntary_standstill=True)
COMPETITION = RouteOn(Regime.PA2023, Method.COMPETITION, date(2026, 1, 5))
AWARDED = NoticeOn("UK6", date(2026, 11, 23), "012345-2026", id=1)  # the standstill runs to 2 December


def standing(route: RouteOn | None = COMPETITION, *notices: NoticeOn, claims: tuple[ChallengeOn, ...] = ()) -> Standing:
    terms = next((each for each in RULES if route and each.regime == route.regime), None)
    return Standing(route, terms, DUTIES, notices, claims)


def claim(received_on: date, **fields: object) -> ChallengeOn:
    return replace(ChallengeOn(7, ChallengeKind.CLAIM, "Example Vision Ltd", received_on), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("route", "framework", "field", "words"),
    [
        (replace(COMPETITION, started_on=date(2026, 11, 26)), "", "started_on", "future"),
        (
            replace(COMPETITION, started_on=date(2025, 2, 23)),
            "",
            "regime",
            "can't be under the Procurement Act 2023. It is under the Public Contracts Regulations 2015",
        ),
        (replace(COMPETITION, regime=Regime.PCR2015), "", "regime", "It is under the Procurement Act 2023"),
        (replace(COMPETITION, started_on=date(2010, 1, 4)), "", "regime", "can't be under the Procurement Act 2023."),
        (CALL_OFF, " ", "framework", "names the framework"),
        (
            replace(COMPETITION, keeps_voluntary_standstill=True),
            "",
            "keeps_voluntary_standstill",
            "not a voluntary one",
        ),
    ],
)
def test_a_route_that_the_law_does_not_know_is_refused(route: RouteOn, framework: str, field: str, words: str) -> None:
    decision = may_take_route(route, RULES, framework=framework, today=TODAY)
    assert not decision
    assert decision.field == field
    assert words in decision.reason


@pytest.mark.parametrize(
    ("route", "framework"),
    [(COMPETITION, ""), (CALL_OFF, "Imaging AI"), (RouteOn(Regime.PCR2015, Method.COMPETITION, date(2025, 2, 23)), "")],
)
def test_a_route_under_the_law_of_its_day_is_taken(route: RouteOn, framework: str) -> None:
    assert may_take_route(route, RULES, framework=framework, today=TODAY)


def test_what_has_no_route_or_no_known_law_keeps_no_standstill() -> None:
    assert not standing(None).keeps_standstill
    assert not Standing(COMPETITION, None, DUTIES, (), ()).keeps_standstill
    assert standing().keeps_standstill
    assert standing(CALL_OFF).keeps_standstill


@pytest.mark.parametrize(
    ("now", "notice", "field", "words"),
    [
        (standing(None), AWARDED, "code", "no route yet"),
        (standing(), replace(AWARDED, code="UK99"), "code", "knows no notice “UK99”"),
        (standing(), replace(AWARDED, code="question"), "code", "knows no notice"),
        (standing(CALL_OFF), replace(AWARDED, code="UK4"), "code", "is not used for a further competition"),
        (standing(), replace(AWARDED, published_on=date(2026, 11, 26)), "published_on", "future"),
        (standing(COMPETITION, AWARDED), AWARDED, "published_on", "is recorded already"),
        (standing(), replace(AWARDED, reference="12-2026"), "reference", "not a notice number"),
    ],
)
def test_a_notice_that_can_not_be_is_refused(now: Standing, notice: NoticeOn, field: str, words: str) -> None:
    decision = may_record_notice(now, notice, today=TODAY)
    assert not decision
    assert decision.field == field
    assert words in decision.reason


def test_an_identifier_that_is_none_is_refused() -> None:
    assert may_record_notice(standing(), AWARDED, ocid="ocds-h6vhtk-04a1b2", today=TODAY)
    assert may_record_notice(standing(), AWARDED, ocid="04a1b2", today=TODAY).field == "ocid"


@pytest.mark.parametrize(
    ("now", "day", "words"),
    [
        (standing(COMPETITION, AWARDED), date(2026, 11, 23), "lies in the standstill"),
        (
            standing(COMPETITION, AWARDED),
            date(2026, 12, 2),
            "runs to the end of 2 December 2026 (Procurement Act 2023, s.51)",
        ),
        (standing(CALL_OFF, AWARDED), date(2026, 12, 1), "lies in the standstill"),
        (standing(COMPETITION), date(2026, 12, 3), "No notice of the award (UK6)"),
        (standing(COMPETITION, AWARDED), date(2026, 11, 20), "No notice of the award (UK6)"),
        (
            standing(COMPETITION, AWARDED, claims=(claim(date(2026, 12, 2)),)),
            date(2026, 12, 10),
            "Example Vision Ltd notified a legal claim on 2 December 2026",
        ),
    ],
)
def test_a_contract_is_not_signed_before_its_award_allows_it(now: Standing, day: date, words: str) -> None:
    decision = may_sign_on(now, day)
    assert not decision
    assert decision.field == "actual"
    assert words in decision.reason


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (standing(None), date(2026, 11, 24)),  # not on record, so not judged
        (standing(COMPETITION, AWARDED), date(2026, 12, 3)),
        (standing(replace(CALL_OFF, keeps_voluntary_standstill=False), AWARDED), date(2026, 11, 24)),
        (standing(COMPETITION, AWARDED, claims=(claim(date(2026, 12, 3)),)), date(2026, 12, 10)),  # too late to suspend
        (
            standing(COMPETITION, AWARDED, claims=(claim(date(2026, 12, 1), closed_on=date(2026, 12, 9)),)),
            date(2026, 12, 10),
        ),
        (standing(RouteOn(Regime.PCR2015, Method.FURTHER_COMPETITION, date(2024, 6, 3))), date(2024, 11, 1)),
    ],
)
def test_a_contract_is_signed_once_its_award_allows_it(now: Standing, day: date) -> None:
    assert may_sign_on(now, day)


def test_a_call_off_that_promises_a_standstill_tells_its_award_first() -> None:
    old = RouteOn(Regime.PCR2015, Method.FURTHER_COMPETITION, date(2024, 6, 3), keeps_voluntary_standstill=True)
    assert "No notice of the award (ADN)" in may_sign_on(standing(old), date(2024, 11, 1)).reason


def test_only_a_standstill_can_be_suspended() -> None:
    assert suspending_claim(standing(), None, TODAY) is None


def test_notices_are_due_from_the_day_that_the_law_names() -> None:
    events = Events(
        signed_on=date(2026, 12, 3),
        ended_on=date(2028, 6, 30),
        payments=(date(2027, 2, 3), date(2027, 5, 4)),
        value_pence=6,
    )
    found = {each.duty.code: each for each in notices_due(standing(COMPETITION, AWARDED), events)}
    assert {code: each.due_on for code, each in found.items()} == {
        "UK4": None,
        "UK6": None,
        "UK7": date(2027, 1, 1),
        "UK7-copy": date(2027, 3, 2),
        "UK8": date(2027, 7, 29),
        "UK11": date(2028, 7, 29),
        "X": date(2026, 11, 30),
    }
    assert found["UK6"].published == AWARDED
    assert found["UK7"].is_overdue(date(2027, 1, 2))
    assert not found["UK7"].is_overdue(date(2027, 1, 1))


def test_nothing_is_due_without_a_route_or_a_day_to_count_from() -> None:
    assert notices_due(standing(None), Events()) == []
    codes = {each.duty.code for each in notices_due(standing(CALL_OFF), Events(signed_on=date(2026, 12, 3)))}
    assert codes == {"UK6", "UK7"}


def test_a_notice_of_a_former_contract_is_not_that_of_the_new_one() -> None:
    before, late = NoticeOn("UK7", date(2026, 2, 2)), NoticeOn("UK7", date(2027, 1, 4))
    events = Events(signed_on=date(2026, 12, 3))
    (former,) = (each for each in notices_due(standing(COMPETITION, before), events) if each.duty.code == "UK7")
    (own,) = (each for each in notices_due(standing(COMPETITION, before, late), events) if each.duty.code == "UK7")
    assert (former.published, own.published, own.is_late) == (None, late, True)


def test_an_answer_is_due_by_the_standard_that_holds() -> None:
    assert due_of_challenge(ChallengeKind.QUESTION, date(2026, 12, 23), DUTIES) == date(2027, 1, 4)
    assert due_of_challenge(ChallengeKind.CLAIM, date(2026, 12, 23), DUTIES) is None


@pytest.mark.parametrize(
    ("name", "received", "summary", "field"),
    [
        (" ", TODAY, "Why", "supplier_name"),
        ("Example Vision Ltd", TODAY, " ", "summary"),
        ("Example Vision Ltd", date(2026, 11, 26), "Why", "received_on"),
        ("Example Vision Ltd", TODAY, "Why", ""),
    ],
)
def test_what_a_supplier_raises_says_who_what_and_when(name: str, received: date, summary: str, field: str) -> None:
    decision = may_record_challenge(supplier_name=name, received_on=received, summary=summary, today=TODAY)
    assert (bool(decision), decision.field) == (not field, field)


@pytest.mark.parametrize(
    ("raised", "kind", "on", "note", "words"),
    [
        (claim(TODAY, closed_on=TODAY), ChallengeStepKind.SETTLED, TODAY, "Done", "closed already"),
        (claim(TODAY), ChallengeStepKind.SETTLED, TODAY, " ", "How it ended is missing"),
        (claim(TODAY), ChallengeStepKind.SETTLED, date(2026, 11, 24), "Done", "can't have ended on 24 November"),
        (claim(TODAY), ChallengeStepKind.SETTLED, date(2026, 11, 26), "Done", "future"),
        (claim(TODAY), ChallengeStepKind.ANSWERED, TODAY, "Done", "A legal claim ends when"),
        (claim(TODAY, kind=ChallengeKind.DEBRIEF), ChallengeStepKind.LIFTED, TODAY, "Done", "nothing to lift"),
    ],
)
def test_a_challenge_is_closed_once_and_rightly(
    raised: ChallengeOn, kind: ChallengeStepKind, on: date, note: str, words: str
) -> None:
    decision = may_close_challenge(raised, kind, happened_on=on, note=note, today=TODAY)
    assert not decision
    assert words in decision.reason


def test_a_challenge_can_be_closed_as_it_ends() -> None:
    for kind, raised in (
        (ChallengeKind.CLAIM, ChallengeStepKind.LIFTED),
        (ChallengeKind.QUESTION, ChallengeStepKind.ANSWERED),
    ):
        assert may_close_challenge(claim(TODAY, kind=kind), raised, happened_on=TODAY, note="Done", today=TODAY)


def test_a_challenge_is_overdue_only_while_it_is_open() -> None:
    late = claim(date(2026, 11, 2), due_on=date(2026, 11, 20))
    assert late.is_overdue(TODAY)
    assert not replace(late, closed_on=date(2026, 11, 24)).is_overdue(TODAY)
    assert not replace(late, due_on=None).is_overdue(TODAY)
