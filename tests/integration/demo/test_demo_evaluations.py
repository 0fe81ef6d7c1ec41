"""The demo's evaluations: two that led to contracts, one that is being scored, and one in moderation."""

from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tracker.accounts.selectors import get_user_by_email, system_user
from tracker.demo.evaluations import load_evaluations
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.programme import generate
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.networks.models import Programme
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.models import Evaluation
from tracker.procurement.policies.evaluation import EvaluationRecord
from tracker.procurement.selectors.evaluations import evaluations_on
from tracker.procurement.selectors.scores import moderated_of, ranking_of

ANCHOR = date(2025, 6, 30)
NETWORKS, TRUSTS = 5, 6
S = EvaluationStatus


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Programme]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", anchor=ANCHOR.isoformat(), networks=NETWORKS, trusts=TRUSTS, stdout=StringIO())
        loaded = Programme.objects.get()
        sweep(programme=loaded, on=ANCHOR, by=system_user())
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def records(programme: Programme) -> dict[EvaluationStatus, list[EvaluationRecord]]:
    procurements = Evaluation.objects.values_list("procurement", flat=True)
    found: dict[EvaluationStatus, list[EvaluationRecord]] = {}
    for record in evaluations_on(list(procurements), on=ANCHOR).values():
        found.setdefault(record.status, []).append(record)
    return found


def test_evaluations_stand_at_different_stages(records: dict[EvaluationStatus, list[EvaluationRecord]]) -> None:
    assert {status: len(found) for status, found in records.items()} == {S.CONCLUDED: 2, S.SCORING: 1, S.MODERATION: 1}
    assert all(record.total_weight == 100 for found in records.values() for record in found)


def test_manager_has_scoring_to_do(records: dict[EvaluationStatus, list[EvaluationRecord]]) -> None:
    (scoring,) = records[S.SCORING]
    waiting = {member.person_id for member in scoring.outstanding}
    assert get_user_by_email("manager@demo.example").pk in waiting
    assert 0 < len(waiting) < len(scoring.members)
    assert not scoring.is_revealed


def test_bid_that_was_bought_is_ranked_first(records: dict[EvaluationStatus, list[EvaluationRecord]]) -> None:
    for record in records[S.CONCLUDED]:
        first, *_ = ranking_of(Evaluation.objects.get(pk=record.id), on=ANCHOR)
        assert first.bid_id == record.bids[0].id
        assert first.rank == 1


def test_moderation_is_half_done(records: dict[EvaluationStatus, list[EvaluationRecord]]) -> None:
    (record,) = records[S.MODERATION]
    assert 0 < len(moderated_of(record.id)) < len(record.cells)


def test_rules_about_evaluations_find_something(programme: Programme) -> None:
    assert set(Flag.objects.filter(rule__in=["R11", "R12"], closed_on=None).values_list("rule", flat=True)) == {
        "R11",
        "R12",
    }


def test_loading_again_changes_nothing(programme: Programme) -> None:
    demo = generate(ANCHOR, networks=NETWORKS, trusts=TRUSTS)
    before = Evaluation.objects.count()
    load_evaluations(programme, demo, calendar=Calendar(ANCHOR), by=system_user())
    assert Evaluation.objects.count() == before
