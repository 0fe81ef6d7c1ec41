"""Setting an evaluation up, its award criteria, and moving it on."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import access_of
from tracker.procurement.actions.evaluation_holding import Held, day_that_counts, evaluation_changed, hold
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.models import (
    AwardCriterion,
    AwardCriterionRevision,
    Evaluation,
    EvaluationState,
    Procurement,
    Score,
    ScoreSubmission,
)
from tracker.procurement.policies.criteria import CriterionContent, may_edit, may_save_criterion, scale_fits
from tracker.procurement.policies.evaluation import CriterionOn, Scale
from tracker.procurement.policies.evaluation_moves import may_move
from tracker.procurement.selectors.scores import evaluation_scope, moderated_of

DEFAULT_SCALE = Scale()


def open_evaluation(
    *,
    procurement: Procurement,
    scale: Scale = DEFAULT_SCALE,
    comparison_volume: int | None = None,
    on: date | None = None,
    by: User,
) -> Evaluation:
    """Begins the evaluation of a procurement; its criteria are set next."""
    today = today_in_london()
    with change(by=by):
        demand("procurement.run_evaluation", access_of(by, day=today), evaluation_scope(procurement, None))
        require(scale_fits(scale))
        Procurement.objects.select_for_update().get(pk=procurement.pk)
        if Evaluation.objects.filter(procurement=procurement).exists():
            require(deny("This procurement has its evaluation already.", remedy="Open that one."))
        row = Evaluation.objects.create(
            procurement=procurement,
            scale_minimum=scale.minimum,
            scale_maximum=scale.maximum,
            half_steps=scale.half_steps,
            comparison_volume=comparison_volume,
        )
        EvaluationState.objects.create(
            evaluation=row,
            status=EvaluationStatus.DRAFT,
            effective_on=day_that_counts(on, since=None, today=today),
            recorded_by=by,
        )
        touch("procurement", procurement.pk)
    return row


def set_scale(
    *,
    evaluation: Evaluation,
    scale: Scale,
    comparison_volume: int | None = None,
    version: int | None = None,
    by: User,
) -> Evaluation:
    """Changes the scale, and the volume that reference sites are held against, while criteria are being set."""
    with change(by=by):
        held = hold(evaluation.pk, version=version, by=by)
        require(may_edit(held.record))
        require(scale_fits(scale))
        row = held.row
        row.scale_minimum, row.scale_maximum, row.half_steps = scale.minimum, scale.maximum, scale.half_steps
        row.comparison_volume = comparison_volume
        _save(held)
    return row


def save_criterion(
    *,
    evaluation: Evaluation,
    content: CriterionContent,
    criterion_id: int | None = None,
    version: int | None = None,
    on: date | None = None,
    by: User,
) -> AwardCriterion:
    """Adds a criterion, or changes what one says; with `version`, refuses a write over a newer one."""
    with change(by=by):
        held = hold(evaluation.pk, by=by)
        standing = held.record.find_criterion(criterion_id) if criterion_id is not None else None
        if criterion_id is not None and standing is None:
            raise AwardCriterion.DoesNotExist
        if standing is not None and version is not None and standing.version != version:
            raise StaleWrite(standing)
        require(may_save_criterion(held.record, content, own_id=criterion_id))
        day = day_that_counts(on, since=standing.since if standing else held.record.since, today=held.today)
        row = _row_of(held, content.code.strip(), criterion_id)
        _revise(row, content, on=day, by=by)
        evaluation_changed(held)
    return row


def _row_of(held: Held, code: str, criterion_id: int | None) -> AwardCriterion:
    """The criterion's row under that code. A code whose criterion was removed may be used for a new one."""
    rows = AwardCriterion.objects.filter(evaluation=held.row)
    known = rows.filter(code=code).first()
    if criterion_id is None:
        row = known or AwardCriterion(evaluation=held.row, code=code)
    else:
        if known is not None and known.pk != criterion_id:
            require(deny("This code was a criterion's that is removed.", remedy="Use another code.", field="code"))
        row = rows.get(pk=criterion_id)
        row.code = code
    row.version += 1 if row.pk else 0
    row.save()
    return row


def _revise(
    row: AwardCriterion, content: CriterionContent | CriterionOn, *, is_removed: bool = False, on: date, by: User
) -> None:
    AwardCriterionRevision.objects.create(
        criterion=row,
        effective_on=on,
        group=content.group,
        name=content.name.strip(),
        weight=content.weight,
        good_answer=content.good_answer.strip(),
        is_formula=content.is_formula,
        is_removed=is_removed,
        recorded_by=by,
    )


def remove_criterion(*, evaluation: Evaluation, criterion_id: int, on: date | None = None, by: User) -> None:
    """Takes a criterion out while they are being set; one that is gone already stays gone."""
    with change(by=by):
        held = hold(evaluation.pk, by=by)
        require(may_edit(held.record))
        standing = held.record.find_criterion(criterion_id)
        if standing is None:
            return
        row = AwardCriterion.objects.get(pk=criterion_id, evaluation=held.row)
        row.version += 1
        row.save(update_fields=["version"])
        day = day_that_counts(on, since=standing.since, today=held.today)
        _revise(row, standing, is_removed=True, on=day, by=by)
        evaluation_changed(held)


def move_evaluation(
    *,
    evaluation: Evaluation,
    status: EvaluationStatus,
    reason: str = "",
    version: int | None = None,
    on: date | None = None,
    by: User,
) -> EvaluationState:
    """Takes the evaluation to another status. It holds the lock that every score takes, so none can change afterwards."""
    with change(reason=reason, by=by):
        held = hold(evaluation.pk, version=version, by=by)
        has_scores = (
            Score.objects.filter(member__evaluation=held.row).exists()
            or ScoreSubmission.objects.filter(member__evaluation=held.row).exists()
        )
        require(
            may_move(
                held.record, status, reason=reason, has_scores=has_scores, moderated=moderated_of(held.row.pk).keys()
            )
        )
        state = EvaluationState.objects.create(
            evaluation=held.row,
            status=status,
            effective_on=day_that_counts(on, since=held.record.since, today=held.today),
            reason=reason.strip(),
            recorded_by=by,
        )
        _save(held)
    return state


def open_scoring(*, evaluation: Evaluation, on: date | None = None, by: User) -> EvaluationState:
    """The weights are whole and the bids are in: the panel may score."""
    return move_evaluation(evaluation=evaluation, status=EvaluationStatus.SCORING, on=on, by=by)


def begin_moderation(*, evaluation: Evaluation, on: date | None = None, by: User) -> EvaluationState:
    """Every member has submitted: the panel meets, and individual scores stand for good."""
    return move_evaluation(evaluation=evaluation, status=EvaluationStatus.MODERATION, on=on, by=by)


def conclude(*, evaluation: Evaluation, on: date | None = None, by: User) -> EvaluationState:
    """Every cell has an agreed score: the bids are ranked."""
    return move_evaluation(evaluation=evaluation, status=EvaluationStatus.CONCLUDED, on=on, by=by)


def _save(held: Held) -> None:
    held.row.version += 1
    held.row.save()
    evaluation_changed(held)
