"""Setting a flag aside: by whom, for how long, and what brings it back."""

from datetime import date, timedelta

import pytest

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
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.flags.actions.acknowledging import acknowledge
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.flags.selectors import find_flag
from tracker.networks.access import access_of

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
NEXT_MONTH = TODAY + timedelta(days=30)


def swept(on: date = TODAY) -> None:
    sweep(programme=make_programme(), on=on, by=system())


def flag_of(rule: str = "T03", *, network: object = None) -> Flag:
    """A medium flag of a deployment (T03, for programme managers) or a procurement (R02, for procurement)."""
    network = network or make_network()
    deployment = make_deployment(make_trust(network))
    make_milestone(deployment, baseline=TODAY + timedelta(days=100), forecast=TODAY + timedelta(days=120))
    make_stage(make_procurement(network), baseline=TODAY - timedelta(days=3))
    swept()
    return Flag.objects.get(rule=rule, network=network)


def set_aside(flag: Flag, by: User | None = None, **changes: object) -> Flag:
    wish = {"reason": "The board decides on Monday", "until": NEXT_MONTH, "version": flag.version} | changes
    return acknowledge(flag=flag, by=by or system(), **wish)


def test_an_acknowledged_flag_says_why_and_until_when() -> None:
    flag = flag_of()
    person = make_person(role=Role.PROGRAMME_MANAGER, scope=flag.network)
    set_aside(flag, person)
    flag.refresh_from_db()
    assert (flag.acknowledged_until, flag.acknowledged_by, flag.version) == (NEXT_MONTH, person, 2)
    event = flag.events.last()
    assert (event.kind, event.recorded_by) == ("acknowledged", person)
    assert event.note.endswith("The board decides on Monday")
    assert flag.closed_on is None


def test_an_acknowledged_flag_is_back_on_its_day() -> None:
    flag = set_aside(flag_of())
    before, then = (
        find_flag(access_of(system(), day=on), flag.pk, on=on) for on in (NEXT_MONTH - timedelta(days=1), NEXT_MONTH)
    )
    assert before
    assert before.acknowledged_until == NEXT_MONTH
    assert then
    assert then.acknowledged_until is None


def test_an_acknowledged_flag_is_back_when_it_becomes_more_severe() -> None:
    flag = set_aside(flag_of())
    revise(flag.deployment, "go-live", "forecast", TODAY + timedelta(days=110 + 20), on=TODAY)
    swept()
    flag.refresh_from_db()
    assert flag.acknowledged_until == NEXT_MONTH
    revise(flag.deployment, "go-live", "forecast", TODAY + timedelta(days=300), on=TODAY)
    swept()
    flag.refresh_from_db()
    assert (flag.severity, flag.acknowledged_until, flag.acknowledged_reason) == ("high", None, "")
    assert "was acknowledged until" in flag.events.last().note


def test_a_sweep_leaves_an_acknowledgement_alone() -> None:
    flag = set_aside(flag_of())
    swept()
    flag.refresh_from_db()
    assert (flag.acknowledged_until, flag.version) == (NEXT_MONTH, 2)


def test_a_closed_flag_keeps_no_acknowledgement() -> None:
    flag = set_aside(flag_of())
    revise(flag.deployment, "go-live", "forecast", TODAY + timedelta(days=100), on=TODAY)
    swept()
    flag.refresh_from_db()
    assert (flag.closed_on, flag.acknowledged_until) == (TODAY, None)
    with pytest.raises(Refused, match="closed already"):
        set_aside(flag)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"until": TODAY}, "until"),
        ({"until": TODAY + timedelta(days=91)}, "until"),
    ],
)
def test_an_acknowledgement_that_says_too_little_or_lasts_too_long_is_refused(changes: dict, field: str) -> None:
    flag = flag_of()
    with pytest.raises(Refused) as refusal:
        set_aside(flag, **changes)
    assert refusal.value.decision.field == field
    flag.refresh_from_db()
    assert (flag.acknowledged_until, flag.version) == (None, 1)


def test_an_acknowledgement_over_a_newer_version_is_refused() -> None:
    flag = flag_of()
    set_aside(flag)
    with pytest.raises(StaleWrite):
        set_aside(flag, version=1)


@pytest.mark.parametrize(
    ("rule", "role", "where", "allowed"),
    [
        ("T03", Role.PROGRAMME_MANAGER, "network", True),
        ("T03", Role.PROGRAMME_MANAGER, "elsewhere", False),
        ("T03", Role.NATIONAL_LEAD, "everywhere", True),
        ("T03", Role.ADMINISTRATOR, "everywhere", True),
        ("T03", Role.VIEWER, "everywhere", False),
        ("T03", Role.TRUST_USER, "trust", False),
        ("T03", Role.PROCUREMENT, "network", False),
        ("R02", Role.PROCUREMENT, "network", True),
        ("R02", Role.PROCUREMENT, "elsewhere", False),
        ("R02", Role.TRUST_USER, "trust", False),
    ],
)
def test_only_who_looks_after_a_flag_or_leads_may_acknowledge_it(
    rule: str, role: Role, where: str, allowed: bool
) -> None:
    flag = flag_of(rule)
    trust = Flag.objects.get(rule="T03").trust
    scope = {"network": flag.network, "elsewhere": make_network(), "everywhere": None, "trust": trust}[where]
    person = make_person(role=role, scope=scope)
    if allowed:
        assert set_aside(flag, person).acknowledged_by == person
    else:
        with pytest.raises(NotPermitted):
            set_aside(flag, person)
