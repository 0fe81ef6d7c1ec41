"""Giving a flag to somebody and talking about it: who may, who can be told, and what is kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    make_deployment,
    make_milestone,
    make_network,
    make_person,
    make_procurement,
    make_programme,
    make_stage,
    make_trust,
    revise,
    system,
)
from tests.support.forms import form_of, text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.flags.actions.assigning import assign
from tracker.flags.actions.commenting import comment
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag, FlagComment
from tracker.flags.selectors import find_flag, people_who_see
from tracker.networks.access import access_of
from tracker.notifications.models import Notification

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture
def flags() -> list[Flag]:
    """The flags of a deployment and of a procurement, in each of two networks."""
    for name in ("North", "South"):
        network = make_network(name=name)
        deployment = make_deployment(make_trust(network))
        make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
        make_stage(make_procurement(network), baseline=TODAY - timedelta(days=3))
    sweep(programme=make_programme(), on=TODAY, by=system())
    return list(Flag.objects.filter(rule__in=["T03", "R02"]).order_by("network__name", "rule"))


@pytest.fixture
def flag(flags: list[Flag]) -> Flag:
    return next(each for each in flags if each.rule == "T03")


def manager_of(flag: Flag, name: str = "") -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, scope=flag.network, name=name)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_people_who_see_a_flag_are_those_to_whom_the_list_shows_it(flags: list[Flag]) -> None:
    people = [make_person(), make_person(role=Role.VIEWER), make_person(role=Role.NATIONAL_LEAD)]
    for each in flags:
        people += [manager_of(each), make_person(role=Role.VIEWER, scope=each.network)]
        if each.trust:
            people.append(make_person(role=Role.TRUST_USER, scope=each.trust))
    people.append(make_person(role=Role.PROCUREMENT, scope=flags[0].network, until=TODAY))
    with CaptureQueriesContext(connection) as queries:
        found = people_who_see(flags, day=TODAY)
    assert len(queries) == 3
    for each in flags:
        expected = {
            person.pk
            for person in people
            if Flag.objects.visible_to(access_of(person, day=TODAY), on=TODAY).filter(pk=each.pk).exists()
        }
        assert {person.id for person in found[each.pk]} == expected


def test_a_flag_is_given_on_and_taken_back_with_its_history(flag: Flag) -> None:
    asha, ben = manager_of(flag, "Asha Example"), manager_of(flag, "Ben Example")
    assign(flag=flag, to=asha, note="You know them", version=flag.version, by=ben)
    assign(flag=flag, to=ben, version=None, by=asha)
    assign(flag=flag, to=None, version=None, by=asha)
    flag.refresh_from_db()
    assert flag.assigned_to is None
    events = [(event.kind, event.person, event.note) for event in flag.events.all()[1:]]
    told = [(notice.person, notice.topic, notice.text) for notice in Notification.objects.order_by("pk")]
    assert told == [(asha, "assignment", "You know them"), (ben, "assignment", flag.finding)]
    assert events == [("assigned", asha, "You know them"), ("assigned", ben, ""), ("unassigned", None, "")]


def test_a_flag_goes_only_to_somebody_who_could_see_to_it(flag: Flag, flags: list[Flag]) -> None:
    elsewhere = manager_of(flags[-1])
    for nobody in (elsewhere, make_person(role=Role.VIEWER, scope=flag.network), make_person()):
        with pytest.raises(Refused, match="no role over what the flag is about"):
            assign(flag=flag, to=nobody, version=None, by=system())
    with pytest.raises(NotPermitted):
        assign(flag=flag, to=manager_of(flag), version=None, by=elsewhere)
    with pytest.raises(StaleWrite):
        assign(flag=flag, to=manager_of(flag), version=flag.version - 1, by=system())
    assert Flag.objects.get(pk=flag.pk).assigned_to is None


def test_a_flag_given_by_the_form_shows_who_has_it_and_one_given_meanwhile_shows_both(flag: Flag) -> None:
    asha, ben = manager_of(flag, "Asha Example"), manager_of(flag, "Ben Example")
    client, address = signed_in(ben), reverse("assign-flag", args=[flag.pk])
    opened = form_of(client.get(address))
    assert client.post(address, opened.sent(person=str(asha.pk), note="Please")).status_code == 302
    html = text_of(client.get(reverse("flag", args=[flag.pk])))
    assert "Asha Example has it." in html
    assert "Given to Asha Example" in html
    assert "Asha Example has it" in text_of(client.get(reverse("flags"), {"assigned": "somebody"}))
    stale = client.post(address, opened.sent(person=str(ben.pk)))
    assert "Somebody else changed this" in text_of(stale)
    assert "Asha Example (programme manager)" in text_of(stale)


def test_who_had_a_flag_on_a_past_day_is_told(flag: Flag) -> None:
    asha = manager_of(flag, "Asha Example")
    assign(flag=flag, to=asha, version=None, by=system())
    Flag.objects.filter(pk=flag.pk).update(assigned_to=None)
    access = access_of(asha, day=TODAY + timedelta(days=1))
    found = find_flag(access, flag.pk, on=TODAY)
    assert found is not None
    assert found.assigned_to == "Asha Example"


def test_a_comment_tells_those_it_names_and_those_who_are_chosen(flag: Flag) -> None:
    asha, ben, cara = (manager_of(flag, name) for name in ("Asha Example", "Ben Example", "Cara Example"))
    client, home = signed_in(ben), reverse("flag", args=[flag.pk])
    client.post(reverse("comment-flag", args=[flag.pk]), {"text": "@Asha, do you know?", "tells": [str(cara.pk)]})
    said = FlagComment.objects.get()
    assert [mention.person for mention in said.mentions.all()] == [asha, cara]
    told = {(notice.person, notice.topic, notice.href) for notice in Notification.objects.all()}
    assert told == {(asha, "mention", home), (cara, "mention", home)}
    html = text_of(client.get(home))
    assert "@Asha, do you know?" in html
    assert "Told: Asha Example, Cara Example" in html


def test_nobody_is_told_who_may_not_see_the_flag(flag: Flag, flags: list[Flag]) -> None:
    elsewhere = manager_of(flags[-1], "Dana Elsewhere")
    client, address = signed_in(manager_of(flag)), reverse("comment-flag", args=[flag.pk])
    for name in ("@Dana Elsewhere", "@Nobody"):
        page = text_of(client.post(address, {"text": f"{name} knows"}))
        assert "may see this flag, so nobody was told" in page
        assert f"{name} knows" in page
    assert "Select a valid choice" in text_of(client.post(address, {"text": "Hello", "tells": [str(elsewhere.pk)]}))
    with pytest.raises(Refused, match="may not see this flag"):
        comment(flag=flag, text="Hello", tells=[elsewhere.pk], by=system())
    with pytest.raises(NotPermitted):
        comment(flag=flag, text="Hello", by=make_person(role=Role.VIEWER, scope=flag.network))
    assert FlagComment.objects.count() == 0


def test_a_flag_of_another_network_is_not_there(flag: Flag, flags: list[Flag]) -> None:
    client = signed_in(manager_of(flags[-1]))
    for name in ("assign-flag", "comment-flag"):
        assert client.get(reverse(name, args=[flag.pk])).status_code == 404


def test_a_flag_waits_until_its_go_live_by_one_choice(flag: Flag) -> None:
    revise(flag.deployment, "go-live", "forecast", TODAY + timedelta(days=60), on=TODAY)
    client, address = signed_in(manager_of(flag)), reverse("acknowledge-flag", args=[flag.pk])
    opened = form_of(client.get(address))
    assert "go-live" in opened.choices["how_long"]
    missing = form_of(client.post(address, opened.sent(reason="Wait", how_long="day")))
    assert missing.errors == {"id_until-day": "Enter the day to look again on."}
    client.post(address, opened.sent(reason="The supplier answers then", how_long="go-live"))
    assert Flag.objects.get(pk=flag.pk).acknowledged_until == TODAY + timedelta(days=60)
