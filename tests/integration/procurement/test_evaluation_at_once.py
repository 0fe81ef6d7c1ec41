"""Several people at one evaluation at the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import make_scoring, record_of, score_all, system
from tracker.core.decisions import Refused
from tracker.procurement.actions.evaluations import begin_moderation
from tracker.procurement.actions.scoring import Typed, save_scores, submit_scores
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.models import AwardCriterion, Bid, Score, ScoreSubmission

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Runs acts side by side from one moment on; answers why each was refused, empty where it was not."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait()
            act()
        except Refused as refused:
            return refused.decision.reason
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_eight_who_submit_at_once_all_count() -> None:
    evaluation, members = make_scoring(members=8)
    for member in members:
        score_all(member, submits=False)
    people = [member.person for member in members]
    assert at_once(*(lambda by=by: submit_scores(evaluation=evaluation, by=by) for by in people)) == [""] * 8  # type: ignore[misc]
    assert ScoreSubmission.objects.count() == 8
    assert record_of(evaluation).is_revealed


def test_late_change_and_moderation_never_both_happen() -> None:
    evaluation, (member,) = make_scoring(members=1)
    bid, criterion = Bid.objects.earliest("pk"), AwardCriterion.objects.earliest("pk")
    score_all(member, submits=False)
    typed = {criterion.pk: Typed(Decimal(5), "After all", version=1)}
    change, submission, _ = at_once(
        lambda: save_scores(evaluation=evaluation, bid_id=bid.pk, typed=typed, by=member.person),
        lambda: submit_scores(evaluation=evaluation, by=member.person),
        lambda: begin_moderation(evaluation=evaluation, by=system()),
    )
    assert submission == ""
    score = Score.objects.get(bid=bid, criterion=criterion)
    assert (score.value == 5) == (change == "")
    if change:
        assert "stand" in change
    if record_of(evaluation).status == EvaluationStatus.SCORING:
        begin_moderation(evaluation=evaluation, by=system())
    assert Score.objects.count() == 10


def test_two_windows_at_once_lose_nothing_silently() -> None:
    evaluation, (member,) = make_scoring(members=1)
    bid, criterion = Bid.objects.earliest("pk"), AwardCriterion.objects.earliest("pk")
    outcomes = []

    def save(value: int) -> None:
        typed = {criterion.pk: Typed(Decimal(value), f"Window {value}")}
        outcomes.append(save_scores(evaluation=evaluation, bid_id=bid.pk, typed=typed, by=member.person))

    assert at_once(lambda: save(1), lambda: save(2)) == ["", ""]
    assert sorted((len(each.saved), len(each.stale)) for each in outcomes) == [(0, 1), (1, 0)]
    assert Score.objects.count() == 1
