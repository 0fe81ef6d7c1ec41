"""The pages of flags over HTTP: what each person finds there, by filter, page and day."""

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
    system,
)
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.flags.rules import BY_CODE
from tracker.networks.models import Deployment, ImagingNetwork

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
LAST_YEAR = TODAY - timedelta(days=365)


@pytest.fixture
def network() -> ImagingNetwork:
    """A network with a slipping deployment and a procurement that is overdue; another network has the same."""
    mine, other = make_network(name="North"), make_network(name="South")
    for each in (mine, other):
        slipping(each, f"{each.name} Hospitals")
        make_stage(make_procurement(each), baseline=LAST_YEAR - timedelta(days=100))
    swept()
    return mine


def slipping(network: ImagingNetwork, name: str = "") -> Deployment:
    deployment = make_deployment(make_trust(network, name=name))
    make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
    return deployment


def swept() -> None:
    sweep(programme=make_programme(), on=TODAY, by=system())


def signed_in(role: Role = Role.NATIONAL_LEAD, scope: object = None) -> Client:
    client = Client()
    client.force_login(make_person(role=role, scope=scope))
    return client


def page(client: Client, name: str = "flags", *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return [each.split(">", 2)[1].split("<")[0] for each in html.split('tracker-flag__title">')[1:]]


def test_the_list_shows_the_worst_first_with_counts(network: ImagingNetwork) -> None:
    html = page(signed_in())
    assert ">6 flags<" in html.replace("\n", "")
    assert ">2 critical, 4 high<" in html
    assert html.index("Date passed and not recorded as done") < html.index("Go-live is slipping")


def test_a_manager_sees_flags_of_their_network_only(network: ImagingNetwork) -> None:
    html = page(signed_in(Role.PROGRAMME_MANAGER, network))
    assert "North Hospitals" in html
    assert "South Hospitals" not in html
    assert ">South<" not in html


@pytest.mark.parametrize("as_of", ["", LAST_YEAR.isoformat()])
@pytest.mark.parametrize(
    ("query", "rules"),
    [
        ({"severity": "critical"}, {"R02"}),
        ({"rule": "T03"}, {"T03"}),
        ({"trust": "north hosp"}, {"T03", "T05"}),
        ({"owner": "procurement"}, {"R02"}),
        ({"national": "on"}, {"R02"}),
        ({"state": "acknowledged"}, set()),
        ({"state": "closed"}, set()),
    ],
)
def test_filters_choose_the_same_today_and_on_a_past_day(
    network: ImagingNetwork, query: dict[str, str], rules: set[str], as_of: str
) -> None:
    dated = {"as_of": as_of} if as_of else {}
    assert set(titles(page(signed_in(), **query, **dated))) == {BY_CODE[rule].title for rule in rules}


def test_a_filter_that_can_not_be_is_told(network: ImagingNetwork) -> None:
    html = page(signed_in(), severity="terrible")
    assert "There is a problem" in html
    assert "<title>Error: Flags" in html


def test_somebody_elses_network_is_no_choice(network: ImagingNetwork) -> None:
    html = page(signed_in(Role.PROGRAMME_MANAGER, network), network="south")
    assert "South" not in html


def test_long_lists_have_pages_that_keep_the_filters(network: ImagingNetwork) -> None:
    for _ in range(30):
        slipping(network)
    swept()
    client = signed_in()
    first = page(client, rule="T03")
    assert len(titles(first)) == 25
    assert "?rule=T03&amp;page=2" in first
    second = page(client, rule="T03", page=2)
    assert len(titles(second)) == 7
    assert "Page 1 of 2" in second
    assert len(titles(page(client, rule="T03", page="none"))) == 25


@pytest.mark.parametrize("as_of", ["", LAST_YEAR.isoformat()])
def test_the_list_asks_as_many_questions_for_many_flags_as_for_few(network: ImagingNetwork, as_of: str) -> None:
    client, counts = signed_in(), []
    page(client, as_of=as_of)
    for many in (10, 40):
        for _ in range(many):
            slipping(network)
        swept()
        with CaptureQueriesContext(connection) as queries:
            page(client, as_of=as_of)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_flag_says_what_it_means_and_what_happened(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    html = page(signed_in(), "flag", flag.pk)
    for text in ("What it means", "What to do", "Who can clear it", "Opened as high", "North Hospitals, Chest X-ray"):
        assert text in html
    assert reverse("acknowledge-flag", args=[flag.pk]) in html


def test_a_flag_of_another_network_is_not_there(network: ImagingNetwork) -> None:
    foreign = Flag.objects.get(rule="T03", network__name="South")
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    for name in ("flag", "acknowledge-flag"):
        assert client.get(reverse(name, args=[foreign.pk])).status_code == 404
        assert client.get(reverse(name, args=[999_999])).status_code == 404


def test_a_viewer_reads_why_they_may_not_acknowledge(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    client = signed_in(Role.VIEWER)
    html = page(client, "flag", flag.pk)
    assert "may acknowledge it" in html
    assert reverse("acknowledge-flag", args=[flag.pk]) not in html
    assert client.post(reverse("acknowledge-flag", args=[flag.pk])).status_code == 403


def form(flag: Flag, days: int = 20, **changes: str) -> dict[str, str]:
    day = TODAY + timedelta(days=days)
    given = {"reason": "The board decides", "how_long": "day", "version": str(flag.version)}
    return given | {"until_day": str(day.day), "until_month": str(day.month), "until_year": str(day.year)} | changes


def test_acknowledging_by_the_form_shows_on_flag_and_list(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    response = client.post(reverse("acknowledge-flag", args=[flag.pk]), form(flag))
    assert (response.status_code, response["Location"]) == (302, reverse("flag", args=[flag.pk]))
    assert "Snoozed until" in page(client, "flag", flag.pk)
    assert titles(page(client, state="acknowledged")) == ["Go-live is slipping"]
    assert "Go-live is slipping" not in titles(page(client, state="open"))
    assert "Go-live is slipping" in titles(page(client))


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    html = signed_in().post(reverse("acknowledge-flag", args=[flag.pk]), form(flag, days=120)).content.decode()
    assert "at most 90 days" in html
    assert "The board decides" in html
    assert "<title>Error: " in html


def test_a_form_over_a_flag_that_somebody_else_set_aside_shows_both(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    acknowledge(flag=flag, reason="Theirs", until=TODAY + timedelta(days=5), version=1, by=system())
    html = signed_in().post(reverse("acknowledge-flag", args=[flag.pk]), form(flag)).content.decode()
    assert "Somebody else changed this" in html
    assert "Theirs" in html
    assert "The board decides" in html


def test_a_past_day_of_a_flag_offers_no_acknowledgement(network: ImagingNetwork) -> None:
    flag = Flag.objects.get(rule="T03", network=network)
    client = signed_in()
    address = reverse("flag", args=[flag.pk])
    assert client.get(address, {"as_of": LAST_YEAR.isoformat()}).status_code == 404
    acknowledging = reverse("acknowledge-flag", args=[flag.pk])
    assert client.get(acknowledging, {"as_of": LAST_YEAR.isoformat()}).status_code == 403
