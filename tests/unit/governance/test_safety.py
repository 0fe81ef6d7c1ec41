"""Risk schemes, hazards, safety cases, supplier packs and safety officers."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.governance.policies.checklists import Answered, parse_sections, problem_of, problems_of, refused_in
from tracker.governance.policies.judging import valid_until
from tracker.governance.policies.risk import Scheme, Scores, may_score, parse_scheme, problems_of_scheme
from tracker.governance.policies.safety import (
    TRANSITIONS,
    Completeness,
    HazardOn,
    may_accept_pack,
    may_approve_case,
    may_be_complete,
    may_change_case,
    may_change_scheme,
    may_check_officer,
    may_edit_case,
    may_receive_pack,
    may_record_acceptance,
    missing_from_case,
    problem_of_hazard,
)
from tracker.governance.policies.safety_gate import CaseOn, OfficerOn, PackOn, SafetyOn, case_verdict, pack_verdict
from tracker.governance.safety_vocabulary import ClauseAnswer, HazardStatus, PackDecision, SafetyCaseStatus

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
DATA = Path("tracker/governance/data")
Status = SafetyCaseStatus


def read(name: str) -> dict:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def scheme() -> Scheme:
    row = read("risk-scheme-uk-core.json")
    return parse_scheme(row["severities"], row["likelihoods"], row["matrix"], row["ratings"])


SCHEME = scheme()
SEVERITIES = ["minor", "significant", "considerable", "major", "catastrophic"]
# The UK Core hazard log of NHS Digital: a row for each likelihood, a column for each severity.
UK_CORE = {
    "very-high": [3, 4, 4, 5, 5],
    "high": [2, 3, 3, 4, 5],
    "medium": [2, 2, 3, 3, 4],
    "low": [1, 2, 2, 3, 4],
    "very-low": [1, 1, 2, 2, 3],
}
CELLS = [
    (severity, likelihood, rating)
    for likelihood, row in UK_CORE.items()
    for severity, rating in zip(SEVERITIES, row, strict=True)
]
SEVERITY = st.sampled_from(["", *SEVERITIES, "unheard-of"])
LIKELIHOOD = st.sampled_from(["", *UK_CORE, "unheard-of"])


@pytest.mark.parametrize(("severity", "likelihood", "rating"), CELLS)
def test_each_cell_of_the_matrix(severity: str, likelihood: str, rating: int) -> None:
    found = SCHEME.rate(severity, likelihood)
    assert found is not None
    assert found.rating == rating


def test_scheme_is_whole_and_says_what_each_rating_asks_for() -> None:
    assert len(CELLS) == 25
    assert problems_of_scheme(SCHEME) == []
    asked = {each.rating: (each.blocks, each.needs_alarp, each.needs_acceptance) for each in SCHEME.ratings}
    assert asked == {
        1: (False, False, False),
        2: (False, True, False),
        3: (False, True, True),
        4: (True, False, False),
        5: (True, False, False),
    }
    assert all(level.meaning for level in (*SCHEME.severities, *SCHEME.likelihoods))


def test_scheme_with_a_hole_is_told() -> None:
    broken = Scheme(SCHEME.severities, SCHEME.likelihoods, {"low": (1, 2, 2, 3, 9)}, SCHEME.ratings)
    problems = problems_of_scheme(broken)
    assert "The rating 9 has no meaning." in problems
    assert sum("needs a rating" in problem for problem in problems) == 4


@given(SEVERITY, LIKELIHOOD, SEVERITY, LIKELIHOOD, st.booleans())
def test_scores_are_refused_or_rate_both_risks_as_they_should(
    initial: str, likely: str, residual: str, then_likely: str, has_controls: bool
) -> None:
    decision = may_score(SCHEME, Scores(initial, likely, residual, then_likely), has_controls=has_controls)
    before, after = SCHEME.rate(initial, likely), SCHEME.rate(residual, then_likely)
    if not decision:
        assert decision.field.startswith(("initial", "residual"))
        return
    assert (before is not None) == bool(initial)
    assert (after is not None) == bool(residual)
    if after is not None:
        assert before is not None
        assert after.rating >= before.rating or has_controls


@pytest.mark.parametrize(
    ("scores", "has_controls", "field"),
    [
        (Scores("", "", "minor", "low"), False, "initial_severity"),
        (Scores("major", "high", "minor", "low"), False, "residual_severity"),
        (Scores("major", "high", "minor", "low"), True, None),
        (Scores("major", "high", "major", "high"), False, None),
        (Scores("major", "high", "", ""), False, None),
    ],
)
def test_residual_risk_comes_after_the_initial_one_and_is_lower_by_controls(
    scores: Scores, has_controls: bool, field: str | None
) -> None:
    decision = may_score(SCHEME, scores, has_controls=has_controls)
    assert (decision.allowed, decision.field) == (field is None, field or "")


@pytest.mark.parametrize(
    ("changes", "has_scores", "allowed"), [(True, True, False), (True, False, True), (False, True, True)]
)
def test_scheme_stays_while_hazards_are_scored_by_it(changes: bool, has_scores: bool, allowed: bool) -> None:
    assert may_change_scheme(changes=changes, has_scores=has_scores).allowed == allowed


def test_words_of_a_level() -> None:
    assert (SCHEME.severity("major"), SCHEME.likelihood("very-low"), SCHEME.severity("")) == ("Major", "Very low", "")


# --- Hazards and cases ----------------------------------------------------------------------------------------------


def hazard(severity: str = "minor", likelihood: str = "low", **facts: bool) -> HazardOn:
    rating = SCHEME.rate(severity, likelihood)
    return HazardOn(1, "Missed nodule", HazardStatus.OPEN, rating, rating, **facts)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (HazardOn(1, "Missed nodule", HazardStatus.OPEN), "initial risk is not scored"),
        (HazardOn(1, "Missed nodule", HazardStatus.OPEN, SCHEME.ratings[0]), "residual risk is not scored"),
        (hazard("catastrophic", "very-high"), "has to be reduced"),
        (hazard("catastrophic", "low", has_alarp=True, is_accepted=True), "has to be reduced"),
        (hazard("major", "low"), "as low as reasonably practicable"),
        (hazard("major", "low", has_alarp=True), "no named executive"),
        (hazard("major", "low", has_alarp=True, is_accepted=True), ""),
        (hazard("considerable", "low"), "as low as reasonably practicable"),
        (hazard("considerable", "low", has_alarp=True), ""),
        (hazard("minor", "low"), ""),
    ],
)
def test_what_a_hazard_lacks(found: HazardOn, words: str) -> None:
    problem = problem_of_hazard(found)
    assert words in problem
    assert bool(problem) == bool(words)


def test_everything_that_a_case_lacks_is_named() -> None:
    missing = missing_from_case(Completeness("", " ", "", (), ("3 Missed nodule",)))
    assert len(missing) == 5
    assert missing[-1].startswith("3 Missed nodule was transferred by the supplier")
    decision = may_be_complete(missing)
    assert "4 more things to do" in decision.reason
    assert may_be_complete([])
    assert may_be_complete(missing[:1]).reason == missing[0]


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("wanted", Status)
def test_case_moves_only_along_the_transitions(now: Status, wanted: Status) -> None:
    decision = may_change_case(now, wanted, since=TODAY, on=TODAY, today=TODAY, reason="A reason")
    assert bool(decision) == (wanted in TRANSITIONS[now])


def test_case_is_approved_only_by_way_of_the_safety_officer() -> None:
    assert {status for status in Status if Status.APPROVED in TRANSITIONS[status]} == {Status.WITH_OFFICER}
    assert TRANSITIONS[Status.SUPERSEDED] == frozenset()


@pytest.mark.parametrize(
    ("on", "reason", "wanted", "field"),
    [
        (TODAY + DAY, "Why", Status.APPROVED, "effective_on"),
        (TODAY - DAY, "Why", Status.APPROVED, "effective_on"),
        (TODAY, " ", Status.DRAFTING, "reason"),
        (TODAY, "", Status.WITHDRAWN, "reason"),
    ],
)
def test_step_of_an_impossible_day_or_without_its_reason_is_refused(
    on: date, reason: str, wanted: Status, field: str
) -> None:
    decision = may_change_case(Status.WITH_OFFICER, wanted, since=TODAY, on=on, today=TODAY, reason=reason)
    assert decision.field == field


def test_what_is_closed_is_not_edited() -> None:
    assert [status for status in Status if not may_edit_case(status)] == [Status.SUPERSEDED, Status.WITHDRAWN]


@given(
    st.booleans(), st.booleans(), st.none() | st.dates(TODAY - 9 * DAY, TODAY + 9 * DAY), st.booleans(), st.booleans()
)
def test_only_who_may_approves_what_is_there(
    held: bool, author: bool, checked: date | None, of_release: bool, complete: bool
) -> None:
    decision = may_approve_case(
        held_role=held,
        is_author=author,
        checked_until=checked,
        is_of_release_in_use=of_release,
        missing=[] if complete else ["The hazard log has no hazard."],
        on=TODAY,
    )
    is_checked = checked is not None and checked >= TODAY
    assert bool(decision) == (held and not author and is_checked and of_release and complete)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"is_self": True}, "officer"),
        ({"holds_role": False}, "officer"),
        ({"checked_on": TODAY + DAY}, "checked_on"),
        ({"trained_on": TODAY + DAY}, "trained_on"),
    ],
)
def test_check_of_an_officer_that_does_not_do_is_refused(facts: dict, field: str) -> None:
    whole = {"is_self": False, "holds_role": True, "checked_on": TODAY, "trained_on": None, "today": TODAY}
    assert may_check_officer(**whole)
    assert may_check_officer(**(whole | facts)).field == field


@pytest.mark.parametrize(
    ("accepted_by", "accepted_on", "field"),
    [("", None, ""), ("Ada", TODAY, ""), ("Ada", None, "accepted_on"), ("", TODAY, "accepted_by"),
     ("Ada", TODAY + DAY, "accepted_on")],
)  # fmt: skip
def test_acceptance_is_whole(accepted_by: str, accepted_on: date | None, field: str) -> None:
    assert may_record_acceptance(accepted_by=accepted_by, accepted_on=accepted_on, today=TODAY).field == field


# --- Packs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({}, ""),
        ({"is_applicable": False, "rationale": "It is not a health IT system", "received_on": None}, ""),
        ({"is_applicable": False, "rationale": " "}, "rationale"),
        ({"received_on": None}, "received_on"),
        ({"report_reference": ""}, "report_reference"),
        ({"received_on": TODAY + DAY}, "received_on"),
    ],
)
def test_pack_is_received_or_explained(facts: dict, field: str) -> None:
    whole = {"is_applicable": True, "rationale": "", "received_on": TODAY, "report_reference": "CSCR", "today": TODAY}
    decision = may_receive_pack(**(whole | facts))
    assert decision.field == field
    assert bool(decision) == (not field)


@pytest.mark.parametrize(
    ("answer", "evidence", "does"),
    [(None, "", False), (ClauseAnswer.YES, "", False), (ClauseAnswer.YES, "Report", True), (ClauseAnswer.NO, "", True),
     (ClauseAnswer.NOT_APPLICABLE, " ", False), (ClauseAnswer.NOT_APPLICABLE, "No third party", True),
     (ClauseAnswer.PARTIAL, "Report", False), (ClauseAnswer.AWAITING, "Report", False)],
)  # fmt: skip
def test_answers_that_do_before_supply(answer: ClauseAnswer | None, evidence: str, does: bool) -> None:
    assert (problem_of(Answered(answer, evidence)) == "") == does


def test_checklist_of_dcb0129_is_that_of_the_standard() -> None:
    sections = parse_sections(read("dcb0129-4.2.json")["sections"])
    numbers = [clause.number for section in sections for clause in section.clauses]
    assert len(numbers) == len(set(numbers)) == 61
    assert [clause.number for section in sections for clause in section.clauses if clause.is_advisory] == [
        "4.1.2",
        "6.2.2",
    ]
    answers = {number: {"answer": "no"} for number in numbers} | {"2.1.1": {"answer": "perhaps"}}
    assert list(problems_of(sections, answers)) == ["2.1.1"]
    refused = refused_in(sections, answers)
    assert "4.1.2" not in refused
    assert "7.3.4" in refused


def test_pack_is_accepted_when_it_is_whole_or_for_a_reason() -> None:
    assert may_accept_pack(is_applicable=True, problems=[], refused=[], note="")
    assert may_accept_pack(is_applicable=False, problems=["2.1.1"], refused=["2.1.1"], note="")
    assert (
        "5 requirements are"
        in may_accept_pack(is_applicable=True, problems=["1", "2", "3", "4", "5"], refused=[], note="").reason
    )
    assert may_accept_pack(is_applicable=True, problems=[], refused=["2.6.1"], note="").field == "note"
    assert may_accept_pack(is_applicable=True, problems=[], refused=["2.6.1"], note="Reviewed by us")


# --- Days -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 11, 23), 12, date(2026, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_check_holds_to_the_same_day_of_a_later_month(day: date, months: int, then: date) -> None:
    assert valid_until(day, months) == then


def test_nothing_is_valid_without_a_limit() -> None:
    assert valid_until(TODAY, None) is None
    assert valid_until(None, 12) is None


# --- The gate -------------------------------------------------------------------------------------------------------


def case(**facts: object) -> CaseOn:
    whole = {"id": 1, "release_id": 5, "release": "Chest 2.1", "status": Status.APPROVED, "since": TODAY}
    return CaseOn(**(whole | facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"release_id": None}, "which release"),
        ({}, "no DCB0160 safety case"),
        ({"case": case(release_id=4, release="Chest 2.0")}, "is of Chest 2.0, and Chest 2.1 is in use"),
        ({"case": case(status=Status.WITH_OFFICER)}, "with the clinical safety officer"),
        ({"case": case(is_as_approved=False)}, "not the one that was approved"),
        ({"case": case(), "unlinked": ("1 Missed nodule",)}, "1 hazard that the supplier transferred has no row"),
    ],
)
def test_safety_case_that_does_not_stand(facts: dict, words: str) -> None:
    verdict = case_verdict(SafetyOn(**({"deployment_id": 1, "release_id": 5, "release": "Chest 2.1"} | facts)), TODAY)
    assert not verdict
    assert words in verdict.reason
    assert verdict.remedy
    assert verdict.page


def test_approved_safety_case_of_the_release_in_use_stands() -> None:
    facts = SafetyOn(1, 5, "Chest 2.1", case=case())
    assert case_verdict(facts, TODAY)
    assert facts.is_approved
    assert not SafetyOn(1, 6, "Chest 2.2", case=case()).is_approved


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"release_id": None}, "which release"),
        ({}, "No DCB0129 pack"),
        ({"pack": PackOn(True, TODAY)}, "is not accepted yet"),
        ({"pack": PackOn(False, None)}, "The reason why DCB0129 does not apply"),
        ({"pack": PackOn(True, TODAY, PackDecision.RETURNED, TODAY)}, "was returned"),
        ({"pack": PackOn(True, TODAY, PackDecision.REOPENED, TODAY)}, "has changed since"),
    ],
)
def test_pack_that_does_not_stand(facts: dict, words: str) -> None:
    verdict = pack_verdict(SafetyOn(**({"deployment_id": 1, "release_id": 5, "release": "Chest 2.1"} | facts)), TODAY)
    assert not verdict
    assert words in verdict.reason


def test_accepted_pack_stands() -> None:
    assert pack_verdict(SafetyOn(1, 5, "Chest 2.1", pack=PackOn(True, TODAY, PackDecision.ACCEPTED, TODAY)), TODAY)


def test_check_of_an_officer_holds_to_its_last_day() -> None:
    officer = OfficerOn(1, "Sam", TODAY, TODAY)
    assert officer.is_valid_on(TODAY)
    assert not officer.is_valid_on(TODAY + DAY)
    assert not OfficerOn(1, "Sam").is_valid_on(TODAY)
