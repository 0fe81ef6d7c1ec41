"""Scores cell by cell: what fits, who may give them, what two windows of one person do, and what the panel agrees on."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories import (
    make_evaluation,
    make_moderation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_scoring,
    moderate_all,
    record_of,
    score_all,
    system,
)
from tests.factories.evaluation import REASON
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.access import access_of
from tracker.procurement.actions.bids import record_bid_status
from tracker.procurement.actions.evaluations import begin_moderation, open_scoring
from tracker.procurement.actions.panel import decide_on_interest, declare_interest
from tracker.procurement.actions.scoring import (
    ALL_AGREED,
    Outcome,
    Typed,
    moderate,
    save_scores,
    submit_scores,
    take_agreed_scores,
)
from tracker.procurement.evaluation_vocabulary import BidStatus, InterestRulingCode
from tracker.procurement.models import (
    AwardCriterion,
    Bid,
    Evaluation,
    ModeratedScore,
    PanelMember,
    Score,
    ScoreSubmission,
)
from tracker.procurement.policies.evaluation import Scale
from tracker.procurement.selectors.scores import moderated_of, scores_of

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


def first_bid() -> Bid:
    return Bid.objects.earliest("pk")


def ids() -> list[int]:
    return list(AwardCriterion.objects.order_by("pk").values_list("pk", flat=True))


def save(member: PanelMember, typed: dict[int, Typed], bid: Bid | None = None) -> Outcome:
    evaluation = Evaluation.objects.get(pk=member.evaluation_id)
    return save_scores(evaluation=evaluation, bid_id=(bid or first_bid()).pk, typed=typed, by=member.person)


# --- Cells ----------------------------------------------------------------------------------------------------------


def test_what_is_in_order_is_saved_whatever_is_wrong_with_the_rest() -> None:
    _, (member, _) = make_scoring()
    one, two, three, four, five = ids()
    outcome = save(
        member,
        {
            one: Typed(Decimal(4), "Good"),
            two: Typed(Decimal(6), "Too good"),
            three: Typed(Decimal(3), "  "),
            four: Typed(None, ""),
            five: Typed(None, "No score"),
            0: Typed(Decimal(1), "No such criterion"),
        },
    )
    assert outcome.saved == {one}
    assert {pk: decision.field for pk, decision in outcome.refused.items()} == {
        two: "value",
        three: "comment",
        five: "value",
        0: "",
    }
    assert (
        "not on the scale. Scores go from 0 to 5 in whole steps, as bidders were told" in outcome.refused[two].sentence
    )
    assert "Procurement Act 2023, section 50" in outcome.refused[three].sentence
    assert list(Score.objects.values_list("criterion", "value", "comment")) == [(one, Decimal(4), "Good")]
    assert not outcome.is_clean


@pytest.mark.parametrize(
    ("half_steps", "value", "fits"),
    [
        (False, "0", True),
        (False, "5", True),
        (False, "2.5", False),
        (True, "2.5", True),
        (True, "2.3", False),
        (False, "-1", False),
        (False, "5.5", False),
    ],
)
def test_score_lies_on_the_steps_of_its_scale(half_steps: bool, value: str, fits: bool) -> None:
    _, (member, _) = make_scoring(make_evaluation(scale=Scale(0, 5, half_steps=half_steps)))
    outcome = save(member, {ids()[0]: Typed(Decimal(value), "Why")})
    assert bool(outcome.saved) == fits
    assert Score.objects.count() == fits


def test_second_window_of_one_person_is_told_what_the_first_saved() -> None:
    _, (member, _) = make_scoring()
    one, two, *_ = ids()
    save(member, {one: Typed(Decimal(4), "First window")})
    outcome = save(member, {one: Typed(Decimal(1), "Second window"), two: Typed(Decimal(2), "New")})
    assert outcome.saved == {two}
    assert outcome.stale[one].comment == "First window"
    assert Score.objects.get(criterion=one).value == 4
    assert save(member, {one: Typed(Decimal(4), "First window")}).is_clean, "what says the same is no clash"
    assert save(member, {one: Typed(Decimal(1), "Second window", version=1)}).saved == {one}
    score = Score.objects.get(criterion=one)
    assert (score.value, score.comment, score.version) == (1, "Second window", 2)


def test_score_that_is_emptied_is_refused_and_stands() -> None:
    _, (member, _) = make_scoring()
    one = ids()[0]
    save(member, {one: Typed(Decimal(4), "Good")})
    assert save(member, {one: Typed(None, "", version=1)}).refused[one].field == "value"
    assert Score.objects.get().value == 4


# --- Who and when ---------------------------------------------------------------------------------------------------


def refusal(member: PanelMember, bid: Bid | None = None) -> str:
    with pytest.raises(Refused) as refused:
        save(member, {ids()[0]: Typed(Decimal(3), "Why")}, bid)
    assert not Score.objects.exists()
    return refused.value.decision.sentence


def test_only_members_of_the_panel_score() -> None:
    evaluation, _ = make_scoring()
    network = evaluation.procurement.network
    people: list[User] = [
        make_person(role=Role.PROCUREMENT, scope=network),
        make_person(role=Role.ADMINISTRATOR),
        make_person(role=Role.VIEWER),
        system(),
    ]
    for person in people:
        with pytest.raises(NotPermitted):
            save_scores(evaluation=evaluation, bid_id=first_bid().pk, typed={}, by=person)
        with pytest.raises(NotPermitted):
            submit_scores(evaluation=evaluation, by=person)
    assert not Score.objects.exists()


def test_nobody_scores_before_scoring_opens() -> None:
    member = make_panel_member(make_evaluation())
    assert "Scoring has not opened yet" in refusal(member)


def test_nobody_scores_before_declaring() -> None:
    evaluation = make_evaluation()
    member = make_panel_member(evaluation, declares=False)
    open_scoring(evaluation=evaluation, by=system())
    assert "before they have declared their interests (Procurement Act 2023, sections 81 to 83)" in refusal(member)


def test_conflict_keeps_a_member_from_scoring_until_it_is_decided() -> None:
    evaluation = make_evaluation()
    member = make_panel_member(evaluation, declares=False)
    other = make_panel_member(evaluation)
    open_scoring(evaluation=evaluation, by=system())
    declare_interest(evaluation=evaluation, has_interest=True, text="I hold shares in a bidder", by=member.person)
    assert "nobody has decided about it yet" in refusal(member)
    decide_on_interest(
        member=member, ruling=InterestRulingCode.NOT_THIS_BID, bid=first_bid(), reason="Shares", by=system()
    )
    assert "may not score this bid because of a conflict" in refusal(member, first_bid())
    second = Bid.objects.latest("pk")
    assert save(member, {ids()[0]: Typed(Decimal(3), "Why")}, second).saved
    score_all(member)
    score_all(other)
    assert {score.bid_id for score in member.scores.all()} == {second.pk}
    begin_moderation(evaluation=evaluation, by=system())


def test_excluded_member_scores_nothing_and_is_not_waited_for() -> None:
    evaluation, (member, other) = make_scoring()
    score_all(member, submits=False)
    decide_on_interest(member=member, ruling=InterestRulingCode.EXCLUDED, reason="Works for a bidder", by=system())
    with pytest.raises(Refused, match="excluded from scoring"):
        submit_scores(evaluation=evaluation, by=member.person)
    score_all(other)
    begin_moderation(evaluation=evaluation, by=system())
    record = record_of(evaluation)
    scores = scores_of(evaluation.procurement, record, access_of(system(), day=TODAY))
    assert scores is not None
    assert {each.member_id for each in scores.individual} == {other.pk}
    assert scores_of(evaluation.procurement, record, access_of(member.person, day=TODAY)) is None


def test_bid_that_is_out_is_not_scored() -> None:
    _, (member, _) = make_scoring()
    record_bid_status(bid=first_bid(), status=BidStatus.WITHDRAWN, reason="Gone", by=system())
    assert "no longer in the evaluation" in refusal(member)
    score_all(member)
    assert ScoreSubmission.objects.get().member == member


def test_scores_stand_once_they_are_submitted_and_once_they_are_moderated() -> None:
    evaluation, (member, other) = make_scoring()
    with pytest.raises(Refused, match="10 scores are missing"):
        submit_scores(evaluation=evaluation, by=member.person)
    score_all(member)
    for attempt in (
        lambda: save(member, {ids()[0]: Typed(Decimal(1), "After all", version=1)}),
        lambda: submit_scores(evaluation=evaluation, by=member.person),
    ):
        with pytest.raises(Refused, match="You have submitted your scores, so they stand"):
            attempt()
    with pytest.raises(Refused, match="1 member of the panel still has to submit"):
        begin_moderation(evaluation=evaluation, by=system())
    score_all(other)
    begin_moderation(evaluation=evaluation, by=system())
    with pytest.raises(Refused, match="individual scores stand"):
        save(other, {ids()[0]: Typed(Decimal(1), "After all", version=1)})
    assert set(Score.objects.values_list("value", flat=True)) == {3}


def test_moderation_waits_for_a_panel() -> None:
    evaluation, members = make_scoring(members=1)
    decide_on_interest(member=members[0], ruling=InterestRulingCode.EXCLUDED, reason="Owns a bidder", by=system())
    with pytest.raises(Refused, match="Nobody on the panel has scored"):
        begin_moderation(evaluation=evaluation, by=system())


# --- Moderation -----------------------------------------------------------------------------------------------------


def test_agreed_score_has_its_reasons_and_the_newest_counts() -> None:
    evaluation, _ = make_moderation()
    cell = record_of(evaluation).cells[0]
    given = {"evaluation": evaluation, "cell": cell, "by": system()}
    for fields, field in (
        ({"value": None, "reasons": "Why"}, "value"),
        ({"value": Decimal(9), "reasons": "Why"}, "value"),
        ({"value": Decimal(4), "reasons": " "}, "reasons"),
    ):
        with pytest.raises(Refused) as refused:
            moderate(**given | fields)
        assert refused.value.decision.field == field
    with pytest.raises(Refused, match="no such cell"):
        moderate(**given | {"cell": (cell[0], 0), "value": Decimal(3), "reasons": "Why"})
    assert not ModeratedScore.objects.exists()
    first = moderate(**given, value=Decimal(4), reasons="Two agreed", before_id=None, checks_before=True)
    with pytest.raises(StaleWrite):
        moderate(**given, value=Decimal(2), reasons="Not seen", before_id=None, checks_before=True)
    moderate(**given, value=Decimal(2), reasons="On reflection", before_id=first.pk, checks_before=True)
    assert ModeratedScore.objects.count() == 2
    assert moderated_of(evaluation.pk)[cell].value == 2


def test_scores_on_which_all_agree_are_taken_at_one_press() -> None:
    evaluation, (first, second) = make_scoring()
    cells = record_of(evaluation).cells
    score_all(first, 4)
    score_all(second, lambda cell: 1 if cell == cells[0] else 4)
    with pytest.raises(Refused, match="while it is in moderation"):
        take_agreed_scores(evaluation=evaluation, by=system())
    begin_moderation(evaluation=evaluation, by=system())
    moderate(evaluation=evaluation, cell=cells[1], value=Decimal(3), reasons="Talked about", by=system())
    assert take_agreed_scores(evaluation=evaluation, by=system()) == len(cells) - 2
    agreed = moderated_of(evaluation.pk)
    assert cells[0] not in agreed
    assert (agreed[cells[1]].value, agreed[cells[2]].value, agreed[cells[2]].reasons) == (3, 4, ALL_AGREED)
    with pytest.raises(Refused, match="no open score on which all members agree"):
        take_agreed_scores(evaluation=evaluation, by=system())


def test_press_says_nothing_of_scores_that_are_hidden() -> None:
    evaluation, (member, _) = make_scoring()
    score_all(member)
    with pytest.raises(Refused, match="no open score"):
        take_agreed_scores(evaluation=evaluation, by=system())


def test_only_who_runs_the_evaluation_records_what_is_agreed() -> None:
    evaluation, (member, _) = make_moderation()
    cell = record_of(evaluation).cells[0]
    with pytest.raises(NotPermitted):
        moderate(evaluation=evaluation, cell=cell, value=Decimal(3), reasons=REASON, by=member.person)
    moderate_all(evaluation)
    with pytest.raises(Refused, match="in the future"):
        moderate(
            evaluation=evaluation,
            cell=cell,
            value=Decimal(3),
            reasons=REASON,
            on=TODAY + timedelta(days=1),
            by=system(),
        )


def test_another_evaluations_bid_is_not_there() -> None:
    _, (member, _) = make_scoring()
    other = make_evaluation(make_procurement(make_network()), bids=1)
    with pytest.raises(Refused, match="no longer in the evaluation"):
        save(member, {ids()[0]: Typed(Decimal(3), "Why")}, other.bids.get())
