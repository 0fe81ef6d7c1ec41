"""The gate, its requirements, waivers, the inbox and the board in Chromium: accessible, within their window."""

from datetime import date, timedelta

import pytest

from tests.browser.harness import (
    NARROWEST,
    WIDE,
    NewPage,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_valid_html,
    sign_in,
)
from tests.factories import (
    PASSWORD,
    adopt,
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_programme,
    make_trust,
    make_waiver,
    settle,
)
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment

TODAY = today_in_london()
ADDRESSES = (
    "/deployments/{id}/gate/",
    "/networks/wealdshire/readiness/",
    "/waivers/",
    "/waivers/{waiver}/",
    "/deployments/{id}/requirements/8-integration/",
    "/deployments/{id}/requirements/8-integration/state/",
    "/deployments/{id}/requirements/8-integration/plan/",
    "/deployments/{id}/requirements/8-integration/waiver/",
)


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A deployment under contract, with somebody who runs its delivery and somebody who signs for it."""
    network = make_network(name="Wealdshire Imaging Network", slug="wealdshire")
    trust = make_trust(network, name="Wealdshire Hospitals NHS Trust")
    deployment = make_deployment(trust)
    make_contract(network, covers=[deployment], signed_on=date(2024, 3, 31))
    make_milestone(deployment, baseline=TODAY + timedelta(days=20))
    make_person("manager@tests.example", Role.PROGRAMME_MANAGER, network)
    make_person("siro@tests.example", Role.SIGNATORY, trust, sign_off_role=SignOffRole.SIRO, name="Dr Siro Example")
    return deployment


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_the_gate_are_accessible(new_page: NewPage, deployment: Deployment, width: int) -> None:
    adopt(make_programme())
    settle(deployment, "8-acceptance")
    waiver = make_waiver(deployment, "8-integration")
    page = new_page(width=width)
    sign_in(page, "manager@tests.example", PASSWORD, then="/help/")
    for address in ADDRESSES:
        page.goto(address.format(id=deployment.pk, waiver=waiver.pk))
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_a_signatory_are_accessible(new_page: NewPage, deployment: Deployment, width: int) -> None:
    adopt(make_programme())
    waiver = make_waiver(deployment, "8-integration", is_agreed=False)
    page = new_page(width=width)
    sign_in(page, "siro@tests.example", PASSWORD, then="/help/")
    for address in ("/sign-offs/", f"/waivers/{waiver.pk}/decide/"):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)
