"""The rows that tests stand on are what they say."""

from datetime import date

import pytest

from tests import factories
from tracker.accounts.roles import Role
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import ProgrammeScope, RevisionKind
from tracker.networks.plans import plan_on

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def test_trust_is_in_scope_of_the_one_programme() -> None:
    network = factories.make_network()
    trusts = [factories.make_trust(network), factories.make_trust(network)]
    assert ProgrammeScope.objects.on(DAY).filter(trust__in=trusts, programme=factories.make_programme()).count() == 2


def test_programme_manager_of_a_network_holds_it_and_no_other() -> None:
    mine, other = factories.make_deployment(), factories.make_deployment()
    network = mine.trust.memberships.get().network
    manager = factories.make_person("pm@tests.example", Role.PROGRAMME_MANAGER, network)
    access = access_of(manager, day=DAY)
    assert access.sees(scope_of_deployment(mine, day=DAY))
    assert not access.sees(scope_of_deployment(other, day=DAY))


def test_signatory_is_a_clinical_safety_officer() -> None:
    deployment = factories.make_deployment()
    person = factories.make_person(role=Role.SIGNATORY, scope=deployment.trust)
    assert access_of(person, day=DAY).signs_as("clinical-safety-officer", scope_of_deployment(deployment, day=DAY))


def test_milestone_keeps_each_date_from_its_own_day() -> None:
    milestone = factories.make_milestone(
        baseline=date(2023, 12, 31),
        forecast=date(2024, 6, 30),
        forecast_on=date(2024, 1, 10),
        actual=date(2024, 8, 1),
    )
    revisions = list(milestone.revisions.order_by("pk"))
    assert [row.kind for row in revisions] == [
        RevisionKind.BASELINE,
        RevisionKind.FORECAST,
        RevisionKind.ACTUAL,
    ]
    assert plan_on(revisions, date(2024, 1, 9)).forecast is None
    assert plan_on(revisions, date(2024, 7, 31)).expected == date(2024, 6, 30)
    assert plan_on(revisions, DAY).slip_months == 7


def test_contract_is_signed_and_covers() -> None:
    deployment = factories.make_deployment()
    network = deployment.trust.memberships.get().network
    contract = factories.make_contract(network, signed_on=date(2024, 4, 2), covers=[deployment])
    factories.make_signed_everything(deployment, on=date(2024, 4, 3))
    factories.go_live(deployment, on=date(2024, 5, 1))
    assert plan_on(contract.signature_revisions.order_by("pk"), DAY).actual == date(2024, 4, 2)
    assert contract.coverages.get().deployment == deployment
    assert deployment.states.get().state == "live-partial"


def test_stage_has_a_slip() -> None:
    stage = factories.make_stage(forecast=date(2024, 3, 31), forecast_on=date(2023, 12, 1))
    assert plan_on(stage.revisions.order_by("pk"), DAY).slip_months == 4
