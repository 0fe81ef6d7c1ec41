"""Nobody meets another member's score before the last member has submitted: not on any page, for any role, in any count."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.contracts.routes import all_routes
from tests.factories import (
    make_bid_site,
    make_evaluation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_scoring,
    make_trust,
    record_of,
    score_all,
    system,
)
from tests.support.answers import steady_text
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.access import COMMERCIAL_NATIONAL, access_of
from tracker.networks.models import ImagingNetwork
from tracker.procurement.actions.evaluations import open_scoring
from tracker.procurement.actions.scoring import Typed, save_scores, submit_scores
from tracker.procurement.models import AwardCriterion, Bid, Evaluation, PanelMember
from tracker.procurement.selectors.scores import scores_of, sealed_evaluations

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
SECRET = "secret words of a member"


def everybody(network: ImagingNetwork) -> dict[str, User]:
    """Everybody who sees figures, of the network and of the programme, and somebody of each who sees none. What the other
    roles get is asked of every address in tests/contracts."""
    own, national = (Role.PROCUREMENT, Role.PROGRAMME_MANAGER, Role.VIEWER), (*COMMERCIAL_NATIONAL, Role.VIEWER)
    people = {f"{role.value} of the network": make_person(role=role, scope=network) for role in own}
    return people | {f"national {role.value}": make_person(role=role) for role in national}


def addresses(evaluation: Evaluation) -> Iterator[str]:
    """Every address that is about the evaluation's procurement, and the lists on which it could leave a trace."""
    bid, criterion = (
        Bid.objects.filter(evaluation=evaluation)[0],
        AwardCriterion.objects.filter(evaluation=evaluation)[0],
    )
    values = {
        "procurement_id": evaluation.procurement_id,
        "bid_id": bid.pk,
        "award_criterion_id": criterion.pk,
        "member_id": PanelMember.objects.filter(evaluation=evaluation)[0].pk,
        "bid_site_id": make_bid_site(bid).pk,
        "stage": "evaluation",
        "evaluation_status": "moderation",
    }
    for route in all_routes():
        is_about_it = "/evaluation/" in route.pattern or set(route.parameters) <= {"procurement_id", "stage"}
        if "procurement_id" in route.parameters and is_about_it:
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), route.pattern)
    network = evaluation.procurement.network
    yield from ("/", "/flags/", f"/networks/{network.slug}/", "/api/v1/procurements/", "/api/v1/summary/")


def read(client: Client, path: str) -> str:
    response = client.get(path, follow=True)
    assert response.status_code < 500, path
    return steady_text(response)


def test_what_anybody_reads_does_not_depend_on_a_score_that_is_hidden() -> None:
    """They read every page; then members change every score; every page is still the same, letter by letter."""
    evaluation, panel = make_scoring(members=3)
    network = evaluation.procurement.network
    make_trust(network)
    finished, begun, idle = panel
    score_all(finished, 5, comment=f"{SECRET} one")
    score_all(begun, 5, comment=f"{SECRET} one", submits=False)
    people = everybody(network) | {"a member who has not begun": idle.person}
    paths = list(addresses(evaluation))

    def pages() -> dict[tuple[str, str], str]:
        found = {}
        for name, person in people.items():
            client = Client()
            client.force_login(person)
            found |= {(name, path): read(client, path) for path in paths}
        return found

    before = pages()
    assert not [key for key, page in before.items() if SECRET in page]
    for row in (*begun.scores.all(), *finished.scores.all()):
        # The one who has submitted can't do this: it stands in for a world in which they had scored otherwise.
        row.value, row.comment = Decimal(0), f"{SECRET} two, and longer than before"
        row.save()
    assert pages() == before


def test_member_reads_their_own_scores_and_nobody_elses() -> None:
    evaluation, (first, second) = make_scoring()
    bid = Bid.objects.earliest("pk")
    criterion = AwardCriterion.objects.earliest("pk")
    score_all(first, 4, comment="Words of the first")
    save_scores(
        evaluation=evaluation,
        bid_id=bid.pk,
        typed={criterion.pk: Typed(Decimal(1), "Words of the second")},
        by=second.person,
    )
    client = Client()
    client.force_login(second.person)
    for path in addresses(evaluation):
        assert "Words of the first" not in read(client, path)
    assert "Words of the second" in read(
        client, f"/procurements/{evaluation.procurement_id}/evaluation/scores/{bid.pk}/"
    )


def test_everybody_who_may_sees_all_scores_once_the_last_member_has_submitted() -> None:
    evaluation, (first, second) = make_scoring()
    network = evaluation.procurement.network
    lead, viewer = make_person(role=Role.PROCUREMENT, scope=network), make_person(role=Role.VIEWER, scope=network)
    path = f"/procurements/{evaluation.procurement_id}/evaluation/moderation/"
    score_all(first, comment=SECRET)
    assert sealed_evaluations(on=TODAY) == {evaluation.pk}
    for person, status in ((lead, 403), (first.person, 403), (viewer, 404)):
        client = Client()
        client.force_login(person)
        response = client.get(path)
        assert response.status_code == status
        if status == 403:
            assert "before every member of the panel has submitted" in response.content.decode()
    score_all(second)
    assert sealed_evaluations(on=TODAY) == frozenset()
    for person, status in ((lead, 200), (first.person, 200), (viewer, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(path).status_code == status


class TestAnyOrder(TestCase):
    """Members submit in any order, some after the others have begun: scores are read by others exactly when all are in."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(1, 4).flatmap(lambda count: st.tuples(st.just(count), st.permutations(range(count)))))
    def test_scores_show_exactly_when_nobody_is_outstanding(self, case: tuple[int, list[int]]) -> None:
        count, order = case
        evaluation = make_evaluation(make_procurement(make_network()), bids=1)
        members = [make_panel_member(evaluation) for _ in range(count)]
        open_scoring(evaluation=evaluation, by=system())
        lead = make_person(role=Role.NATIONAL_LEAD)
        readers = [access_of(each, day=TODAY) for each in (lead, system(), *(member.person for member in members))]
        for number, place in enumerate(order, start=1):
            score_all(members[place], submits=False)
            record = record_of(evaluation)
            assert all(scores_of(evaluation.procurement, record, reader) is None for reader in readers)
            submit_scores(evaluation=evaluation, by=members[place].person)
            record = record_of(evaluation)
            seen = [scores_of(evaluation.procurement, record, reader) is not None for reader in readers]
            assert seen == [number == count] * len(readers)
