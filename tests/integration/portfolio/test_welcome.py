"""The tour of a first visit: offered until it is finished or skipped, by role, and again when asked for."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.help import PAGES, WORDS
from tracker.portfolio.tour import STEPS, steps_for

OFFER = b"New here?"


def test_every_role_has_three_to_five_steps_that_lead_somewhere() -> None:
    assert set(STEPS) == set(Role)
    for steps in STEPS.values():
        assert 3 <= len(steps) <= 5
        assert all(reverse(step.route) for step in steps)


def test_who_holds_several_roles_gets_the_steps_of_the_one_with_most_to_do() -> None:
    assert steps_for({Role.VIEWER, Role.PROCUREMENT}) == STEPS[Role.PROCUREMENT]
    assert steps_for(set()) == ()


@pytest.mark.django_db
def test_tour_is_offered_until_it_is_skipped_and_again_when_asked_for(client: Client) -> None:
    factories.make_deployment()
    person = factories.make_person(role=Role.VIEWER, is_new=True)
    client.force_login(person)
    assert OFFER in client.get("/").content
    assert OFFER not in client.get("/national/").content, "only on the first page"
    answer = client.post("/accounts/tour/", follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert OFFER not in answer.content
    ended_at = User.objects.get(pk=person.pk).tour_ended_at
    client.post("/accounts/tour/", {"quiet": "yes"})
    assert User.objects.get(pk=person.pk).tour_ended_at == ended_at, "a second time changes nothing"
    assert "again" in client.get("/welcome/").content.decode()
    client.post("/accounts/tour/", {"again": "yes"})
    assert OFFER in client.get("/").content


@pytest.mark.django_db
def test_welcome_says_what_to_do_without_a_role(client: Client) -> None:
    client.force_login(factories.make_person(is_new=True))
    assert b"You have no role yet" in client.get("/welcome/").content
    assert OFFER not in client.get("/").content


# --- Help -----------------------------------------------------------------------------------------------------------


def test_words_and_pages_are_whole() -> None:
    slugs = [word.slug for word in WORDS]
    assert len(slugs) == len(set(slugs))
    assert {slug for page in PAGES for slug in page.words} <= set(slugs)
    routes = [name for page in PAGES for name in page.routes]
    assert len(routes) == len(set(routes)), "a page belongs to one of them"
