"""The demo's people, whose password is public, exist only where there is a demo."""

from datetime import date

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.policies import is_demo_person
from tracker.accounts.roles import Role
from tracker.accounts.selectors import has_usable_account
from tracker.networks.access import access_of

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


@pytest.fixture
def demo_lead() -> User:
    return factories.make_person("national@demo.example", Role.NATIONAL_LEAD)


def sign_in(email: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": factories.PASSWORD})
    return client


def make_production(settings: Settings) -> None:
    settings.IS_TEST, settings.IS_DEMO = False, False


def test_demo_person_signs_in_where_there_is_a_demo(demo_lead: User, settings: Settings) -> None:
    settings.IS_TEST, settings.IS_DEMO = False, True
    assert "_auth_user_id" in sign_in(demo_lead.email).session


def test_demo_person_cannot_sign_in_to_production(demo_lead: User, settings: Settings) -> None:
    make_production(settings)
    assert "_auth_user_id" not in sign_in(demo_lead.email).session


def test_other_person_signs_in_to_production(settings: Settings) -> None:
    person = factories.make_person("lead@trust.example", Role.NATIONAL_LEAD)
    make_production(settings)
    assert "_auth_user_id" in sign_in(person.email).session


def test_demo_person_has_no_access_in_production(demo_lead: User, settings: Settings) -> None:
    assert access_of(demo_lead, day=DAY).is_national
    make_production(settings)
    assert not access_of(demo_lead, day=DAY).is_national


def test_closed_account_may_not_be_used(demo_lead: User) -> None:
    demo_lead.is_active = False
    assert not has_usable_account(demo_lead)


@pytest.mark.parametrize(
    ("email", "expected"),
    [("admin@demo.example", True), ("ADMIN@DEMO.EXAMPLE", True), ("a@demo.example.nhs.uk", False), ("a@nhs.uk", False)],
)
def test_demo_person_is_known_by_the_whole_domain(email: str, expected: bool) -> None:
    assert is_demo_person(email) is expected
