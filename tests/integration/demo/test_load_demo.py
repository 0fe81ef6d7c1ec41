"""The demo in the database: as the study left its programme, replayed backwards, and with something for every rule.

Loaded once for all of this file, by the command, in a transaction that is rolled back at the end; so the tests only read.
"""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.accounts.selectors import system_user
from tracker.core.sign_in import DEMO_PASSWORD, DEMO_PEOPLE
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.programme import generate
from tracker.demo.loading import load_programme
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.workbook import read_workbook
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.flags.rules.catalogue import RULES
from tracker.governance.models import DpiaState, DpiaStatus, Incident
from tracker.networks.access import access_of
from tracker.networks.models import NetworkFunding, Programme, RoleAssignment
from tracker.networks.selectors import live_counts, visible_deployments
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.models import SupplierStatusCode
from tracker.procurement.policies.slip import by_cause
from tracker.procurement.selectors.contracts import contracts_on
from tracker.procurement.selectors.pipeline import lines_on

ANCHOR = date(2025, 6, 30)
CALENDAR = Calendar(ANCHOR)
# These find nothing on an anchor that has passed: the demo is held to a catalogue (T08, T11) and suppliers transfer hazards
# (R42) from the day of loading on, and the acceptance of CE marks ends in 2030 (R53). No contract of the demo is large
# enough for published KPIs (R07).
KNOWN_LATER = {"T08", "T11", "R07", "R42", "R53"}
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def programme(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Programme]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", anchor=ANCHOR.isoformat(), stdout=StringIO())
        loaded = Programme.objects.get()
        sweep(programme=loaded, on=ANCHOR, by=system_user())
        yield loaded
        transaction.set_rollback(True)


def test_live_trusts_are_counted_as_in_the_study(programme: Programme) -> None:
    days = [date(2023, 12, 31), date(2024, 11, 30), ANCHOR]
    counts = [(count.live, count.in_scope) for count in live_counts(programme, days=days)]
    assert counts == [(0, 64), (24, 66), (43, 66)]


def test_its_workbook_changes_nothing_when_it_is_imported_again(programme: Programme, tmp_path: Path) -> None:
    path = tmp_path / "programme.xlsx"
    call_command("export_programme", str(path), stdout=StringIO())
    result = import_workbook(read_workbook(path), dry_run=True, by=system_user())
    assert (result.problems, result.changes) == ([], [])
    assert result.total.unchanged > 5_000


def test_live_trusts_grow_from_month_to_month(programme: Programme) -> None:
    days = [CALENDAR.live_due_on + timedelta(days=30 * month) for month in range(18)]
    live = [count.live for count in live_counts(programme, days=days)]
    assert live == sorted(live)
    assert len(set(live)) > 8


def test_contracts_were_signed_four_to_ten_months_late(programme: Programme) -> None:
    contracts = contracts_on(access_of(system_user(), day=ANCHOR), on=ANCHOR)
    slips = [contract.signature.slip_months for contract in contracts if contract.signature.is_done]
    assert (min(slips), max(slips)) == (4, 10)
    assert set(slips) == {4, 5, 6, 7, 8, 9, 10}
    assert sum(not contract.signature.is_done for contract in contracts) <= 2


def test_slip_known_at_the_time_grows_step_by_step(programme: Programme) -> None:
    access = access_of(system_user(), day=ANCHOR)
    days = [CALENDAR.starts_on, CALENDAR.contracts_due_on, date(2024, 2, 29), ANCHOR]
    known = [{each.reference: each.signature.slip_days for each in contracts_on(access, on=day)} for day in days]
    assert set(known[0].values()) == {0}
    for reference, last in known[-1].items():
        slips = [slips[reference] for slips in known]
        assert slips == sorted(slips)
        assert last > slips[1] > 0


def test_the_causes_and_the_stages_of_every_procurement_add_up_to_its_slip(programme: Programme) -> None:
    """On the anchor and replayed on a day of every week of the programme."""
    access = access_of(system_user(), day=ANCHOR)
    days = [CALENDAR.starts_on + timedelta(days=7 * week) for week in range(104)]
    late = 0
    for day in [*days, ANCHOR]:
        lines = lines_on(access, programme, on=day)
        assert len(lines) == 20
        for line in lines:
            own = line.procurement
            total = own.slip[1] if own.slip else 0
            late += total > 0
            assert sum(each.own_slip_days for each in line.times) == total
            assert sum(by_cause(own.moves).values()) == total
            assert sum((each.days or 0) - (each.planned_days or 0) for each in line.times) == total
    assert late > 800
    causes = {move.cause for line in lines for move in line.procurement.moves}
    assert causes == {"B3", "B5", "B6", "B9", "law"}


def test_funding_is_allocated_to_the_last_penny(programme: Programme) -> None:
    allocated = NetworkFunding.objects.filter(programme=programme).values_list("allocated_pence", flat=True)
    assert len(allocated) == 12
    assert sum(allocated) == programme.funding_pence == 2_100_000_000


def test_every_rule_finds_something(programme: Programme) -> None:
    found = Counter(Flag.objects.filter(closed_on=None).values_list("rule", flat=True))
    assert {rule.code for rule in RULES} - set(found) == KNOWN_LATER


def test_deployments_spread_over_every_state_and_some_of_the_live_ones_need_somebody(programme: Programme) -> None:
    deployments = visible_deployments(access_of(system_user(), day=ANCHOR), on=ANCHOR)
    assert {each.state.state for each in deployments} == set(ClinicalUse)
    assert [each.state.state for each in deployments].count(ClinicalUse.PAUSED) == 1
    open_flags = Flag.objects.filter(closed_on=None)
    assert {"T09", "T10", "R26", "R56"} <= set(open_flags.values_list("rule", flat=True))  # paused, reviews, incident
    assert Incident.objects.count() == 2


def test_most_live_trusts_are_quiet(programme: Programme) -> None:
    access = access_of(system_user(), day=ANCHOR)
    live = {each.trust.id for each in visible_deployments(access, on=ANCHOR) if each.state.is_live}
    flagged = set(Flag.objects.filter(closed_on=None, trust__in=live).values_list("trust", flat=True))
    assert len(live) == 43
    assert len(flagged) < 43 / 2


def test_something_waits_for_a_national_decision_and_little_is_critical(programme: Programme) -> None:
    flags = Flag.objects.filter(closed_on=None)
    assert 1 <= flags.filter(needs_national_decision=True).count() <= 10
    assert 1 <= flags.filter(severity="critical").count() <= 12
    assert flags.count() <= 2 * len(RULES)


def test_supplier_was_active_until_it_failed(programme: Programme) -> None:
    access = access_of(system_user(), day=ANCHOR)

    def statuses(day: date) -> set[SupplierStatusCode]:
        return {contract.supplier_status for contract in contracts_on(access, on=day)}

    failed_on = CALENDAR.supplier_fails_on
    assert statuses(failed_on - timedelta(days=1)) == {SupplierStatusCode.ACTIVE}
    assert SupplierStatusCode.IN_ADMINISTRATION in statuses(failed_on)


def test_rejected_dpia_was_rejected_before_the_anchor(programme: Programme) -> None:
    for status in (DpiaStatus.REJECTED, DpiaStatus.SUPERSEDED):
        days = DpiaState.objects.filter(status=status).values_list("effective_on", flat=True)
        assert len(days) == 1
        assert all(day <= ANCHOR for day in days)


def test_taking_the_workbook_in_again_changes_nothing(programme: Programme) -> None:
    results = load_programme(generate(ANCHOR), by=system_user()).results
    assert [result.problems for result in results] == [[], []]
    assert [change for result in results for change in result.changes] == []


@pytest.mark.parametrize("arguments", [{}, {"anchor": "2025-06-30"}])
def test_loading_again_changes_nothing(programme: Programme, arguments: dict[str, str]) -> None:
    before = (User.objects.count(), RoleAssignment.objects.count(), Programme.objects.get().version)
    out = StringIO()
    call_command("load_demo", **arguments, stdout=out)
    assert "loaded already. Nothing was changed" in out.getvalue()
    assert (User.objects.count(), RoleAssignment.objects.count(), Programme.objects.get().version) == before


@pytest.mark.parametrize("arguments", [{"anchor": "2025-05-31"}, {"anchor": "2025-06-30", "trusts": 60}])
def test_another_demo_over_this_one_is_refused(programme: Programme, arguments: dict[str, object]) -> None:
    with pytest.raises(CommandError, match=r"12 networks and 66 trusts.*make demo-reset"):
        call_command("load_demo", **arguments)


def test_demo_people_hold_their_roles(programme: Programme) -> None:
    held = {
        row.user.email: (row.role, row.scope_kind)
        for row in RoleAssignment.objects.filter(user__email__in=[each.email for each in DEMO_PEOPLE])
    }
    assert held == {
        "national@demo.example": ("national-lead", "programme"),
        "manager@demo.example": ("programme-manager", "network"),
        "trust@demo.example": ("trust-user", "trust"),
        "procurement@demo.example": ("procurement", "network"),
        "safety@demo.example": ("governance-signatory", "network"),
        "viewer@demo.example": ("viewer", "programme"),
        "admin@demo.example": ("administrator", "programme"),
    }


def test_demo_people_of_a_network_share_it_and_it_has_a_bit_of_everything(programme: Programme) -> None:
    manager = User.objects.get(email="manager@demo.example")
    access = access_of(manager, day=ANCHOR)
    networks = RoleAssignment.objects.filter(scope_kind="network", user__email__in=[p.email for p in DEMO_PEOPLE])
    assert len(set(networks.values_list("network", flat=True))) == 1
    trust = RoleAssignment.objects.get(user__email="trust@demo.example").trust
    deployments = visible_deployments(access, on=ANCHOR)
    own = [each for each in deployments if each.trust.id == trust.pk]
    assert own
    assert not any(each.state.is_live for each in own)
    assert sum(each.state.is_live for each in deployments) >= 2
    assert any(each.go_live.is_overdue(ANCHOR) for each in deployments)
    rules = set(Flag.objects.filter(closed_on=None, network__in=access.network_ids).values_list("rule", flat=True))
    assert {"R01", "R03", "T03", "T04"} <= rules


def test_demo_people_sign_in_with_the_public_password(programme: Programme) -> None:
    for each in DEMO_PEOPLE:
        assert User.objects.get(email=each.email).check_password(DEMO_PASSWORD)


def test_every_network_has_contacts_who_cannot_sign_in(programme: Programme) -> None:
    signing_in = [each.email for each in DEMO_PEOPLE]
    for role in (Role.PROGRAMME_MANAGER, Role.PROCUREMENT):
        contacts = RoleAssignment.objects.filter(role=role).exclude(user__email__in=signing_in).select_related("user")
        assert len({row.network_id for row in contacts}) == 12
        assert all(row.user.email.endswith("@demo.example") for row in contacts)
        assert all(row.user.job_title and not row.user.has_usable_password() for row in contacts)


def test_command_is_unknown_in_production() -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DEMO", "ENVIRONMENT")},
        "ENVIRONMENT": "production",
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "tracker.example",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "REDIS_URL": "redis://127.0.0.1:1/0",
    }
    command = [sys.executable, "manage.py", "load_demo"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "Unknown command" in ended.stderr
