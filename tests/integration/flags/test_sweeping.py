"""Sweeps: flags open, worsen, close and open again with their history, once each, whoever sweeps and how often."""

import subprocess
import sys
import threading
import time
from datetime import date, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    go_live,
    make_contract,
    make_deployment,
    make_milestone,
    make_network,
    make_prepared,
    make_procurement,
    make_programme,
    make_release,
    make_signed_everything,
    make_stage,
    make_supplier,
    make_trust,
    revise,
    system,
)
from tracker.core import outbox
from tracker.core.database import as_owner
from tracker.core.models import OutboxItem
from tracker.core.touched import TOUCHED
from tracker.flags.actions.sweeping import SweepResult, sweep
from tracker.flags.models import Flag, FlagEvent
from tracker.flags.selectors import facts_on
from tracker.flags.tasks import sweep_flags, sweep_touched
from tracker.flags.vocabulary import FlagEventKind, Severity
from tracker.networks.actions.deployments import confirm_update
from tracker.networks.actions.programmes import leave_programme
from tracker.networks.models import Deployment, ProgrammeScope
from tracker.procurement.actions.suppliers import record_supplier_status
from tracker.procurement.models import SupplierStatusCode

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 30)


def swept(on: date = DAY, **options: object) -> SweepResult:
    return sweep(programme=make_programme(), on=on, by=system(), **options)


def open_codes(**where: object) -> list[str]:
    return list(Flag.objects.open().filter(**where).order_by("rule").values_list("rule", flat=True))


def kinds(flag: Flag) -> list[str]:
    return [event.kind for event in flag.events.order_by("pk")]


def slipping(trust: object = None, **options: object) -> Deployment:
    """A deployment that is half a year late, updated on `DAY`, with nothing else wrong."""
    deployment = make_deployment(trust)
    baseline, forecast = DAY + timedelta(days=200), DAY + timedelta(days=380)
    make_milestone(deployment, baseline=baseline, forecast=forecast, **options)
    confirm_update(deployment=deployment, on=DAY, by=system())
    return deployment


def test_a_sweep_opens_one_flag_for_one_cause() -> None:
    deployment = slipping()
    result = swept()
    flag = Flag.objects.get()
    assert (result.opened, result.changed) == (1, 1)
    assert (flag.rule, flag.severity, flag.deployment_id) == ("T03", Severity.HIGH, deployment.pk)
    assert (flag.opened_on, flag.trust_id, flag.closed_on) == (DAY, deployment.trust_id, None)
    assert kinds(flag) == [FlagEventKind.OPENED]


def test_sweeping_again_writes_nothing() -> None:
    slipping()
    swept()
    audit = Flag.audit_events.rel.related_model.objects
    before = (list(Flag.objects.values()), FlagEvent.objects.count(), audit.count())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert str(swept()) == ("0 opened, 0 reopened, 0 escalated, 0 eased, 0 closed, 0 reworded, 1 unchanged")
    assert (list(Flag.objects.values()), FlagEvent.objects.count(), audit.count()) == before
    assert not [each for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_day_that_passes_does_not_rewrite_a_flag() -> None:
    slipping()
    swept()
    assert swept(DAY + timedelta(days=20)).unchanged == 1
    assert Flag.objects.get().version == 1


def test_a_flag_escalates_with_age_and_keeps_its_row() -> None:
    deployment = make_deployment()
    make_signed_everything(deployment, on=DAY)
    make_prepared(deployment, on=DAY)
    make_milestone(deployment, baseline=DAY - timedelta(days=1))
    confirm_update(deployment=deployment, on=DAY, by=system())
    swept()
    assert "T04" in open_codes()
    confirm_update(deployment=deployment, on=DAY + timedelta(days=59), by=system())
    assert swept(DAY + timedelta(days=59)).escalated == 1
    flag = Flag.objects.get(rule="T04")
    assert (flag.severity, flag.version, flag.opened_on) == (Severity.CRITICAL, 2, DAY)
    assert kinds(flag) == [FlagEventKind.OPENED, FlagEventKind.ESCALATED]


def test_a_flag_eases_closes_and_opens_again_with_its_history() -> None:
    deployment = slipping()
    swept()
    near = DAY + timedelta(days=220)
    revise(deployment, "go-live", "forecast", near, on=DAY + timedelta(days=1))
    assert swept(DAY + timedelta(days=1)).eased == 1
    revise(deployment, "go-live", "forecast", DAY + timedelta(days=200), on=DAY + timedelta(days=2))
    assert swept(DAY + timedelta(days=2)).closed == 1
    flag = Flag.objects.get()
    assert flag.closed_on == DAY + timedelta(days=2)
    revise(deployment, "go-live", "forecast", DAY + timedelta(days=400), on=DAY + timedelta(days=3))
    assert swept(DAY + timedelta(days=3)).reopened == 1
    flag.refresh_from_db()
    assert (flag.closed_on, flag.opened_on, flag.severity) == (None, DAY + timedelta(days=3), Severity.HIGH)
    assert kinds(flag) == ["opened", "eased", "closed", "reopened"]


def test_a_new_date_in_the_same_band_is_told_without_an_event() -> None:
    deployment = slipping()
    swept()
    revise(deployment, "go-live", "forecast", DAY + timedelta(days=390), on=DAY)
    assert swept().reworded == 1
    flag = Flag.objects.get()
    assert ("25 July 2026" in flag.finding, flag.version, kinds(flag)) == (True, 2, ["opened"])


def test_a_trust_that_leaves_the_programme_takes_its_flags_along() -> None:
    deployment = slipping()
    swept()
    scope = ProgrammeScope.objects.get(trust=deployment.trust)
    leave_programme(scope=scope, left_on=DAY, reason="Merged", by=system())
    assert swept(touched={"trust": [deployment.trust_id]}).closed == 1
    assert open_codes() == []


def test_a_partial_sweep_leaves_other_flags_alone() -> None:
    first, second = slipping(), slipping()
    assert swept(touched={"deployment": [first.pk]}).opened == 1
    assert open_codes() == ["T03"]
    assert swept(touched={"deployment": [second.pk]}).opened == 1
    for deployment in (first, second):
        revise(deployment, "go-live", "forecast", DAY + timedelta(days=200), on=DAY)
    assert swept(touched={"deployment": [first.pk]}).closed == 1
    assert open_codes(deployment=second) == ["T03"]


def test_a_partial_sweep_of_a_supplier_reaches_its_contracts() -> None:
    network = make_network()
    deployment = make_deployment(make_trust(network))
    go_live(deployment, on=DAY)
    make_signed_everything(deployment, on=DAY)
    make_prepared(deployment, on=DAY)
    confirm_update(deployment=deployment, on=DAY, by=system())
    supplier = make_supplier()
    contract = make_contract(network, release=make_release(supplier), signed_on=date(2023, 12, 1), covers=[deployment])
    swept()
    assert "T07" not in open_codes()
    record_supplier_status(supplier=supplier, status=SupplierStatusCode.IN_ADMINISTRATION, on=DAY, by=system())
    assert swept(touched={"supplier": [supplier.pk]}).opened == 2  # the contract, and the deployment that it serves
    flag = Flag.objects.get(rule="T07", subject_kind="contract")
    assert (flag.subject_id, flag.severity) == (contract.pk, Severity.CRITICAL)
    assert (flag.network_id, flag.trust_id, flag.needs_national_decision) == (network.pk, None, True)


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("deployment", ["R80", "T03"]),
        ("trust", ["R80", "T03"]),
        ("procurement", ["R02", "R80", "T03"]),
        ("contract", ["R02", "R80", "T03"]),
        ("supplier", ["R02", "R80", "T03"]),
    ],
)
def test_a_partial_sweep_opens_what_a_full_one_would(kind: str, codes: list[str]) -> None:
    network = make_network()
    deployment = slipping(make_trust(network, project_manager=""))
    procurement = make_procurement(network)
    make_stage(procurement, baseline=DAY - timedelta(days=5))
    contract = make_contract(network, covers=[deployment], baseline=DAY - timedelta(days=5))
    ids = {
        "deployment": deployment.pk,
        "trust": deployment.trust_id,
        "procurement": procurement.pk,
        "contract": contract.pk,
        "supplier": contract.supplier_id,
    }
    swept(touched={kind: [ids[kind]]})
    assert open_codes() == codes
    assert (swept().unchanged, open_codes()) == (len(codes), ["R02", "R80", "T03"])


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_open_each_flag_once() -> None:
    for _ in range(3):
        slipping()
    make_programme()
    start = threading.Barrier(2, timeout=20)
    results: list[SweepResult] = []

    def run() -> None:
        try:
            start.wait()
            results.append(swept())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(result.opened for result in results) == [0, 3]
    assert (Flag.objects.count(), FlagEvent.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_second_sweep_waits_for_the_first_to_end() -> None:
    """A sweep that holds the programme's turn keeps another from reading what is about to change."""
    slipping()
    done = threading.Event()
    second: list[SweepResult] = []

    def run() -> None:
        try:
            second.append(swept())
        finally:
            done.set()
            connections.close_all()

    with transaction.atomic():
        first = swept()
        thread = threading.Thread(target=run)
        thread.start()
        assert not done.wait(timeout=1.5)
    thread.join(timeout=30)
    assert (first.opened, second[0].opened, second[0].unchanged) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_is_killed_midway_leaves_nothing_and_the_next_does_it_all(
    process_environment: dict[str, str],
) -> None:
    deployment = make_deployment()
    make_milestone(deployment, baseline=DAY)
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE flags_flagevent IN SHARE MODE")  # flags are written, their events have to wait
        process = subprocess.Popen([sys.executable, "manage.py", "sweep_flags"], env=process_environment)
        try:
            until = time.monotonic() + 30
            while not _is_waiting(cursor) and process.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            assert _is_waiting(cursor)
        finally:
            process.kill()
            process.wait()
    assert not Flag.objects.exists()
    sweep_flags()
    flags, events = Flag.objects.count(), FlagEvent.objects.count()
    assert flags == events > 0
    sweep_flags()
    assert (Flag.objects.count(), FlagEvent.objects.count()) == (flags, events)


def _is_waiting(cursor: CursorWrapper) -> bool:
    """Whether somebody waits to write events."""
    cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'flags_flagevent'::regclass")
    return cursor.fetchone()[0] > 0


@pytest.mark.parametrize("touched", [None, "one"])
def test_a_sweep_asks_as_many_questions_of_fifty_deployments_as_of_ten(touched: str | None) -> None:
    network = make_network()
    make_stage(make_procurement(network))
    counts = []
    made: list[Deployment] = []
    for many in (10, 50):
        while len(made) < many:
            made.append(slipping(make_trust(network)))
        make_contract(network, covers=made)
        options = {"touched": {"deployment": [made[0].pk]}} if touched else {}
        swept(**options)
        with CaptureQueriesContext(connection) as queries:
            swept(**options)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 130


def test_facts_leave_out_what_came_later() -> None:
    deployment = slipping(on=DAY)
    facts = facts_on(make_programme(), on=DAY - timedelta(days=1))
    assert facts.deployments[0].position.id == deployment.pk
    assert facts.deployments[0].position.milestones == {}


def test_the_hourly_job_and_a_change_sweep_the_day_they_run_on(time_machine: object) -> None:
    time_machine.move_to("2025-06-30 12:00+01:00")
    deployment = slipping()
    sweep_touched({"deployment": [deployment.pk]})
    assert open_codes() == ["T03"]
    version = Flag.objects.get().version
    sweep_flags()
    assert Flag.objects.get().version == version


@pytest.mark.django_db(transaction=True)
def test_a_change_is_swept_when_the_outbox_delivers_it(time_machine: object) -> None:
    time_machine.move_to("2025-06-30 12:00+01:00", tick=False)
    slipping()
    assert not Flag.objects.exists()
    for item in OutboxItem.objects.filter(topic=TOUCHED, delivered_at=None).order_by("pk"):
        outbox.deliver(item.pk)
    assert open_codes() == ["T03"]
    assert not OutboxItem.objects.filter(delivered_at=None).exists()
