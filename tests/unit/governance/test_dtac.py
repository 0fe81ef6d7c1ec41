"""Reading DTAC forms: routing, pass rules and outcomes, by table and by property."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.safety import DTAC_ANSWERS
from tracker.governance.policies.dtac import (
    DtacOn,
    Option,
    Question,
    Section,
    answers_of,
    dtac_verdict,
    judge_form,
    judge_section,
    parse_form,
    problems_of_form,
    questions_that_apply,
)
from tracker.governance.policies.dtac_steps import (
    may_answer,
    may_assess_clinical_safety,
    may_conclude,
    may_open_form,
)
from tracker.governance.safety_vocabulary import DtacOutcome

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def form(version: str = "2.0") -> tuple[Section, ...]:
    path = Path(f"tracker/governance/data/dtac-{version}.json")
    return parse_form(json.loads(path.read_text(encoding="utf-8"))["sections"])


FORM = form()
BY_CODE = {section.code: section for section in FORM}
ALL = [question for section in FORM for question in section.questions]


@st.composite
def answer_sets(draw: st.DrawFn) -> dict[str, str]:
    """Answers to any questions: options of the form, texts, empty ones, and codes that it does not offer."""
    given = {}
    for question in draw(st.lists(st.sampled_from(ALL), unique_by=lambda each: each.code)):
        offered = [option.code for option in question.options] or ["Words"]
        given[question.code] = draw(st.sampled_from([*offered, "", "unheard-of"]))
    return given


def test_section_is_called_by_its_code_and_title() -> None:
    assert form()[0].name == f"{form()[0].code} {form()[0].title}"


@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_form_can_be_walked(version: str) -> None:
    assert problems_of_form(form(version)) == []


def test_form_that_leads_nowhere_is_told() -> None:
    broken = Section(
        "C1",
        "Broken",
        True,
        (
            Question("C1.1", "One", options=(Option("yes", "Yes", "C1.9"),), passes=("no",)),
            Question("C1.2", "Two", options=(Option("yes", "Yes", "C1.1"),)),
            Question("C1.2", "Two again"),
        ),
    )
    problems = problems_of_form((broken,))
    assert "C1.2 is used twice." in problems
    assert any("leads to C1.9" in problem for problem in problems)
    assert any("passes with no" in problem for problem in problems)


@pytest.mark.parametrize(
    ("section", "answers", "applying"),
    [
        ("C1", {}, ["C1.1.1"]),
        ("C1", {"C1.1.1": "unheard-of"}, ["C1.1.1"]),
        ("C1", {"C1.1.1": "yes"}, ["C1.1.1", "PAQ", "C1.1.2"]),
        ("C1", {"C1.1.1": "yes", "C1.1.2": "yes"}, ["C1.1.1", "PAQ", "C1.1.2"]),
        ("C1", {"C1.1.1": "yes", "C1.1.2": "no"}, ["C1.1.1", "PAQ", "C1.1.2", "C1.2"]),
        ("C1", {"C1.1.1": "no"}, ["C1.1.1", "C1.2"]),
        ("C1", {"C1.1.1": "no", "C1.2": "yes"}, ["C1.1.1", "C1.2", "C1.2.2", "C1.2.3", "C1.2.4", "C1.2.5"]),
        ("C2", {"C2.1": "met", "C2.2": "no"}, ["C2.1", "C2.2"]),
        ("C2", {"C2.2": "yes", "C2.2.5": "uk-only"},
         ["C2.1", "C2.2", "C2.2.1", "C2.2.2", "C2.2.3", "C2.2.4", "C2.2.5"]),
        ("C2", {"C2.2": "yes", "C2.2.5": "outside"},
         ["C2.1", "C2.2", "C2.2.1", "C2.2.2", "C2.2.3", "C2.2.4", "C2.2.5", "C2.2.6"]),
        ("C3", {"C3.2": "yes"}, ["C3.1", "C3.2"]),
        ("C3", {"C3.2": "no"}, ["C3.1", "C3.2", "C3.3", "C3.4", "C3.5", "C3.5.1", "C3.6"]),
        ("C4", {"C4.1": "no"}, ["C4.1", "C4.2"]),
        ("C4", {"C4.1": "yes", "C4.1.2": "confirmed", "C4.2": "no"}, ["C4.1", "C4.1.1", "C4.1.2", "C4.2"]),
        ("C4", {"C4.1": "yes", "C4.1.2": "unable", "C4.2": "no"}, ["C4.1", "C4.1.1", "C4.1.2", "C4.1.3", "C4.2"]),
        ("C4", {"C4.1": "no", "C4.2": "yes"},
         ["C4.1", "C4.2", "C4.2.1", "C4.2.2", "C4.2.3", "C4.2.4", "C4.2.5", "C4.2.6"]),
        ("D", {"D1.4": "no"}, ["D1.1", "D1.2", "D1.3", "D1.4", "D1.5"]),
    ],
)  # fmt: skip
def test_routing(section: str, answers: dict[str, str], applying: list[str]) -> None:
    assert [each.code for each in questions_that_apply(BY_CODE[section], answers)] == applying


def test_reasons_for_being_out_of_scope_are_asked_for_and_dcb0129_is_not() -> None:
    """C1.2 answered with no: the reasons, and then the rest of the clinical risk questions do not apply."""
    answers = {"C1.1.1": "no", "C1.2": "no"}
    assert [each.code for each in questions_that_apply(BY_CODE["C1"], answers)] == ["C1.1.1", "C1.2", "C1.2.1"]
    assert judge_section(BY_CODE["C1"], answers | {"C1.2.1": "It only schedules"}).outcome == DtacOutcome.PASSED


@pytest.mark.parametrize(
    ("changed", "outcome", "failing"),
    [
        ({}, DtacOutcome.PASSED, []),
        ({"C2.1": ""}, DtacOutcome.INCOMPLETE, []),
        ({"C2.1": "no-access"}, DtacOutcome.PASSED, []),
        ({"C2.1": "unable"}, DtacOutcome.FAILED, ["C2.1"]),
        ({"PAQ": "not-provided"}, DtacOutcome.FAILED, ["PAQ"]),
        ({"C3.1": "expired"}, DtacOutcome.FAILED, ["C3.1"]),
        ({"C3.2": "no", "C3.3": "high-finding"}, DtacOutcome.FAILED, ["C3.3"]),
        ({"C3.3": "high-finding"}, DtacOutcome.PASSED, []),  # the charter is signed, so it is not asked
        ({"C1.1.2": "no", "C1.2": "yes", "C1.2.2": "no"}, DtacOutcome.FAILED, ["C1.2.2"]),
        ({"C4.2": "yes", "C4.2.1": "no", "C4.2.2": "yes", "C4.2.4": "no", "C4.2.5": "yes"},
         DtacOutcome.FAILED, ["C4.2.1"]),
        ({"C4.2": "yes", "C4.2.1": "no", "C4.2.2": "no", "C4.2.3": "By a local index", "C4.2.4": "no",
          "C4.2.5": "not-applicable"}, DtacOutcome.PASSED, []),
        ({"A3": "", "B1": "", "D1.2": "no"}, DtacOutcome.PASSED, []),
    ],
)  # fmt: skip
def test_outcome(changed: dict[str, str], outcome: DtacOutcome, failing: list[str]) -> None:
    result = judge_form(FORM, DTAC_ANSWERS | changed)
    assert result.outcome == outcome
    assert [each.code for each in result.failing] == failing
    assert all(each.reason for each in result.failing)


@given(answer_sets())
def test_every_answer_set_has_exactly_one_outcome(answers: dict[str, str]) -> None:
    result = judge_form(FORM, answers)
    outcomes = [each.outcome for each in result.sections]
    assert [each.section.code for each in result.sections] == ["C1", "C2", "C3", "C4"]
    assert (result.outcome == DtacOutcome.PASSED) == all(each == DtacOutcome.PASSED for each in outcomes)
    assert (result.outcome == DtacOutcome.FAILED) == (DtacOutcome.FAILED in outcomes)
    for each in result.sections:
        assert (each.outcome == DtacOutcome.FAILED) == bool(each.failing)
        assert each.outcome != DtacOutcome.PASSED or not each.unanswered


@given(answer_sets(), answer_sets())
def test_questions_that_do_not_apply_change_nothing(answers: dict[str, str], others: dict[str, str]) -> None:
    applying = {each.code for section in FORM for each in questions_that_apply(section, answers)}
    alternatives = {each.alternative for each in ALL if each.code in applying}
    noise = {code: text for code, text in others.items() if code not in applying | alternatives}
    assert judge_form(FORM, answers | noise) == judge_form(FORM, answers)


@given(answer_sets())
def test_a_walk_goes_forward_and_ends(answers: dict[str, str]) -> None:
    for section in FORM:
        order = [each.code for each in section.questions]
        walked = [order.index(each.code) for each in questions_that_apply(section, answers)]
        assert walked == sorted(set(walked))
        assert list(answers_of(section, answers)) == [order[index] for index in walked]


# --- Steps ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"is_open": True}, "Another form"),
        ({"dated_on": TODAY + DAY}, "future"),
        ({"on": TODAY + DAY}, "future"),
        ({"dated_on": date(2026, 2, 23)}, "was published on 24 February 2026"),
        ({"on": TODAY - 2 * DAY}, "before it was filled in"),
    ],
)
def test_opening_a_form(facts: dict, words: str) -> None:
    whole = {"is_open": False, "dated_on": TODAY - DAY, "published_on": date(2026, 2, 24), "on": TODAY, "today": TODAY}
    decision = may_open_form(**(whole | facts))
    assert words in decision.reason
    assert bool(decision) == (not words)


def test_concluded_form_stays_as_it_is() -> None:
    assert may_answer(is_concluded=False)
    assert not may_answer(is_concluded=True)


@pytest.mark.parametrize(
    ("unanswered", "on", "words"),
    [([], TODAY, ""), (["C1.2"], TODAY, "C1.2"), ([], TODAY + DAY, "future"), ([], TODAY - 3 * DAY, "before")],
)
def test_assessing_clinical_safety(unanswered: list[str], on: date, words: str) -> None:
    decision = may_assess_clinical_safety(unanswered=unanswered, on=on, opened_on=TODAY - DAY, today=TODAY)
    assert words in decision.reason
    assert bool(decision) == (not words)


@pytest.mark.parametrize(
    ("outcome", "facts", "words"),
    [
        (DtacOutcome.PASSED, {}, ""),
        (DtacOutcome.FAILED, {}, ""),
        (DtacOutcome.INCOMPLETE, {}, "not answered"),
        (DtacOutcome.PASSED, {"assessed_on": None}, "No clinical safety officer"),
        (DtacOutcome.PASSED, {"is_same_person": True}, "somebody else concludes"),
        (DtacOutcome.PASSED, {"on": TODAY + DAY}, "future"),
        (DtacOutcome.PASSED, {"on": TODAY - 2 * DAY}, "before"),
    ],
)
def test_concluding(outcome: DtacOutcome, facts: dict, words: str) -> None:
    whole = {"assessed_on": TODAY - DAY, "is_same_person": False, "on": TODAY, "today": TODAY}
    decision = may_conclude(outcome, **(whole | facts))
    assert words in decision.reason
    assert bool(decision) == (not words)


# --- The gate -------------------------------------------------------------------------------------------------------

PASSED = {
    "deployment_id": 1,
    "release_id": 5,
    "release": "Chest 2.1",
    "outcome": DtacOutcome.PASSED,
    "version": "2.0",
    "dated_on": TODAY,
    "concluded_on": TODAY,
    "current_version": "2.0",
    "mandatory_from": date(2026, 4, 6),
}


@pytest.mark.parametrize(
    ("facts", "is_met", "words"),
    [
        ({}, True, "passed version 2.0."),
        ({"release_id": None}, False, "which release"),
        ({"outcome": None}, False, "No form is assessed"),
        ({"outcome": None, "supplier_form_on": TODAY}, False, "nobody has assessed it"),
        ({"outcome": DtacOutcome.FAILED, "failing": ("C3.1", "PAQ")}, False, "failed C3.1, PAQ"),
        ({"version": "1.0", "dated_on": date(2026, 4, 6)}, False, "was mandatory"),
        ({"version": "1.0", "dated_on": date(2026, 4, 5)}, True, "superseded form"),
        ({"version": "1.0", "current_version": "1.0", "mandatory_from": None}, True, "passed version 1.0."),
    ],
)
def test_verdict(facts: dict, is_met: bool, words: str) -> None:
    verdict = dtac_verdict(DtacOn(**(PASSED | facts)), TODAY)
    assert bool(verdict) == is_met
    assert words in verdict.reason
