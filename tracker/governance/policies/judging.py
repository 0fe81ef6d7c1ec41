"""Verdicts from what is found wanting, and how long a check holds. Pure."""

from collections.abc import Iterator
from datetime import date

from tracker.core.days import add_months
from tracker.governance.policies.verdicts import Verdict, met, unmet

Problem = tuple[str, str]  # why it is not met, and what to do
NO_RELEASE: Problem = ("Nobody has recorded which release is used.", "Record the release in use first.")


def valid_until(done_on: date | None, months: int | None) -> date | None:
    """The last day on which something done on a day counts; None where it was not done or no limit is set."""
    return add_months(done_on, months) if done_on is not None and months is not None else None


def judged(problems: Iterator[Problem], *, met_by: str, page: str) -> Verdict:
    """Not met for the first problem, and met where there is none."""
    problem = next(problems, None)
    return met(met_by, page=page) if problem is None else unmet(problem[0], remedy=problem[1], page=page)
