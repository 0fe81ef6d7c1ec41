"""Open or closed, and exactly why."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.governance.plain import TODAY, assessment, held_to, requirement, voice, waiver
from tracker.governance.policies.assessments import AssessmentOn, StateOn
from tracker.governance.policies.catalogue import RequirementOn, may_adopt, may_remove_requirement
from tracker.governance.policies.gate import Gate, GateFacts, gate, reasons_of
from tracker.governance.policies.prerequisites import PrerequisitesOn, contract_is_signed, project_manager_is_named
from tracker.governance.policies.verdicts import met, unmet
from tracker.governance.policies.waivers import WaiverOn
from tracker.governance.vocabulary import AssessmentStatus, EvidenceState, Outcome, WaiverParty, WaiverVerdict

Status = AssessmentStatus
DAY = timedelta(days=1)
MET = assessment(Status.MET)


def judged(*requirements: RequirementOn, day: date = TODAY, **fields: object) -> Gate:
    return gate(GateFacts(11, held_to(*requirements), **fields), day)  # type: ignore[arg-type]


def outcomes(answer: Gate) -> list[Outcome]:
    return [item.outcome for item in answer.items]


def test_nothing_is_asked_of_what_is_held_to_nothing() -> None:
    answer = gate(GateFacts(11), TODAY)
    assert (answer.is_held, answer.is_open, answer.items) == (False, False, ())
    assert "No catalogue" in answer.sentence


def test_gate_is_open_when_every_blocking_requirement_is_met_waived_or_does_not_apply() -> None:
    answer = judged(
        *(requirement(number) for number in (1, 2, 3)),
        requirement(4, is_blocking=False),
        assessments={1: MET, 2: assessment(Status.NOT_APPLICABLE)},
        waivers={3: waiver(3, until=TODAY + DAY)},
    )
    assert outcomes(answer) == [Outcome.MET, Outcome.NOT_APPLICABLE, Outcome.WAIVED, Outcome.UNMET]
    assert answer.is_open
    assert answer.sentence == "The gate is open: all 3 blocking requirements in place, 1 of them by waiver."
    assert answer.done == 3


def test_one_missing_requirement_closes_it_and_is_named() -> None:
    answer = judged(requirement(1), requirement(2), assessments={1: MET})
    assert not answer.is_open
    assert answer.sentence == "The gate is closed: 1 of 2 blocking requirements is not met."
    assert reasons_of(answer.blocking) == "Requirement 2: nobody has started on it."


def test_check_that_nobody_answers_is_not_met() -> None:
    answer = judged(requirement(1, check="unheard-of"))
    assert answer.blocking[0].reason == "Nothing in the tracker answers this yet."


def test_check_answers_for_its_requirement_whatever_was_assessed() -> None:
    asked = requirement(1, check="dpia")
    assert judged(asked, verdicts={"dpia": met("Approved.")}).is_open
    refused = judged(asked, verdicts={"dpia": unmet("DPIA not started.")}, assessments={1: MET})
    assert reasons_of(refused.blocking) == "Requirement 1: DPIA not started."


def test_waiver_of_what_can_not_be_waived_counts_for_nothing() -> None:
    assert not judged(requirement(1, is_waivable=False), waivers={1: waiver(1, until=TODAY + DAY)}).is_open


def test_waiver_that_ended_is_told() -> None:
    answer = judged(requirement(1), waivers={1: waiver(1, until=TODAY)})
    assert answer.blocking[0].reason == "Nobody has started on it. Its waiver ended on 30 June 2025."


def test_evidence_that_has_gone_opens_what_it_supported_again() -> None:
    for state in EvidenceState:
        answer = judged(requirement(1), assessments={1: MET}, evidence={"requirement-1": state})
        assert answer.is_open == (state not in (EvidenceState.EXPIRED, EvidenceState.WITHDRAWN))


def test_requirement_is_due_before_the_go_live_unless_another_day_was_set() -> None:
    owned = assessment(Status.IN_PROGRESS, due_on=date(2025, 7, 4))
    answer = judged(requirement(1), requirement(2), go_live_on=TODAY + 40 * DAY, assessments={2: owned})
    assert [item.due_on for item in answer.items] == [TODAY + 10 * DAY, date(2025, 7, 4)]
    assert judged(requirement(1)).items[0].due_on is None


def test_sections_count_what_is_done() -> None:
    answer = judged(requirement(1), requirement(2), requirement(3, domain=2, domain_title="Data"), assessments={1: MET})
    assert [(each.number, each.title, each.done, len(each.items)) for each in answer.domains] == [
        (1, "Safety", 1, 2),
        (2, "Data", 0, 1),
    ]


def test_section_tells_what_blocks_it_and_what_is_waived() -> None:
    blocking, waived, optional = requirement(1), requirement(2), requirement(3, is_blocking=False)
    version = held_to(blocking, waived, optional)
    [section] = gate(GateFacts(1, version, waivers={2: waiver(2, until=TODAY + DAY)}), TODAY).domains
    assert [item.requirement for item in section.blocking] == [blocking]
    assert (section.waived, section.done) == (1, 1)
    assert version.find("requirement-2") == waived
    assert version.find("unheard-of") is None


def test_next_steps_are_what_blocks_then_what_is_due_then_what_finishes_most() -> None:
    answer = judged(
        requirement(1, is_blocking=False, due_days=300),
        requirement(2, due_days=10),
        requirement(3, domain=3, due_days=30),
        requirement(4, domain=2, due_days=30),
        requirement(5, domain=2, due_days=30),
        go_live_on=TODAY + 60 * DAY,
    )
    assert [item.requirement.id for item in answer.next_steps] == [3, 4, 5]


def test_next_steps_name_a_check_once_and_count_every_section_that_it_finishes() -> None:
    answer = judged(
        requirement(1, domain=1),
        requirement(2, domain=2, check="same"),
        requirement(3, domain=3, check="same"),
        requirement(4, domain=4, is_blocking=False),
    )
    assert [item.requirement.id for item in answer.next_steps] == [2, 1, 4]


# --- Whatever happens -----------------------------------------------------------------------------------------------

days = st.integers(-60, 60).map(lambda count: TODAY + count * DAY)
requirements = st.builds(
    requirement,
    st.integers(1, 4),
    is_blocking=st.booleans(),
    is_waivable=st.booleans(),
    check=st.sampled_from(["", "", "dpia", "nobody"]),
    domain=st.integers(1, 3),
)
states = st.builds(
    StateOn, st.sampled_from(Status), days, st.integers(1, 3), st.just("A"), st.just("Because"), st.none() | days
)
assessments = st.dictionaries(
    st.integers(1, 4),
    st.builds(
        AssessmentOn, st.just(1), states=st.lists(states, max_size=3).map(tuple), network=st.sampled_from(["", "N"])
    ),
)
voices = st.builds(voice, st.sampled_from(WaiverParty), st.integers(1, 3), st.sampled_from(WaiverVerdict))
waivers = st.dictionaries(
    st.integers(1, 4),
    st.builds(
        WaiverOn,
        st.just(1),
        st.just(1),
        st.just("Booked"),
        days,
        days,
        st.just(1),
        st.just("Asha"),
        st.lists(voices, max_size=4).map(tuple),
    ),
)
facts = st.builds(
    GateFacts,
    st.just(11),
    st.lists(requirements, max_size=4, unique_by=lambda each: each.id).map(lambda each: held_to(*each)),
    st.none() | days,
    st.dictionaries(st.just("dpia"), st.sampled_from([met("Yes."), unmet("No.")])),
    assessments,
    waivers,
    st.dictionaries(st.sampled_from([f"requirement-{n}" for n in range(1, 5)]), st.sampled_from(EvidenceState)),
)


@given(facts, days)
def test_open_gate_has_every_blocking_requirement_answered(facts: GateFacts, day: date) -> None:
    """Stated anew from the standard, not from the code: what an open gate must have for each blocking requirement."""
    if not gate(facts, day).is_open:
        return
    assert facts.version is not None
    for each in facts.version.requirements:
        if not each.is_blocking:
            continue
        waived = facts.waivers.get(each.id)
        by_waiver = (
            waived is not None and each.is_waivable and waived.is_agreed and waived.since <= day < waived.expires_on
        )
        answer = facts.assessments.get(each.id)
        by_people = (
            not each.check
            and answer is not None
            and answer.status in (Status.MET, Status.NOT_APPLICABLE)
            and (answer.states[-1].expires_on is None or day < answer.states[-1].expires_on)
            and not (answer.network and answer.confirmed_on is None)
        )
        by_records = each.check == "dpia" and bool(facts.verdicts.get("dpia"))
        has_gone = facts.evidence.get(each.code) in (EvidenceState.EXPIRED, EvidenceState.WITHDRAWN)
        assert by_waiver or ((by_people or by_records) and not has_gone)


@given(facts, days)
def test_what_expires_closes_the_gate_again(facts: GateFacts, day: date) -> None:
    """Of an open gate: on the day on which any waiver or assessment that it stands on ends, it is closed."""
    answer = gate(facts, day)
    if not answer.is_open:
        return
    for item in answer.items:
        if not item.requirement.is_blocking:
            continue
        ends = item.waiver.expires_on if item.outcome == Outcome.WAIVED and item.waiver else None
        if item.assessment and item.assessment.now and item.outcome in (Outcome.MET, Outcome.NOT_APPLICABLE):
            ends = item.assessment.now.expires_on
            if ends and item.waiver and item.requirement.is_waivable and item.waiver.counts_on(ends):
                continue  # a waiver takes over
        if ends is not None:
            assert not gate(facts, ends).is_open


@given(facts, days, st.integers(1, 4))
def test_evidence_that_expires_closes_the_gate_again(facts: GateFacts, day: date, place: int) -> None:
    """Of an open gate: once the evidence of a requirement that it stands on has gone, it is closed, unless a waiver stands
    in for it."""
    answer = gate(facts, day)
    item = answer.find(f"requirement-{place}")
    if not answer.is_open or item is None or not item.requirement.is_blocking:
        return
    gone = replace(facts, evidence={**facts.evidence, item.requirement.code: EvidenceState.EXPIRED})
    stands_in = item.waiver is not None and item.requirement.is_waivable and item.waiver.counts_on(day)
    assert gate(gone, day).is_open == stands_in


@given(facts, days)
def test_gate_is_the_same_each_time_and_says_why(facts: GateFacts, day: date) -> None:
    answer = gate(facts, day)
    assert answer == gate(facts, day)
    assert answer.next_steps == gate(facts, day).next_steps
    assert len(answer.next_steps) <= 3
    assert all(item.reason for item in answer.items)
    assert answer.is_open == (answer.is_held and not answer.blocking)


# --- The catalogue and what else answers ----------------------------------------------------------------------------


def test_version_is_adopted_from_its_day_on_and_never_backwards() -> None:
    given = {"effective_from": date(2025, 1, 1), "newest_adoption": None, "on": TODAY, "today": TODAY}
    assert may_adopt(**given)
    assert may_adopt(**given | {"on": date(2025, 1, 1)})
    assert not may_adopt(**given | {"on": date(2024, 12, 31)})
    later = given | {"newest_adoption": date(2025, 2, 1)}
    assert may_adopt(**later)
    assert not may_adopt(**later | {"on": TODAY - DAY})
    assert not may_adopt(**later | {"newest_adoption": TODAY})


def test_requirement_in_use_stays() -> None:
    assert may_remove_requirement(adoptions=0, answers=0)
    assert "1 programme is held" in may_remove_requirement(adoptions=1, answers=0).reason
    assert "2 assessments and waivers" in may_remove_requirement(adoptions=0, answers=2).reason


def test_contract_and_project_manager_answer_for_themselves() -> None:
    assert contract_is_signed(PrerequisitesOn(signed_on=TODAY), TODAY)
    assert not contract_is_signed(PrerequisitesOn(signed_on=TODAY + DAY), TODAY)
    assert not contract_is_signed(PrerequisitesOn(), TODAY)
    assert project_manager_is_named(PrerequisitesOn(project_manager="Asha"), TODAY)
    assert not project_manager_is_named(PrerequisitesOn(), TODAY)
