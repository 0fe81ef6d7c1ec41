"""The pages of contracts in Chromium: accessible and within their window, and a payment released by two people without
scripts."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
    make_content,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_release,
    make_signed_contract,
    make_supplier,
    make_trust,
    system,
)
from tests.factories.contracts import make_clause
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.models import Contract

TODAY = today_in_london()
BUYER, MANAGER = "buyer@tests.example", "manager@tests.example"
FORMS = (
    "terms/",
    "coverage/",
    "clauses/",
    "clauses/secondary-use/",
    "metrics/add/",
    "payments/add/",
    "reviews/add/",
    "modifications/add/",
)


@pytest.fixture
def contract(live: str) -> Contract:
    """A signed contract with one of everything, beside a planned one, one that ends soon, and one of another network."""
    network, other = make_network(name="North Thames Imaging Network"), make_network(name="Mersey Imaging Network")
    make_person(BUYER, Role.PROCUREMENT, network)
    make_person(MANAGER, Role.PROGRAMME_MANAGER, network)
    supplier = make_supplier("Quillon Imaging AI Ltd")
    covered = [
        make_deployment(make_trust(network, name=name)) for name in ("Riverside University Hospitals", "Northway")
    ]
    contract = make_signed_contract(
        network, reference="NTIN-CXR-01", release=make_release(supplier), covers=covered, value_pence=1_240_000_00
    )
    record_terms(contract=contract, on=TODAY, paid_pence=310_000_00, notice_by=TODAY + timedelta(days=510), by=system())
    make_content(contract)
    make_contract(network, reference="NTIN-CCT-01", use_case="chest-ct", baseline=TODAY + timedelta(days=40))
    make_signed_contract(network, reference="NTIN-CXR-00", ends_on=TODAY + timedelta(days=40))
    wording = "Any other use, and any sharing, needs the written approval of every controller beforehand."
    make_clause(make_signed_contract(other), "secondary-use", position=wording, is_shared=True)
    return contract


def open_as(page: Page, email: str, address: str) -> None:
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_contracts_are_accessible(new_page: NewPage, contract: Contract, width: int) -> None:
    page = new_page(width=width)
    own = f"/contracts/{contract.pk}/"
    open_as(page, BUYER, "/contracts/")
    for number, address in enumerate(
        ("/contracts/?order=value", own, "/contracts/add/", *(own + form for form in FORMS))
    ):
        page.goto(address)
        if address == own:
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        if os.environ.get("SHOTS"):
            page.screenshot(path=Path(os.environ["SHOTS"]) / f"{number}-{width}.png", full_page=True)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_payment_is_released_by_two_people_without_scripts(new_page: NewPage, contract: Contract) -> None:
    buyer = new_page(javascript=False)
    open_as(buyer, BUYER, f"/contracts/{contract.pk}/")
    buyer.get_by_role("link", name="Propose its release").click()
    buyer.get_by_label("Evidence").fill("Report of the network board, item 6")
    buyer.get_by_role("button", name="Save").click()
    expect(buyer.get_by_text("Proposed. Somebody else has to release it.")).to_be_visible()
    buyer.get_by_role("link", name="Release or refuse").click()
    buyer.get_by_label("Release", exact=True).check()
    buyer.get_by_role("button", name="Save").click()
    expect(buyer.get_by_role("link", name="You proposed this release.")).to_be_visible()

    manager = new_page(javascript=False)
    open_as(manager, MANAGER, f"/contracts/{contract.pk}/")
    manager.get_by_role("link", name="Release or refuse").click()
    manager.get_by_label("Release", exact=True).check()
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_text("The decision is recorded.")).to_be_visible()
    expect(manager.get_by_role("link", name="Record its payment")).to_be_visible()
