"""Reading scores. This is the one place that does, so that nobody meets a score too early: a member reads their own at any
time, and everybody else nothing, not even a count, until all who have to score have submitted."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from tracker.core.days import today_in_london
from tracker.core.permissions import decide
from tracker.networks.access import Access, scope_of_network
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.models import Evaluation, ModeratedScore, Procurement, Score
from tracker.procurement.permissions import EvaluationScope
from tracker.procurement.policies.evaluation import Cell, EvaluationRecord, MemberOn, ModeratedOn, ScoreOn, Scores
from tracker.procurement.policies.ranking import Ranked, rank_bids
from tracker.procurement.selectors.evaluations import evaluation_on, evaluations_on


def evaluation_scope(procurement: Procurement, record: EvaluationRecord | None) -> EvaluationScope:
    """Where an evaluation lies, who sits on its panel, and whether scores may be seen, for permission questions."""
    place = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
    members = record.members if record else ()
    return EvaluationScope(
        programme_id=place.programme_id,
        network_ids=place.network_ids,
        panel=frozenset(member.person_id for member in members),
        impartial=frozenset(member.person_id for member in members if member.is_impartial),
        is_revealed=record is not None and record.is_revealed,
    )


def own_scores(member: MemberOn) -> dict[Cell, ScoreOn]:
    """What a member has scored so far, for that member alone."""
    rows = Score.objects.filter(member=member.id)
    return {(row.bid_id, row.criterion_id): _score(row) for row in rows}


def scores_of(procurement: Procurement, record: EvaluationRecord, access: Access) -> Scores | None:
    """Everybody's scores with what was agreed; None for whom, or while, they are not to be seen. The scores of a member who
    left or is excluded, and of a bid that is out, do not count and are left out."""
    if not decide("procurement.view_scores", access, evaluation_scope(procurement, record)):
        return None
    counted = {member.id: frozenset(record.cells_of(member)) for member in record.scorers}
    rows = Score.objects.filter(member__in=counted).order_by("member", "bid", "criterion")
    individual = [_score(row) for row in rows if (row.bid_id, row.criterion_id) in counted[row.member_id]]
    return Scores(tuple(individual), moderated_of(record.id))


def moderated_of(evaluation_id: int) -> dict[Cell, ModeratedOn]:
    """The newest agreed score of each cell. The caller has checked that scores may be seen."""
    rows = ModeratedScore.objects.filter(bid__evaluation=evaluation_id).select_related("recorded_by").order_by("pk")
    return {
        (row.bid_id, row.criterion_id): ModeratedOn(
            row.pk, row.bid_id, row.criterion_id, row.value, row.reasons, row.moderated_on, str(row.recorded_by)
        )
        for row in rows
    }


def ranking_of(evaluation: Evaluation, *, on: date | None = None) -> tuple[Ranked, ...]:
    """The bids of a concluded evaluation, best first; nothing before it is concluded. The caller has checked that scores
    may be seen."""
    record = evaluation_on(evaluation.procurement_id, on=on or today_in_london(), compares=False)
    return ranking_on(record, moderated_of(evaluation.pk)) if record else ()


def ranking_on(record: EvaluationRecord, moderated: dict[Cell, ModeratedOn]) -> tuple[Ranked, ...]:
    """The same from what is read already."""
    if record.status != EvaluationStatus.CONCLUDED:
        return ()
    agreed: dict[Cell, Decimal] = {cell: each.value for cell, each in moderated.items()}
    return rank_bids(record, agreed)


def sealed_evaluations(*, on: date) -> frozenset[int]:
    """The ids of evaluations whose individual scores nobody but their members may see, nor the audit events of those."""
    procurements = Evaluation.objects.values_list("procurement", flat=True)
    records: Collection[EvaluationRecord] = evaluations_on(list(procurements), on=on, compares=False).values()
    return frozenset(record.id for record in records if not record.is_revealed)


def _score(row: Score) -> ScoreOn:
    return ScoreOn(row.member_id, row.bid_id, row.criterion_id, row.value, row.comment, row.version)
