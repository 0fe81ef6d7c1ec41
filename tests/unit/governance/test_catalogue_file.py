"""Reading a version of the catalogue from a file's rows."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from tracker.governance.policies.catalogue_file import read_requirements

ROW = {
    "code": "9-validation",
    "domain": "9",
    "domain_title": "Local validation",
    "title": "Local validation passed",
    "evidence": "A study on local cases.",
    "owner_role": "trust-user",
    "signs_role": "",
    "due_days_before_go_live": "21",
    "is_blocking": "yes",
    "is_waivable": "no",
    "check_code": "local-validation",
    "sign_off_place": "0",
    "source": "The standards",
}
CHECKS = {"local-validation", "training"}
FIRST: Path = settings.BASE_DIR / "tracker" / "governance" / "data" / "requirements_1.csv"


def test_a_row_becomes_the_fields_of_a_requirement() -> None:
    [fields], problems = read_requirements([ROW], checks=CHECKS)
    assert problems == []
    assert (fields["code"], fields["domain"], fields["due_days_before_go_live"]) == ("9-validation", 9, 21)
    assert (fields["is_blocking"], fields["is_waivable"]) == (True, False)


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("title", "", "title is empty"),
        ("domain", "nine", "domain is “nine”. Write a whole number."),
        ("is_waivable", "maybe", "is_waivable is “maybe”. Write yes or no."),
        ("owner_role", "nobody", "owner_role is “nobody”. Write one of: national-lead"),
        ("signs_role", "ceo", "signs_role is “ceo”. Leave it empty or write one of: clinical-safety-officer"),
        ("check_code", "luck", "check_code is “luck”. Leave it empty or write one of: local-validation, training."),
        ("check_code", "", "Nobody signs this and no check answers it."),
    ],
)
def test_each_mistake_is_told_with_its_line(column: str, value: str, told: str) -> None:
    fields, problems = read_requirements([ROW, ROW | {"code": "other", column: value}], checks=CHECKS)
    assert fields == []
    [problem] = problems
    assert problem.startswith(f"Line 3: {told}")


def test_every_mistake_is_told_at_once() -> None:
    _, problems = read_requirements([ROW, ROW, {"code": "empty"}], checks=CHECKS)
    assert any("“9-validation” stands more than once" in problem for problem in problems)
    assert len([problem for problem in problems if problem.startswith("Line 4")]) == 10
    assert read_requirements([], checks=CHECKS) == ([], ["The file has no requirements."])


def test_the_version_that_comes_with_the_product_reads_as_it_stands() -> None:
    with FIRST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields, problems = read_requirements(rows, checks={row["check_code"] for row in rows})
    assert problems == []
    assert len(fields) == 46
