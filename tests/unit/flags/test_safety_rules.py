"""Rules about clinical safety and the DTAC of the release in use, by plain facts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.flags.plain import TODAY, days, deployment, find
from tests.unit.flags.products import LIVE_ON, OFFICER, case, clinical, dtac, facts, hazard, without_release
from tests.unit.governance import dpia_plain
from tracker.flags.rules import AssuranceFacts, DeploymentFacts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.dpia_standing import DpiaOn
from tracker.governance.policies.dtac import DtacOn
from tracker.governance.policies.rollback import ContingencyOn
from tracker.governance.policies.safety_gate import OfficerOn, SafetyOn
from tracker.governance.policies.training import TrainingOn
from tracker.governance.policies.validation import StudyOn, ValidationOn
from tracker.governance.safety_vocabulary import DtacOutcome, SafetyCaseStatus
from tracker.governance.validation_vocabulary import Outcome
from tracker.networks.vocabulary import ClinicalUse

OTHER = {"release_id": 4, "release": "Chest 2.0"}


def test_nothing_is_said_where_all_is_in_order_or_nothing_is_known() -> None:
    assert find(facts()) == {}
    assert find(facts(go_live=TODAY)) == {}
    assert find(deployment(state=ClinicalUse.LIVE_FULL)) == {}


WRONG = clinical(case=None, officers=(), unlinked=("3 Missed nodule",))


@pytest.mark.parametrize(("left", "is_said"), [(31, False), (30, True), (7, True), (0, True)])
def test_before_a_go_live_it_is_said_when_it_is_near(left: int, is_said: bool) -> None:
    found = find(facts(WRONG, go_live=days(left)))
    assert set(found) == ({"R40", "R41", "R42"} if is_said else set())
    assert {each.severity for each in found.values()} <= {Severity.HIGH}
    assert {each.since for each in found.values()} <= {days(left - 30)}


def test_nothing_is_said_of_a_deployment_that_is_neither_in_use_nor_near() -> None:
    for state in (ClinicalUse.NOT_STARTED, ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN):
        assert not {"R40", "R41", "R42"} & set(find(facts(WRONG, state=state)))


def test_unknown_release_is_said_once() -> None:
    found = find(replace(facts(), safety=without_release()))
    assert {code: each.sentence for code, each in found.items()} == {
        "R46": "In clinical use, and nobody has recorded which release is used."
    }
    assert (found["R46"].severity, found["R46"].since) == (Severity.HIGH, LIVE_ON)


# --- R40: the safety officer ----------------------------------------------------------------------------------------

NEVER = OfficerOn(2, "Asha Example")
LAST_DAY = replace(OFFICER, checked_on=date(2024, 6, 30), checked_until=TODAY)
LAPSED = replace(OFFICER, checked_on=date(2024, 6, 29), checked_until=days(-1))


@pytest.mark.parametrize(
    ("officers", "words", "since"),
    [
        ((), "In clinical use, and the trust has no clinical safety officer.", LIVE_ON),
        ((NEVER,), "In clinical use, and nobody has checked the registration of Asha Example.", LIVE_ON),
        ((LAPSED,), "the registration of Sam Example was last checked on 29 June 2024.", TODAY),
        ((NEVER, LAPSED), "of Asha Example and the registration of Sam Example", TODAY),
    ],
)
def test_officer_who_is_missing_or_not_checked(officers: tuple[OfficerOn, ...], words: str, since: date) -> None:
    found = find(facts(clinical(officers=officers)))
    assert set(found) == {"R40"}
    assert (found["R40"].severity, found["R40"].since) == (Severity.HIGH, since)
    assert words in found["R40"].sentence


@pytest.mark.parametrize("officers", [(LAST_DAY,), (NEVER, OFFICER)])
def test_one_officer_whose_check_counts_is_enough_to_its_last_day(officers: tuple[OfficerOn, ...]) -> None:
    assert find(facts(clinical(officers=officers))) == {}


# --- R41 and R42: the safety case -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "words", "since"),
    [
        (None, "There is no DCB0160 safety case.", LIVE_ON),
        (
            {"status": SafetyCaseStatus.WITH_OFFICER, "since": days(-5)},
            "not approved (status: with the clinical safety officer).",
            days(-5),
        ),
        ({"status": SafetyCaseStatus.DRAFTING}, "not approved (status: drafting).", LIVE_ON),
        ({"is_as_approved": False}, "The safety case is not the one that was approved.", LIVE_ON),
        ({"hazards": ()}, "Its hazard log has no hazard.", LIVE_ON),
    ],
)
def test_safety_case_that_does_not_stand(of: dict[str, Any] | None, words: str, since: date) -> None:
    found = find(facts(clinical(case=case(**of) if of else None)))
    assert set(found) == {"R41"}
    assert (found["R41"].severity, found["R41"].since) == (Severity.HIGH, since)
    assert found["R41"].sentence.startswith("In clinical use. ")
    assert words in found["R41"].sentence


def test_safety_case_that_is_missing_is_told_without_a_release_too() -> None:
    unknown = without_release()
    of = replace(facts(), safety=replace(unknown, clinical=replace(unknown.clinical, case=None)))
    assert set(find(of)) == {"R41", "R46"}


def test_safety_case_of_another_release_counts_from_the_day_of_the_new_one() -> None:
    found = find(facts(clinical(case=case(**OTHER), release_since=days(-9))))
    assert set(found) == {"R41", "R46"}
    assert "The safety case is of Chest 2.0, and Chest 2.1 is in use." in found["R41"].sentence
    assert found["R41"].since == found["R46"].since == days(-9)


def test_transferred_hazards_without_a_row_are_named_and_counted() -> None:
    found = find(facts(clinical(unlinked=("3 Missed nodule", "5 Result late"))))
    assert set(found) == {"R42"}
    assert (found["R42"].severity, found["R42"].since) == (Severity.HIGH, LIVE_ON)
    assert found["R42"].sentence == (
        "In clinical use. The supplier transferred “3 Missed nodule” and “5 Result late”, and the trust's hazard log has "
        "no row for that."
    )
    many = find(facts(clinical(unlinked=tuple(f"{number} {'x' * 200}" for number in range(9)))))
    assert len(many["R42"].sentence) == 500


# --- R43 and R44: what remains of the risks -------------------------------------------------------------------------


def with_hazards(*hazards: Any, **options: Any) -> DeploymentFacts:
    of = case(hazards=hazards, status=SafetyCaseStatus.DRAFTING, since=days(-10))
    return facts(clinical(case=of), **options)


@pytest.mark.parametrize(("rating", "is_said"), [(1, False), (2, False), (3, False), (4, True), (5, True)])
def test_residual_risk_that_nobody_may_accept(rating: int, is_said: bool) -> None:
    found = find(with_hazards(hazard(rating, has_alarp=True, is_accepted=True)))
    assert ("R43" in found) == is_said
    assert "R44" not in found
    if is_said:
        assert (found["R43"].severity, found["R43"].since) == (Severity.CRITICAL, days(-10))
        assert found["R43"].sentence == (
            f"In clinical use. The residual risk is too high: hazard 1, Missed nodule (risk {rating})."
        )


@pytest.mark.parametrize(
    ("left", "severity"), [(30, Severity.HIGH), (8, Severity.HIGH), (7, Severity.CRITICAL), (-1, Severity.HIGH)]
)
def test_residual_risk_blocks_as_the_go_live_comes(left: int, severity: Severity) -> None:
    assert find(with_hazards(hazard(4), go_live=days(left)))["R43"].severity == severity


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({}, "Not shown to be as low as reasonably practicable: hazard 1, Missed nodule (risk 3). Not accepted by an "),
        ({"has_alarp": True}, "Not accepted by an executive: hazard 1, Missed nodule (risk 3)."),
        ({"is_accepted": True}, "Not shown to be as low as reasonably practicable: hazard 1"),
    ],
)
def test_residual_risk_without_its_reasons_or_acceptance(of: dict[str, bool], words: str) -> None:
    found = find(with_hazards(hazard(3, **of)))
    assert set(found) == {"R41", "R44"}
    assert (found["R44"].severity, found["R44"].since) == (Severity.HIGH, days(-10))
    assert words in found["R44"].sentence


def test_smaller_risk_or_one_that_is_not_scored_needs_no_acceptance() -> None:
    unscored = replace(hazard(3), residual=None)
    assert set(find(with_hazards(hazard(2), unscored, hazard(3, has_alarp=True, is_accepted=True)))) == {"R41"}


def test_first_hazards_are_named() -> None:
    found = find(with_hazards(*(hazard(4, number) for number in range(1, 6))))
    assert "hazard 3, Missed nodule (risk 4) and 2 more." in found["R43"].sentence


# --- R45: the DTAC --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "words", "since"),
    [
        ({"outcome": None, "concluded_on": None}, "No form is assessed for Chest 2.1.", LIVE_ON),
        ({"outcome": None, "supplier_form_on": days(-9), "concluded_on": None}, "A form is on file", LIVE_ON),
        (
            {"outcome": DtacOutcome.FAILED, "failing": ("C3.1",), "concluded_on": days(-5)},
            "Chest 2.1 failed C3.1.",
            days(-5),
        ),
        ({"version": "1.0", "dated_on": days(-100)}, "is version 1.0, and version 2.0 was mandatory", LIVE_ON),
    ],
)
def test_dtac_that_does_not_count(of: dict[str, Any], words: str, since: date) -> None:
    found = find(facts(dtac(**of)))
    assert set(found) == {"R45"}
    assert (found["R45"].severity, found["R45"].since) == (Severity.HIGH, since)
    assert words in found["R45"].sentence


def test_superseded_form_that_came_in_time_counts() -> None:
    assert find(facts(dtac(version="1.0", dated_on=days(-101)))) == {}
    assert set(find(replace(facts(), safety=replace(without_release(), dtac=DtacOn(11))))) == {"R46"}


# --- R46: the release -----------------------------------------------------------------------------------------------


def validated(release_id: int | None, release: str = "") -> AssuranceFacts:
    study = StudyOn(1, 11, release_id, release, days(-90), outcome=Outcome.PASS)
    return AssuranceFacts(ValidationOn(study), TrainingOn(), ContingencyOn())


def assessed(release_id: int | None) -> DpiaOn:
    return DpiaOn(11, content=dpia_plain.content(release_id=release_id))


def test_one_finding_lists_all_that_is_about_another_release() -> None:
    of = facts(clinical(case=case(**OTHER)), assurance=validated(3, "Chest 1.9"), dpia=assessed(4))
    finding = find(of)["R46"]
    assert finding.severity == Severity.HIGH
    assert finding.sentence == (
        "In clinical use. The release in use is Chest 2.1, and the safety case (Chest 2.0), the local validation (Chest "
        "1.9) and the DPIA are about another."
    )


@pytest.mark.parametrize("release_id", [None, 5])
def test_what_names_this_release_or_none_is_left_alone(release_id: int | None) -> None:
    of = facts(assurance=validated(release_id), dpia=assessed(release_id))
    assert "R46" not in find(of)


def test_one_document_is_told_as_one() -> None:
    finding = find(facts(clinical(release_since=days(-3)), assurance=validated(4, "Chest 2.0")))["R46"]
    assert finding.sentence.endswith("and the local validation (Chest 2.0) is about another.")
    assert finding.since == days(-3)


# --- Whatever the facts ---------------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
HAZARDS = st.builds(hazard, st.integers(1, 5), st.integers(1, 99), has_alarp=st.booleans(), is_accepted=st.booleans())


@st.composite
def clinicals(draw: st.DrawFn) -> SafetyOn:
    checked = draw(st.none() | DAYS)
    of = case(
        status=draw(st.sampled_from(SafetyCaseStatus)),
        since=draw(DAYS),
        is_as_approved=draw(st.booleans()),
        release_id=draw(st.sampled_from([4, 5])),
        hazards=tuple(draw(st.lists(HAZARDS, max_size=6))),
    )
    return clinical(
        case=draw(st.none() | st.just(of)),
        release_since=draw(st.none() | DAYS),
        officers=draw(st.sampled_from([(), (OfficerOn(1, "Sam Example", checked, checked),)])),
    )


@given(clinicals(), st.sampled_from([None, 0, 7, 20]))
def test_a_finding_is_whole_and_reads_the_same_tomorrow(of: SafetyOn, left: int | None) -> None:
    live = facts(of, go_live=None if left is None else days(left))
    today, tomorrow = find(live), find(live, day=days(1))
    for code, each in today.items():
        assert 0 < len(each.sentence) <= 500
        if code != "T04":
            assert (tomorrow[code].sentence, tomorrow[code].since) == (each.sentence, each.since)
