"""A version of the requirement catalogue as a file with a row for each requirement (data/requirements_1.csv is one). Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from tracker.accounts.roles import Role, SignOffRole

WORDS = ("code", "domain_title", "title", "evidence", "owner_role", "signs_role", "check_code", "source")
NUMBERS = ("domain", "due_days_before_go_live", "sign_off_place")
ANSWERS = ("is_blocking", "is_waivable")
COLUMNS = (*WORDS, *NUMBERS, *ANSWERS)
NEEDED = ("code", "domain_title", "title", "evidence")
HEAD = 1  # the line of the column names


def read_requirements(
    rows: Iterable[Mapping[str, str | None]], *, checks: Collection[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The fields of each requirement, and every problem with its line. `checks` are the codes of those that there are."""
    given = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in rows]
    if not given:
        return [], ["The file has no requirements."]
    problems = [
        f"Line {line}: {problem}" for line, row in enumerate(given, HEAD + 1) for problem in _problems(row, checks)
    ]
    repeated = [code for code, times in Counter(row["code"] for row in given).items() if code and times > 1]
    problems += [f"The code “{code}” stands more than once. Give each requirement its own." for code in repeated]
    return ([] if problems else [_fields(row) for row in given]), problems


def _problems(row: Mapping[str, str], checks: Collection[str]) -> Iterator[str]:
    for name in NEEDED:
        if not row[name]:
            yield f"{name} is empty. Fill it in."
    for name in NUMBERS:
        if not row[name].isdecimal():
            yield f"{name} is “{row[name]}”. Write a whole number."
    for name in ANSWERS:
        if row[name] not in {"yes", "no"}:
            yield f"{name} is “{row[name]}”. Write yes or no."
    yield from _unknown_words(row, checks)


def _unknown_words(row: Mapping[str, str], checks: Collection[str]) -> Iterator[str]:
    if row["owner_role"] not in Role.values:
        yield f"owner_role is “{row['owner_role']}”. Write one of: {', '.join(Role.values)}."
    if row["signs_role"] not in {"", *SignOffRole.values}:
        yield f"signs_role is “{row['signs_role']}”. Leave it empty or write one of: {', '.join(SignOffRole.values)}."
    if row["check_code"] and row["check_code"] not in checks:
        yield f"check_code is “{row['check_code']}”. Leave it empty or write one of: {', '.join(sorted(checks))}."
    if not row["check_code"] and not row["signs_role"]:
        yield "Nobody signs this and no check answers it. Fill in signs_role or check_code."


def _fields(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **row,
        **{name: int(row[name]) for name in NUMBERS},
        **{name: row[name] == "yes" for name in ANSWERS},
    }
