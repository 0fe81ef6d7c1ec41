"""What a DPIA's template holds, and what the small rules around it say of the cases at their edges."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.unit.governance.dpia_plain import LIMITS, TODAY, content, dpia, sections, template
from tracker.governance.policies.dpia_risks import may_score
from tracker.governance.policies.dpia_standing import Condition, Consultation
from tracker.governance.policies.dpia_template import automated_gaps
from tracker.governance.vocabulary import DpiaRole

DAY = timedelta(days=1)


def test_words_of_a_list_are_told_and_unknown_codes_shown_as_they_are() -> None:
    known = template()
    assert known.lists is not None
    name, options = next(iter(known.lists.items()))
    assert known.word(name, options[0].code) == options[0].text
    assert known.word(name, "unheard-of") == "unheard-of"
    assert known.options("unheard-of") == ()


def test_template_without_questions_about_automated_decisions_leaves_none_open() -> None:
    known = template()
    assert known.automated is not None
    assert automated_gaps(known, {})
    assert automated_gaps(replace(known, automated=None), {}) == []
    assert automated_gaps(replace(known, automated=("unheard-of", "a", "yes")), {}) == []


@pytest.mark.parametrize(
    ("residual", "reason", "mitigation", "field"),
    [
        ((3, 3), "", "", "residual_reason"),
        ((3, 3), "More people read with it", "", None),
        ((1, 2), "", "", "mitigation"),
        ((1, 2), "", "A second reader", None),
        ((2, 2), "", "", None),
        ((None, None), "", "", None),
    ],
)
def test_residual_score_that_moves_says_why(
    residual: tuple[int | None, int | None], reason: str, mitigation: str, field: str | None
) -> None:
    decision = may_score(inherent=(2, 2), residual=residual, reason=reason, mitigation=mitigation)
    assert (decision.allowed, decision.field) == (field is None, field or "")


def test_condition_is_late_after_its_day_until_it_is_met() -> None:
    condition = Condition(1, "Tell the public", "Asha Example", TODAY)
    assert not condition.is_overdue(TODAY)
    assert condition.is_overdue(TODAY + DAY)
    assert not replace(condition, met_on=TODAY).is_overdue(TODAY + DAY)


def test_consultation_without_limits_has_no_days_to_wait_for() -> None:
    asked = Consultation(1, date(2026, 1, 1))
    assert (asked.acceptance_due_on, asked.advice_due_on) == (None, None)
    limited = replace(asked, limits=LIMITS)
    assert (limited.acceptance_due_on, limited.advice_due_on) == (date(2026, 1, 11), date(2026, 2, 26))


def test_dpia_that_is_only_told_asks_nobody_to_sign() -> None:
    told = dpia(content=None)
    assert (told.is_as_told, told.missing_roles) == (True, ())
    assert dpia(content=content(sections={}, activities=(), risks=())).is_as_told
    assert not dpia(content=content(sections=sections())).is_as_told
    assert set(dpia(signed={}).missing_roles) <= set(DpiaRole)
    assert dpia(signed={}).missing_roles
