"""Every dashboard asks the database as often for many trusts as for few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.networks.models import ImagingNetwork

pytestmark = pytest.mark.django_db


def add_trusts(network: ImagingNetwork, number: int) -> None:
    """Trusts with a plan that slips, under a contract, with an assessment and a sign-off."""
    today = today_in_london()
    for _ in range(number):
        deployment = factories.make_deployment(factories.make_trust(network))
        factories.make_milestone(
            deployment, baseline=today + timedelta(days=10), forecast=today + timedelta(days=300), forecast_on=today
        )
        factories.make_dpia(deployment, "drafting")
        factories.make_sign_off(deployment, "siro", on=today)
        factories.make_contract(network, covers=[deployment])
    sweep(programme=factories.make_programme(), on=today, by=factories.system())


def queries_of(client: Client, path: str) -> int:
    client.get(path)  # what is cached for all is cached
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", ["/", "/national/", "/networks/", "/networks/north/", "/flags/", "/reports/"])
def test_dashboard_asks_as_often_for_many_trusts_as_for_few(path: str) -> None:
    network = factories.make_network(slug="north", name="North Imaging Network")
    client = Client()
    client.force_login(factories.make_person(role=Role.NATIONAL_LEAD))
    add_trusts(network, 3)
    few = queries_of(client, path)
    add_trusts(network, 12)
    assert queries_of(client, path) == few
