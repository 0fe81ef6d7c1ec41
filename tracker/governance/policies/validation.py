"""What the figures of a local validation say, held against criteria that were fixed beforehand. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.governance.policies.approvals import ApprovalOn, in_words
from tracker.governance.policies.statistics import Counts, Estimate, estimate
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.validation_vocabulary import (
    CriterionRule,
    CriterionSource,
    IntervalMethod,
    Metric,
    Operator,
    Outcome,
    SubgroupKind,
)

PAGE = "validation"


@dataclass(frozen=True, order=True)
class Group:
    """Which cases: of which finding (empty: the product's only one), and all of them or a subgroup."""

    finding: str = ""
    kind: SubgroupKind = SubgroupKind.ALL
    name: str = ""

    @property
    def is_whole(self) -> bool:
        return self.kind == SubgroupKind.ALL

    def __str__(self) -> str:
        cases = "All cases" if self.is_whole else f"{self.kind.label}: {self.name}"
        return f"{self.finding}, {cases[:1].lower()}{cases[1:]}" if self.finding else cases


@dataclass(frozen=True)
class Criterion:
    """A bar, as locked before the data."""

    metric: Metric
    operator: Operator
    threshold: Decimal
    group: Group = Group()
    rule: CriterionRule = CriterionRule.CI_LOWER_BOUND
    method: IntervalMethod = IntervalMethod.WILSON
    min_positives: int = 0
    min_negatives: int = 0
    source: CriterionSource = CriterionSource.CONSENSUS
    is_mandatory: bool = True
    id: int | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[Metric, Group, Operator]:
        """There is at most one criterion of this kind in an edition."""
        return self.metric, self.group, self.operator


@dataclass(frozen=True)
class Judged:
    """A criterion against the counts: what came out, by which figure, and why, in a sentence."""

    criterion: Criterion
    outcome: Outcome
    estimate: Estimate | None
    reason: str


@dataclass(frozen=True)
class ResultOn:
    """The counts of one group as they stand, and how many rows of it there are: more than one tells of a correction."""

    counts: Counts
    run_on: date
    recorded_by: str = ""
    reason: str = ""
    rows: int = 1


@dataclass(frozen=True)
class StudyOn:
    """A study on a day: its criteria, counts, outcome and approvals. `run_on` is the last day of its results; `release`
    what was tested. `amended_after_data_on` tells that criteria were changed once counts were there."""

    id: int
    deployment_id: int
    release_id: int | None
    release: str
    run_on: date | None
    criteria: tuple[Criterion, ...] = ()
    results: Mapping[Group, ResultOn] = field(default_factory=dict)
    judged: tuple[Judged, ...] = ()
    outcome: Outcome = Outcome.INCONCLUSIVE
    approvals: Mapping[SignOffRole, ApprovalOn] = field(default_factory=dict)
    missing_roles: tuple[SignOffRole, ...] = ()
    content_hash: str = ""
    is_from_workbook: bool = False
    amended_after_data_on: date | None = None


@dataclass(frozen=True)
class ValidationOn:
    """What stands of a deployment's validation on a day. `study` is the newest with results, of the release in use where
    there is one; `is_under_way` tells of a newer one without results."""

    study: StudyOn | None = None
    release_id: int | None = None
    release: str = ""
    is_under_way: bool = False


# --- What the figures say -------------------------------------------------------------------------------------------


def judge_criterion(criterion: Criterion, counts: Counts | None) -> Judged:
    """Pass, fail or inconclusive: too few cases, or an interval that lies across the threshold, never pass."""
    if counts is None:
        return Judged(criterion, Outcome.INCONCLUSIVE, None, "There are no counts of these cases.")
    found = estimate(criterion.metric, counts, criterion.method)
    for have, needed, what in (
        (counts.positives, criterion.min_positives, "positive"),
        (counts.negatives, criterion.min_negatives, "negative"),
    ):
        if have < needed:
            reason = f"There are {have:,} {what} cases, and {needed:,} were asked for."
            return Judged(criterion, Outcome.INCONCLUSIVE, found, reason)
    if found is None:
        return Judged(criterion, Outcome.INCONCLUSIVE, None, "It is not calculable: no such case is among them.")
    outcome = _outcome(criterion, found)
    return Judged(criterion, outcome, found, _REASONS[outcome, criterion.rule == CriterionRule.POINT_ESTIMATE])


_REASONS = {
    (Outcome.PASS, True): "The figure clears the threshold.",
    (Outcome.FAIL, True): "The figure does not clear the threshold.",
    (Outcome.PASS, False): "The whole interval clears the threshold.",
    (Outcome.FAIL, False): "The whole interval lies on the wrong side of the threshold.",
    (Outcome.INCONCLUSIVE, False): "The interval lies across the threshold. More cases would tell.",
}


def _outcome(criterion: Criterion, found: Estimate) -> Outcome:
    bar = float(criterion.threshold)
    at_least = criterion.operator == Operator.AT_LEAST
    if criterion.rule == CriterionRule.POINT_ESTIMATE:
        return Outcome.PASS if (found.value >= bar if at_least else found.value <= bar) else Outcome.FAIL
    low, high = found.interval.low, found.interval.high
    if low >= bar if at_least else high <= bar:
        return Outcome.PASS
    return Outcome.FAIL if (high < bar if at_least else low > bar) else Outcome.INCONCLUSIVE


def outcome_of(judged: Iterable[Judged]) -> Outcome:
    """The study's outcome by its mandatory criteria: one that fails fails it, one that is inconclusive leaves it so."""
    outcomes = {each.outcome for each in judged if each.criterion.is_mandatory}
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if outcomes == {Outcome.PASS} else Outcome.INCONCLUSIVE


def judge_study(criteria: Iterable[Criterion], results: Mapping[Group, Counts]) -> tuple[Judged, ...]:
    """Every criterion against the counts of its own group of cases."""
    return tuple(judge_criterion(criterion, results.get(criterion.group)) for criterion in criteria)


def judge_validation(found: ValidationOn, day: date) -> Verdict:  # noqa: ARG001 - what stands was read for the day
    """Whether a local validation of the release in use has passed, and those who answer for it have said so."""
    study = found.study
    if study is None or study.run_on is None:
        remedy = "Enter the study's counts." if found.is_under_way else "Plan a study, lock its criteria, then run it."
        return unmet("No local validation has results.", remedy=remedy, page=PAGE)
    when = nhs_date(study.run_on)
    if study.outcome != Outcome.PASS:
        how = "failed" if study.outcome == Outcome.FAIL else "is inconclusive"
        remedy = "Look at what did not clear its threshold, and run another study once that is put right."
        return unmet(f"The local validation of {when} {how}.", remedy=remedy, page=PAGE)
    if found.release_id is not None and study.release_id != found.release_id:
        tested = study.release or "a release that is not named"
        return unmet(
            f"The local validation of {when} is of {tested}, and {found.release} is in use.",
            remedy="Validate the release in use.",
            page=PAGE,
        )
    if study.missing_roles:
        who = ", ".join(in_words(role) for role in study.missing_roles)
        return unmet(
            f"The local validation of {when} passed and is not approved by: {who}.", remedy="Ask them.", page=PAGE
        )
    return met(f"Passed on {when}, and approved.", page=PAGE)


def agrees_with_told(outcome: Outcome, told: Outcome) -> bool:
    """Whether an outcome that somebody wrote down can stand beside the computed one: not pass beside fail. What the
    interval leaves open, a person may have decided by the figure alone; the computed outcome is the one that counts."""
    return {outcome, told} != {Outcome.PASS, Outcome.FAIL}
