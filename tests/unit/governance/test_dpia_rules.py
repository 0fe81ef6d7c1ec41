"""What a DPIA asks, what is missing in it, how risks are scored, and what must hold before it is signed and approved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.governance.dpia_plain import (
    ACTIVITY,
    HASH,
    LIMITS,
    PARTIES,
    RISK,
    TODAY,
    action,
    awaiting,
    content,
    dpia,
    everybody,
    sections,
    signed,
    template,
)
from tracker.core.days import add_months
from tracker.governance.policies.dpia_content import (
    gaps,
    hash_of,
    high_residuals,
    residual_band,
    transfer_gaps,
    worst_residual,
)
from tracker.governance.policies.dpia_entry import (
    may_answer_advice,
    may_approve,
    may_consult_ico,
    may_enter,
    may_set_conditions,
    may_sign_dpia,
    may_update_consultation,
    reason_to_review,
)
from tracker.governance.policies.dpia_risks import band, may_plan_action, may_score, score
from tracker.governance.policies.dpia_standing import Consultation, article_28, dpia_approved
from tracker.governance.policies.dpia_subject import may_adopt, may_describe_activity, may_name_party
from tracker.governance.policies.dpia_template import may_answer, unanswered
from tracker.governance.vocabulary import (
    ActionStatus,
    DpiaOpinion,
    DpiaRole,
    DpiaStatus,
    IcoOutcome,
    PartyRole,
    ResidualRisk,
    RiskStatus,
)

DAY = timedelta(days=1)
on_the_scale = st.integers(1, 5)
HIGH = replace(RISK, residual=(5, 3))


# --- The template ---------------------------------------------------------------------------------------------------


def test_template_is_the_one_of_march_2026() -> None:
    asked = template()
    assert [section.number for section in asked.sections] == list(range(1, 12))
    assert len(asked.suggested_risks) == 19
    assert [role.role for role in asked.signatures] == list(DpiaRole)
    assert asked.signatures[-1].is_last
    assert {"a", "b", "c", "d", "e", "ea", "f"} == {option.code for option in asked.options("lawful_bases")}
    codes = [question.code for section in asked.sections for question in section.questions]
    assert len(codes) == len(set(codes))


def test_suppliers_dpia_covers_twelve_items() -> None:
    assert len(template("supplier_dpia_dtac_2").sections[0].questions) == 12


def test_question_is_asked_only_on_the_answer_that_opens_it() -> None:
    rights = template().section("rights")
    assert rights is not None
    open_ones = [question.code for question in unanswered(rights, {"solely-automated": "yes"})]
    assert "adm-explanation" in open_ones
    assert "adm-explanation" not in [question.code for question in unanswered(rights, {"solely-automated": "no"})]


@pytest.mark.parametrize(
    ("code", "given", "fits"),
    [
        ("anonymous", "no", True),
        ("anonymous", "perhaps", False),
        ("people", ["staff"], True),
        ("people", ["robots"], False),
        ("people", "staff", False),
        ("source", "PACS", True),
        ("source", ["PACS"], False),
        ("source", "", True),
        ("nothing", "x", False),
    ],
)
def test_answers_have_the_shape_that_is_asked_for(code: str, given: object, fits: bool) -> None:
    section = template().section("data")
    assert section is not None
    decision = may_answer(section, {code: given})
    assert bool(decision) == fits
    assert fits or decision.field == code


def test_rows_have_all_their_columns() -> None:
    section = template().section("flows")
    assert section is not None
    assert may_answer(section, {"flows": [["Image", "PACS", "Cloud", "DICOM"]]})
    assert not may_answer(section, {"flows": [["Image", "PACS"]]})


def test_answers_are_told_in_words() -> None:
    section = template().section("flows")
    assert section is not None
    flows, register = section.questions[:2]
    assert flows.words([["Image", "PACS"]]) == ["Image → PACS"]
    assert register.words("unsure") == ["Unsure"]
    assert register.words(None) == []


# --- What is missing ------------------------------------------------------------------------------------------------


def test_whole_dpia_lacks_nothing() -> None:
    assert gaps(content()) == []


@pytest.mark.parametrize(
    ("fields", "section", "sentence"),
    [
        ({"sections": sections(register=None)}, "flows", "register"),
        ({"sections": sections(register="unsure")}, "flows", "no action settles it"),
        ({"activities": ()}, "lawfulness", "No processing activity"),
        ({"activities": (replace(ACTIVITY, lawful_basis="", retention=""),)}, "lawfulness", "no Article 6 basis"),
        ({"activities": (replace(ACTIVITY, countries=("United States",)),)}, "lawfulness", "without a safeguard"),
        ({"activities": (replace(ACTIVITY, parties=PARTIES[1:]),)}, "organisations", "has no controller"),
        (
            {"activities": (replace(ACTIVITY, parties=(PARTIES[0], replace(PARTIES[1], contract_reference=" "))),)},
            "organisations",
            "no contract under Article 28",
        ),
        ({"activities": (replace(ACTIVITY, is_autonomous=True),)}, "rights", "decides by itself"),
        ({"risks": ()}, "risks", "No risk is scored"),
        ({"risks": (replace(RISK, residual=None),)}, "risks", "R1 has no residual score"),
        ({"has_lead": True}, "", "local addendum"),
    ],
)
def test_gap_is_told_with_its_section(fields: dict[str, object], section: str, sentence: str) -> None:
    found = [gap for gap in gaps(content(**fields)) if gap.section == section]
    assert found
    assert any(sentence in gap.sentence for gap in found)
    refusal = may_enter(DpiaStatus.DPO_REVIEW, dpia(content=content(**fields)))
    assert refusal.field == "status"


def test_unsure_is_settled_by_an_action_that_is_not_cancelled() -> None:
    unsure = sections(register="unsure")
    assert gaps(content(sections=unsure, actions=(action(question="register"),))) == []
    cancelled = action(question="register", status=ActionStatus.CANCELLED)
    assert gaps(content(sections=unsure, actions=(cancelled,)))


def test_autonomous_tool_with_all_answers_lacks_nothing() -> None:
    adm = dict.fromkeys(("adm_explanation", "adm_quality", "adm_significance", "adm_safeguards", "adm_route"), "x")
    told = sections(solely_automated="yes", adm_special_category="no", **adm)
    acting = replace(ACTIVITY, is_autonomous=True)
    assert gaps(content(sections=told, activities=(acting,))) == []
    assert gaps(content(sections=told | {"rights": {"solely-automated": "yes"}}, activities=(acting,)))


def test_nothing_written_does_not_reach_the_officer() -> None:
    assert "Nothing is written" in may_enter(DpiaStatus.DPO_REVIEW, dpia(content=None)).reason
    assert may_enter(DpiaStatus.DPO_REVIEW, dpia())
    assert may_enter(DpiaStatus.DRAFTING, dpia(content=None))


def test_closed_risk_needs_no_residual_and_is_never_high() -> None:
    closed = replace(RISK, residual=None, inherent=(5, 5), status=RiskStatus.CLOSED)
    assert gaps(content(risks=(closed,))) == []
    assert high_residuals(content(risks=(closed,))) == []
    assert worst_residual(content(risks=(closed,))) is None


def test_worst_residual_is_the_highest_band_that_remains() -> None:
    assert worst_residual(content(risks=(RISK, replace(HIGH, number=2)))) == ResidualRisk.HIGH
    assert residual_band(content(), RISK) == ResidualRisk.LOW


def test_data_within_the_uk_needs_no_safeguard() -> None:
    assert transfer_gaps(content()) == []
    assert transfer_gaps(content(activities=(replace(ACTIVITY, countries=("Ireland",), safeguard="adequacy"),))) == []


# --- The hash -------------------------------------------------------------------------------------------------------


def test_hash_is_of_what_is_said_and_not_of_how_far_work_has_come() -> None:
    base = content(actions=(action(),))
    assert hash_of(base) == hash_of(content(actions=(action(),)))
    assert hash_of(base) == hash_of(replace(base, actions=(action(status=ActionStatus.DONE),)))
    assert hash_of(base) == hash_of(replace(base, risks=(replace(RISK, status=RiskStatus.ACCEPTED),)))
    for changed in (
        replace(base, edition=2),
        replace(base, release_id=5),
        replace(base, risks=(replace(RISK, residual=(2, 2)),)),
        replace(base, sections=sections(source="Elsewhere")),
        replace(base, actions=(action(owner="Bo"),)),
    ):
        assert hash_of(changed) != hash_of(base)


# --- Risks ----------------------------------------------------------------------------------------------------------


@given(on_the_scale, on_the_scale)
def test_every_score_has_its_band(likelihood: int, impact: int) -> None:
    scale = template().scale
    assert scale is not None
    points = score(likelihood, impact)
    assert 1 <= points <= 25
    wanted = ResidualRisk.LOW if points <= 6 else ResidualRisk.MEDIUM if points <= 12 else ResidualRisk.HIGH
    assert band(scale, points) == wanted


@given(on_the_scale, on_the_scale, on_the_scale, on_the_scale)
def test_a_band_never_falls_when_likelihood_or_impact_grow(likelihood: int, impact: int, more: int, worse: int) -> None:
    scale = template().scale
    assert scale is not None
    order = list(ResidualRisk)
    lower = band(scale, score(min(likelihood, more), min(impact, worse)))
    assert order.index(lower) <= order.index(band(scale, score(max(likelihood, more), max(impact, worse))))


@given(st.tuples(on_the_scale, on_the_scale), st.tuples(on_the_scale, on_the_scale), st.booleans(), st.booleans())
def test_residual_is_no_higher_than_inherent_without_a_reason(
    inherent: tuple[int, int], residual: tuple[int, int], has_reason: bool, has_mitigation: bool
) -> None:
    decision = may_score(
        inherent=inherent,
        residual=residual,
        reason="Why" if has_reason else " ",
        mitigation="How" if has_mitigation else "",
    )
    before, after = score(*inherent), score(*residual)
    assert bool(decision) == ((after <= before or has_reason) and (after >= before or has_mitigation))


@given(st.integers(-3, 9), st.integers(-3, 9))
def test_score_off_the_scale_is_refused(likelihood: int, impact: int) -> None:
    decision = may_score(inherent=(likelihood, impact), residual=(None, None), reason="", mitigation="")
    assert bool(decision) == (1 <= likelihood <= 5 and 1 <= impact <= 5)


@pytest.mark.parametrize(("residual", "field"), [((2, None), "residual_impact"), ((None, 2), "residual_likelihood")])
def test_half_a_residual_is_refused(residual: tuple[int | None, int | None], field: str) -> None:
    assert may_score(inherent=(3, 3), residual=residual, reason="", mitigation="").field == field


@pytest.mark.parametrize(
    ("what", "owner", "due_on", "field"),
    [
        (" ", "Asha", TODAY, "what"),
        ("Ask", "", TODAY, "owner"),
        ("Ask", "Asha", None, "due_on"),
        ("Ask", "Asha", TODAY - DAY, "due_on"),
    ],
)
def test_action_that_is_not_whole_is_refused(what: str, owner: str, due_on: date | None, field: str) -> None:
    assert may_plan_action(what=what, owner=owner, due_on=due_on, raised_on=TODAY).field == field
    assert may_plan_action(what="Ask", owner="Asha", due_on=TODAY, raised_on=TODAY)


# --- What it is about -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Reading", "lawful_basis": "z"}, "lawful_basis"),
        ({"name": "Reading", "lawful_basis": "ea", "is_autonomous": True}, "lawful_basis"),
    ],
)
def test_activity_that_can_not_be_is_refused(fields: dict[str, object], field: str) -> None:
    assert may_describe_activity(template(), fields).field == field
    assert may_describe_activity(template(), {"name": "Reading", "lawful_basis": "ea"})


def test_organisation_is_named_once_in_a_role() -> None:
    others = {("acme", PartyRole.PROCESSOR)}
    assert may_name_party(" ", PartyRole.PROCESSOR, others).field == "organisation"
    assert may_name_party("Acme ", PartyRole.PROCESSOR, others).field == "organisation"
    assert may_name_party("Acme", PartyRole.CONTROLLER, others)


@pytest.mark.parametrize("name", ["is_itself", "same_use_case", "same_network", "lead_has_lead", "has_followers"])
def test_lead_is_another_of_the_same_kind_and_no_chain(name: str) -> None:
    fits = {
        "is_itself": False,
        "same_use_case": True,
        "same_network": True,
        "lead_has_lead": False,
        "has_followers": False,
    }
    assert may_adopt(**fits)
    assert may_adopt(**(fits | {name: not fits[name]})).field == "lead"


# --- Signing --------------------------------------------------------------------------------------------------------


def sign(dpia_on: object, role: DpiaRole, opinion: DpiaOpinion, **changes: object) -> object:
    given = {"person_id": 99, "person_roles": {role}, "seen_hash": HASH, "text": "Because"}
    return may_sign_dpia(dpia_on, role, opinion, **(given | changes))  # type: ignore[arg-type]


def test_guardian_signs_what_awaits_sign_off() -> None:
    assert sign(awaiting(), DpiaRole.CALDICOTT_GUARDIAN, DpiaOpinion.APPROVED)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"person_roles": set()}, "You are not the Caldicott Guardian"),
        ({"seen_hash": "b" * 64}, "has changed since you opened it"),
        ({"seen_hash": ""}, "has changed since you opened it"),
    ],
)
def test_signature_of_the_wrong_person_or_content_is_refused(changes: dict[str, object], reason: str) -> None:
    assert reason in sign(awaiting(), DpiaRole.CALDICOTT_GUARDIAN, DpiaOpinion.APPROVED, **changes).reason  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", DpiaRole)
def test_author_neither_advises_nor_approves(role: DpiaRole) -> None:
    opinion = {DpiaRole.DPO: DpiaOpinion.SUPPORTS}.get(role, DpiaOpinion.APPROVED)
    deciding = role in (DpiaRole.DPO, DpiaRole.CALDICOTT_GUARDIAN, DpiaRole.SIRO)
    status = DpiaStatus.DPO_REVIEW if role == DpiaRole.DPO else DpiaStatus.AWAITING_SIGN_OFF
    word = opinion if deciding else DpiaOpinion.CONFIRMED
    decision = sign(awaiting(status=status, author_ids=frozenset({99})), role, word)
    assert bool(decision) != deciding


@pytest.mark.parametrize(("role", "other"), [(DpiaRole.DPO, DpiaRole.SIRO), (DpiaRole.SIRO, DpiaRole.DPO)])
def test_nobody_is_officer_and_siro_at_once(role: DpiaRole, other: DpiaRole) -> None:
    opinion = DpiaOpinion.SUPPORTS if role == DpiaRole.DPO else DpiaOpinion.APPROVED
    status = DpiaStatus.DPO_REVIEW if role == DpiaRole.DPO else DpiaStatus.AWAITING_SIGN_OFF
    both = sign(awaiting(status=status), role, opinion, person_roles={role, other})
    earlier = sign(awaiting(status=status, signed={other: signed(other, person_id=99)}), role, opinion)
    for decision in (both, earlier):
        assert "can't be both" in decision.reason  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", DpiaStatus)
def test_each_act_has_its_time(status: DpiaStatus) -> None:
    times = {
        DpiaRole.IT_LEAD: {DpiaStatus.DPO_REVIEW, DpiaStatus.AWAITING_SIGN_OFF},
        DpiaRole.DPO: {DpiaStatus.DPO_REVIEW},
        DpiaRole.CALDICOTT_GUARDIAN: {DpiaStatus.AWAITING_SIGN_OFF},
        DpiaRole.SIRO: {DpiaStatus.AWAITING_SIGN_OFF, DpiaStatus.REVIEW_DUE, DpiaStatus.UNDER_REVIEW},
    }
    words = {DpiaRole.IT_LEAD: DpiaOpinion.CONFIRMED, DpiaRole.DPO: DpiaOpinion.SUPPORTS}
    for role, when in times.items():
        decision = sign(awaiting(status=status), role, words.get(role, DpiaOpinion.APPROVED))
        assert bool(decision) == (status in when), (role, status)


@pytest.mark.parametrize(
    ("role", "opinion"),
    [
        (DpiaRole.DPO, DpiaOpinion.APPROVED),
        (DpiaRole.SIRO, DpiaOpinion.SUPPORTS),
        (DpiaRole.IT_LEAD, DpiaOpinion.REJECTED),
    ],
)
def test_each_capacity_has_its_words(role: DpiaRole, opinion: DpiaOpinion) -> None:
    assert sign(awaiting(), role, opinion).field == "opinion"  # type: ignore[attr-defined]


@pytest.mark.parametrize("opinion", [DpiaOpinion.SUPPORTS, DpiaOpinion.ADVISES_AGAINST])
def test_advice_and_refusals_need_words(opinion: DpiaOpinion) -> None:
    asked = awaiting(status=DpiaStatus.DPO_REVIEW)
    assert sign(asked, DpiaRole.DPO, opinion, text=" ").field == "text"  # type: ignore[attr-defined]
    assert sign(asked, DpiaRole.DPO, opinion)


def test_capacity_that_is_not_asked_for_is_refused() -> None:
    assert "does not ask" in sign(dpia(content=None), DpiaRole.SIRO, DpiaOpinion.APPROVED).reason  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("opinion", "conditions", "field"),
    [
        (DpiaOpinion.APPROVED, [("Test", "Asha", TODAY + DAY)], "opinion"),
        (DpiaOpinion.APPROVED_WITH_CONDITIONS, [], "condition_1"),
        (DpiaOpinion.APPROVED_WITH_CONDITIONS, [("", "Asha", TODAY + DAY)], "condition_1"),
        (DpiaOpinion.APPROVED_WITH_CONDITIONS, [("Test", "", TODAY + DAY)], "condition_1"),
        (DpiaOpinion.APPROVED_WITH_CONDITIONS, [("Test", "Asha", TODAY)], "condition_1"),
    ],
)
def test_conditions_are_whole(opinion: DpiaOpinion, conditions: list[tuple[str, str, date]], field: str) -> None:
    assert may_set_conditions(opinion, conditions, day=TODAY).field == field
    assert may_set_conditions(DpiaOpinion.APPROVED_WITH_CONDITIONS, [("Test", "Asha", TODAY + DAY)], day=TODAY)
    assert may_set_conditions(DpiaOpinion.APPROVED, [], day=TODAY)


# --- Approving ------------------------------------------------------------------------------------------------------


def approve(dpia_on: object, review_due_on: date | None = TODAY + 300 * DAY) -> object:
    return may_approve(dpia_on, review_due_on=review_due_on, limits=LIMITS, day=TODAY)  # type: ignore[arg-type]


def test_approval_needs_everything() -> None:
    assert approve(awaiting())


@pytest.mark.parametrize("role", [role for role in DpiaRole if role != DpiaRole.SIRO])
@pytest.mark.parametrize("is_stale", [False, True])
def test_siro_waits_for_everybody_on_this_version(role: DpiaRole, is_stale: bool) -> None:
    given = everybody(without=(DpiaRole.SIRO, role))
    given |= {role: signed(role, is_current=False)} if is_stale else {}
    assert role.label in approve(awaiting(signed=given)).reason  # type: ignore[attr-defined]


def test_advice_against_is_overruled_with_reasons_first() -> None:
    against = signed(DpiaRole.DPO, DpiaOpinion.ADVISES_AGAINST)
    given = everybody(without=(DpiaRole.SIRO,)) | {DpiaRole.DPO: against}
    assert "advises against" in approve(awaiting(signed=given)).reason  # type: ignore[attr-defined]
    answered = {DpiaRole.DPO: replace(against, is_accepted=False, response_reasons="The risk is low")}
    assert approve(awaiting(signed=given | answered))


@pytest.mark.parametrize(
    ("outcome", "may"), [(None, False), (IcoOutcome.ADVICE, True), (IcoOutcome.WARNING, True), (IcoOutcome.BAN, False)]
)
def test_high_risk_needs_a_closed_consultation_that_allows_it(outcome: IcoOutcome | None, may: bool) -> None:
    closed_on = TODAY if outcome else None
    asked = (Consultation(1, TODAY - 60 * DAY, outcome=outcome, closed_on=closed_on),)
    assert not approve(awaiting(content=content(risks=(HIGH,))))
    assert bool(approve(awaiting(content=content(risks=(HIGH,)), consultations=asked))) == may


@pytest.mark.parametrize(
    ("due_on", "may"),
    [(None, False), (TODAY, False), (TODAY + DAY, True), (date(2027, 6, 30), True), (date(2027, 7, 1), False)],
)
def test_next_review_lies_within_twelve_months(due_on: date | None, may: bool) -> None:
    decision = approve(awaiting(), due_on)
    assert bool(decision) == may
    assert may or decision.field == "review_due_on"  # type: ignore[attr-defined]


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.integers(0, 40))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


# --- Advice and the ICO ---------------------------------------------------------------------------------------------


def test_advice_is_overruled_with_reasons() -> None:
    assert may_answer_advice(awaiting(), is_accepted=True, reasons="")
    assert may_answer_advice(awaiting(), is_accepted=False, reasons=" ").field == "reasons"
    assert may_answer_advice(awaiting(), is_accepted=False, reasons="The risk is low")
    assert not may_answer_advice(awaiting(signed={}), is_accepted=True, reasons="")


def test_ico_is_consulted_about_a_high_risk_once_at_a_time() -> None:
    high = awaiting(content=content(risks=(HIGH,)))
    assert may_consult_ico(high, submitted_on=TODAY, today=TODAY)
    assert may_consult_ico(high, submitted_on=TODAY + DAY, today=TODAY).field == "submitted_on"
    assert "No high risk" in may_consult_ico(awaiting(), submitted_on=TODAY, today=TODAY).reason
    asked = replace(high, consultations=(Consultation(1, TODAY),))
    assert "open already" in may_consult_ico(asked, submitted_on=TODAY, today=TODAY).reason


@pytest.mark.parametrize(
    ("accepted_in", "outcome", "closed_in", "field"),
    [
        (-11, None, None, "accepted_on"),
        (1, None, None, "accepted_on"),
        (None, IcoOutcome.ADVICE, 1, "closed_on"),
        (None, IcoOutcome.ADVICE, None, "closed_on"),
        (None, None, 0, "outcome"),
    ],
)
def test_what_the_ico_did_is_in_order(
    accepted_in: int | None, outcome: IcoOutcome | None, closed_in: int | None, field: str
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else TODAY + offset * DAY

    given = {"submitted_on": TODAY - 10 * DAY, "today": TODAY}
    decision = may_update_consultation(accepted_on=day(accepted_in), outcome=outcome, closed_on=day(closed_in), **given)
    assert decision.field == field
    assert may_update_consultation(accepted_on=TODAY, outcome=IcoOutcome.ADVICE, closed_on=TODAY, **given)


def test_clock_of_the_ico_runs_from_the_submission() -> None:
    asked = Consultation(1, date(2026, 1, 1), limits=LIMITS)
    assert (asked.acceptance_due_on, asked.advice_due_on) == (date(2026, 1, 11), date(2026, 2, 26))
    assert replace(asked, is_extended=True).advice_due_on == date(2026, 4, 9)
    assert replace(asked, limits=None).advice_due_on is None
    assert replace(asked, limits=None).acceptance_due_on is None


# --- Reviews --------------------------------------------------------------------------------------------------------


def test_nothing_calls_for_a_review_of_what_is_in_order() -> None:
    assert reason_to_review(dpia(), day=TODAY) is None


@pytest.mark.parametrize("status", [DpiaStatus.DRAFTING, DpiaStatus.UNDER_REVIEW, DpiaStatus.SUPERSEDED])
def test_only_an_approval_is_reviewed(status: DpiaStatus) -> None:
    assert reason_to_review(dpia(status=status, review_due_on=TODAY), day=TODAY) is None


def test_date_release_and_source_call_for_a_review() -> None:
    due = reason_to_review(dpia(review_due_on=TODAY), day=TODAY)
    assert due is not None
    assert due[0] == DpiaStatus.REVIEW_DUE
    assert reason_to_review(dpia(review_due_on=TODAY, status=DpiaStatus.REVIEW_DUE), day=TODAY) is None
    assessed = content(release_id=1, sources=("gp",))
    release = reason_to_review(dpia(content=assessed, release_in_use=(2, "Acme 2")), day=TODAY)
    source = reason_to_review(dpia(content=assessed, sources_in_use=("ed", "gp")), day=TODAY)
    for found, word in ((release, "Acme 2"), (source, "ed")):
        assert found is not None
        assert found[0] == DpiaStatus.UNDER_REVIEW
        assert word in found[1]
    assert (
        reason_to_review(dpia(content=assessed, release_in_use=(1, "Acme 1"), sources_in_use=("gp",)), day=TODAY)
        is None
    )
    assert reason_to_review(dpia(release_in_use=(2, "Acme 2"), sources_in_use=("ed",)), day=TODAY) is None
    assert reason_to_review(dpia(content=None, sources_in_use=("ed",)), day=TODAY) is None


# --- Verdicts -------------------------------------------------------------------------------------------------------


def test_approved_dpia_meets_the_gate() -> None:
    verdict = dpia_approved(dpia(), TODAY)
    assert verdict.is_met
    assert verdict.reason == "Approved on 29 June 2026."
    assert dpia_approved(dpia(signed={}, approval_is_told=True), TODAY).is_met


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": DpiaStatus.NOT_STARTED}, "has not been started"),
        ({"status": DpiaStatus.DRAFTING, "approved_on": None}, "is not approved (status: drafting)"),
        (
            {"status": DpiaStatus.UNDER_REVIEW, "reason": "New release."},
            "under review since 29 June 2026: New release.",
        ),
        ({"status": DpiaStatus.UNDER_REVIEW}, "under review since 29 June 2026."),
        ({"has_changed_since_approval": True}, "changed since it was signed"),
        ({"signed": everybody(without=(DpiaRole.DPO,))}, "changed since it was signed"),
        ({"content": content(risks=(HIGH,))}, "A high risk remains"),
        ({"review_due_on": TODAY - DAY}, "due for review by 29 June 2026"),
    ],
)
def test_gate_hears_why_a_dpia_does_not_count(fields: dict[str, object], reason: str) -> None:
    verdict = dpia_approved(dpia(**fields), TODAY)
    assert not verdict.is_met
    assert reason in verdict.reason
    assert verdict.remedy
    assert verdict.page == "dpia"


def test_contracts_of_processors_are_judged_by_activity() -> None:
    assert article_28(dpia(), TODAY).is_met
    bare = replace(ACTIVITY, parties=())
    assert "has no controller" in article_28(dpia(content=content(activities=(bare,))), TODAY).reason


@pytest.mark.parametrize(
    ("fields", "is_met"),
    [
        ({"controller": "The trust", "processor": "Acme", "has_signed_contract": True}, True),
        ({"controller": "The trust", "processor": "Acme"}, False),
        ({"controller": "The trust", "has_signed_contract": True}, False),
        ({"processor": "Acme", "has_signed_contract": True}, False),
    ],
)
def test_told_roles_count_under_a_signed_contract(fields: dict[str, object], is_met: bool) -> None:
    assert article_28(dpia(content=None, **fields), TODAY).is_met == is_met
