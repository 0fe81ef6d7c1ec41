"""Two people at one DPIA at the same moment, each on a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests import factories
from tests.factories.dpia import make_dpia_people, make_reviewed_dpia, make_risk, move, sign, write_dpia
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused
from tracker.governance.models import DpiaDecision, DpiaState
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.vocabulary import DpiaRole, DpiaStatus

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = today_in_london()


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


def test_two_people_who_confirm_at_once_both_count() -> None:
    deployment = factories.make_deployment()
    people = make_dpia_people(deployment)
    write_dpia(deployment, by=people.author)
    move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    roles = (DpiaRole.IT_LEAD, DpiaRole.CLINICAL_SAFETY_OFFICER)
    refusals = at_once(*(lambda role=role: sign(deployment, role, by=people.by_role[role]) for role in roles))  # type: ignore[misc]
    assert refusals == ["", ""]
    assert set(DpiaDecision.objects.values_list("role", flat=True)) == set(roles)
    assert not set(roles) & set(dpia_on(deployment.pk, on=TODAY).missing_roles)


def test_a_signature_and_a_return_at_once_leave_one_of_them() -> None:
    deployment = factories.make_deployment()
    people = make_dpia_people(deployment)
    make_reviewed_dpia(deployment, people)
    guardian, siro = people.by_role[DpiaRole.CALDICOTT_GUARDIAN], people.by_role[DpiaRole.SIRO]
    sign(deployment, DpiaRole.CALDICOTT_GUARDIAN, by=guardian)
    refusals = at_once(
        lambda: sign(deployment, DpiaRole.SIRO, by=siro),
        lambda: move(deployment, DpiaStatus.CHANGES_REQUESTED, by=guardian),
    )
    assert sorted(bool(refusal) for refusal in refusals) == [False, True]
    last = DpiaState.objects.order_by("pk").last()
    assert last is not None
    assert (last.status == DpiaStatus.APPROVED) == (refusals[0] == "")


def test_two_first_writers_begin_one_dpia() -> None:
    deployment = factories.make_deployment()
    people, others = make_dpia_people(deployment), make_dpia_people(deployment)
    refusals = at_once(lambda: make_risk(deployment, by=people.author), lambda: make_risk(deployment, by=others.author))
    assert refusals == ["", ""]
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.content is not None
    assert [risk.number for risk in standing.content.risks] == [1, 2]
    assert standing.author_ids == {people.author.pk, others.author.pk}
