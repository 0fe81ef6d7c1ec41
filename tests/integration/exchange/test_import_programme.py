"""A programme workbook in: whole, again, later, wrong, by somebody who may not."""

import pytest

from tests.integration.exchange.workbooks import as_workbook, programme
from tracker.accounts.selectors import system_user
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult

pytestmark = pytest.mark.django_db


def load(sheets, **options) -> ImportResult:
    return import_workbook(as_workbook(sheets), by=system_user(), **options)


def told(result: ImportResult) -> list[str]:
    return [str(problem) for problem in result.problems]


def test_whole_programme_comes_in_and_a_second_time_changes_nothing():
    first = load(programme())
    assert told(first) == []
    print(first.counts)
    second = load(programme())
    assert told(second) == []
    assert [outcome for outcome in second.outcomes if outcome.changes] == []
    print(second.counts)
