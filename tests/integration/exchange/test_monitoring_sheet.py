"""Sheet Monitoring: readings and corrections come in, a second time nothing changes, and mistakes are told by cell."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import make_network, make_person
from tests.integration.exchange.workbooks import Rows, as_workbook, programme, trust_code
from tracker.accounts.roles import Role
from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import Counts, ImportResult
from tracker.governance.models import MonitoringPlan, MonitoringReading
from tracker.governance.selectors.monitoring import monitoring_on
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
FIRST, SECOND = trust_code(0), trust_code(1)
MAY, JUNE = date(2025, 5, 1), date(2025, 6, 1)


def reading(period: date = JUNE, *, trust: str = FIRST, metric: str = "turnaround", **cells: Any) -> dict[str, Any]:
    return {"trust": trust, "use case": "chest-xray", "metric": metric, "period": period, **cells}


def load(*rows: dict[str, Any], sheets: Rows | None = None, **options: Any) -> ImportResult:
    book = as_workbook({**(sheets or {}), "Monitoring": list(rows)})
    return import_workbook(book, **({"by": system_user()} | options))


@pytest.fixture
def sheets() -> Rows:
    """A programme that is in already."""
    found = programme()
    import_workbook(as_workbook(found), by=system_user())
    return {"Programme": found["Programme"]}


def told(result: ImportResult) -> list[tuple[int, str]]:
    return [(each.row, each.column) for each in result.problems]


def test_readings_come_in_with_a_plan_and_a_second_time_nothing_changes(sheets: Rows) -> None:
    rows = (
        reading(MAY, value=Decimal("4.5")),
        reading(JUNE, value=Decimal("4.25")),
        reading(JUNE, metric="flag-rate", numerator=167, denominator=1000),
        reading(JUNE, trust=SECOND, value=3),
    )
    first = load(*rows, sheets=sheets)
    assert [str(problem) for problem in first.problems] == []
    assert first.counts["Monitoring"] == Counts(added=4)
    assert MonitoringPlan.objects.count() == 2
    assert set(MonitoringReading.objects.values_list("door", flat=True)) == {"import"}
    deployment = Deployment.objects.get(trust__ods_code=FIRST)
    known = monitoring_on([deployment.pk], on=date(2025, 6, 15))[deployment.pk]
    assert (known.starts_on, [each.value for each in known.readings["turnaround"]]) == (MAY, [Decimal("4.5")])
    known = monitoring_on([deployment.pk], on=today_in_london())[deployment.pk]
    assert known.readings["flag-rate"][0].value == Decimal("16.7")
    assert load(*rows, sheets=sheets).counts["Monitoring"] == Counts(unchanged=4)
    assert MonitoringReading.objects.count() == 4


def test_correction_is_added_and_shown_with_the_old_value(sheets: Rows) -> None:
    load(reading(metric="flag-rate", numerator=167, denominator=1000), sheets=sheets)
    result = load(reading(metric="flag-rate", numerator=170), sheets=sheets)
    assert result.counts["Monitoring"] == Counts(changed=1)
    changes = {change.column: (change.old, change.new) for outcome in result.outcomes for change in outcome.changes}
    assert changes == {"value": (Decimal("16.7"), Decimal(17)), "numerator": (Decimal(167), Decimal(170))}
    assert MonitoringReading.objects.count() == 2
    assert load(reading(metric="flag-rate", value=17), sheets=sheets).counts["Monitoring"] == Counts(unchanged=1)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"metric": "nonsense", "value": 1}, "metric"),
        ({"period": date(2999, 1, 1), "value": 1}, "period"),
        ({}, "value"),
        ({"value": "-"}, "value"),
        ({"value": -1}, "value"),
        ({"value": Decimal("1.00001")}, "value"),
        ({"metric": "flag-rate", "value": 101}, "value"),
        ({"metric": "flag-rate", "value": 50, "numerator": 1, "denominator": 10}, "value"),
        ({"metric": "flag-rate", "numerator": 11, "denominator": 10}, "numerator"),
        ({"metric": "flag-rate", "numerator": 1}, "denominator"),
        ({"trust": "Z9Z9Z", "value": 1}, "trust"),
        ({"use case": "nonsense", "value": 1}, "use case"),
    ],
)
def test_mistake_is_told_by_cell_and_nothing_is_kept(sheets: Rows, cells: dict, column: str) -> None:
    result = load(reading(MAY, value=3), {**reading(), **cells}, sheets=sheets)
    assert told(result) == [(3, column)]
    assert result.problems[0].remedy
    assert not MonitoringReading.objects.exists()
    assert not MonitoringPlan.objects.exists()


def test_measure_that_the_plan_has_ended_in_favour_of_another_is_told_with_those_it_has(sheets: Rows) -> None:
    load(reading(value=3), sheets=sheets)
    MonitoringPlan.objects.get().rows.exclude(metric="turnaround").delete()
    result = load(reading(metric="flag-rate", value=3), sheets=sheets)
    assert "Use one of: turnaround." in result.problems[0].remedy


def test_person_without_the_right_is_told_by_row(sheets: Rows) -> None:
    viewer = make_person(role=Role.VIEWER)
    assert told(load(reading(value=3), sheets=sheets, by=viewer)) == [(2, "")]
    elsewhere = make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    assert load(reading(value=3), sheets=sheets, by=elsewhere).problems
    assert not MonitoringReading.objects.exists()
