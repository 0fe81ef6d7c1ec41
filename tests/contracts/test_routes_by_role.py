"""Every route by every role. docs/permissions.md is written from what the product really answers:

make docs        writes it anew; a change of rights is then a change of the file, for a reviewer to see
"""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.contracts.documents import permissions_page
from tests.contracts.routes import Row, all_routes, matrix
from tests.contracts.world import ANONYMOUS, NO_ROLE, build_world

PAGE: Path = settings.BASE_DIR / "docs" / "permissions.md"
PUBLIC = {
    "accessibility",
    "privacy",
    "help",
    "help-words",
    "help-page",
    "help-flags",
    "account_login",
    "account_logout",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_confirm_email",
    "account_email_verification_sent",
    "mfa_authenticate",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "openid_connect_login",
    "openid_connect_callback",
    "calendar",  # the secret in its address stands in for the sign-in
    "healthz",
    "readyz",
}


@dataclass(frozen=True)
class Answers:
    """What the product answered, read once for all the tests of this file."""

    rows: list[Row]
    unknown_parameters: set[str]
    page: str


@pytest.fixture(scope="module")
def answers(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Answers:
    with (
        django_db_blocker.unblock(),
        override_settings(ACCOUNT_RATE_LIMITS=False, MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        world = build_world()
        unknown = {name for route in all_routes() for name in route.parameters} - set(world.own.values)
        rows = [] if unknown else matrix(world)
        answers = Answers(rows, unknown, permissions_page(world, rows))
        transaction.set_rollback(True)
    return answers


@pytest.fixture
def rows(answers: Answers) -> list[Row]:
    return answers.rows


def test_every_route_has_a_subject_in_the_world(answers: Answers) -> None:
    assert answers.unknown_parameters == set(), "tests/contracts/world.py needs a value for each of these"


def test_routes_by_role_stand_in_the_documentation_as_they_are(answers: Answers) -> None:
    if os.environ.get("WRITE_DOCS"):
        PAGE.write_text(answers.page)
    assert PAGE.read_text() == answers.page, "docs/permissions.md is stale: run `make docs` and read what changed"


def test_nobody_meets_a_defect(rows: list[Row]) -> None:
    defects = [
        (row.route.pattern, row.method, role) for row in rows for role, word in row.outcomes.items() if "500" in word
    ]
    assert defects == []


def test_who_is_not_signed_in_gets_public_pages_only(rows: list[Row]) -> None:
    for row in rows:
        if row.route.name not in PUBLIC:
            assert row.outcomes[ANONYMOUS] in ("sign in", "404", "403"), row.route.pattern


# Asks for a document, keeps one's own filters, or says what one has read, follows, and hears of.
OWN_AFFAIRS = {
    *("request-report", "report-retry", "save-view"),
    *("mark-read", "follow", "notification-settings", "create-calendar-link", "revoke-calendar-link"),
}


def test_another_networks_things_are_not_there(rows: list[Row]) -> None:
    """Whoever has a role over one network or trust gets a 404 for a thing of another. Suppliers and frameworks are no
    network's: they are there for whoever has a role, and for nobody else."""
    scoped = (NO_ROLE, "trust user", "signatory", "procurement", "programme manager")
    for row in rows:
        is_of_a_place = row.route.parameters and row.route.name not in PUBLIC | {"save-view"}
        if is_of_a_place and not row.route.pattern.startswith("/accounts/"):
            is_everybodys = row.route.pattern.startswith(("/suppliers/", "/frameworks/"))
            for role in (NO_ROLE,) if is_everybodys else scoped:
                over_another = row.outcomes[role].split(" / ")[-1]
                assert over_another in ("404", "405"), (row.route.pattern, row.method, role, over_another)


def test_reading_roles_change_nothing(rows: list[Row]) -> None:
    """A viewer who sends a form meets a refusal, but where a form only asks for a document or concerns oneself."""
    for row in rows:
        own_affairs = row.route.name in OWN_AFFAIRS or row.route.pattern.startswith("/accounts/")
        if row.method == "POST" and not own_affairs:
            assert row.outcomes["viewer"] in ("403", "404"), row.route.pattern
