"""Monitoring plans and readings: who records them, what is refused, what is known on a day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_deployment,
    make_monitoring_plan,
    make_network,
    make_person,
    make_readings,
    make_trust,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.governance.actions.monitoring import (
    NewReading,
    change_plan,
    explain_special_cause,
    keep_measure,
    record_process_change,
    record_readings,
    start_plan,
)
from tracker.governance.checks import verdicts_on
from tracker.governance.models import MonitoringPlan, MonitoringReading, MonitoringStandard, PlanTemplateRow
from tracker.governance.policies.findings import findings_of
from tracker.governance.selectors.monitoring import monitoring_on, standards_on
from tracker.governance.vocabulary import MonitoringMethod, ProcessChangeKind
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
JUNE = date(2025, 6, 1)
NOISE = [10, 12, 9, 11, 10, 12, 9, 11, 10, 12, 9, 11]


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network)


def known(deployment: Deployment, on: date = TODAY):
    return monitoring_on([deployment.pk], on=on)[deployment.pk]


# --- Plans ----------------------------------------------------------------------------------------------------------


def test_plan_starts_with_the_measures_of_the_template(deployment: Deployment, manager: User) -> None:
    plan = start_plan(deployment=deployment, owner=" Mo Monitor ", starts_on=JUNE, by=manager)
    assert plan.owner == "Mo Monitor"
    assert plan.rows.count() == PlanTemplateRow.objects.on(TODAY).count() == 13
    assert set(plan.rows.values_list("starts_on", flat=True)) == {JUNE}
    assert OutboxItem.objects.filter(topic="touched", payload={"deployment": [deployment.pk]}).exists()


def test_second_plan_is_refused(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    with pytest.raises(Refused, match="already"):
        start_plan(deployment=deployment, owner="", starts_on=JUNE, by=manager)
    assert MonitoringPlan.objects.count() == 1


def test_people_of_another_network_and_readers_record_nothing(deployment: Deployment) -> None:
    plan = make_monitoring_plan(deployment)
    other = make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    for person in (other, make_person(role=Role.VIEWER), make_person()):
        with pytest.raises(NotPermitted):
            record_readings([NewReading(deployment, "turnaround", JUNE, Decimal(3))], by=person)
        with pytest.raises(NotPermitted):
            keep_measure(plan=plan, metric="turnaround", owner="Me", by=person)
        with pytest.raises(NotPermitted):
            change_plan(plan=plan, owner="Me", version=None, by=person)
        with pytest.raises(NotPermitted):
            record_process_change(
                deployment=deployment, kind=ProcessChangeKind.SCANNER, period=JUNE, reason="New", by=person
            )
        with pytest.raises(NotPermitted):
            explain_special_cause(
                deployment=deployment, metric="turnaround", through=JUNE, explanation="Snow", by=person
            )
    assert not MonitoringReading.objects.exists()


def test_people_of_the_trust_and_its_signatories_may(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    for role in (Role.TRUST_USER, Role.SIGNATORY):
        person = make_person(role=role, scope=deployment.trust)
        assert record_readings([NewReading(deployment, "turnaround", JUNE, Decimal(3))], by=person) in (0, 1)
    assert MonitoringReading.objects.get().door == Door.PAGE


def test_stale_plan_and_stale_measure_are_refused(deployment: Deployment, manager: User) -> None:
    plan = make_monitoring_plan(deployment)
    change_plan(plan=plan, owner="First", version=plan.version, by=manager)
    with pytest.raises(StaleWrite):
        change_plan(plan=plan, owner="Second", version=plan.version, by=manager)
    keep_measure(plan=plan, metric="turnaround", version=1, owner="First", by=manager)
    with pytest.raises(StaleWrite):
        keep_measure(plan=plan, metric="turnaround", version=1, owner="Second", by=manager)
    assert plan.rows.get(metric="turnaround").owner == "First"
    assert MonitoringPlan.objects.get().owner == "First"


def test_measure_is_added_and_an_impossible_one_refused(deployment: Deployment, manager: User) -> None:
    plan = make_monitoring_plan(deployment)
    fields = {"name": "Flag rate, mobile", "unit": "percent", "cadence": "monthly", "better": "neither"}
    row = keep_measure(plan=plan, metric="flag-rate-mobile", method="xmr", by=manager, **fields)
    assert (row.version, row.starts_on) == (1, plan.starts_on)
    with pytest.raises(Refused, match="CUSUM"):
        keep_measure(plan=plan, metric="another", method="cusum", by=manager, **fields)
    assert not plan.rows.filter(metric="another").exists()


# --- Readings -------------------------------------------------------------------------------------------------------


def test_reading_is_recorded_once_and_corrected_by_another_row(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    reading = NewReading(deployment, "turnaround", JUNE, Decimal("4.5"), note="Two weeks without data")
    assert record_readings([reading], by=manager) == 1
    assert record_readings([reading], by=manager) == 0
    assert record_readings([NewReading(deployment, "turnaround", JUNE, Decimal("4.7"))], by=manager) == 1
    assert MonitoringReading.objects.count() == 2
    (standing,) = known(deployment).readings["turnaround"]
    assert (standing.value, standing.known_on) == (Decimal("4.7"), TODAY)


def test_value_comes_from_its_counts(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    counts = NewReading(deployment, "flag-rate", JUNE, None, Decimal(167), Decimal(1000))
    record_readings([counts], by=manager)
    assert MonitoringReading.objects.get().value == Decimal("16.7")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"metric": "nonsense", "value": Decimal(1)}, "metric"),
        ({"period": date(2999, 1, 1), "value": Decimal(1)}, "period"),
        ({"period": date(2025, 6, 2), "value": Decimal(1)}, "period"),
        ({}, "value"),
        ({"value": Decimal(-1)}, "value"),
        ({"metric": "flag-rate", "value": Decimal(101)}, "value"),
        ({"metric": "flag-rate", "value": Decimal(20), "numerator": Decimal(1), "denominator": Decimal(10)}, "value"),
        ({"metric": "flag-rate", "numerator": Decimal(11), "denominator": Decimal(10)}, "numerator"),
        ({"metric": "flag-rate", "numerator": Decimal(-1), "denominator": Decimal(10)}, "numerator"),
        ({"metric": "flag-rate", "numerator": Decimal(1)}, "denominator"),
        ({"metric": "flag-rate", "denominator": Decimal(1)}, "numerator"),
        ({"metric": "flag-rate", "numerator": Decimal(0), "denominator": Decimal(0)}, "denominator"),
        ({"value": Decimal(1), "note": "Patient 943 476 5919"}, "note"),
        ({"metric": "score-drift", "counts": (1, 2)}, "counts"),
    ],
)
def test_impossible_reading_is_refused_and_nothing_half_written(
    deployment: Deployment, manager: User, fields: dict, field: str
) -> None:
    make_monitoring_plan(deployment)
    good = NewReading(deployment, "turnaround", JUNE, Decimal(3))
    bad = NewReading(**({"deployment": deployment, "metric": "turnaround", "period": JUNE} | fields))
    with pytest.raises(Refused) as refused:
        record_readings([good, bad], by=manager)
    assert refused.value.decision.field == field
    assert refused.value.decision.remedy
    assert not MonitoringReading.objects.exists()


def test_psi_is_worked_out_from_counts_against_the_baseline(deployment: Deployment, manager: User) -> None:
    plan = make_monitoring_plan(deployment)
    keep_measure(plan=plan, metric="score-drift", version=1, baseline_counts=[500, 300, 150, 50], by=manager)
    record_readings([NewReading(deployment, "score-drift", JUNE, counts=(250, 300, 250, 200))], by=manager)
    assert MonitoringReading.objects.get().value == Decimal("0.4323")
    with pytest.raises(Refused, match="4 classes"):
        record_readings([NewReading(deployment, "score-drift", JUNE, counts=(250, 300))], by=manager)


def test_imported_history_is_known_from_the_end_of_its_month(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [3, 4], first=date(2025, 1, 1))
    assert [each.known_on for each in known(deployment).readings["turnaround"]] == [
        date(2025, 1, 31),
        date(2025, 2, 28),
    ]
    assert len(known(deployment, on=date(2025, 2, 27)).readings["turnaround"]) == 1


def test_correction_that_is_imported_counts_from_the_day_of_import(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [3], first=JUNE)
    make_readings(deployment, [5], first=JUNE)
    assert known(deployment).readings["turnaround"][0].value == 5
    assert known(deployment, on=date(2025, 7, 1)).readings["turnaround"][0].value == 3


def test_reading_can_not_be_changed_or_taken_away(deployment: Deployment) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [3])
    with pytest.raises(Exception, match=r"permission denied|append_only"), transaction.atomic():
        MonitoringReading.objects.update(value=4)


def test_database_refuses_a_reading_of_a_day(deployment: Deployment) -> None:
    with pytest.raises(IntegrityError, match="is_of_a_month"), transaction.atomic():
        MonitoringReading.objects.create(
            deployment=deployment,
            metric="turnaround",
            period=date(2025, 6, 2),
            value=1,
            effective_on=JUNE.replace(day=3),
            door="page",
            recorded_by=system(),
        )


# --- What it tells --------------------------------------------------------------------------------------------------


def test_special_cause_waits_for_its_explanation(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, 30])
    (cause,) = [each.cause for each in findings_of(known(deployment), TODAY) if each.cause]
    assert (cause.period, cause.since) == (date(2025, 1, 1), date(2025, 1, 31))
    assert cause.sentence.endswith("is above the upper process limit")
    explain_special_cause(
        deployment=deployment, metric="turnaround", through=date(2025, 1, 1), explanation="PACS was down", by=manager
    )
    assert not [each for each in findings_of(known(deployment), TODAY) if each.cause]


@pytest.mark.parametrize(
    ("through", "explanation", "field"),
    [
        (date(2025, 2, 1), "PACS was down", "through"),
        (date(2025, 1, 1), " ", "explanation"),
        (date(2025, 1, 1), "Patient 9434765919", "explanation"),
    ],
)
def test_impossible_explanation_is_refused(
    deployment: Deployment, manager: User, through: date, explanation: str, field: str
) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, 30])
    with pytest.raises(Refused) as refused:
        explain_special_cause(
            deployment=deployment, metric="turnaround", through=through, explanation=explanation, by=manager
        )
    assert refused.value.decision.field == field


def test_process_change_counts_limits_anew_and_needs_a_reason(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    make_readings(deployment, [*NOISE, *[value + 50 for value in NOISE]])
    assert any(each.cause for each in findings_of(known(deployment), TODAY))
    change = {"deployment": deployment, "kind": ProcessChangeKind.GO_LIVE, "period": date(2025, 1, 1), "by": manager}
    for fields, field in (
        ({"reason": " "}, "reason"),
        ({"reason": "Live", "metric": "nonsense"}, "metric"),
        ({"reason": "Live", "period": date(2999, 1, 1)}, "period"),
    ):
        with pytest.raises(Refused) as refused:
            record_process_change(**change | fields)
        assert refused.value.decision.field == field
    record_process_change(**change, reason="Live for ED too", metric="turnaround")
    assert not any(each.cause for each in findings_of(known(deployment), TODAY))


def test_explaining_a_measure_without_readings_is_refused(deployment: Deployment, manager: User) -> None:
    make_monitoring_plan(deployment)
    with pytest.raises(Refused, match="no reading"):
        explain_special_cause(deployment=deployment, metric="turnaround", through=JUNE, explanation="Snow", by=manager)


# --- The gate, and how it is read -----------------------------------------------------------------------------------


def test_gate_asks_for_a_plan_with_owners_and_a_baseline(deployment: Deployment, manager: User) -> None:
    def verdict():
        return verdicts_on([deployment.pk], on=TODAY)[deployment.pk]["monitoring-plan"]

    assert verdict().reason == "There is no monitoring plan."
    plan = make_monitoring_plan(deployment, owner="")
    assert "Nobody looks after" in verdict().reason
    change_plan(plan=plan, owner="Mo Monitor", version=None, by=manager)
    assert "no reading from before go-live" in verdict().reason
    record_readings([NewReading(deployment, "report-turnaround", JUNE, Decimal(20))], by=manager)
    assert verdict().is_met


def test_standards_are_those_of_the_day() -> None:
    assert standards_on(TODAY).whole("spc-shift-points") == 7
    row = MonitoringStandard.objects.get(code="psi-act")
    assert str(row) == "psi-act = 0.25 index"


def test_any_number_of_deployments_is_read_with_the_same_queries() -> None:
    def count(number: int) -> int:
        trust = make_trust()
        deployments = [make_deployment(trust, use_case=code) for code in ("chest-xray", "chest-ct")[:number]]
        for each in deployments:
            make_monitoring_plan(each)
            make_readings(each, NOISE)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            monitoring_on([each.pk for each in deployments], on=TODAY)
        return len(queries)

    assert count(1) == count(2) == 6


def test_methods_all_have_a_judgement(deployment: Deployment, manager: User) -> None:
    plan = make_monitoring_plan(deployment)
    for version, method in enumerate(MonitoringMethod, start=1):
        keep_measure(plan=plan, metric="turnaround", version=version, method=method, target=10, sd=1, by=manager)
        make_readings(deployment, NOISE)
        found = next(each for each in findings_of(known(deployment), TODAY) if each.measure.metric == "turnaround")
        assert len(found.judged) == 12
