"""A trust with a plan, and files that end with the test."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests import factories
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment, ImagingNetwork, MilestoneType, Trust

NAME = "Harrowmere University Hospitals NHS Foundation Trust"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    """Where this test's files lie."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@dataclass(frozen=True)
class Place:
    """A network, its trust, and the trust's deployment, which is expected to go live in a month."""

    network: ImagingNetwork
    trust: Trust
    deployment: Deployment
    go_live_on: date


@pytest.fixture
def place(db: None) -> Place:
    today = today_in_london()
    network = factories.make_network(slug="north-vale", name="North Vale imaging network")
    trust = factories.make_trust(network, name=NAME)
    deployment = factories.make_deployment(trust)
    go_live_on = today + timedelta(days=30)
    factories.make_milestone(
        deployment, forecast=go_live_on, forecast_on=today - timedelta(days=20), reason="PACS upgrade"
    )
    factories.make_milestone(deployment, MilestoneType.TRAINING, actual=today - timedelta(days=40))
    factories.make_dpia(deployment, "drafting", on=today - timedelta(days=90))
    factories.make_sign_off(deployment, "executive", on=today - timedelta(days=10))
    factories.make_contract(
        network, signed_on=today - timedelta(days=400), value_pence=123_456_00, covers=[deployment], reference="CON-9"
    )
    factories.make_stage(factories.make_procurement(network), actual=today - timedelta(days=400))
    return Place(network, trust, deployment, go_live_on)
