"""The gate, its requirements, waivers, the inbox and the board in Chromium: accessible, within their window."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page

from tests.browser.harness import (
    NARROWEST,
    PHONE,
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


def open_as(page: Page, who: str, address: str) -> None:
    sign_in(page, f"{who}@tests.example", PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, PHONE, NARROWEST])
@pytest.mark.parametrize(
    "address",
    [
        "/deployments/{id}/gate/",
        "/networks/wealdshire/readiness/",
        "/waivers/",
        "/waivers/{waiver}/",
        "/deployments/{id}/requirements/8-integration/",
        "/deployments/{id}/requirements/8-integration/state/",
        "/deployments/{id}/requirements/8-integration/plan/",
        "/deployments/{id}/requirements/8-integration/waiver/",
    ],
)
def test_pages_of_the_gate_are_accessible(new_page: NewPage, deployment: Deployment, address: str, width: int) -> None:
    adopt(make_programme())
    settle(deployment, "8-acceptance")
    waiver = make_waiver(deployment, "8-integration")
    page = new_page(width=width)
    open_as(page, "manager", address.format(id=deployment.pk, waiver=waiver.pk))
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_valid_html(page)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
@pytest.mark.parametrize("address", ["/sign-offs/", "/waivers/{waiver}/decide/"])
def test_pages_of_a_signatory_are_accessible(
    new_page: NewPage, deployment: Deployment, address: str, width: int
) -> None:
    adopt(make_programme())
    waiver = make_waiver(deployment, "8-integration", is_agreed=False)
    page = new_page(width=width)
    open_as(page, "siro", address.format(waiver=waiver.pk))
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_valid_html(page)
