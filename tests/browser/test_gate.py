"""The gate, its requirements, waivers, the inbox and the board in Chromium: accessible, within their window, and worked
through by five people without scripts."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

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
    make_catalogue,
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_programme,
    make_trust,
    make_waiver,
    requirement,
    settle,
)
from tests.factories.gate import SAFETY, SHORT
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment

TODAY = today_in_london()
PEOPLE = ("manager", "safety", "siro", "it", "lead")


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A deployment under contract, with five people around it."""
    network = make_network(name="Wealdshire Imaging Network", slug="wealdshire")
    trust = make_trust(network, name="Wealdshire Hospitals NHS Trust")
    deployment = make_deployment(trust)
    make_contract(network, covers=[deployment], signed_on=date(2024, 3, 31))
    make_milestone(deployment, baseline=TODAY + timedelta(days=20))
    make_person("manager@tests.example", Role.PROGRAMME_MANAGER, network)
    make_person("lead@tests.example", Role.NATIONAL_LEAD)
    for name, role in (("safety", SAFETY), ("siro", SignOffRole.SIRO), ("it", SignOffRole.IT_LEAD)):
        make_person(
            f"{name}@tests.example", Role.SIGNATORY, trust, sign_off_role=role, name=f"Dr {name.title()} Example"
        )
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


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def test_five_people_open_the_gate_without_scripts(new_page: NewPage, deployment: Deployment) -> None:
    signed = requirement(
        "it-signs",
        check_code="sign-offs:it-lead",
        signs_role=SignOffRole.IT_LEAD,
        title="IT lead approves",
        sign_off_place=1,
    )
    adopt(make_programme(), make_catalogue(*SHORT[:2], signed))
    pages = {who: new_page(javascript=False) for who in PEOPLE}
    gate, home = f"/deployments/{deployment.pk}/gate/", f"/deployments/{deployment.pk}/"
    for who, page in pages.items():
        open_as(page, who, gate)
        expect(page.get_by_text("3 of 3 blocking requirements are not met")).to_be_visible()

    def try_to_go_live(reason: str) -> None:
        pages["lead"].goto(f"{home}state/")
        pages["lead"].get_by_label("Live", exact=True).check()
        pages["lead"].get_by_label("GP").check()
        save(pages["lead"])
        expect(pages["lead"].get_by_role("alert").get_by_text(reason)).to_be_visible()

    try_to_go_live("Downtime drill: nobody has started on it.")
    manager = pages["manager"]
    manager.goto(gate)
    manager.get_by_role("link", name="Audit trail").first.click()
    manager.get_by_role("button", name="Change its state").click()
    manager.get_by_label("Ready for review").check()
    save(manager)
    manager.goto(f"{home}requirements/downtime-drill/waiver/")
    manager.get_by_label("Why, and how the risk is kept small").fill("The drill is booked for Friday.")
    ends = TODAY + timedelta(days=14)
    for label, value in (("Day", ends.day), ("Month", ends.month), ("Year", ends.year)):
        manager.get_by_label(label, exact=True).fill(str(value))
    save(manager)
    expect(manager.get_by_text("It counts once both sides have agreed.")).to_be_visible()
    try_to_go_live("Audit trail: ready for review")

    safety = pages["safety"]
    safety.goto("/sign-offs/")
    safety.get_by_role("link", name="Audit trail").click()
    safety.get_by_role("button", name="Change its state").click()
    safety.get_by_label("Met").check()
    save(safety)
    for who in ("safety", "siro"):
        pages[who].goto("/sign-offs/")
        pages[who].get_by_role("region", name="Waivers to decide").get_by_role("link").click()
        pages[who].get_by_role("button", name="Decide").click()
        pages[who].locator("input[name=party]").first.check()
        pages[who].get_by_label("Agreed").check()
        save(pages[who])
        expect(pages[who].get_by_text("Your decision is recorded.")).to_be_visible()
    try_to_go_live("IT lead approves: nobody has decided.")

    manager.goto(gate)
    manager.get_by_role("button", name="Ask for sign-offs").click()
    save(manager)
    it = pages["it"]
    it.goto("/sign-offs/")
    it.get_by_role("link", name="Sign as IT lead").click()
    it.get_by_label("Approved", exact=True).check()
    save(it)
    it.goto(gate)
    expect(it.get_by_text("The deployment may go live.")).to_be_visible()

    pages["lead"].goto(f"{home}state/")
    pages["lead"].get_by_label("Live", exact=True).check()
    save(pages["lead"])
    expect(pages["lead"].get_by_text("Clinical use is updated.")).to_be_visible()
