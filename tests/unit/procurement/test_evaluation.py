"""Rules of an evaluation on plain data: transitions, cautions about weights and sites, and who is waited for."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.procurement.evaluation_plain import DAY, G, bid, criterion, member, record
from tracker.procurement.evaluation_vocabulary import BidStatus, EvaluationStatus, InterestRulingCode
from tracker.procurement.policies.bids import may_check_site, may_save_site
from tracker.procurement.policies.comparing_sites import NetworkFacts, SiteFacts, is_made_by, judge_site
from tracker.procurement.policies.criteria import (
    EvaluationLimits,
    group_weights,
    may_edit,
    site_warnings,
    weight_warnings,
)
from tracker.procurement.policies.evaluation import (
    EvaluationOn,
    ModeratedOn,
    RulingOn,
    Scale,
    ScoreOn,
    Scores,
    SiteOn,
)
from tracker.procurement.policies.evaluation_moves import (
    TRANSITIONS,
    find_transition,
    may_begin_moderation,
    may_move,
    transitions_from,
)
from tracker.procurement.policies.scoring import agreed_value, may_score, may_submit

S, R = EvaluationStatus, InterestRulingCode
LIMITS = EvaluationLimits(15, 20, 10, 2, 50)
NETWORK = NetworkFacts(
    pacs=("Oriole PACS 9.4",), ris=("Ledgerline RIS (hosted)",), yearly_volume=80_000, similar_volume_percent=50
)
IN_USE = {"live_since": DAY - timedelta(days=400), "evidence": "Uptime report"}


# --- Moves ----------------------------------------------------------------------------------------------------------


def test_every_status_is_reached_and_two_end() -> None:
    assert {each.wanted for each in TRANSITIONS} == set(S)
    assert {status for status in S if not transitions_from(status)} == {S.CONCLUDED, S.WITHDRAWN}


@pytest.mark.parametrize("now", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_only_declared_moves_are_allowed(now: EvaluationStatus, wanted: EvaluationStatus) -> None:
    made = record(status=now, members=(member(1, submitted_on=DAY),))
    decision = may_move(made, wanted, reason="Why", moderated=made.cells)
    assert bool(decision) == (find_transition(now, wanted) is not None)


def test_moderation_names_who_is_waited_for() -> None:
    decision = may_begin_moderation(record(status=S.SCORING))
    assert "2 members of the panel still have to submit: Member 1, Member 2." in decision.reason
    assert may_begin_moderation(record(members=())).reason == "Nobody on the panel has scored."


def test_criteria_stand_with_their_source() -> None:
    assert may_edit(record())
    assert "Procurement Act 2023, section 23" in may_edit(record(status=S.SCORING)).reason


# --- Weights and sites ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("demonstration", "integration", "social", "expected"),
    [
        ("15", "20", "10", []),
        ("15.01", "20", "10", ["The demonstration weighs more than 15%"]),
        ("15", "19.99", "10", ["Integration and support weigh less than 20%"]),
        ("15", "20", "9.99", ["Social value weighs less than 10%"]),
        ("40", "5", "1", ["The demonstration", "Integration and support", "Social value"]),
    ],
)
def test_weights_that_went_wrong_before_are_called_out(
    demonstration: str, integration: str, social: str, expected: list[str]
) -> None:
    criteria = (
        criterion(1, demonstration, G.DEMONSTRATION),
        criterion(2, integration, G.INTEGRATION),
        criterion(3, social, G.SOCIAL_VALUE),
    )
    found = weight_warnings(criteria, LIMITS)
    assert [each.sentence[: len(words)] for each, words in zip(found, expected, strict=True)] == expected
    assert all(each.source.startswith("Programme governance standards") for each in found)
    assert all(demonstration not in each.sentence for each in found) or demonstration == "15"


def test_no_criterion_no_caution() -> None:
    assert weight_warnings((), LIMITS) == []
    assert group_weights((criterion(1, "30"), criterion(2, "20"))) == {G.CLINICAL: 50}


@pytest.mark.parametrize(
    ("site", "is_comparable", "words"),
    [
        ({"pacs_vendor": "Oriole"}, True, "has a PACS of Oriole too"),
        ({"pacs_vendor": "oriole ltd"}, True, "has a PACS of oriole ltd too"),
        ({"ris_vendor": "Ledgerline"}, True, "has a RIS of Ledgerline too"),
        ({"ris_vendor": "Oriole"}, False, "no trust of the network has its PACS or RIS"),
        ({"pacs_vendor": "PACS"}, False, "no trust of the network"),
        ({"yearly_volume": 40_000}, True, "40,000 examinations a year are within 50% of the 80,000"),
        ({"yearly_volume": 120_000}, True, "within 50%"),
        ({"yearly_volume": 120_001}, False, "not known to be similar"),
        ({"pacs_vendor": "Oriole", "evidence": ""}, False, "gives no evidence"),
        ({"pacs_vendor": "Oriole", "live_since": None}, False, "not in use yet"),
        ({"pacs_vendor": "Oriole", "live_since": DAY + timedelta(days=1)}, False, "not in use yet"),
    ],
)
def test_site_is_comparable_when_it_is_like_the_network_and_shows_how_it_ran(
    site: dict, is_comparable: bool, words: str
) -> None:
    found = judge_site(SiteFacts("Riverside", **{**IN_USE, **site}), NETWORK, day=DAY)
    assert (found.is_comparable, words in found.sentence) == (is_comparable, True), found


def test_volume_says_nothing_where_ours_is_not_known() -> None:
    found = judge_site(SiteFacts("Riverside", yearly_volume=80_000, **IN_USE), NetworkFacts(), day=DAY)
    assert not found.is_comparable


@given(st.text(max_size=30), st.text(max_size=30))
def test_vendor_is_found_in_its_own_system(vendor: str, rest: str) -> None:
    if is_made_by(vendor, vendor):
        assert is_made_by(f"{vendor} {rest}", vendor)
    assert not is_made_by(rest, "")


def site(number: int, *, comparable: bool = True, is_confirmed: bool | None = None) -> SiteOn:
    facts = SiteFacts(f"Site {number}", pacs_vendor="Oriole" if comparable else "", **IN_USE)
    judged = judge_site(facts, NETWORK, day=DAY)
    return SiteOn(number, 1, facts, is_confirmed=is_confirmed, comparability=judged)


def test_sites_that_were_not_borne_out_do_not_count() -> None:
    made = bid(1, sites=(site(1), site(2, is_confirmed=True), site(3, is_confirmed=False), site(4, comparable=False)))
    assert made.comparable_sites == 2
    assert site_warnings(record(bids=(made,)), LIMITS) == []
    few = record(bids=(bid(1, sites=(site(1),)), bid(2), bid(3, status=BidStatus.WITHDRAWN)))
    assert [each.sentence for each in site_warnings(few, LIMITS)] == [
        "Bidder 1 names 1 comparable NHS reference site; 2 are asked for.",
        "Bidder 2 names no comparable NHS reference sites; 2 are asked for.",
    ]


def test_site_and_its_check_are_refused_where_they_can_t_be() -> None:
    made = bid(1, sites=(site(1),))
    running, over = record(bids=(made,)), record(bids=(made,), status=S.CONCLUDED)
    for decision, field in (
        (may_save_site(over, made, SiteFacts("New"), today=DAY), ""),
        (may_save_site(running, made, SiteFacts(" "), today=DAY), "organisation"),
        (may_save_site(running, made, SiteFacts("site 1"), today=DAY), "organisation"),
        (may_save_site(running, made, SiteFacts("New", live_since=DAY + timedelta(days=1)), today=DAY), "live_since"),
        (may_check_site(over, is_confirmed=True, note="", checked_on=DAY, today=DAY), ""),
        (may_check_site(running, is_confirmed=False, note=" ", checked_on=DAY, today=DAY), "note"),
        (
            may_check_site(running, is_confirmed=True, note="", checked_on=DAY + timedelta(days=1), today=DAY),
            "checked_on",
        ),
    ):
        assert not decision
        assert decision.field == field
    assert may_save_site(running, made, SiteFacts("site 1"), own_id=1, today=DAY)
    assert may_check_site(running, is_confirmed=True, note="", checked_on=DAY, today=DAY)


# --- Who is waited for ----------------------------------------------------------------------------------------------


def test_scores_show_when_everybody_who_scores_has_submitted() -> None:
    done, waiting = member(1, submitted_on=DAY), member(2)
    out = member(3, rulings=(RulingOn(3, R.EXCLUDED, DAY),))
    for members, is_revealed in (
        ((done, waiting), False),
        ((done, out), True),
        ((done,), True),
        ((out,), False),
        ((), False),
    ):
        assert record(status=S.SCORING, members=members).is_revealed == is_revealed
    assert not record(status=S.DRAFT, members=(done,)).is_revealed


def test_member_scores_what_no_ruling_bars() -> None:
    barred = member(1, rulings=(RulingOn(1, R.NOT_THIS_BID, DAY, bid_id=2),))
    made = record(status=S.SCORING, members=(barred,), bids=(bid(1), bid(2), bid(3, status=BidStatus.EXCLUDED)))
    assert made.cells_of(barred) == ((1, 1), (1, 2))
    assert not may_submit(made, barred, {(1, 1)})
    assert may_submit(made, barred, {(1, 1), (1, 2)})
    assert not may_submit(made, None, ())
    assert not may_score(made, None)


def test_lookups_answer_none_for_what_is_not_there() -> None:
    made = record()
    assert made.find_bid(9) is made.find_criterion(9) is made.find_member(9) is made.member_of(9) is None
    assert made.find_member(1) is made.member_of(201) is made.members[0]


@pytest.mark.parametrize(
    ("scale", "values", "words"),
    [
        (Scale(1, 3), ["1", "2", "3"], "from 1 to 3 in whole steps"),
        (Scale(0, 1, half_steps=True), ["0", "0.5", "1.0"], "from 0 to 1 in half steps"),
    ],
)
def test_scale_lists_its_values(scale: Scale, values: list[str], words: str) -> None:
    assert scale.values == [Decimal(value) for value in values]
    assert scale.in_words == words


def test_scores_are_found_by_their_cell() -> None:
    score = ScoreOn(1, 1, 2, Decimal(3), "Why")
    scores = Scores((score,), {(1, 2): ModeratedOn(1, 1, 2, Decimal(3), "Why", DAY)})
    assert scores.of_cell((1, 2)) == (score,)
    assert scores.of_cell((2, 2)) == ()
    assert agreed_value([Decimal(3), Decimal("3.0")]) == 3
    assert agreed_value([Decimal(3), Decimal(4)]) is agreed_value([]) is None


def test_finished_evaluation_no_longer_runs() -> None:
    assert [status for status in S if EvaluationOn(status, DAY).is_running] == [S.DRAFT, S.SCORING, S.MODERATION]
