"""Criteria and counts: what passes, what fails, what can't be told, and what may be written."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import scipy.stats  # noqa: F401 - imported when the judge is first asked, which is not what a deadline is about
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.roles import SignOffRole
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.studies import (
    ResultRules,
    may_add_criterion,
    may_amend,
    may_approve_study,
    may_change_study,
    may_edit_criteria,
    may_lock,
    may_plan_study,
    may_record_result,
    may_record_turnaround,
)
from tracker.governance.policies.validation import (
    Criterion,
    Group,
    StudyOn,
    ValidationOn,
    agrees_with_told,
    judge_criterion,
    judge_study,
    judge_validation,
    outcome_of,
)
from tracker.governance.validation_vocabulary import (
    ApprovalDecision,
    CriterionRule,
    IntervalMethod,
    Metric,
    Operator,
    Outcome,
    SubgroupKind,
)

TODAY = date(2025, 6, 30)
WORKED = Counts(tp=47, fp=120, tn=830, fn=3)  # sensitivity 0.94 (0.8378 to 0.9794), FPR 0.1263 (0.1067 to 0.1490)
SITE = Group(kind=SubgroupKind.SITE, name="Riverside")
RULES = ResultRules(is_locked=True)


def bar(threshold: str, **fields: object) -> Criterion:
    given = {"metric": Metric.SENSITIVITY, "operator": Operator.AT_LEAST} | fields
    return Criterion(threshold=Decimal(threshold), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("criterion", "outcome"),
    [
        (bar("0.83"), Outcome.PASS),
        (bar("0.84"), Outcome.INCONCLUSIVE),
        (bar("0.94"), Outcome.INCONCLUSIVE),
        (bar("0.98"), Outcome.FAIL),
        (bar("0.94", rule=CriterionRule.POINT_ESTIMATE), Outcome.PASS),
        (bar("0.941", rule=CriterionRule.POINT_ESTIMATE), Outcome.FAIL),
        (bar("0.836", method=IntervalMethod.CLOPPER_PEARSON), Outcome.INCONCLUSIVE),
        (bar("0.836"), Outcome.PASS),
        (bar("0.83", min_positives=50), Outcome.PASS),
        (bar("0.83", min_positives=51), Outcome.INCONCLUSIVE),
        (bar("0.83", min_negatives=951), Outcome.INCONCLUSIVE),
        (bar("0.99", min_positives=51), Outcome.INCONCLUSIVE),
        (
            bar("0.15", metric=Metric.FPR, operator=Operator.AT_MOST, rule=CriterionRule.CI_UPPER_BOUND),
            Outcome.PASS,
        ),
        (
            bar("0.14", metric=Metric.FPR, operator=Operator.AT_MOST, rule=CriterionRule.CI_UPPER_BOUND),
            Outcome.INCONCLUSIVE,
        ),
        (
            bar("0.10", metric=Metric.FPR, operator=Operator.AT_MOST, rule=CriterionRule.CI_UPPER_BOUND),
            Outcome.FAIL,
        ),
        (
            bar("0.13", metric=Metric.FPR, operator=Operator.AT_MOST, rule=CriterionRule.POINT_ESTIMATE),
            Outcome.PASS,
        ),
    ],
)
def test_criterion_is_judged_by_its_rule(criterion: Criterion, outcome: Outcome) -> None:
    judged = judge_criterion(criterion, WORKED)
    assert judged.outcome == outcome
    assert judged.reason.endswith(".")


def test_a_group_without_counts_or_without_such_cases_is_inconclusive() -> None:
    assert judge_criterion(bar("0.8"), None).outcome == Outcome.INCONCLUSIVE
    no_positives = judge_criterion(bar("0.8"), Counts(0, 3, 40, 0))
    assert (no_positives.outcome, no_positives.estimate) == (Outcome.INCONCLUSIVE, None)
    assert judge_study([bar("0.8", group=SITE)], {Group(): WORKED})[0].outcome == Outcome.INCONCLUSIVE


def test_study_passes_only_when_every_mandatory_criterion_does() -> None:
    passes, fails, open_ = bar("0.8"), bar("0.99", metric=Metric.SPECIFICITY), bar("0.94", metric=Metric.SENSITIVITY)
    optional = bar("0.99", metric=Metric.SPECIFICITY, is_mandatory=False)

    def outcome(*criteria: Criterion) -> Outcome:
        return outcome_of(judge_study(criteria, {Group(): WORKED}))

    assert outcome(passes) == Outcome.PASS
    assert outcome(passes, optional) == Outcome.PASS
    assert outcome(passes, open_) == Outcome.INCONCLUSIVE
    assert outcome(passes, open_, fails) == Outcome.FAIL
    assert outcome(optional) == outcome() == Outcome.INCONCLUSIVE


shares = st.decimals("0.01", "0.99", places=2)
ORDER = [Outcome.FAIL, Outcome.INCONCLUSIVE, Outcome.PASS]


@given(st.integers(0, 400), st.integers(1, 400), shares, st.sampled_from(IntervalMethod), st.booleans())
def test_one_more_found_never_makes_it_worse(
    tp: int, fn: int, threshold: Decimal, method: IntervalMethod, by_point: bool
) -> None:
    rule = CriterionRule.POINT_ESTIMATE if by_point else CriterionRule.CI_LOWER_BOUND
    criterion = bar(str(threshold), method=method, rule=rule)
    before = judge_criterion(criterion, Counts(tp, 0, 10, fn)).outcome
    after = judge_criterion(criterion, Counts(tp + 1, 0, 10, fn - 1)).outcome
    assert ORDER.index(after) >= ORDER.index(before)


@given(st.integers(0, 400), st.integers(0, 400), shares, shares)
def test_a_lower_bar_is_never_harder(tp: int, fn: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    counts = Counts(tp, 0, 10, fn)
    easier, harder = judge_criterion(bar(str(low)), counts), judge_criterion(bar(str(high)), counts)
    assert ORDER.index(easier.outcome) >= ORDER.index(harder.outcome)


@given(st.integers(0, 400), st.integers(0, 400), shares)
def test_a_pass_by_interval_is_a_pass_by_figure(tp: int, fn: int, threshold: Decimal) -> None:
    counts = Counts(tp, 0, 10, fn)
    by_interval = judge_criterion(bar(str(threshold)), counts).outcome
    by_figure = judge_criterion(bar(str(threshold), rule=CriterionRule.POINT_ESTIMATE), counts).outcome
    assert not (by_interval == Outcome.PASS and by_figure != Outcome.PASS)
    assert not (by_interval == Outcome.FAIL and by_figure == Outcome.PASS)


# --- What the gate hears --------------------------------------------------------------------------------------------


def study(**fields: object) -> StudyOn:
    given = {"id": 1, "deployment_id": 1, "release_id": 5, "release": "LumenChest 3.1", "run_on": TODAY}
    return StudyOn(**(given | {"outcome": Outcome.PASS} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "is_met", "word"),
    [
        (ValidationOn(), False, "No local validation"),
        (ValidationOn(is_under_way=True), False, "Enter the study's counts"),
        (ValidationOn(study(run_on=None)), False, "No local validation"),
        (ValidationOn(study(outcome=Outcome.FAIL)), False, "failed"),
        (ValidationOn(study(outcome=Outcome.INCONCLUSIVE)), False, "inconclusive"),
        (ValidationOn(study(), 6, "LumenChest 3.2"), False, "LumenChest 3.2 is in use"),
        (ValidationOn(study(release_id=None, release=""), 6, "LumenChest 3.2"), False, "not named"),
        (ValidationOn(study(missing_roles=(SignOffRole.MEDICAL_PHYSICS,))), False, "medical physics"),
        (ValidationOn(study(), 5, "LumenChest 3.1"), True, "Passed on 30 June 2025"),
        (ValidationOn(study()), True, "approved"),
    ],
)
def test_gate_hears_why(found: ValidationOn, is_met: bool, word: str) -> None:
    verdict = judge_validation(found, TODAY)
    assert verdict.is_met == is_met
    assert word in verdict.sentence
    assert verdict.page


# --- What may be written --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "cases", "field"),
    [
        (Counts(47, 120, 830, 3), 999, "cases"),
        (Counts(47, 120, 830, 3), 1001, "cases"),
        (Counts(-1, 120, 830, 3), 952, "cases"),
        (Counts(0, 0, 0, 0), 0, "cases"),
    ],
)
def test_counts_that_are_no_counts_are_refused(counts: Counts, cases: int, field: str) -> None:
    refusal = may_record_result(Group(), counts, cases=cases, run_on=TODAY, reason="", rules=RULES, today=TODAY)
    assert not refusal
    assert refusal.field == field


@pytest.mark.parametrize(
    ("group", "rules", "run_on", "word"),
    [
        (Group(), ResultRules(is_locked=False), TODAY, "Criteria come before data"),
        (Group(), RULES, TODAY + timedelta(days=1), "future"),
        (Group(name="Riverside"), RULES, TODAY, "no subgroup"),
        (Group(kind=SubgroupKind.SITE), RULES, TODAY, "no name"),
        (Group(), ResultRules(is_locked=True, before=WORKED), TODAY, "correction"),
        (SITE, ResultRules(is_locked=True, whole=Counts(46, 120, 830, 3)), TODAY, "more cases of a kind"),
        (SITE, ResultRules(is_locked=True, whole=WORKED, parts=(Counts(1, 0, 0, 0),)), TODAY, "more cases"),
        (Group(), ResultRules(is_locked=True, parts=(Counts(48, 0, 0, 0),)), TODAY, "Correct the subgroups"),
    ],
)
def test_result_out_of_order_is_refused(group: Group, rules: ResultRules, run_on: date, word: str) -> None:
    refusal = may_record_result(group, WORKED, cases=1000, run_on=run_on, reason=" ", rules=rules, today=TODAY)
    assert not refusal
    assert word in refusal.sentence


def test_whole_results_are_allowed() -> None:
    for group, rules, reason in (
        (Group(), RULES, ""),
        (Group(), ResultRules(is_locked=True, before=WORKED), "A duplicate was counted"),
        (SITE, ResultRules(is_locked=True, whole=WORKED), ""),
        (SITE, RULES, ""),
    ):
        assert may_record_result(group, WORKED, cases=1000, run_on=TODAY, reason=reason, rules=rules, today=TODAY)


@pytest.mark.parametrize(
    ("criterion", "field"),
    [
        (bar("0.5", metric=Metric.PREVALENCE), "metric"),
        (bar("1.5"), "threshold"),
        (bar("-0.5"), "threshold"),
        (bar("0.5", rule=CriterionRule.CI_UPPER_BOUND), "rule"),
        (bar("0.5", operator=Operator.AT_MOST), "rule"),
        (bar("0.5", group=Group(kind=SubgroupKind.SITE)), "subgroup"),
        (bar("0.9"), "metric"),
    ],
)
def test_criterion_that_tells_nothing_is_refused(criterion: Criterion, field: str) -> None:
    refusal = may_add_criterion(criterion, others=[bar("0.8")])
    assert not refusal
    assert refusal.field == field


def test_criteria_of_other_groups_stand_side_by_side() -> None:
    assert may_add_criterion(bar("0.8", group=SITE), others=[bar("0.8")])


def test_criteria_are_open_until_they_are_locked() -> None:
    assert may_edit_criteria(is_open=True)
    assert not may_edit_criteria(is_open=False)
    mandatory = [bar("0.8")]
    assert may_lock(mandatory, is_open=True, is_amendment=False, proposed_it=True)
    assert may_lock(mandatory, is_open=True, is_amendment=True, proposed_it=False)
    assert not may_lock(mandatory, is_open=False, is_amendment=False, proposed_it=False)
    assert not may_lock([bar("0.8", is_mandatory=False)], is_open=True, is_amendment=False, proposed_it=False)
    assert "two people" in may_lock(mandatory, is_open=True, is_amendment=True, proposed_it=True).reason
    assert may_amend(is_open=False, reason="The reference standard changed")
    assert not may_amend(is_open=True, reason="Because")
    assert may_amend(is_open=False, reason=" ").field == "reason"


def test_what_was_tested_stays_once_there_are_results() -> None:
    assert may_change_study(has_results=False, changed=["release_id"])
    assert may_change_study(has_results=True, changed=["blinding"])
    assert not may_change_study(has_results=True, changed=["release_id"])


def test_a_period_ends_after_it_starts() -> None:
    assert may_plan_study(period_from=TODAY, period_to=TODAY)
    assert may_plan_study(period_from=TODAY, period_to=None)
    assert may_plan_study(period_from=TODAY, period_to=TODAY - timedelta(days=1)).field == "period_to"


@pytest.mark.parametrize("outcome", Outcome)
def test_only_a_study_that_passed_is_approved(outcome: Outcome) -> None:
    allowed = may_approve_study(ApprovalDecision.APPROVED, outcome=outcome, has_results=True)
    assert bool(allowed) == (outcome == Outcome.PASS)
    assert may_approve_study(ApprovalDecision.REFUSED, outcome=outcome, has_results=True)
    assert not may_approve_study(ApprovalDecision.REFUSED, outcome=outcome, has_results=False)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [([], [1.0], "before"), ([1.0], [], "after"), ([-1.0], [1.0], "before"), ([1.0], [1.0] * 2001, "after")],
)
def test_times_that_are_none_are_refused(before: list[float], after: list[float], field: str) -> None:
    assert may_record_turnaround(before=before, after=after, run_on=TODAY, today=TODAY).field == field


def test_times_of_both_periods_are_compared_once_it_is_over() -> None:
    assert may_record_turnaround(before=[1.0], after=[0.0], run_on=TODAY, today=TODAY)
    later = TODAY + timedelta(days=1)
    assert may_record_turnaround(before=[1.0], after=[0.0], run_on=later, today=TODAY).field == "run_on"


def test_only_pass_and_fail_contradict_each_other() -> None:
    contradictions = {(a, b) for a in Outcome for b in Outcome if not agrees_with_told(a, b)}
    assert contradictions == {(Outcome.PASS, Outcome.FAIL), (Outcome.FAIL, Outcome.PASS)}


def test_groups_read_as_words() -> None:
    assert str(Group()) == "All cases"
    assert str(SITE) == "Site: Riverside"
    assert str(Group("Nodule", SubgroupKind.SITE, "Riverside")) == "Nodule, site: Riverside"
