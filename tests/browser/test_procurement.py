"""The pages of procurements in Chromium: accessible, within their window, and a route, a notice and a moved date recorded
without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

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
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_procurement,
    make_stage,
    make_trust,
    publish,
    system,
    take_route,
)
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.working_days import working_day_from
from tracker.procurement.actions.routes import record_challenge, save_framework
from tracker.procurement.models import Procurement, Stage
from tracker.procurement.route_vocabulary import ChallengeKind

BUYER = "buyer@tests.example"
PAGES = (
    "/procurements/",
    "/procurements/{procurement}/",
    "/procurements/{procurement}/route/",
    "/procurements/{procurement}/notices/new/",
    "/procurements/{procurement}/challenges/new/",
    "/procurements/{procurement}/stages/contract/",
    "/frameworks/",
)


@pytest.fixture
def procurement(live: str) -> Procurement:
    """A late one in its standstill, with a trust that waits for it and a supplier that asks."""
    today = today_in_london()
    network = make_network(name="North Thames Imaging Network")
    row = make_procurement(network)
    start = today - timedelta(days=200)
    for number, stage in enumerate(Stage):
        due = start + timedelta(days=30 * (number + 1))
        done = due + timedelta(days=9 * (number + 1)) if stage != Stage.CONTRACT else None
        forecast = today + timedelta(days=20) if stage == Stage.CONTRACT else None
        make_stage(row, stage, baseline=due, forecast=forecast, actual=done, on=start, forecast_on=due)
    take_route(row, started_on=start)
    publish(row, "UK6", min(working_day_from(today), today), reference="012345-2026")
    record_challenge(
        procurement=row,
        kind=ChallengeKind.DEBRIEF,
        supplier_name="Example Vision Ltd",
        received_on=today,
        summary="Asks how integration was scored",
        by=system(),
    )
    save_framework(name=row.framework, expires_on=today + timedelta(days=30), by=system())
    deployment = make_deployment(make_trust(network, name="Riverside University Hospitals"))
    make_milestone(deployment, baseline=today + timedelta(days=30))
    make_contract(network, programme=row.programme, covers=[deployment])
    make_person(BUYER, Role.PROCUREMENT, network)
    return row


@pytest.mark.parametrize("width", [WIDE, NARROWEST])
def test_pages_of_procurements_are_accessible(new_page: NewPage, procurement: Procurement, width: int) -> None:
    page = new_page(width=width)
    sign_in(page, BUYER, PASSWORD, then="/help/")
    for address in PAGES:
        page.goto(address.format(procurement=procurement.pk))
        assert_accessible(page)
        assert_no_sideways_scroll(page)
        assert_valid_html(page)


def test_a_buyer_records_what_happened_without_scripts(new_page: NewPage, procurement: Procurement) -> None:
    """A date that moves says its cause; then the page says where the time went."""
    page = new_page(width=PHONE, javascript=False)
    address = f"/procurements/{procurement.pk}/"
    sign_in(page, BUYER, PASSWORD, then=address)
    page.get_by_role("link", name="Contract signed", exact=True).click()
    moved = today_in_london() + timedelta(days=60)
    for part in ("day", "month", "year"):
        page.get_by_role("group", name="Forecast date").get_by_label(part.capitalize()).fill(str(getattr(moved, part)))
    page.get_by_label("Reason for the change").fill("Two members of the panel report at other sites this month.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Choose the main cause of the move.")).to_be_visible()
    page.get_by_label("Main cause of the move").select_option(label="B3 Time to take part")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Contract expected on")
    expect(page.get_by_role("table", name="What moved the contract’s date")).to_contain_text("B3 Time to take part")
    page.get_by_role("link", name="Debrief asked for").click()
    page.get_by_role("radio", name="Answered").check()
    for part in ("day", "month", "year"):
        page.get_by_role("group", name="On", exact=True).get_by_label(part.capitalize()).fill(
            str(getattr(today_in_london(), part))
        )
    page.get_by_label("What was answered or decided").fill("The scores and their reasons were shown.")
    page.get_by_role("button", name="Save").click()
    table = page.get_by_role("table", name="Questions and challenges from suppliers")
    expect(table).to_contain_text("Answered")
