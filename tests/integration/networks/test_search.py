"""The search over HTTP: what each person finds, and that nothing else takes part."""

import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_deployment,
    make_evidence,
    make_network,
    make_person,
    make_procurement,
    make_signed_contract,
    make_trust,
)
from tests.support.answers import steady
from tests.support.forms import text_of
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.networks.models import ImagingNetwork, NetworkMembership, Trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> ImagingNetwork:
    """North with a hospital, a contract, a procurement and people; South has the same, with names of its own."""
    places = [("North", "King’s Mill Hospital", "N-2024/1"), ("South", "Zebedee Hospital", "ZX-9")]
    north, _ = (furnished(*place) for place in places)
    return north


def furnished(name: str, trust: str, reference: str) -> ImagingNetwork:
    network = make_network(name=name)
    deployment = make_deployment(make_trust(network, name=trust))
    make_signed_contract(network, reference=reference, covers=[deployment])
    make_procurement(network)
    make_evidence(deployment, title=f"Safety certificate of {trust}")
    make_person(f"{name.lower()}.planner@tests.example", Role.PROGRAMME_MANAGER, network, name=f"Asha {name}field")
    return network


@pytest.fixture
def manager(network: ImagingNetwork) -> User:
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network)


def searched(user: User, query: str, **more: str) -> str:
    client = Client()
    client.force_login(user)
    return text_of(client.get("/search/", {"q": query, **more}))


def found(html: str) -> dict[str, int]:
    """The groups of the page, with their counts."""
    heads = re.findall(r'id="found-(\w+)">.*?tracker-found__count">([\d,]+)', html)
    return {code: int(count.replace(",", "")) for code, count in heads}


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("kings mill", {"trusts", "deployments", "evidence"}),
        ("Kings Mil", {"trusts", "deployments", "evidence"}),
        ("N-2024/1", {"contracts"}),
        ("n20241", {"contracts"}),
        ("northfeild", {"people"}),
        ("certficate", {"evidence"}),
        ("frameworks", {"pages"}),
    ],
)
def test_everything_of_ones_own_is_found(manager: User, query: str, kinds: set[str]) -> None:
    assert kinds <= set(found(searched(manager, query)))


def test_an_ods_code_comes_first_and_is_marked(manager: User, network: ImagingNetwork) -> None:
    code = NetworkMembership.objects.get(network=network).trust.ods_code
    html = searched(manager, code.lower())
    assert f'<mark class="tracker-mark-found">{code}</mark>' in html
    assert html.index('id="found-trusts"') < html.index('id="found-deployments"')


@pytest.mark.parametrize("query", ["Zebedee", "ZX-9", "zx9", "Southfield", "South", "Zebedee hospital", "Zebedey"])
def test_what_is_out_of_scope_takes_no_part(manager: User, query: str) -> None:
    html = searched(manager, query)
    for word in ("Zebedee</", "Zebedee Hosp", "zebedee hosp", "Asha South", ">South<", "ZX-9</", "Southfield</"):
        assert word not in html
    if query != "Southfield":  # which is nearly the name of a person of one's own
        assert found(html) == {}
        assert "Nothing that you may see fits" in html
    assert found(searched(make_person(role=Role.VIEWER), "Zebedee"))["trusts"] == 1


def test_answers_are_the_same_whatever_others_have(manager: User, network: ImagingNetwork) -> None:
    """Counts, order and suggestions too: to the byte, but for the token of the form that signs out."""

    def answers() -> list[bytes]:
        pages = [searched(manager, query) for query in ("hospital", "kongs mell", "zanzibat", "planner", "")]
        return [steady(page.encode()) for page in pages]

    before = answers()
    furnished("Zanzibar", "Kongs Mell Hospital", "HOSPITAL")
    assert answers() == before


def test_the_nearest_word_is_suggested_and_the_page_says_what_can_be_searched(manager: User) -> None:
    html = searched(manager, "kingzz mil")
    assert 'Did you mean <a href="/search/?q=kings+mil">kings mil</a>?' in html
    assert "What you can search for" in html
    assert "Type at least 2" in searched(manager, "k")
    assert "a name or an ODS code" in searched(manager, "")
    assert searched(manager, "<b>\0x").count("<b>") == 0


def test_a_kind_shows_a_few_and_leads_to_all(manager: User, network: ImagingNetwork) -> None:
    for number in range(30):
        make_trust(network, name=f"Wexford {number}")
    html = searched(manager, "wexford")
    assert found(html)["trusts"] == 30
    assert "Show all 30" in html
    assert html.count("/trusts/") < 12
    html = searched(manager, "wexford", kind="trusts", page="2")
    assert "30 results for “wexford” in trusts." in html
    assert "kind=trusts&amp;page=1" in html
    assert found(searched(manager, "wexford", kind="nothing"))["trusts"] == 30


def test_somebody_without_a_role_finds_pages_only(network: ImagingNetwork) -> None:
    html = searched(make_person(), "hospital")
    assert found(html) == {}
    assert set(found(searched(make_person(), "national"))) == {"pages"}
    assert found(searched(make_person(), "frameworks")) == {}


def test_search_costs_the_same_queries_for_any_number(manager: User, network: ImagingNetwork) -> None:
    client = Client()
    client.force_login(manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/search/", {"q": "hospital"})
        return len(caught)

    before = queries()
    for number in range(8):
        furnished(f"Further {number}", f"Hospital {number}", f"F-{number}")
        make_deployment(make_trust(network, name=f"Near Hospital {number}"))
        make_signed_contract(network, reference=f"Q-{number}")
    assert queries() == before


def test_six_hundred_trusts_are_searched_at_once(network: ImagingNetwork) -> None:
    """Well under the 150 ms that a page may take; three times as long here, because tests share their machine."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    codes = [f"R{one}{two}" for one in letters for two in letters]
    known = set(Trust.objects.values_list("ods_code", flat=True))
    Trust.objects.bulk_create(
        Trust(ods_code=code, name=f"{code} Teaching Hospitals {number}")
        for number, code in enumerate([code for code in codes if code not in known][:570])
    )
    lead = make_person(role=Role.NATIONAL_LEAD)
    searched(lead, "teaching")
    start = time.perf_counter()
    html = searched(lead, "teahcing hospitals")
    assert time.perf_counter() - start < 0.45
    assert found(html)["trusts"] >= 570
