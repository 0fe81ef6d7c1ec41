"""What holds of every rule, whatever the facts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.flags.plain import FAR, TRUST, contract, deployment, plan, procurement, sign_off
from tracker.accounts.roles import SignOffRole
from tracker.flags.policies import is_acknowledged, may_acknowledge
from tracker.flags.rules import BY_CODE, RULES, DeploymentFacts, Facts, Thresholds, TrustFacts, judge
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.plans import Plan
from tracker.networks.vocabulary import ClinicalUse, MilestoneType
from tracker.procurement.vocabulary import Stage, SupplierStatusCode

DAYS = st.dates(date(2023, 6, 1), date(2027, 12, 31))
MAYBE = st.none() | DAYS


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    moves = draw(st.lists(st.tuples(DAYS, DAYS), max_size=4))
    return plan(draw(DAYS), None, draw(MAYBE), tuple(sorted(moves)))


@st.composite
def deployments(draw: st.DrawFn) -> DeploymentFacts:
    roles = draw(st.sets(st.sampled_from(SignOffRole)))
    milestones = draw(st.dictionaries(st.sampled_from(MilestoneType), plans(), max_size=12))
    return deployment(
        state=draw(st.sampled_from(ClinicalUse)),
        go_live=draw(plans()),
        milestones=milestones,
        dpia=draw(st.sampled_from(DpiaStatus)),
        sign_offs={
            role: sign_off(role, draw(st.sampled_from(SignOffDecision)), expires_on=draw(MAYBE)) for role in roles
        },
        last_update_on=draw(MAYBE),
        review_due_on=draw(MAYBE),
        contracts=draw(st.lists(contracts(), max_size=2).map(tuple)),
        number=draw(st.integers(1, 10_000)),
    )


@st.composite
def contracts(draw: st.DrawFn) -> object:
    number = draw(st.integers(1, 10_000))
    return contract(
        id=number,
        reference=f"CON-{number}",
        signature=draw(plans()),
        ends_on=draw(MAYBE),
        supplier_status=draw(st.sampled_from(SupplierStatusCode)),
        deployment_ids=draw(st.frozensets(st.integers(1, 20))),
    )


def unique(strategy: st.SearchStrategy, key: object) -> st.SearchStrategy:
    return st.lists(strategy, max_size=4, unique_by=key).map(tuple)


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    stages = draw(st.dictionaries(st.sampled_from([stage.value for stage in Stage]), plans(), max_size=5))
    return Facts(
        1,
        draw(DAYS),
        draw(unique(deployments(), lambda each: each.position.id)),
        (TrustFacts(TRUST, draw(MAYBE)),),
        (procurement(**stages),),
        draw(unique(contracts(), lambda each: each.id)),
    )


@given(facts())
def test_findings_are_whole_and_one_of_a_kind(facts: Facts) -> None:
    found = judge(facts)
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert each.rule in BY_CODE
        assert each.owner_role
        assert 0 < len(each.sentence) <= 500
        assert each.network_id == 3
        assert (each.deployment_id is None) or each.trust_id


@pytest.mark.parametrize("days", [-100, 100])
def test_the_longest_sentences_fit_a_flag(days: int) -> None:
    """Everything wrong at once, with the longest names and dates."""
    day = date(2025, 9, 30)
    late = plan(
        day, None, None, tuple((day - timedelta(days=40 - move), FAR + timedelta(days=move)) for move in range(4))
    )
    wrong = deployment(
        go_live=plan(day + timedelta(days=days)),
        milestones={kind: late for kind in MilestoneType if kind != MilestoneType.GO_LIVE},
        sign_offs={},
    )
    overdue = deployment(
        milestones={kind: plan(day) for kind in MilestoneType if kind != MilestoneType.GO_LIVE}, number=12
    )
    stages = procurement(**{stage.value: late for stage in Stage})
    found = judge(Facts(1, day + timedelta(days=1), (wrong, overdue), (), (stages,)))
    assert {"R02", "R03"} <= {each.rule for each in found}
    assert max(len(each.sentence) for each in found) <= 500


@given(facts())
def test_judging_is_repeatable(facts: Facts) -> None:
    assert judge(facts) == judge(facts)


@given(facts(), st.integers(1, 400))
def test_a_sentence_reads_the_same_until_its_cause_changes(facts: Facts, later: int) -> None:
    """What waits only grows worse with time: its words stay, so that no sweep rewrites a flag for the passing day."""
    steady = {"T02", "T03", "T05", "R01", "R80"}
    before = {each.key: each for each in judge(facts) if each.rule in steady}
    moved = Facts(**{**vars(facts), "day": facts.day + timedelta(days=later)})
    after = {each.key: each for each in judge(moved)}
    for key, each in before.items():
        assert after[key].sentence == each.sentence
        assert after[key].severity.rank >= each.severity.rank


@given(facts())
def test_wider_thresholds_find_no_more(facts: Facts) -> None:
    wide = Thresholds({("R01", "amber_working_days"): 5000, ("T03", "amber_working_days"): 5000})
    rules = {"R01", "T03"}
    assert not [each for each in judge(facts, wide) if each.rule in rules]


def test_codes_are_unique_and_every_wording_is_there() -> None:
    assert len(BY_CODE) == len(RULES)
    for rule in RULES:
        assert all((rule.title, rule.meaning, rule.what_to_do, rule.closes_when, rule.checks))
        assert not rule.title.endswith(".")
        assert rule.meaning.endswith(".")


@given(st.booleans(), DAYS, DAYS, st.text(max_size=5))
def test_an_acknowledgement_is_for_a_reason_and_at_most_90_days(
    is_open: bool, until: date, today: date, reason: str
) -> None:
    allowed = may_acknowledge(is_open=is_open, until=until, reason=reason, today=today).allowed
    assert allowed == (is_open and bool(reason.strip()) and 0 < (until - today).days <= 90)
    if allowed:
        assert is_acknowledged(until, on=today)
        assert not is_acknowledged(until, on=until)
