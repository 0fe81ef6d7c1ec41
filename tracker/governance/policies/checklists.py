"""The requirements of a safety standard as a checklist, and when its answers are whole. Pure.

Source: NHS England, DCB0129 compliance workbook, version 5.0, 15 June 2023: the answers and what each needs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.governance.safety_vocabulary import ClauseAnswer

# Before supply to a trust these are set to yes or no again.
NOT_BEFORE_SUPPLY = (ClauseAnswer.PARTIAL, ClauseAnswer.AWAITING)


@dataclass(frozen=True)
class Clause:
    """One requirement by its number. An advisory one says “should”."""

    number: str
    text: str
    is_advisory: bool = False


@dataclass(frozen=True)
class ClauseSection:
    """Requirements that belong together."""

    code: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Answered:
    """The answer to a requirement, with its evidence or reason."""

    answer: ClauseAnswer | None = None
    evidence: str = ""


def parse_sections(sections: Any) -> tuple[ClauseSection, ...]:
    """The sections of a standard from its stored data."""
    return tuple(
        ClauseSection(each["code"], each["title"], tuple(Clause(**clause) for clause in each["clauses"]))
        for each in sections
    )


def answered(answers: Mapping[str, Any], number: str) -> Answered:
    """What stands for a requirement; an answer that nobody knows is none."""
    row = answers.get(number) or {}
    answer = row.get("answer")
    known = ClauseAnswer(answer) if answer in ClauseAnswer.values else None
    return Answered(known, str(row.get("evidence", "")))


def problem_of(given: Answered) -> str:
    """Why an answer does not do for a system that is supplied; empty when it does."""
    if given.answer is None:
        return "not answered"
    if given.answer in NOT_BEFORE_SUPPLY:
        return f"“{given.answer.label.lower()}” is not an answer once the system is supplied"
    if given.answer == ClauseAnswer.NOT_APPLICABLE and not given.evidence.strip():
        return "“not applicable” needs a reason"
    if given.answer == ClauseAnswer.YES and not given.evidence.strip():
        return "“yes” needs its evidence"
    return ""


def problems_of(sections: Iterable[ClauseSection], answers: Mapping[str, Any]) -> dict[str, str]:
    """Each requirement whose answer does not do, by its number, with why."""
    numbers = [clause.number for section in sections for clause in section.clauses]
    found = {number: problem_of(answered(answers, number)) for number in numbers}
    return {number: problem for number, problem in found.items() if problem}


def refused_in(sections: Iterable[ClauseSection], answers: Mapping[str, Any]) -> list[str]:
    """The binding requirements that are answered with no."""
    return [
        clause.number
        for section in sections
        for clause in section.clauses
        if not clause.is_advisory and answered(answers, clause.number).answer == ClauseAnswer.NO
    ]
