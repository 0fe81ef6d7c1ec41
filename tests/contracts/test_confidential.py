"""What one network pays and how it scored stays its own: whatever another network's figures are, every answer to people of
this one is the same to the byte. Asked of every page, list, filter, ordering, search, export and address of the API."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.contracts.routes import Route, address, all_routes, session_of, without_logs
from tests.contracts.world import World, build_world
from tests.factories import make_bid, make_panel_member, moderate_all, score_all, system
from tests.factories.contracts import make_clause, make_kpi, make_metric, make_payment, make_reading
from tests.support.answers import steady
from tracker.core.days import today_in_london
from tracker.procurement.actions.contracts import record_terms
from tracker.procurement.actions.evaluations import begin_moderation, conclude, open_scoring
from tracker.procurement.actions.routes import record_challenge
from tracker.procurement.models import Contract, Evaluation
from tracker.procurement.route_vocabulary import ChallengeKind

MARK = "quetzalcoatl"  # stands in every secret text, and nowhere else
PENCE = 98_765_432_10
FIGURES = ("98765432", "98,765,432", "9876543210", "87,654,321", "87654321")
BUYER = "procurement"
PEOPLE = (BUYER, "programme manager", "trust user", "signatory")
QUERIES = (
    *(f"q={MARK}", "status=signed", "ordering=value", "ordering=-value", "order=value", "order=-value", "sort=-score"),
    *("value_min=1", "fields=id,value_pence"),
)


@dataclass
class Seen:
    """What everybody was answered, before and after another network's figures changed."""

    before: dict[tuple[str, str], bytes] = field(default_factory=dict)
    after: dict[tuple[str, str], bytes] = field(default_factory=dict)
    refused: dict[tuple[str, str], int] = field(default_factory=dict)
    national: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def seen(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    with (
        django_db_blocker.unblock(),
        override_settings(ACCOUNT_RATE_LIMITS=False, MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
        without_logs(),
    ):
        world = build_world()
        begin_scoring(world)
        found = Seen()
        found.before = answers(world)
        tell_secrets(world)
        found.after = answers(world)
        found.refused = statuses(world)
        found.national = national_answers(world)
        yield found
        transaction.set_rollback(True)


def begin_scoring(world: World) -> None:
    """The other network's panel sits before anybody looks: what changes afterwards are figures alone."""
    evaluation = Evaluation.objects.get(procurement=world.other.values["procurement_id"])
    make_panel_member(evaluation)
    make_bid(evaluation, price_pence=87_654_321_00)
    open_scoring(evaluation=evaluation, by=system())


def tell_secrets(world: World) -> None:
    """The other network's contract gets another value, payments and terms; its bids are scored and ranked."""
    contract = Contract.objects.get(pk=world.other.values["contract_id"])
    today = today_in_london()
    record_terms(
        contract=contract, on=today, value_pence=PENCE, committed_pence=0, paid_pence=87_654_321_00, by=system()
    )
    make_clause(contract, "deletion-return", position=f"The {MARK} clause", on=today, reference=MARK)
    metric = make_metric(contract, f"{MARK} metric")
    make_reading(metric, 77)
    make_payment(contract, 87_654_321_00, metric=metric, name=f"{MARK} payment")
    make_kpi(contract, f"{MARK} indicator")
    evaluation = Evaluation.objects.get(procurement=world.other.values["procurement_id"])
    for member in evaluation.members.all():
        score_all(member, 4, comment=f"Because of {MARK}")
    begin_moderation(evaluation=evaluation, by=system())
    moderate_all(evaluation, 4)
    conclude(evaluation=evaluation, by=system())
    record_challenge(
        procurement=evaluation.procurement,
        kind=ChallengeKind.COMPLAINT,
        supplier_name=f"{MARK.title()} Ltd",
        received_on=today - timedelta(days=1),
        summary=f"About {MARK}",
        by=system(),
    )


def own_addresses(world: World, role: str) -> list[str]:
    """Every list; and for a buyer every address over one's own things."""
    return [address(route, world.own) for route in reading_routes() if role == BUYER or not route.parameters]


def asked_otherwise(world: World, path: str) -> list[str]:
    """One list, asked in every way; those of this app also as of another day."""
    yesterday = today_in_london() - timedelta(days=1)
    dated = [f"as_of={yesterday}"] if path.startswith(("/procurements/", "/contracts/", "/suppliers/")) else []
    return [f"{path}?{query}" for query in (*QUERIES, f"network={world.other.network.slug}", *dated)]


def is_a_list(body: bytes) -> bool:
    """It has a table, or is a file of rows."""
    return b"<table" in body or not body.lstrip().startswith(b"<")


def reading_routes() -> list[Route]:
    """The routes of the product; those of the account's own pages hold nothing of a network."""
    return [route for route in all_routes() if not route.pattern.startswith(("/accounts/", "/metrics", "/readyz"))]


def get(client: Client, path: str) -> tuple[int, bytes]:
    with transaction.atomic():
        response = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    return response.status_code, body


def client_of(world: World, role: str) -> Client:
    user = world.people[role]
    assert user is not None
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    return client


def answers(world: World) -> dict[tuple[str, str], bytes]:
    found = {}
    for role in PEOPLE:
        client = client_of(world, role)
        for path in own_addresses(world, role):
            status, body = get(client, path)
            found[role, path] = _told(status, body)
            if role == BUYER and status == 200 and path in lists_of(world) and is_a_list(body):
                found |= {(role, other): _told(*get(client, other)) for other in asked_otherwise(world, path)}
    return found


def lists_of(world: World) -> set[str]:
    """The addresses that are about nothing in particular."""
    return {address(route, world.own) for route in reading_routes() if not route.parameters}


def _told(status: int, body: bytes) -> bytes:
    return str(status).encode() + steady(body)


def national_answers(world: World) -> dict[str, str]:
    """What somebody who may know it all reads of the other network."""
    client, other = client_of(world, "national lead"), world.other.values
    paths = {
        "contract": reverse("contract", args=[other["contract_id"]]),
        "bid": reverse("evaluation", args=[other["procurement_id"]]),
        "register": reverse("contracts"),
    }
    return {name: get(client, path)[1].decode() for name, path in paths.items()}


def statuses(world: World) -> dict[tuple[str, str], int]:
    """What a buyer of one network is answered over the procurement, evaluation, contract and files of the other."""
    client, found = client_of(world, BUYER), {}
    for route in reading_routes():
        if {"procurement_id", "contract_id", "evidence_id", "report_id"} & set(route.parameters):
            path = address(route, world.other)
            found[BUYER, path] = get(client, path)[0]
    return found


def first_difference(before: bytes, after: bytes) -> str:
    """Where two answers part."""
    place = next((at for at, (one, two) in enumerate(zip(before, after, strict=False)) if one != two), 0)
    return f"{before[max(0, place - 60) : place + 60]!r} became {after[max(0, place - 60) : place + 60]!r}"


def test_no_answer_depends_on_another_network_s_figures(seen: Seen) -> None:
    assert len(seen.before) > 300
    differing = [key for key, body in seen.before.items() if body != seen.after[key]]
    assert differing == [], [first_difference(seen.before[key], seen.after[key]) for key in differing[:5]]


def test_no_answer_holds_another_network_s_figures(seen: Seen) -> None:
    marks = [MARK.encode(), *(figure.encode() for figure in FIGURES)]
    asked = {key for key in seen.after if MARK in key[1]}  # a search shows what was searched for
    told = [key for key, body in seen.after.items() if key not in asked and any(mark in body.lower() for mark in marks)]
    assert told == []


def test_another_network_s_procurement_contract_and_files_are_not_there(seen: Seen) -> None:
    assert len(seen.refused) > 60
    assert {key: status for key, status in seen.refused.items() if status not in (404, 405)} == {}


def test_the_secrets_are_there_for_who_may_know_them(seen: Seen) -> None:
    """The same words and figures do appear to a national lead: what is looked for above can be found."""
    assert "98,765,432" in seen.national["contract"]
    assert MARK in seen.national["contract"]
    assert "87,654,321" in seen.national["bid"]
    assert "98,765,432" in seen.national["register"]
