"""The pages of suppliers and of procurement packs in Chromium: accessible, within their window, without scripts."""

from dataclasses import dataclass
from datetime import timedelta

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
    START,
    go_live,
    make_assured,
    make_contract,
    make_deployment,
    make_network,
    make_pack,
    make_pack_waiver,
    make_person,
    make_procurement,
    make_site,
    make_sub_processor,
    make_trust,
    pack_item,
    system,
)
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.procurement.actions.packs import answer_item
from tracker.procurement.models import PackAnswer, Procurement, Supplier
from tracker.procurement.pack_vocabulary import AnswerState

TODAY = today_in_london()
LEAD, BUYER = "lead@tests.example", "buyer@tests.example"
ITEM = "clinical-requirements/clinical-need/"


@dataclass(frozen=True)
class Scene:
    supplier: Supplier
    procurement: Procurement
    waiver_id: int


@pytest.fixture
def scene(live: str) -> Scene:
    """A supplier in use with all that is recorded of one, and a pack that waits for a waiver, beside a network that
    offers its text."""
    network = make_network(name="North Thames Imaging Network")
    row = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    release = make_assured(row, on=TODAY - timedelta(days=30))
    make_contract(network, release=release, signed_on=START, ends_on=TODAY + timedelta(days=90), covers=[row])
    go_live(row, on=TODAY - timedelta(days=20))
    make_site(release.product, checked_on=TODAY)
    make_sub_processor(release.product.supplier, country="Ireland", is_outside_uk=True)
    procurement = make_procurement(network)
    waiver = make_pack_waiver(make_pack(procurement), expires_on=TODAY + timedelta(days=30))
    other = make_pack(make_procurement(make_network(name="South Mersey Imaging Network")))
    answer_item(
        pack=other,
        item=pack_item(other),
        state=AnswerState.COMPLETE,
        text="Reports wait 12 days.\n\nOne in forty is urgent.",
        is_offered=True,
        on=TODAY,
        version=None,
        by=system(),
    )
    make_person(LEAD, Role.NATIONAL_LEAD)
    make_person(BUYER, Role.PROCUREMENT, network)
    return Scene(release.product.supplier, procurement, waiver.pk)


def open_as(page: Page, email: str, address: str) -> None:
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_suppliers_and_packs_are_accessible(new_page: NewPage, scene: Scene, width: int) -> None:
    page = new_page(width=width)
    supplier, pack = f"/suppliers/{scene.supplier.pk}/", f"/procurements/{scene.procurement.pk}/pack/"
    open_as(page, LEAD, "/suppliers/")
    forms = (f"{supplier}edit/", f"{supplier}sub-processors/add/", f"{pack}{ITEM}answer/")
    pages = (supplier, "/suppliers/shortlist/?lacking=on", pack, f"{pack}clinical-requirements/", f"{pack}{ITEM}")
    for address in ("/suppliers/", *pages, *forms, f"{pack}waivers/{scene.waiver_id}/"):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_text_of_another_network_is_used_without_scripts(new_page: NewPage, scene: Scene) -> None:
    page = new_page(javascript=False)
    open_as(page, BUYER, f"/procurements/{scene.procurement.pk}/pack/")
    page.get_by_role("link", name="Clinical requirements").click()
    page.get_by_role("link", name="Clinical problem and expected benefit").click()
    page.get_by_role("button", name="Use this text").click()
    page.get_by_label("Complete").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Clinical problem and expected benefit” is saved.")).to_be_visible()
    assert PackAnswer.objects.get(pack__procurement=scene.procurement).text.startswith("Reports wait 12 days.")
