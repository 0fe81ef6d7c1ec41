"""What may be written about a local validation: criteria before data, and counts that add up. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.governance.policies.statistics import Counts
from tracker.governance.policies.validation import Criterion, Group
from tracker.governance.validation_vocabulary import ApprovalDecision, CriterionRule, Metric, Operator, Outcome

TOO_LATE = "The criteria are locked, so that nobody can fit them to the results."


def may_edit_criteria(*, is_open: bool) -> Decision:
    """Whether criteria may be added or taken away: only while their edition is open."""
    return ALLOWED if is_open else deny(TOO_LATE, remedy="Propose an amendment, or plan a new study.")


def may_add_criterion(criterion: Criterion, *, others: Iterable[Criterion]) -> Decision:
    """Whether a criterion can be judged, and is not there already."""
    if criterion.metric == Metric.PREVALENCE:
        return deny("Prevalence says nothing of the AI.", remedy="Choose another figure.", field="metric")
    if not 0 <= criterion.threshold <= 1:
        return deny("A threshold is a share.", remedy="Write it from 0% to 100%.", field="threshold")
    fitting = {Operator.AT_LEAST: CriterionRule.CI_LOWER_BOUND, Operator.AT_MOST: CriterionRule.CI_UPPER_BOUND}
    if criterion.rule not in (CriterionRule.POINT_ESTIMATE, fitting[criterion.operator]):
        return deny(
            "The better end of an interval clears a threshold too easily.",
            remedy="Hold the lower end against “at least”, the upper end against “at most”.",
            field="rule",
        )
    named = _is_named(criterion.group)
    if not named:
        return named
    if criterion.key in {other.key for other in others}:
        return deny("There is such a criterion already.", remedy="Take that one away first.", field="metric")
    return ALLOWED


def _is_named(group: Group) -> Decision:
    if group.is_whole and group.name:
        return deny("All cases have no subgroup.", remedy="Leave it empty, or choose its kind.", field="subgroup")
    if not group.is_whole and not group.name:
        return deny("The subgroup has no name.", remedy="Write which one.", field="subgroup")
    return ALLOWED


def may_lock(criteria: Sequence[Criterion], *, is_open: bool, is_amendment: bool, proposed_it: bool) -> Decision:
    """Whether criteria may be locked: some are mandatory, and an amendment is agreed by somebody else."""
    if not is_open:
        return deny("The criteria are locked already.", remedy="Enter the counts.")
    if not any(criterion.is_mandatory for criterion in criteria):
        return deny("No criterion is mandatory, so the study could neither pass nor fail.", remedy="Add one.")
    if is_amendment and proposed_it:
        return deny("An amendment takes two people, and you proposed it.", remedy="Ask somebody else to agree to it.")
    return ALLOWED


def may_amend(*, is_open: bool, reason: str) -> Decision:
    """Whether an amendment of locked criteria may be proposed."""
    if is_open:
        return deny("The criteria are open, and need no amendment.", remedy="Change them as they are.")
    if not reason.strip():
        return deny(
            "An amendment has a reason.", remedy="Say in a sentence why the criteria were wrong.", field="reason"
        )
    return ALLOWED


@dataclass(frozen=True)
class ResultRules:
    """What a result is held against: whether criteria are locked, what stands of this group, of the whole that it is
    part of, and of the other groups of its kind (for a whole: the sum of each kind)."""

    is_locked: bool
    before: Counts | None = None
    whole: Counts | None = None
    parts: tuple[Counts, ...] = ()


def may_record_result(
    group: Group, counts: Counts, *, cases: int, run_on: date, reason: str, rules: ResultRules, today: date
) -> Decision:
    """Whether counts may be entered: after criteria, of a possible day, and adding up."""
    return first_refusal(
        _comes_after_criteria(rules),
        _has_happened(run_on, today=today),
        _is_named(group),
        _adds_up(counts, cases=cases),
        _has_a_reason(reason, rules),
        _fits(group, counts, rules),
    )


def _comes_after_criteria(rules: ResultRules) -> Decision:
    if rules.is_locked:
        return ALLOWED
    return deny(
        "Criteria come before data, and none are locked yet.", remedy="Lock the criteria, then enter the counts."
    )


def _has_happened(run_on: date, *, today: date) -> Decision:
    if run_on <= today:
        return ALLOWED
    return deny("A study can't be of a day in the future.", remedy="Enter the day it was run.", field="run_on")


def _adds_up(counts: Counts, *, cases: int) -> Decision:
    if min(counts.tp, counts.fp, counts.tn, counts.fn) < 0:
        return deny("A count can't be below nought.", remedy="Correct it.", field="cases")
    if counts.cases == 0:
        return deny("There are no cases.", remedy="Enter the counts.", field="cases")
    if counts.cases != cases:
        return deny(
            f"The four counts add up to {counts.cases:,}, not to {cases:,} cases.",
            remedy="Correct the number of cases, or the count that is wrong.",
            field="cases",
        )
    return ALLOWED


def _has_a_reason(reason: str, rules: ResultRules) -> Decision:
    if rules.before is None or reason.strip():
        return ALLOWED
    return deny(
        "These cases have counts already, so this is a correction, and it needs a reason.",
        remedy="Say in a sentence what was wrong.",
        field="reason",
    )


def _fits(group: Group, counts: Counts, rules: ResultRules) -> Decision:
    if group.is_whole and any(not part.fit_within(counts) for part in rules.parts):
        return deny(
            "The subgroups that are recorded have more cases of a kind than this.",
            remedy="Correct the subgroups first, or these counts.",
            field="cases",
        )
    if not group.is_whole and rules.whole is not None:
        total = sum(rules.parts, counts)
        if not total.fit_within(rules.whole):
            return deny(
                f"With this, the {group.kind.label.lower()} subgroups have more cases of a kind than all cases do.",
                remedy="Correct these counts, or those of all cases first.",
                field="cases",
            )
    return ALLOWED


def may_change_study(*, has_results: bool, changed: Iterable[str]) -> Decision:
    """Whether the description of a study may be changed: what was tested stays once there are results."""
    if has_results and set(changed) & {"release_id", "operating_threshold", "design", "sampling"}:
        return deny(
            "There are results, and they are of this release, operating threshold and design.",
            remedy="Plan a new study.",
        )
    return ALLOWED


def may_plan_study(*, period_from: date | None, period_to: date | None) -> Decision:
    """Whether a study's period is one."""
    if period_from and period_to and period_to < period_from:
        return deny("The period ends before it starts.", remedy="Correct one of the two dates.", field="period_to")
    return ALLOWED


def may_approve_study(decision: ApprovalDecision, *, outcome: Outcome, has_results: bool) -> Decision:
    """Whether what a study found may be approved: it has passed. A refusal is always possible once there are results."""
    if not has_results:
        return deny("There are no results to decide on.", remedy="Wait until the counts are entered.")
    if decision == ApprovalDecision.APPROVED and outcome != Outcome.PASS:
        return deny(
            f"The study's outcome is “{outcome.label.lower()}”, and only one that passed is approved.",
            remedy="Refuse it, or wait for more cases.",
            field="decision",
        )
    return ALLOWED


MOST_TIMES = 2_000  # a period; all differences between two periods are held at once


def may_record_turnaround(*, before: Sequence[float], after: Sequence[float], run_on: date, today: date) -> Decision:
    """Whether times before and after can be compared."""
    for name, times in (("before", before), ("after", after)):
        if not times:
            return deny("There are no times of this period.", remedy="Enter at least one.", field=name)
        if len(times) > MOST_TIMES:
            return deny(
                f"There are {len(times):,} times, more than {MOST_TIMES:,}.",
                remedy="Take a random sample of them.",
                field=name,
            )
        if not all(0 <= each < float("inf") for each in times):
            return deny("A time is a number of minutes from 0 up.", remedy="Correct it.", field=name)
    return _has_happened(run_on, today=today)
