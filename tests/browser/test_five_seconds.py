"""The questions of docs/design.md, each answered in the first screen of a laptop, without scrolling."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Locator, Page

from tests.browser.harness import NewPage, sign_in
from tests.factories import PASSWORD, make_person
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.networks.models import Deployment, NetworkMembership
from tracker.networks.selectors import deployments_on
from tracker.portfolio.stages import slip_so_far

LAPTOP_WIDTH, LAPTOP_HEIGHT = 1366, 768  # pixels
NATIONAL = (Role.NATIONAL_LEAD, Role.VIEWER, Role.ADMINISTRATOR)
WHO = {
    "national lead": Role.NATIONAL_LEAD,
    "programme manager": Role.PROGRAMME_MANAGER,
    "trust user": Role.TRUST_USER,
    "procurement": Role.PROCUREMENT,
    "signatory": Role.SIGNATORY,
    "viewer": Role.VIEWER,
    "administrator": Role.ADMINISTRATOR,
}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def card(title: str) -> Callable[[Page], Locator]:
    return lambda page: page.locator(".tracker-top__card", has_text=title).get_by_role("link")


def first_list(page: Page) -> Locator:
    return page.locator("main section").first.locator("tbody tr, .tracker-flag").first


# Each question with where its answer is, and the words that it must have.
ANSWERS: dict[str, tuple[Callable[[Page], Locator], str]] = {
    "How many trusts are live, and what did the week change?": (heading, r"\d+ of \d+ trusts (is|are) live"),
    "What must I decide?": (card("Decisions needed from you"), r"\d+ decision"),
    "Where is trouble?": (lambda page: page.locator(".tracker-tile").last, r"Live|Not started|Shadow|Paused"),
    "What needs me today?": (heading, "What needs you today"),
    "How far is my network, and what is furthest behind?": (
        card("Furthest behind"),
        r"\d+ (days?|weeks?|months?) late",
    ),
    "Which trusts are late, and by how much?": (
        lambda page: page.locator(".tracker-timeline--dense .tracker-slip").first,
        "late|On time|early",
    ),
    "When does this trust go live, and what is missing?": (
        lambda page: page.locator(".tracker-top .nhsuk-lede-text"),
        r"goes live|has been live|no go-live date|paused|withdrawn|was due",
    ),
    "What do I do about this deployment?": (
        lambda page: page.get_by_role("button", name="Move the go-live date"),
        "Move the go-live date",
    ),
    "How does my trust stand?": (first_list, r"Live|Not started|Shadow|Paused"),
    "Which procurement is late, and where?": (heading, r"\d+"),
    "What waits for my signature?": (heading, r"\d+|Nothing"),
    "How far is the programme?": (heading, r"\d+ of \d+ trusts (is|are) live"),
    "What needs a national decision?": (card("Decisions needed nationally"), r"\d+ decision"),
}


def questions() -> list[tuple[str, str, str]]:
    """Who asks what on which page, as the table of the document has it."""
    text = (settings.BASE_DIR / "docs" / "design.md").read_text()
    rows = re.findall(r"^\| ([a-z ]+) \| (.+?\?) \| (.+?) \| .+? \|$", text, re.MULTILINE)
    return [(who, question, page.strip("`")) for who, question, page in rows]


def late_deployment() -> Deployment:
    """One on its way whose go-live is expected later than it was planned."""
    today = today_in_london()
    positions = deployments_on(Deployment.objects.all(), on=today)
    late = [each.id for each in positions if not each.go_live.is_done and (slip_so_far(each.go_live, today) or 0) > 0]
    return Deployment.objects.select_related("trust").get(pk=late[0])


@pytest.fixture
def addresses(live: str) -> dict[str, str]:
    """A small programme, a person of each role, and the addresses of a network, of a trust of it that is late and not
    live, and of its deployment."""
    call_command("load_demo", networks=2, trusts=8, stdout=StringIO())
    call_command("sweep_flags", stdout=StringIO())
    deployment = late_deployment()
    network = NetworkMembership.objects.get(trust=deployment.trust, valid_to=None).network
    for role in Role:
        scope = None if role in NATIONAL else deployment.trust if role == Role.TRUST_USER else network
        capacity = SignOffRole.CLINICAL_SAFETY_OFFICER if role == Role.SIGNATORY else None
        make_person(f"{role.value}@tests.example", role, scope, **({"sign_off_role": capacity} if capacity else {}))
    return {
        "own network": f"/networks/{network.slug}/",
        "a trust": f"/trusts/{deployment.trust.ods_code}/",
        "a deployment": f"/deployments/{deployment.pk}/",
    }


def problem_of(page: Page, question: str) -> str:
    """Why the question is not answered in the first screen; empty when it is."""
    find, words = ANSWERS[question]
    answer = find(page)
    if answer.count() == 0:
        return "there is no such mark"
    box = answer.first.bounding_box()
    if box is None or box["y"] + min(box["height"], 40) > LAPTOP_HEIGHT:
        return f"its mark lies at {box}, below the first screen"
    text = answer.first.inner_text()
    return "" if re.search(words, text) else f"its mark says {text!r}"


def test_every_question_is_answered_in_the_first_screen(new_page: NewPage, addresses: dict[str, str]) -> None:
    asked = questions()
    assert {question for _, question, _ in asked} == set(ANSWERS)
    assert User.objects.filter(email__endswith="@tests.example").count() >= len(WHO)
    problems, pages = [], {}
    for who, question, name in asked:
        if who not in pages:
            pages[who] = new_page(width=LAPTOP_WIDTH, height=LAPTOP_HEIGHT)
            sign_in(pages[who], f"{WHO[who].value}@tests.example", PASSWORD, then="/help/")
        pages[who].goto(addresses.get(name, name))
        if problem := problem_of(pages[who], question):
            problems.append(f"{who}, {question} {name}: {problem}")
    assert problems == []
