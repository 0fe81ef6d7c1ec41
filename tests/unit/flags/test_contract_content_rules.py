"""Rules about what signed contracts say, by plain facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.unit.flags.plain import TODAY, contract, days, find, plan
from tracker.flags.rules import Finding
from tracker.flags.vocabulary import Severity
from tracker.procurement.contract_vocabulary import (
    BetterWay,
    ClauseGroup,
    ClausePresence,
    KpiRating,
    ModificationStepKind,
)
from tracker.procurement.policies.clauses import ClauseItem, ClauseOn
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.policies.modifications import ModificationOn, StepOn
from tracker.procurement.policies.payments import MetricOn, PaymentOn
from tracker.procurement.policies.performance import AssessmentOn, ConditionOn, KpiOn

SIGNED = days(-400)
CODES = {"R07", "R08", "R13", "R14", "R15"}
ITEMS = (
    ClauseItem("permitted-data-use", 1, ClauseGroup.DATA, "Permitted data use", is_core=True),
    ClauseItem("deletion-return", 3, ClauseGroup.DATA, "Deletion and return of data", is_core=True),
    ClauseItem("versioning-notice", 13, ClauseGroup.CHANGE, "Versioning policy", is_change_control=True),
    ClauseItem("revalidation", 14, ClauseGroup.CHANGE, "Re-validation triggers", is_revalidation=True),
    ClauseItem("insurance", 23, ClauseGroup.SAFETY, "Insurance"),
)
METRIC = MetricOn(1, 1, "Urgent", Decimal(65), BetterWay.HIGHER)
WHOLE = ContentOn(
    clauses=tuple(ClauseOn(item, ClausePresence.YES) for item in ITEMS),
    metrics=(METRIC,),
    payments=(PaymentOn(1, 1, "Year 1", TODAY, 1, metric=METRIC),),
)


def found(content: ContentOn | None, **fields: Any) -> Mapping[str, Finding]:
    said = find(contracts=(contract(content=content, **fields),))
    return {code: finding for code, finding in said.items() if code in CODES}


def with_presence(presence: ClausePresence | None, *codes: str, since: date | None = None) -> ContentOn:
    clauses = (
        replace(each, presence=presence, effective_on=since) if each.item.code in codes else each
        for each in WHOLE.clauses
    )
    return replace(WHOLE, clauses=tuple(clauses))


NOTHING = ContentOn(clauses=tuple(ClauseOn(item) for item in ITEMS))


def test_nothing_is_said_of_a_contract_that_has_everything_or_that_nobody_read() -> None:
    assert found(WHOLE) == {}
    assert found(None) == {}


@pytest.mark.parametrize(
    "fields", [{"signature": plan(baseline=days(-500), forecast=days(5))}, {"ends_on": days(-1)}], ids=["open", "ended"]
)
def test_nothing_is_said_before_the_signature_or_after_the_end(fields: dict[str, Any]) -> None:
    assert found(NOTHING, **fields) == {}


def test_everything_is_said_of_a_contract_that_says_nothing() -> None:
    said = found(NOTHING)
    assert set(said) == {"R13", "R14", "R15"}
    assert {each.severity for each in said.values()} == {Severity.HIGH}
    assert {each.since for each in said.values()} == {SIGNED}
    assert said["R14"].sentence == (
        "CON-1: “permitted data use” and “deletion and return of data” are not in the contract with Acme Imaging Ltd."
    )
    assert said["R15"].sentence == (
        "CON-1: “versioning policy” and “re-validation triggers” are not in the contract with Acme Imaging Ltd."
    )


@pytest.mark.parametrize(
    ("presence", "codes"),
    [(ClausePresence.NO, {"R14"}), (None, {"R14"}), (ClausePresence.PARTLY, set()), (ClausePresence.YES, set())],
)
def test_core_data_term_is_missing_or_not(presence: ClausePresence | None, codes: set[str]) -> None:
    assert set(found(with_presence(presence, "deletion-return"))) == codes


def test_one_missing_clause_counts_since_somebody_said_so() -> None:
    said = found(with_presence(ClausePresence.NO, "revalidation", since=days(-30)))["R15"]
    assert said.sentence == "CON-1: “re-validation triggers” is not in the contract with Acme Imaging Ltd."
    assert said.since == days(-30)
    before = found(with_presence(ClausePresence.NO, "revalidation", since=days(-450)))["R15"]
    assert before.since == SIGNED
    assert found(with_presence(ClausePresence.NO, "insurance")) == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (replace(WHOLE, payments=()), "1 success metric recorded, but no payment and no renewal waits for it"),
        (replace(WHOLE, payments=(), metrics=()), "no success metric is recorded that a payment or the renewal"),
        (replace(WHOLE, payments=(), metrics=(), kpis_agreed=False), "no success metric is recorded"),
        (replace(WHOLE, payments=(), metrics=(), kpis_agreed=True), ""),
        (replace(WHOLE, payments=(), kpis_agreed=True), "1 success metric recorded"),
        (replace(WHOLE, payments=(), conditions=(ConditionOn(1, 1, "Urgent", "At target", TODAY),)), ""),
    ],
)
def test_payment_or_renewal_waits_for_a_metric(content: ContentOn, words: str) -> None:
    said = found(content)
    assert ("R13" in said) is bool(words)
    assert not words or words in said["R13"].sentence


MODIFICATION = ModificationOn(1, "More sites", days(-20), TODAY, is_qualifying=True, value_change_pence=9_999_00)


def test_modification_waits_for_a_decision_on_its_notice() -> None:
    other = replace(MODIFICATION, id=2, agreed_on=days(-9))
    said = found(replace(WHOLE, modifications=(MODIFICATION, other)))["R08"]
    assert (said.severity, said.since) == (Severity.MEDIUM, days(-20))
    assert said.sentence == (
        "CON-1: 2 modifications, the first agreed on 10 June 2025, without a decision on the contract change notice (UK10)."
    )
    decided = replace(MODIFICATION, steps=(StepOn(ModificationStepKind.NOTICE_NEEDED, TODAY),))
    assert found(replace(WHOLE, modifications=(decided,))) == {}


LARGE = 5_000_000_01
ASSESSED = AssessmentOn(days(-500), days(-400), KpiRating.GOOD, days(-380))


def kpi(name: str, *assessments: AssessmentOn, agreed_on: date = SIGNED) -> KpiOn:
    return KpiOn(1, 1, name, "99%", agreed_on, assessments)


def test_large_contract_has_its_kpis_assessed_every_year() -> None:
    recent = replace(ASSESSED, assessed_on=days(-10))
    two = (kpi("Uptime", recent), kpi("Speed", recent))
    said = found(replace(WHOLE, kpis=two), value_pence=LARGE)["R07"]
    assert said.sentence == "CON-1: a contract of this size needs at least 3 KPIs. Recorded: 2."
    assert "Recorded: none." in found(WHOLE, value_pence=LARGE)["R07"].sentence
    assert found(WHOLE, value_pence=LARGE - 1) == {}
    assert found(WHOLE) == {}
    assert found(replace(WHOLE, kpis=(*two, kpi("Calls", recent))), value_pence=LARGE) == {}
    late = found(replace(WHOLE, kpis=(*two, kpi("Calls", ASSESSED))), value_pence=LARGE)["R07"]
    assert late.sentence == "CON-1: “calls” should have been assessed by 15 June 2025."
    never = found(replace(WHOLE, kpis=(*two, kpi("Calls"))), value_pence=LARGE)["R07"]
    assert never.since == date(2025, 5, 26)
    assert found(replace(WHOLE, kpis=(*two, kpi("Calls", agreed_on=days(-300)))), value_pence=LARGE) == {}


def test_no_sentence_tells_money() -> None:
    worst = replace(NOTHING, modifications=(MODIFICATION,))
    for finding in found(worst, value_pence=LARGE, paid_pence=1_234_56).values():
        assert "£" not in finding.sentence
        assert not {"9,999", "5,000,000", "1,234"} & set(finding.sentence.split())
