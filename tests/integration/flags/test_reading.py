"""Reading flags: today's stored ones, a past day's computed ones, and only what the person may see."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_contract,
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
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag, FlagEvent, Threshold
from tracker.flags.rules import BY_CODE, RULES
from tracker.flags.selectors import FlagOn, find_flag, flag_counts, open_flags, thresholds_on
from tracker.flags.vocabulary import Severity
from tracker.networks.access import Access, access_of
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
LAST_YEAR = TODAY - timedelta(days=365)


def access(user: User) -> Access:
    return access_of(user, day=TODAY)


def swept() -> None:
    sweep(programme=make_programme(), on=TODAY, by=system())


def slipping(network: object = None) -> Deployment:
    """Late already last year, by a forecast that lies ahead."""
    deployment = make_deployment(make_trust(network))
    make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=300))
    return deployment


def described(flags: list[FlagOn]) -> list[tuple[object, ...]]:
    """Flags without what only stored ones have."""
    return [
        (each.rule, each.severity, each.finding, each.subject, each.owner_role, each.needs_national_decision)
        for each in flags
    ]


def test_todays_flags_are_the_stored_ones_and_equal_what_the_rules_find() -> None:
    slipping()
    assert open_flags(access(system()), on=TODAY) == []
    swept()
    stored = open_flags(access(system()), on=TODAY)
    tomorrow = access_of(system(), day=TODAY + timedelta(days=1))
    computed = open_flags(tomorrow, on=TODAY)
    assert described(stored) == described(computed) != []
    assert [each.id is None for each in (*stored, *computed)] == [False] * len(stored) + [True] * len(computed)


def test_a_past_day_is_computed_from_what_counted_then_and_changes_nothing() -> None:
    deployment = slipping()
    swept()
    revise(deployment, "go-live", "forecast", TODAY + timedelta(days=100), on=TODAY)
    before = (list(Flag.objects.values()), FlagEvent.objects.count())
    with CaptureQueriesContext(connection) as queries:
        flags = open_flags(access(system()), on=LAST_YEAR)
    assert [flag.rule for flag in flags if flag.rule == "T03"] == ["T03"]
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert (list(Flag.objects.values()), FlagEvent.objects.count()) == before


@pytest.mark.django_db(transaction=True)
def test_a_past_day_is_judged_once_for_each_version_of_the_data() -> None:
    slipping()
    with CaptureQueriesContext(connection) as judging:
        first = open_flags(access(system()), on=LAST_YEAR)
    with CaptureQueriesContext(connection) as remembering:
        assert open_flags(access(system()), on=LAST_YEAR) == first
    assert len(remembering) < len(judging) / 3
    with transaction.atomic():
        later = slipping()
        inside = open_flags(access(system()), on=LAST_YEAR)
    assert {flag.deployment_id for flag in inside} - {flag.deployment_id for flag in first} == {later.pk}
    assert described(open_flags(access(system()), on=LAST_YEAR)) == described(inside)


def test_a_flag_is_named_by_its_subject() -> None:
    network = make_network(name="North Imaging Network")
    deployment = slipping(network)
    make_stage(make_procurement(network), baseline=LAST_YEAR)
    swept()
    flags = {flag.rule: flag for flag in open_flags(access(system()), on=TODAY)}
    assert flags["T03"].subject == f"{deployment.trust.name}, Chest X-ray"
    assert flags["R02"].subject == "North Imaging Network, Chest X-ray procurement"
    assert (flags["T03"].ods_code, flags["T03"].network_slug) == (deployment.trust.ods_code, network.slug)


def test_the_worst_flag_comes_first_and_every_severity_is_counted() -> None:
    network = make_network()
    slipping(network)
    make_stage(make_procurement(network), baseline=LAST_YEAR)
    swept()
    flags = open_flags(access(system()), on=TODAY)
    ranks = [flag.severity.rank for flag in flags]
    assert ranks == sorted(ranks, reverse=True)
    assert list(flag_counts(flags)) == [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW]
    assert sum(flag_counts(flags).values()) == len(flags)
    assert flag_counts(flags)[Severity.CRITICAL] == 1


@pytest.mark.parametrize("on", [TODAY, LAST_YEAR])
@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.TRUST_USER, Role.VIEWER])
def test_people_see_flags_of_their_own_scope_today_and_on_past_days(role: Role, on: date) -> None:
    network, other = make_network(), make_network()
    own, neighbour, foreign = slipping(network), slipping(network), slipping(other)
    for each in (network, other):
        make_stage(make_procurement(each), baseline=LAST_YEAR - timedelta(days=30))
        make_contract(each, baseline=LAST_YEAR, use_case="chest-ct")
    swept()
    scope = {Role.TRUST_USER: own.trust, Role.PROGRAMME_MANAGER: network, Role.VIEWER: None}[role]
    flags = open_flags(access(make_person(role=role, scope=scope)), on=on)
    trusts = {flag.trust_id for flag in flags if flag.trust_id}
    everybody = {own.trust_id, neighbour.trust_id, foreign.trust_id}
    expected = {
        Role.TRUST_USER: {own.trust_id},
        Role.PROGRAMME_MANAGER: {own.trust_id, neighbour.trust_id},
        Role.VIEWER: everybody,
    }
    assert trusts == expected[role]
    plans = {flag.network_id for flag in flags if flag.trust_id is None}
    assert plans == ({network.pk, other.pk} if role == Role.VIEWER else {network.pk})


@pytest.mark.parametrize("on", [TODAY, LAST_YEAR])
def test_somebody_without_a_role_sees_no_flag(on: date) -> None:
    slipping()
    swept()
    assert open_flags(access(make_person()), on=on) == []


@pytest.mark.parametrize("on", [TODAY, LAST_YEAR])
def test_flags_are_read_with_as_many_queries_for_fifty_as_for_ten(on: date) -> None:
    network = make_network()
    person = access(make_person(role=Role.PROGRAMME_MANAGER, scope=network))
    counts, lengths = [], []
    for many in (10, 40):
        for _ in range(many):
            slipping(network)
        swept()
        with CaptureQueriesContext(connection) as queries:
            lengths.append(len(open_flags(person, on=on)))
        counts.append(len(queries))
    assert lengths[0] < lengths[1]
    assert counts[0] == counts[1]


def test_a_flag_of_a_past_day_has_the_severity_and_state_of_that_day() -> None:
    deployment = slipping()
    sweep(programme=make_programme(), on=LAST_YEAR, by=system())
    revise(deployment, "go-live", "forecast", TODAY + timedelta(days=100), on=TODAY)
    swept()
    flag = Flag.objects.get(rule="T03")
    now, then = (find_flag(access(system()), flag.pk, on=on) for on in (TODAY, LAST_YEAR))
    assert (now and now.is_open, then and then.is_open) == (False, True)
    assert find_flag(access(system()), flag.pk, on=LAST_YEAR - timedelta(days=1)) is None
    assert find_flag(access(make_person()), flag.pk, on=TODAY) is None


# --- Thresholds -----------------------------------------------------------------------------------------------------


def test_the_stored_thresholds_are_those_of_the_rules() -> None:
    stored = {(row.rule, row.name): row.value for row in Threshold.objects.filter(programme=None)}
    declared = {(rule.code, name): value for rule in RULES for name, value in rule.thresholds.items()}
    assert stored == declared
    assert not Threshold.objects.filter(source="").exists()


def test_a_programmes_own_threshold_wins_from_its_day_on() -> None:
    programme, rule = make_programme(), BY_CODE["R04"]
    Threshold.objects.create(
        programme=programme, rule="R04", name="idle_working_days", value=35, valid_from=date(2025, 1, 1), source="Board"
    )
    assert thresholds_on(programme, date(2024, 12, 31)).of(rule)["idle_working_days"] == 20
    assert thresholds_on(programme, date(2025, 1, 1)).of(rule)["idle_working_days"] == 35
    assert thresholds_on(make_programme("other"), date(2025, 1, 1)).of(rule)["idle_working_days"] == 20


def test_a_threshold_decides_what_is_found() -> None:
    slipping()
    Threshold.objects.create(
        programme=make_programme(), rule="T03", name="amber_working_days", value=500, valid_from=LAST_YEAR
    )
    swept()
    assert not Flag.objects.filter(rule="T03").exists()


# --- The command ----------------------------------------------------------------------------------------------------


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("sweep_flags", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_sweeps_today_and_says_what_it_did() -> None:
    slipping()
    first, second = told(), told()
    assert first.startswith("chest-ai: ")
    assert f"{Flag.objects.count()} opened" in first
    assert f"{Flag.objects.count()} unchanged" in second
    assert "0 opened" in second


def test_the_command_tells_a_past_day_and_changes_nothing() -> None:
    slipping()
    text = told("--as-of", LAST_YEAR.isoformat())
    assert "T03" in text
    assert "  critical: 0" in text
    assert not Flag.objects.exists()


@pytest.mark.parametrize("day", ["tomorrow", "2999-01-01", "31/03/2025"])
def test_the_command_refuses_a_day_that_is_none(day: str) -> None:
    with pytest.raises(CommandError):
        told("--as-of", day)
