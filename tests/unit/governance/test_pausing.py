"""Pausing clinical use and beginning again, and the release that a deployment may be said to run."""

from datetime import date
from typing import Any

import pytest

from tracker.governance.policies.pausing import may_go_live_again, may_pause, may_resume
from tracker.governance.policies.releases import may_run_release
from tracker.networks.vocabulary import ClinicalUse

DAY = date(2025, 6, 30)
PATIENT = "Patient 943 476 5919"  # the check digit of an NHS number that is used in examples


@pytest.mark.parametrize(
    ("state", "reason", "says"),
    [
        (ClinicalUse.LIVE_FULL, "Missed a nodule", ""),
        (ClinicalUse.LIVE_PARTIAL, "Missed a nodule", ""),
        (ClinicalUse.PAUSED, "Missed a nodule", "paused already"),
        (ClinicalUse.SHADOW, "Missed a nodule", "not in clinical use"),
        (ClinicalUse.LIVE_FULL, " ", "needs a reason"),
        (ClinicalUse.LIVE_FULL, PATIENT, "NHS number"),
    ],
)
def test_use_that_goes_on_is_paused_for_a_reason(state: ClinicalUse, reason: str, says: str) -> None:
    decision = may_pause(state, reason)
    assert decision.allowed == (not says)
    assert says in decision.sentence


@pytest.mark.parametrize(
    ("is_after_a_pause", "reason", "says"),
    [
        (True, "The fix was tested", ""),
        (False, "The fix was tested", "is not paused"),
        (True, "", "safe to begin again"),
        (True, PATIENT, "NHS number"),
    ],
)
def test_pause_ends_for_a_reason(is_after_a_pause: bool, reason: str, says: str) -> None:
    decision = may_resume(is_after_a_pause=is_after_a_pause, reason=reason)
    assert decision.allowed == (not says)
    assert says in decision.sentence


@pytest.mark.parametrize(
    ("is_after_a_pause", "approved_on", "allowed"),
    [
        (False, None, True),
        (True, None, False),
        (True, date(2025, 7, 1), False),
        (True, DAY, True),
    ],
)
def test_after_a_pause_only_the_safety_officer_opens_the_way(
    is_after_a_pause: bool, approved_on: date | None, allowed: bool
) -> None:
    decision = may_go_live_again(is_after_a_pause=is_after_a_pause, approved_on=approved_on, day=DAY)
    assert decision.allowed == allowed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"on": date(2025, 7, 1)}, "effective_on"),
        ({"is_offered_for_use_case": False}, "release"),
        ({"replaces_another": True}, "reason"),
        ({"replaces_another": True, "reason": "Fixes the threshold"}, None),
    ],
)
def test_release_is_one_for_the_use_case_and_a_change_of_it_has_a_reason(
    changes: dict[str, Any], field: str | None
) -> None:
    given: dict[str, Any] = {"is_offered_for_use_case": True, "replaces_another": False, "on": DAY, "reason": ""}
    decision = may_run_release(**(given | changes), today=DAY)
    assert (decision.allowed, decision.field) == (field is None, field or "")
