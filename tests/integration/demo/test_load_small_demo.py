"""Loading the demo by other arguments, and the people alone."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.core.touched import TOUCHED
from tracker.demo.generate.calendar import Calendar
from tracker.networks.models import Programme, ProgrammeScope, RoleAssignment
from tracker.networks.selectors import live_counts

pytestmark = pytest.mark.django_db


def test_default_anchor_is_today_and_what_was_touched_is_told_once() -> None:
    call_command("load_demo", networks=3, trusts=11, stdout=StringIO())
    programme, today = Programme.objects.get(), today_in_london()
    assert programme.starts_on == Calendar(today).starts_on
    assert [(count.live, count.in_scope) for count in live_counts(programme, days=[today])] == [(7, 11)]
    assert OutboxItem.objects.filter(topic=TOUCHED).count() == 1


@pytest.mark.parametrize(
    ("anchor", "networks", "trusts", "live_halfway", "live"),
    [
        ("2024-02-29", 1, 1, 0, 1),
        ("2025-08-31", 2, 3, 1, 2),
        ("2024-12-31", 3, 11, 4, 7),
        ("2025-06-30", 14, 20, 7, 13),
    ],
)
def test_any_anchor_and_any_size_load(anchor: str, networks: int, trusts: int, live_halfway: int, live: int) -> None:
    call_command("load_demo", anchor=anchor, networks=networks, trusts=trusts, stdout=StringIO())
    day, scopes = date.fromisoformat(anchor), ProgrammeScope.objects.filter(valid_to=None)
    assert (scopes.values("network").distinct().count(), scopes.count()) == (networks, trusts)
    counts = live_counts(Programme.objects.get(), days=[Calendar(day).halfway_on, day])
    assert [(count.live, count.in_scope) for count in counts] == [(live_halfway, trusts), (live, trusts)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"anchor": (today_in_london() + timedelta(days=1)).isoformat()}, "lies in the future"),
        ({"anchor": "30/06/2025"}, "Write it as 2025-06-30"),
        ({"anchor": "1999-12-31"}, "too early"),
        ({"networks": 9, "trusts": 8}, "9 networks with 8 trusts can't be made"),
    ],
)
def test_impossible_arguments_are_refused(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("load_demo", **arguments)
    assert not Programme.objects.exists()
    assert not User.objects.filter(email__endswith="@demo.example").exists()


def test_people_alone_are_made_without_a_programme() -> None:
    out = StringIO()
    call_command("load_demo_people", stdout=out)
    assert len(out.getvalue().split()) == User.objects.filter(email__endswith="@demo.example").count() == 7
    assert set(RoleAssignment.objects.values_list("scope_kind", flat=True)) == {"programme"}
    assert RoleAssignment.objects.count() == 3
    assert not Programme.objects.exists()


def test_people_get_the_other_roles_once_there_is_a_programme() -> None:
    call_command("load_demo_people", stdout=StringIO())
    network = factories.make_network()
    trust = factories.make_trust(network)
    for _ in range(2):
        call_command("load_demo_people", stdout=StringIO())
    assert RoleAssignment.objects.count() == 7
    assert RoleAssignment.objects.get(user__email="manager@demo.example").network == network
    assert RoleAssignment.objects.get(user__email="trust@demo.example").trust == trust
