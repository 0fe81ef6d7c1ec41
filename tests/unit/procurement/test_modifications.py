"""Modifications and their notices, and options to extend."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.core.decisions import Decision
from tracker.procurement.contract_vocabulary import ModificationStepKind
from tracker.procurement.policies.modifications import (
    ModificationOn,
    OptionOn,
    StepOn,
    extended,
    may_agree_options,
    may_extend,
    may_move_end,
    may_record_modification,
    may_take_step,
)

TODAY = date(2026, 11, 25)
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
AGREED = date(2026, 10, 1)
PLAIN = ModificationOn(1, "More sites", AGREED, TODAY, is_qualifying=False)
QUALIFYING = replace(PLAIN, is_qualifying=True)
NOT_NEEDED, NEEDED, PUBLISHED, IN_EFFECT = ModificationStepKind


def step(
    modification: ModificationOn, kind: ModificationStepKind, *, on: date = TODAY, notice: str = "", reason: str = ""
) -> Decision:
    return may_take_step(modification, kind, on=on, notice_id=notice, reason=reason, today=TODAY)


def decided(modification: ModificationOn, kind: ModificationStepKind, on: date = TODAY) -> ModificationOn:
    return replace(modification, steps=(StepOn(kind, on),))


@pytest.mark.parametrize(
    "decision",
    [
        step(PLAIN, NOT_NEEDED, reason="Provided for"),
        step(PLAIN, NEEDED),
        step(QUALIFYING, PUBLISHED, notice="012345-2026"),
        step(QUALIFYING, PUBLISHED, notice="012345-2026", on=date(2026, 9, 1)),
        step(decided(PLAIN, NOT_NEEDED), IN_EFFECT),
        step(decided(QUALIFYING, PUBLISHED), IN_EFFECT),
    ],
)
def test_steps_that_are_allowed(decision: Decision) -> None:
    assert decision


@pytest.mark.parametrize(
    ("decision", "word"),
    [
        (step(QUALIFYING, NOT_NEEDED, reason="No"), "A qualifying modification needs a contract change notice"),
        (step(PLAIN, NOT_NEEDED), "Say why no contract change notice is needed"),
        (step(QUALIFYING, PUBLISHED, notice="12"), "has a number such as"),
        (step(PLAIN, NEEDED, notice="012345-2026"), "Only a published notice has a number"),
        (step(PLAIN, NEEDED, on=TOMORROW), "in the future"),
        (step(PLAIN, NEEDED, on=AGREED - timedelta(days=1)), "was agreed on 1 October 2026"),
        (step(PLAIN, IN_EFFECT), "Nobody has decided"),
        (step(decided(QUALIFYING, NEEDED), IN_EFFECT), "is not published, and has to be before the change"),
        (step(decided(QUALIFYING, PUBLISHED), IN_EFFECT, on=YESTERDAY), "may not come before it"),
        (step(decided(PLAIN, IN_EFFECT), NEEDED), "took effect on 25 November 2026"),
    ],
)
def test_steps_that_are_refused(decision: Decision, word: str) -> None:
    assert not decision
    assert word in decision.reason
    assert decision.remedy


def test_newest_decision_stands() -> None:
    steps = (StepOn(NEEDED, YESTERDAY), StepOn(PUBLISHED, TODAY, "012345-2026"), StepOn(IN_EFFECT, TODAY))
    modification = replace(PLAIN, steps=steps)
    assert modification.decision == steps[1]
    assert modification.took_effect_on == TODAY
    assert PLAIN.decision is None


RECORDED: dict[str, Any] = {
    "what": "More sites",
    "value_pence": 100,
    "value_change_pence": -100,
    "agreed_on": AGREED,
    "planned_for": TODAY,
    "signed_on": AGREED,
    "today": TODAY,
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"what": " "}, "what"),
        ({"agreed_on": TOMORROW}, "agreed_on"),
        ({"signed_on": None}, "agreed_on"),
        ({"signed_on": TODAY}, "agreed_on"),
        ({"planned_for": AGREED - timedelta(days=1)}, "planned_for"),
        ({"value_change_pence": -101}, "value_change"),
    ],
)
def test_modifications_that_are_refused(changes: dict[str, Any], field: str) -> None:
    assert may_record_modification(**RECORDED)
    decision = may_record_modification(**RECORDED | changes)
    assert not decision
    assert decision.field == field


OPEN, USED = OptionOn(1, 1, 12), OptionOn(2, 2, 12, exercised_on=AGREED)


@pytest.mark.parametrize(
    ("options", "changes", "word"),
    [
        ((), {}, "no option to extend that is left"),
        ((USED,), {}, "no option to extend that is left"),
        ((OPEN,), {"on": TOMORROW}, "in the future"),
        ((OPEN,), {"ends_on": None}, "no end date yet"),
        ((OPEN,), {"ends_on": YESTERDAY}, "can't be extended after that"),
        ((OPEN,), {"notice": " "}, "given notice"),
    ],
)
def test_extensions_that_are_refused(options: tuple[OptionOn, ...], changes: dict[str, Any], word: str) -> None:
    given: dict[str, Any] = {"ends_on": TODAY, "notice": "Letter", "on": TODAY, "today": TODAY}
    assert may_extend((USED, OPEN), **given)
    decision = may_extend(options, **given | changes)
    assert not decision
    assert word in decision.reason
    assert decision.remedy


def test_options_are_recorded_once_and_in_range() -> None:
    assert may_agree_options(count=2, months=12, known=0)
    assert not may_agree_options(count=2, months=12, known=1)
    assert not may_agree_options(count=0, months=12, known=0)
    assert not may_agree_options(count=2, months=61, known=0)
    assert extended(date(2026, 8, 31), 18) == date(2028, 2, 29)


def test_end_of_a_signed_contract_is_not_moved_by_hand() -> None:
    assert may_move_end(stood=TODAY, wanted=YESTERDAY, is_signed=True, options_left=0)
    assert may_move_end(stood=None, wanted=TODAY, is_signed=True, options_left=0)
    assert may_move_end(stood=TODAY, wanted=TOMORROW, is_signed=False, options_left=0)
    by_option = may_move_end(stood=TODAY, wanted=TOMORROW, is_signed=True, options_left=2)
    assert "Use one of the 2 options" in by_option.remedy
    by_change = may_move_end(stood=TODAY, wanted=None, is_signed=True, options_left=0)
    assert "record a modification" in by_change.remedy
