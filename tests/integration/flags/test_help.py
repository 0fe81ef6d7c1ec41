"""The help about flags, from the rules themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tracker.flags.presenters import present_rules, rule_address
from tracker.flags.rules import RULES


def test_every_rule_is_explained_once_under_the_role_that_clears_it() -> None:
    explained = [rule.code for group in present_rules(RULES) for rule in group.rules]
    assert sorted(explained) == sorted(rule.code for rule in RULES)


@pytest.mark.django_db
def test_page_names_every_rule_where_its_flags_lead(client: Client) -> None:
    html = client.get(reverse("help-flags")).content.decode()
    for rule in RULES:
        assert f'id="{rule_address(rule.code).split("#")[1]}"' in html
    assert rule_address("R00") == "", "a rule that is gone leads nowhere"


@pytest.mark.django_db
def test_help_is_there_for_who_cannot_sign_in(client: Client) -> None:
    factories.make_programme()
    for path in ("/help/", "/help/words/", "/help/pages/gate/", "/help/flags/"):
        assert client.get(path).status_code == 200
    assert client.get("/help/pages/nowhere/").status_code == 404
