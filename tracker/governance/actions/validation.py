"""What a local validation found, and who approved it."""

from collections.abc import Sequence
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.governance.actions.approvals import demand_decision
from tracker.governance.actions.studies import lock_study, study_changed
from tracker.governance.models import TurnaroundResult, ValidationApproval, ValidationResult, ValidationStudy
from tracker.governance.policies.statistics import Counts, turnaround_change
from tracker.governance.policies.studies import (
    ResultRules,
    may_approve_study,
    may_record_result,
    may_record_turnaround,
)
from tracker.governance.policies.validation import Group
from tracker.governance.selectors.validation import counts_of, group_of, study_on
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject
from tracker.networks.policies import may_count_from


def record_result(
    *,
    study: ValidationStudy,
    group: Group,
    counts: Counts,
    cases: int,
    run_on: date,
    reason: str = "",
    version: int | None = None,
    door: Door | None = None,
    by: User,
) -> ValidationResult:
    """Enters the counts of a group of cases, or corrects them with a reason: the earlier row is kept."""
    with change(reason=reason, door=door, by=by):
        lock_study(study, version=version, by=by)
        rules = _rules(study, group)
        require(
            may_record_result(
                group, counts, cases=cases, run_on=run_on, reason=reason, rules=rules, today=today_in_london()
            )
        )
        row = ValidationResult.objects.create(
            study=study,
            finding=group.finding,
            subgroup_kind=group.kind,
            subgroup=group.name,
            cases=cases,
            true_positives=counts.tp,
            false_positives=counts.fp,
            true_negatives=counts.tn,
            false_negatives=counts.fn,
            run_on=run_on,
            reason=reason.strip(),
            recorded_by=by,
        )
        study_changed(study)
    return row


def _rules(study: ValidationStudy, group: Group) -> ResultRules:
    """What new counts of a group are held against."""
    standing = {group_of(row): counts_of(row) for row in study.results.order_by("pk")}
    others = {each: counts for each, counts in standing.items() if each.finding == group.finding and each != group}
    whole = others.get(Group(group.finding))
    if group.is_whole:
        sums: dict[str, Counts] = {}
        for each, counts in others.items():
            sums[each.kind] = sums.get(each.kind, Counts(0, 0, 0, 0)) + counts
        parts = tuple(sums.values())
    else:
        parts = tuple(counts for each, counts in others.items() if each.kind == group.kind)
    is_locked = study.editions.filter(locked_at__isnull=False).exists()
    return ResultRules(is_locked=is_locked, before=standing.get(group), whole=whole, parts=parts)


def decide_on_study(
    *,
    study: ValidationStudy,
    role: SignOffRole,
    decision: ApprovalDecision,
    note: str = "",
    content_hash: str,
    on: date | None = None,
    by: User,
) -> ValidationApproval:
    """Approves or refuses what a study found, in a capacity that the person holds today; `content_hash` is that of the
    page that they read. Whoever planned the study or entered counts of it does not approve it. `on` is
    the day of the decision, today unless history is being told."""
    today = on or today_in_london()
    with change(reason=note, by=by):
        require(may_count_from(today, today=today_in_london(), field="on"))
        current = ValidationStudy.objects.select_for_update().get(pk=study.pk)
        stands = study_on(current, on=today)
        hands = {current.author_id, *current.results.values_list("recorded_by_id", flat=True)}
        demand_decision(
            ApprovalSubject.VALIDATION,
            role,
            decision,
            deployment=current.deployment,
            had_a_hand_in_it=hands,
            note=note,
            sees_what_stands=stands.content_hash == content_hash,
            today=today,
            by=by,
        )
        require(may_approve_study(decision, outcome=stands.outcome, has_results=stands.run_on is not None))
        row = ValidationApproval.objects.create(
            study=current,
            role=role,
            decision=decision,
            decided_on=today,
            note=note.strip(),
            content_hash=content_hash,
            recorded_by=by,
        )
        study_changed(study)
    return row


def record_turnaround(
    *,
    study: ValidationStudy,
    band: str,
    target_minutes: int,
    before: Sequence[float],
    after: Sequence[float],
    run_on: date,
    version: int | None = None,
    by: User,
) -> TurnaroundResult:
    """Computes how report turnaround changed in one band of priority, and keeps the summary; the times are not kept."""
    with change(by=by):
        lock_study(study, version=version, by=by)
        require(may_record_turnaround(before=before, after=after, run_on=run_on, today=today_in_london()))
        found = turnaround_change(before, after, target=target_minutes)
        assert found is not None  # noqa: S101 - the rule has just said that both periods have times
        row = TurnaroundResult.objects.create(
            study=study,
            band=band.strip(),
            target_minutes=target_minutes,
            before_count=found.before.count,
            before_median_minutes=found.before.median,
            before_p90_minutes=found.before.p90,
            before_within_target=found.before.within_target,
            after_count=found.after.count,
            after_median_minutes=found.after.median,
            after_p90_minutes=found.after.p90,
            after_within_target=found.after.within_target,
            shift_minutes=found.shift,
            shift_low_minutes=found.interval.low,
            shift_high_minutes=found.interval.high,
            run_on=run_on,
            recorded_by=by,
        )
        study_changed(study)
    return row
