"""A deployment goes from nothing to live by the hands of five people, in Chromium without scripts, and not one step
earlier: after every step somebody tries it through the page, the API and the workbook, and reads why not."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.harness import NewPage, sign_in
from tests.factories import (
    PASSWORD,
    adopt,
    make_catalogue,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_programme,
    make_trust,
    requirement,
)
from tests.factories.gate import SAFETY
from tests.support.going_live import Doors, LiveApi, LivePage, LiveWorkbook
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.networks.models import ClinicalUse, Deployment

TODAY = today_in_london()
PEOPLE = ("manager", "safety", "siro", "it", "lead")


def signed_by(role: SignOffRole, title: str, *, place: int) -> dict[str, Any]:
    check = f"sign-offs:{role}"
    return requirement(
        f"signed-{role}", title=title, check_code=check, signs_role=role, sign_off_place=place, is_waivable=False
    )


CATALOGUE = (
    requirement("contract-signed", check_code="contract-signed", is_waivable=False),
    requirement("project-manager", check_code="project-manager"),
    requirement("audit-trail", is_waivable=False),
    requirement("downtime-drill"),
    signed_by(SignOffRole.IT_LEAD, "IT lead approves", place=1),
    signed_by(SignOffRole.SIRO, "Risk owner approves", place=2),
)
UNSIGNED = "This deployment can't go live before a contract that covers it is signed, and none is."
NO_MANAGER = "Project manager: nobody is recorded as the trust's project manager."
NO_TRAIL = "Audit trail: nobody has started on it."
TRAIL_UNREVIEWED = "Audit trail: ready for review since"
NO_DRILL = "Downtime drill: nobody has started on it."
NO_IT = "IT lead approves: nobody has decided."
NO_SIRO = "Risk owner approves: nobody has decided."


@pytest.fixture
def deployment(live: str) -> Deployment:
    """A deployment for which nothing is done: its contract is planned but not signed, nobody is named to manage its
    delivery, and nobody has assessed, waived or signed anything. Five people are there who can."""
    network = make_network(name="Wealdshire Imaging Network", slug="wealdshire")
    trust = make_trust(network, name="Wealdshire Hospitals NHS Trust", project_manager="")
    deployment = make_deployment(trust)
    make_contract(network, reference="CON-1", covers=[deployment])
    adopt(make_programme(), make_catalogue(*CATALOGUE))
    make_person("manager@tests.example", Role.PROGRAMME_MANAGER, network)
    make_person("lead@tests.example", Role.NATIONAL_LEAD)
    for name, role in (("safety", SAFETY), ("siro", SignOffRole.SIRO), ("it", SignOffRole.IT_LEAD)):
        make_person(f"{name}@tests.example", Role.SIGNATORY, trust, sign_off_role=role)
    return deployment


@pytest.fixture
def pages(new_page: NewPage, deployment: Deployment) -> dict[str, Page]:
    """A browser for each person, signed in."""
    found = {who: new_page(javascript=False) for who in PEOPLE}
    for who, page in found.items():
        sign_in(page, f"{who}@tests.example", PASSWORD, then="/help/")
    return found


@pytest.fixture
def doors(pages: dict[str, Page], new_page: NewPage, deployment: Deployment, tmp_path: Path) -> Doors:
    """The page and the workbook are the national lead's, the key of the API is the programme manager's."""
    lead, manager = (User.objects.get(email=f"{who}@tests.example") for who in ("lead", "manager"))
    ways = (
        LivePage(pages["lead"], deployment),
        LiveApi(new_page().request, deployment, by=manager),
        LiveWorkbook(tmp_path, deployment, by=lead),
    )
    return Doors(deployment, ways, titles=[each["title"] for each in CATALOGUE])


# --- What people do -------------------------------------------------------------------------------------------------


def save(page: Page, *, done: str) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(done)).to_be_visible()


def fill_date(page: Page, name: str, days_ahead: int) -> None:
    group, day = page.get_by_role("group", name=name), TODAY + timedelta(days=days_ahead)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(value))


def sign_contract(manager: Page, deployment: Deployment) -> None:
    manager.goto(f"/deployments/{deployment.pk}/")
    manager.get_by_role("link", name="Change signature of CON-1").click()
    fill_date(manager, "Actual date", 0)
    manager.get_by_label("Main cause of the move").select_option(label="B3 Time to take part")
    save(manager, done="The signature is updated.")


def name_project_manager(manager: Page, deployment: Deployment) -> None:
    manager.goto(f"/trusts/{deployment.trust.ods_code}/people/")
    manager.get_by_label("Project manager").fill("Asha Example")
    save(manager, done="The trust's people are updated.")


def prepare_audit_trail(manager: Page, deployment: Deployment) -> None:
    manager.goto(f"/deployments/{deployment.pk}/gate/")
    manager.get_by_role("link", name="Audit trail").first.click()
    change_state(manager, "Ready for review")


def review_audit_trail(safety: Page, deployment: Deployment) -> None:
    safety.goto("/sign-offs/")
    safety.get_by_role("link", name="Audit trail").click()
    change_state(safety, "Met")


def change_state(page: Page, state: str) -> None:
    page.get_by_role("button", name="Change its state").click()
    page.get_by_label(state).check()
    save(page, done="The new state is recorded.")


def ask_for_waiver(manager: Page, deployment: Deployment) -> None:
    manager.goto(f"/deployments/{deployment.pk}/requirements/downtime-drill/waiver/")
    manager.get_by_label("Why, and how the risk is kept small").fill("The drill is booked for Friday.")
    fill_date(manager, "Ends on", 14)
    save(manager, done="It counts once both sides have agreed.")


def agree_to_waiver(signatory: Page, deployment: Deployment) -> None:
    signatory.goto("/sign-offs/")
    signatory.get_by_role("region", name="Waivers to decide").get_by_role("link").click()
    signatory.get_by_role("button", name="Decide").click()
    signatory.locator("input[name=party]").first.check()
    signatory.get_by_label("Agreed").check()
    save(signatory, done="Your decision is recorded.")


def ask_for_sign_offs(manager: Page, deployment: Deployment) -> None:
    manager.goto(f"/deployments/{deployment.pk}/gate/")
    manager.get_by_role("button", name="Ask for sign-offs").click()
    save(manager, done="The signatories are asked.")


def approve(signatory: Page, deployment: Deployment) -> None:
    signatory.goto("/sign-offs/")
    signatory.get_by_role("link", name="Sign as").click()
    signatory.get_by_label("Approved", exact=True).check()
    save(signatory, done="is signed.")


# Each step: who takes it, what they do, and what then still stands in the way.
STEPS: tuple[tuple[str, Callable[[Page, Deployment], None], tuple[str, ...]], ...] = (
    ("manager", sign_contract, (NO_MANAGER, NO_TRAIL, NO_DRILL, NO_IT, NO_SIRO)),
    ("manager", name_project_manager, (NO_TRAIL, NO_DRILL, NO_IT, NO_SIRO)),
    ("manager", prepare_audit_trail, (TRAIL_UNREVIEWED, NO_DRILL, NO_IT, NO_SIRO)),
    ("safety", review_audit_trail, (NO_DRILL, NO_IT, NO_SIRO)),
    ("manager", ask_for_waiver, (NO_DRILL, NO_IT, NO_SIRO)),
    ("safety", agree_to_waiver, (NO_DRILL, NO_IT, NO_SIRO)),
    ("siro", agree_to_waiver, (NO_IT, NO_SIRO)),
    ("manager", ask_for_sign_offs, (NO_IT, NO_SIRO)),
    ("it", approve, (NO_SIRO,)),
    ("siro", approve, ()),
)


def test_five_people_take_a_deployment_from_nothing_to_live_and_no_step_earlier(
    pages: dict[str, Page], doors: Doors, deployment: Deployment
) -> None:
    for page in pages.values():
        page.goto(f"/deployments/{deployment.pk}/gate/")
        expect(page.get_by_text("6 of 6 blocking requirements are not met")).to_be_visible()
    doors.refuse(UNSIGNED)
    for who, act, blocking in STEPS:
        act(pages[who], deployment)
        if blocking:
            doors.refuse_only(*blocking)
    pages["lead"].goto(f"/deployments/{deployment.pk}/gate/")
    expect(pages["lead"].get_by_text("The deployment may go live.")).to_be_visible()

    form, api, workbook = doors.doors
    assert form.go_live(ClinicalUse.LIVE_PARTIAL, "gp").is_through
    assert api.go_live(ClinicalUse.LIVE_PARTIAL, "gp", "ed").is_through
    assert workbook.go_live(ClinicalUse.LIVE_FULL).is_through
    told = deployment.states.order_by("pk").values_list("state", "sources", "recorded_by__email")
    assert list(told) == [
        ("live-partial", ["gp"], "lead@tests.example"),
        ("live-partial", ["ed", "gp"], "manager@tests.example"),
        ("live-full", [], "lead@tests.example"),
    ]
