"""The national dashboard over HTTP: the wall's filters in the address, and what each reader finds on it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_deployment, make_network, make_person, make_trust
from tests.support.answers import steady_text
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.networks.models import ImagingNetwork

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> ImagingNetwork:
    network = make_network(name="North")
    make_deployment(make_trust(network, name="Alder Hospitals NHS Trust"))
    return network


@pytest.fixture
def south() -> ImagingNetwork:
    network = make_network(name="South")
    make_deployment(make_trust(network, name="Birch Hospitals NHS Trust"))
    return network


def read(who: User, **query: str) -> str:
    client = Client()
    client.force_login(who)
    response = client.get(reverse("national"), query)
    assert response.status_code == 200
    return steady_text(response)


def test_filters_of_the_address_leave_their_trusts(north: ImagingNetwork, south: ImagingNetwork) -> None:
    lead = make_person(role=Role.NATIONAL_LEAD)
    assert 'title="Birch Hospitals NHS Trust"' in read(lead)
    filtered = read(lead, network=north.slug)
    assert "1 of 2 trusts: network North." in filtered
    assert (
        'title="Birch Hospitals NHS Trust"' not in filtered
    )  # no tile; what changed in the week stays the whole programme's


def test_filter_for_what_there_is_not_is_told_and_shows_the_whole_wall(
    north: ImagingNetwork, south: ImagingNetwork
) -> None:
    text = read(make_person(role=Role.NATIONAL_LEAD), network="nowhere")
    assert "There is a problem" in text
    assert "Alder Hospitals" in text
    assert "Birch Hospitals" in text


def test_wall_of_a_network_names_nothing_of_another(north: ImagingNetwork, south: ImagingNetwork) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=north)
    for query in ({}, {"network": south.slug}):
        text = read(manager, **query)
        assert "Birch" not in text
        assert "South" not in text
    assert read(manager, network=south.slug) == read(manager, network="nowhere").replace("nowhere", south.slug)
