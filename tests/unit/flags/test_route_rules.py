"""Rules about standstill, notices, frameworks and challenges."""

from dataclasses import replace
from datetime import date
from typing import Any

from tests.unit.flags.plain import TODAY, contract, days, find, plan, procurement
from tests.unit.procurement.test_route import ACT, AWARDED, COMPETITION, DUTIES, claim
from tracker.flags.rules.base import Finding
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.procurement.policies.route import FrameworkOn, NoticeOn, Standing
from tracker.procurement.route_vocabulary import ChallengeKind

OF_THE_LAW = tuple(each for each in DUTIES if each.code != "X")
STANDING = Standing(replace(COMPETITION, started_on=date(2025, 3, 3)), ACT, OF_THE_LAW)


def found(standing: Standing = STANDING, *, signed_on: date | None = None, **fields: Any) -> dict[str, Finding]:
    plans = {"contract": plan(days(-40), days(30), signed_on)}
    signed = (contract(signature=plan(days(-40), actual=signed_on)),) if signed_on else ()
    return find(procurements=(procurement(**plans),), contracts=signed, standings={21: standing}, **fields)


def with_award(day: date) -> Standing:
    return replace(STANDING, notices=(replace(AWARDED, published_on=day),))


def test_a_signature_within_the_standstill_is_found() -> None:
    finding = found(with_award(days(-10)), signed_on=days(-5))["R05"]
    assert (finding.subject_kind, finding.severity, finding.since) == (SubjectKind.PROCUREMENT, Severity.HIGH, days(-5))
    assert "The standstill ran to the end of 1 July 2025." in finding.sentence


def test_a_signature_without_a_notice_is_found() -> None:
    assert "No notice of the award (UK6) was published by then." in found(signed_on=days(-5))["R05"].sentence


def test_a_signature_under_suspension_is_found_without_naming_the_supplier() -> None:
    standing = replace(with_award(days(-20)), challenges=(claim(days(-15)),))
    sentence = found(standing, signed_on=days(-2))["R05"].sentence
    assert "had not ended" in sentence
    assert "Example Vision" not in sentence


def test_a_signature_after_the_standstill_is_in_order() -> None:
    assert "R05" not in found(with_award(days(-20)), signed_on=days(-5))
    assert "R05" not in found()


def test_a_notice_past_its_day_is_found() -> None:
    late = found(with_award(days(-60)), signed_on=days(-40))["R06"]
    assert (late.severity, late.since) == (Severity.HIGH, days(-10))
    assert "UK7 by 19 June 2025" in late.sentence
    assert found(with_award(days(-200)), signed_on=days(-180))["R06"].severity == Severity.CRITICAL


def test_a_notice_that_is_published_or_not_due_is_in_order() -> None:
    published = replace(
        with_award(days(-60)), notices=(AWARDED, NoticeOn("UK7", days(-20)), NoticeOn("UK6", days(-60)))
    )
    assert "R06" not in found(published, signed_on=days(-40))
    assert "R06" not in found(with_award(days(-40)), signed_on=days(-20))


def test_the_size_of_a_contract_is_not_told() -> None:
    signed = contract(signature=plan(days(-400), actual=days(-200)), value_pence=600_000_000, ends_on=days(-100))
    rows = find(
        procurements=(procurement(contract=plan(days(-400), actual=days(-200))),),
        contracts=(signed,),
        standings={21: with_award(days(-230))},
    )
    assert "UK7-copy" in rows["R06"].sentence
    assert "UK11" in rows["R06"].sentence
    assert "£" not in rows["R06"].sentence


def test_a_framework_that_expires_before_the_award_is_found() -> None:
    def one(expires_on: date | None, **fields: Any) -> dict[str, Finding]:
        own = replace(procurement(contract=plan(days(-40), **fields)), framework="AI 3")
        return find(procurements=(own,), frameworks={"AI 3": FrameworkOn("AI 3", expires_on=expires_on)})

    finding = one(days(20), forecast=days(30))["R09"]
    assert finding.severity == Severity.HIGH
    assert "expires on 20 July 2025" in finding.sentence
    assert "R09" in one(days(-1), forecast=days(-20))
    assert "R09" not in one(days(30), forecast=days(30))
    assert "R09" not in one(None, forecast=days(30))
    assert "R09" not in one(days(20), actual=days(-3))
    assert "R09" not in found()


def test_a_supplier_that_waits_is_found_without_its_name() -> None:
    late = claim(days(-30), kind=ChallengeKind.QUESTION, due_on=days(-9))
    finding = found(replace(STANDING, challenges=(late,)))["T13"]
    assert finding.since == days(-8)
    assert "a question by 21 June 2025" in finding.sentence
    assert "Example Vision" not in finding.sentence
    assert "T13" not in found(replace(STANDING, challenges=(replace(late, due_on=TODAY),)))


def test_a_procurement_without_a_route_is_not_judged() -> None:
    rows = find(procurements=(procurement(contract=plan(days(-40), actual=days(-5))),), standings={21: Standing()})
    assert not {"R05", "R06", "T13"} & set(rows)
