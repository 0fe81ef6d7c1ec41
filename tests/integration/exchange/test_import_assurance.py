"""Sheets Training and Validation: imported once, the same again changes nothing, and mistakes are told at their cells."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.integration.exchange.workbooks import Rows, as_workbook, programme, trust_code
from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import Counts, ImportResult
from tracker.governance.models import TrainingCount, ValidationResult, ValidationStudy
from tracker.governance.selectors.training import training_on
from tracker.governance.selectors.validation import validation_on
from tracker.governance.validation_vocabulary import Outcome, TrainingRole
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TOMORROW = today_in_london() + timedelta(days=1)
KEY = {"trust": trust_code(0), "use case": "chest-xray"}
RUN = KEY | {
    "run on": date(2024, 10, 1),
    "cases": 1000,
    "true positives": 47,
    "false positives": 120,
    "true negatives": 830,
    "false negatives": 3,
    "minimum sensitivity": Decimal("0.8"),
    "minimum specificity": Decimal("0.85"),
    "result": "Pass",
}
COUNT = KEY | {"role": "radiologist", "eligible": 10, "completed": 8, "as at": date(2024, 9, 1)}


@pytest.fixture
def sheets() -> Rows:
    return programme(networks=1, trusts=2)


def load(sheets: Rows, **rows: list[dict[str, Any]]) -> ImportResult:
    return import_workbook(as_workbook(sheets | rows), by=system_user())


def deployment() -> Deployment:
    return Deployment.objects.get(trust__ods_code=KEY["trust"])


def test_counts_of_training_are_kept_by_day_and_once(sheets: Rows) -> None:
    later = COUNT | {"as at": date(2024, 10, 1), "completed": 10}
    result = load(sheets, Training=[later, COUNT])
    assert result.problems == []
    assert result.counts_of("Training") == Counts(added=2)
    again = load(sheets, Training=[later, COUNT])
    assert (again.problems, again.total.added, again.total.changed) == ([], 0, 0)
    pk = deployment().pk
    assert training_on([pk], on=date(2024, 9, 15))[pk].counts[TrainingRole.RADIOLOGIST].completed == 8
    assert training_on([pk], on=date(2024, 10, 15))[pk].counts[TrainingRole.RADIOLOGIST].completed == 10
    corrected = load(sheets, Training=[{**COUNT, "eligible": "", "completed": 9}])
    assert corrected.counts_of("Training") == Counts(changed=1)
    assert TrainingCount.objects.count() == 3


def test_a_run_of_a_validation_is_a_study_marked_as_told(sheets: Rows) -> None:
    result = load(sheets, Validation=[RUN])
    assert result.problems == []
    assert result.counts_of("Validation") == Counts(added=1)
    study = ValidationStudy.objects.get()
    assert (study.is_from_workbook, study.workbook_result, study.workbook_cases) == (True, Outcome.PASS, 1000)
    assert study.release is not None
    pk = deployment().pk
    assert validation_on([pk], on=date(2024, 10, 1))[pk].study.outcome == Outcome.PASS
    assert validation_on([pk], on=date(2024, 9, 30))[pk].study is None
    again = load(sheets, Validation=[RUN])
    assert (again.problems, again.total.changed) == ([], 0)
    assert ValidationResult.objects.count() == 1


def test_counts_told_otherwise_are_a_correction(sheets: Rows) -> None:
    load(sheets, Validation=[RUN])
    moved = KEY | {"run on": RUN["run on"], "true positives": 48, "false negatives": 2}
    assert load(sheets, Validation=[moved]).counts_of("Validation") == Counts(changed=1)
    assert list(ValidationResult.objects.values_list("true_positives", flat=True).order_by("pk")) == [47, 48]


def test_a_run_without_counts_or_minimums_is_kept_and_inconclusive(sheets: Rows) -> None:
    bare = KEY | {"run on": RUN["run on"], "cases": 40}
    assert load(sheets, Validation=[bare]).problems == []
    again = load(sheets, Validation=[bare])
    assert (again.problems, again.total.changed) == ([], 0)
    without = {name: value for name, value in RUN.items() if not name.startswith("minimum")}
    assert load(sheets, Validation=[without | {"run on": date(2024, 11, 1), "result": "inconclusive"}]).problems == []
    pk = deployment().pk
    assert validation_on([pk], on=date(2025, 1, 1))[pk].study.outcome == Outcome.INCONCLUSIVE


def test_what_the_interval_leaves_open_may_stand_beside_a_word(sheets: Rows) -> None:
    """0.94 of 50 is above 0.9, and its interval is not: a person who went by the figure wrote pass."""
    assert load(sheets, Validation=[RUN | {"minimum sensitivity": Decimal("0.9")}]).problems == []
    assert validation_on([deployment().pk], on=today_in_london())[deployment().pk].study.outcome == Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("sheet", "row", "column", "words"),
    [
        ("Training", COUNT | {"completed": 11}, "completed", "only 10 are eligible"),
        ("Training", COUNT | {"as at": TOMORROW}, "as at", "future"),
        ("Training", COUNT | {"eligible": ""}, "eligible", "A new row needs this column"),
        ("Training", COUNT | {"trust": trust_code(9)}, "trust", "There is no deployment"),
        ("Validation", RUN | {"cases": 999}, "cases", "add up to 1,000, not to 999"),
        ("Validation", RUN | {"false negatives": ""}, "false negatives", "Write all four"),
        ("Validation", RUN | {"cases": ""}, "cases", "A new row needs this column"),
        ("Validation", RUN | {"run on": TOMORROW}, "run on", "future"),
        ("Validation", RUN | {"result": "fail"}, "result", "it is “pass”"),
        ("Validation", RUN | {"minimum sensitivity": Decimal("0.99")}, "result", "it is “fail”"),
        ("Validation", RUN | {"result": "splendid"}, "result", "Write pass, fail or inconclusive"),
        ("Validation", RUN | {"cases": "-"}, "cases", ""),
    ],
)
def test_mistakes_are_told_at_their_cell_and_nothing_is_kept(
    sheets: Rows, sheet: str, row: dict[str, Any], column: str, words: str
) -> None:
    result = load(sheets, **{sheet: [row]})
    [problem] = result.problems
    assert (problem.sheet, problem.row, problem.column) == (sheet, 2, column)
    assert words in problem.remedy
    assert not TrainingCount.objects.exists()
    assert not ValidationStudy.objects.exists()


@pytest.mark.parametrize(
    ("sheet", "column", "words"),
    [
        ("Training", "eligible", "can't be cleared"),
        ("Validation", "true positives", "can't be cleared"),
        ("Validation", "minimum sensitivity", "Criteria do not change"),
    ],
)
def test_what_is_kept_is_not_cleared(sheets: Rows, sheet: str, column: str, words: str) -> None:
    first = {"Training": COUNT, "Validation": RUN}[sheet]
    load(sheets, **{sheet: [first]})
    [problem] = load(sheets, **{sheet: [first | {column: "-"}]}).problems
    assert words in problem.remedy


def test_criteria_stay_and_a_word_may_be_taken_back(sheets: Rows) -> None:
    load(sheets, Validation=[RUN])
    [problem] = load(sheets, Validation=[RUN | {"minimum sensitivity": Decimal("0.7")}]).problems
    assert problem.column == "minimum sensitivity"
    assert load(sheets, Validation=[RUN | {"result": "-"}]).counts_of("Validation") == Counts(changed=1)
    assert ValidationStudy.objects.get().workbook_result == ""
