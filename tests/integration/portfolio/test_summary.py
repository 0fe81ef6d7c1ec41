"""The programme in numbers, over what one person may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.networks.access import access_of
from tracker.networks.models import ImagingNetwork
from tracker.portfolio.selectors.summary import summary

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def numbers_for(person: User, on: date = DAY) -> dict:
    return summary(access_of(person, day=DAY), on=on)


def make_network_with_contract(signed_on: date, trusts: int = 2) -> ImagingNetwork:
    """A network whose trusts have a deployment each, the first of them live from 1 November 2024."""
    network = factories.make_network()
    deployments = [factories.make_deployment(trust=factories.make_trust(network)) for _ in range(trusts)]
    factories.make_contract(network, signed_on=signed_on, covers=deployments)
    factories.go_live(deployments[0], on=date(2024, 11, 1))
    return network


def test_summary_of_no_programme_is_nothing() -> None:
    lead = factories.make_person(role=Role.NATIONAL_LEAD)
    numbers = numbers_for(lead)
    assert numbers["trusts"] == {"in_scope": 0, "live": 0, "not_live": 0}
    assert numbers["contracts"] == {"signed": 0, "slip_months": {"min": None, "median": None, "max": None}}
    assert numbers["funding"]["allocated_pence"] is None


def test_summary_counts_trusts_contracts_and_money_nationally() -> None:
    make_network_with_contract(date(2024, 4, 2))
    make_network_with_contract(date(2024, 9, 28))
    lead = factories.make_person(role=Role.NATIONAL_LEAD)
    assert numbers_for(lead) == {
        "as_of": "2025-06-30",
        "trusts": {"in_scope": 4, "live": 2, "not_live": 2},
        "networks": 2,
        "contracts": {"signed": 2, "slip_months": {"min": 4, "median": 7, "max": 10}},
        "flags": {"critical": 0, "high": 0, "medium": 0, "low": 0},
        "funding": {"allocated_pence": 200_000_00, "committed_pence": 0, "paid_pence": 0},
        "forecast": {"all_live": {"p10": None, "p50": None, "p90": None}},
    }


def test_summary_of_a_past_day_knows_nothing_later() -> None:
    make_network_with_contract(date(2024, 4, 2))
    lead = factories.make_person(role=Role.NATIONAL_LEAD)
    assert numbers_for(lead, on=date(2024, 10, 31))["trusts"]["live"] == 0
    assert numbers_for(lead, on=date(2024, 4, 1))["contracts"]["signed"] == 0


def test_summary_counts_only_what_the_person_may_see() -> None:
    mine = make_network_with_contract(date(2024, 4, 2))
    make_network_with_contract(date(2024, 9, 28))
    manager = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=mine)
    numbers = numbers_for(manager)
    assert numbers["trusts"] == {"in_scope": 2, "live": 1, "not_live": 1}
    assert numbers["networks"] == 1
    assert numbers["contracts"]["slip_months"] == {"min": 4, "median": 4, "max": 4}
    assert numbers["funding"]["allocated_pence"] == 100_000_00


@pytest.mark.parametrize("scope", ["network", "trust", "programme"])
def test_summary_shows_no_money_to_people_without_a_commercial_role(scope: str) -> None:
    network = make_network_with_contract(date(2024, 4, 2))
    trust = network.memberships.order_by("pk").first().trust
    where = {"network": network, "trust": trust, "programme": None}[scope]
    numbers = numbers_for(factories.make_person(role=Role.VIEWER, scope=where))
    assert set(numbers["funding"].values()) == {None}
    assert numbers["contracts"]["signed"] == 1


def test_summary_of_a_person_without_a_role_counts_nothing() -> None:
    make_network_with_contract(date(2024, 4, 2))
    numbers = numbers_for(factories.make_person())
    assert (numbers["trusts"]["in_scope"], numbers["networks"], numbers["contracts"]["signed"]) == (0, 0, 0)


def test_summary_asks_as_much_for_50_trusts_as_for_10() -> None:
    access = access_of(factories.make_person(role=Role.NATIONAL_LEAD), day=DAY)
    counts = []
    for more in (10, 40):
        make_network_with_contract(date(2024, 4, 2), trusts=more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            summary(access, on=DAY)
        counts.append(len(queries))
    assert counts[0] == counts[1]
