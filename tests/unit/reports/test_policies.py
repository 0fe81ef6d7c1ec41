"""Rules about reports."""

import pytest

from tracker.reports.policies import COMMERCIAL, OFFICIAL, Sight, marking_of, may_open, may_retry

EVERYTHING, NO_MONEY, PLAN = (
    Sight(money=True, whole=True),
    Sight(money=False, whole=True),
    Sight(money=False, whole=False),
)


@pytest.mark.parametrize(
    ("made_with", "sees_now", "opens"),
    [
        (EVERYTHING, EVERYTHING, True),
        (EVERYTHING, NO_MONEY, False),
        (EVERYTHING, PLAN, False),
        (NO_MONEY, EVERYTHING, True),
        (NO_MONEY, PLAN, False),
        (PLAN, PLAN, True),
        (PLAN, NO_MONEY, True),
    ],
)
def test_file_opens_for_whoever_sees_as_much_as_its_maker(made_with: Sight, sees_now: Sight, opens: bool) -> None:
    decision = may_open(made_with, sees_now)
    assert bool(decision) is opens
    assert opens or decision.sentence.startswith("This report shows more than you may see.")


def test_money_makes_a_report_commercially_sensitive() -> None:
    assert marking_of(shows_money=True) == COMMERCIAL == "OFFICIAL-SENSITIVE: COMMERCIAL"
    assert marking_of(shows_money=False) == OFFICIAL


@pytest.mark.parametrize("status", ["waiting", "running", "ready", "no such status"])
def test_only_a_failed_report_is_tried_again(status: str) -> None:
    assert may_retry("failed")
    assert not may_retry(status)
