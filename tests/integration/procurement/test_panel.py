"""The panel: who may join and leave, what members declare, and what is decided about it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories import (
    make_evaluation,
    make_moderation,
    make_network,
    make_panel_member,
    make_person,
    make_scoring,
    make_trust,
    moderate_all,
    record_of,
    score_all,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.procurement.actions.evaluations import begin_moderation, conclude
from tracker.procurement.actions.panel import (
    add_panel_member,
    decide_on_interest,
    declare_interest,
    remove_panel_member,
    update_panel_member,
)
from tracker.procurement.evaluation_vocabulary import InterestRulingCode, PanelCapacity
from tracker.procurement.models import Bid, Evaluation, InterestDeclaration, InterestRuling, PanelMember
from tracker.procurement.policies.evaluation import MemberOn
from tracker.procurement.selectors.evaluations import evaluation_on

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
R = InterestRulingCode


def standing(member: PanelMember) -> MemberOn:
    found = record_of(member.evaluation).find_member(member.pk)
    assert found is not None
    return found


def rule(
    member: PanelMember, ruling: R, bid: Bid | None = None, *, by: User | None = None, reason: str = "Shares"
) -> None:
    decide_on_interest(member=member, ruling=ruling, bid=bid, reason=reason, by=by or system())


def test_member_sees_the_networks_plan_and_sits_once() -> None:
    evaluation = make_evaluation()
    network = evaluation.procurement.network
    at_trust = make_person(role=Role.TRUST_USER, scope=make_trust(network))
    make_panel_member(evaluation, at_trust)
    given = {"evaluation": evaluation, "capacity": PanelCapacity.IT, "by": system()}
    for person in (make_person(), make_person(role=Role.TRUST_USER, scope=make_trust()), system()):
        with pytest.raises(Refused, match="no role that lets them see") as refused:
            add_panel_member(person=person, **given)
        assert refused.value.decision.field == "person"
    with pytest.raises(Refused, match="sits on the panel already"):
        add_panel_member(person=at_trust, **given)
    with pytest.raises(NotPermitted):
        add_panel_member(**given | {"person": make_person(role=Role.VIEWER), "by": at_trust})
    assert PanelMember.objects.count() == 1


def test_hours_asked_and_protected_are_kept() -> None:
    member = make_panel_member(make_evaluation())
    update_panel_member(
        member=member,
        capacity=PanelCapacity.CLINICAL_SAFETY,
        hours_asked=Decimal("12.5"),
        hours_given=Decimal(4),
        version=1,
        by=system(),
    )
    now = standing(member)
    assert (now.capacity, now.hours_asked, now.hours_given) == (PanelCapacity.CLINICAL_SAFETY, Decimal("12.5"), 4)
    with pytest.raises(StaleWrite):
        update_panel_member(
            member=member, capacity=PanelCapacity.IT, hours_asked=None, hours_given=None, version=1, by=system()
        )


def test_member_leaves_for_a_reason_once_scoring_has_opened_and_can_come_back() -> None:
    evaluation, (member, other) = make_scoring()
    for each in (member, other):  # whether they have begun to score makes no difference to what is said
        with pytest.raises(Refused, match="has scored will not count") as refused:
            remove_panel_member(member=each, by=system())
        assert refused.value.decision.field == "reason"
        score_all(member, submits=False)
    remove_panel_member(member=member, reason="On long-term leave", by=system())
    assert [each.id for each in record_of(evaluation).members] == [other.pk]
    with pytest.raises(PanelMember.DoesNotExist):
        remove_panel_member(member=member, by=system())
    again = make_panel_member(evaluation, member.person)
    assert again.pk != member.pk
    remove_panel_member(member=again, reason="On leave again", by=system())
    score_all(other)
    with pytest.raises(Refused, match="has submitted, so their scores stand"):
        remove_panel_member(member=other, reason="Too late", by=system())


def test_panel_stands_once_scores_can_be_seen() -> None:
    evaluation, (member, other) = make_scoring()
    score_all(member)
    score_all(other)
    newcomer = make_person(role=Role.VIEWER)
    with pytest.raises(Refused, match="nobody can join the panel and still score alone"):
        add_panel_member(evaluation=evaluation, person=newcomer, capacity=PanelCapacity.IT, by=system())
    begin_moderation(evaluation=evaluation, by=system())
    with pytest.raises(Refused, match="The panel stands"):
        remove_panel_member(member=member, reason="Too late", by=system())


def test_past_panel_is_as_it_was() -> None:
    evaluation = make_evaluation()
    person = make_person(role=Role.VIEWER)
    member = add_panel_member(
        evaluation=evaluation, person=person, capacity=PanelCapacity.IT, on=TODAY - timedelta(days=9), by=system()
    )
    remove_panel_member(member=member, on=TODAY - timedelta(days=2), by=system())
    Evaluation.objects.get()
    assert evaluation_on(evaluation.procurement_id, on=TODAY - timedelta(days=5)) is None  # it was set up today
    assert record_of(evaluation).members == ()
    with pytest.raises(Refused, match="in the future"):
        make_and_remove(evaluation, TODAY + timedelta(days=1))


def make_and_remove(evaluation: Evaluation, day: object) -> None:
    remove_panel_member(member=make_panel_member(evaluation), on=day, by=system())  # type: ignore[arg-type]


# --- Interests ------------------------------------------------------------------------------------------------------


def test_declaration_describes_the_interest() -> None:
    evaluation = make_evaluation()
    member = make_panel_member(evaluation, declares=False)
    assert standing(member).declaration is None
    with pytest.raises(Refused, match="has to be described") as refused:
        declare_interest(evaluation=evaluation, has_interest=True, text=" ", by=member.person)
    assert refused.value.decision.field == "text"
    declare_interest(evaluation=evaluation, has_interest=True, text="Paid talks for a bidder", by=member.person)
    assert standing(member).waits_for_ruling
    declare_interest(evaluation=evaluation, has_interest=False, text="Ignored", by=member.person)
    assert [row.text for row in InterestDeclaration.objects.all()] == ["Paid talks for a bidder", ""]
    assert not standing(member).waits_for_ruling
    with pytest.raises(NotPermitted):
        declare_interest(evaluation=evaluation, has_interest=False, by=make_person(role=Role.NATIONAL_LEAD))


def test_rulings_add_up_until_one_lifts_them() -> None:
    evaluation = make_evaluation()
    member = make_panel_member(evaluation)
    first, second = Bid.objects.order_by("pk")
    rule(member, R.NOT_THIS_BID, first)
    rule(member, R.NOT_THIS_BID, second)
    assert standing(member).barred_bids == {first.pk, second.pk}
    assert not standing(member).is_impartial
    rule(member, R.EXCLUDED, first)  # the bid does not matter to it
    assert standing(member).is_excluded
    assert record_of(evaluation).cells_of(standing(member)) == ()
    rule(member, R.MAY_SCORE, reason="Sold the shares")
    assert (standing(member).is_excluded, standing(member).barred_bids) == (False, frozenset())
    assert InterestRuling.objects.filter(bid=None).count() == 2


def test_impossible_rulings_are_refused() -> None:
    evaluation = make_evaluation()
    network = evaluation.procurement.network
    silent = make_panel_member(evaluation, declares=False)
    lead = make_person(role=Role.PROCUREMENT, scope=network)
    own = make_panel_member(evaluation, lead)
    other = make_evaluation(bids=1).bids.get()
    for attempt, words in (
        (lambda: rule(silent, R.MAY_SCORE), "has declared nothing yet"),
        (lambda: rule(own, R.MAY_SCORE, by=lead), "Nobody decides on their own interest"),
        (lambda: rule(own, R.NOT_THIS_BID), "Say which bid"),
        (lambda: rule(own, R.NOT_THIS_BID, other), "Say which bid"),
        (lambda: rule(own, R.EXCLUDED, reason=" "), "Say why"),
    ):
        with pytest.raises(Refused, match=words):
            attempt()
    with pytest.raises(NotPermitted):
        rule(own, R.MAY_SCORE, by=make_person(role=Role.VIEWER))
    assert not InterestRuling.objects.exists()


def test_after_submission_a_ruling_only_takes_away() -> None:
    evaluation, (member, other) = make_scoring()
    first, _ = Bid.objects.order_by("pk")
    rule(member, R.NOT_THIS_BID, first)
    score_all(member)
    with pytest.raises(Refused, match="can't be let back in to score"):
        rule(member, R.MAY_SCORE, reason="Sold the shares")
    rule(member, R.NOT_THIS_BID, first, reason="Said again")
    rule(member, R.EXCLUDED, reason="Works there now")
    score_all(other)
    assert record_of(evaluation).is_revealed
    with pytest.raises(Refused, match="can't be let back in to score"):
        rule(member, R.MAY_SCORE, reason="After all")
    declare_interest(evaluation=evaluation, has_interest=False, by=member.person)
    assert record_of(evaluation).is_revealed, "nobody hides scores again by declaring anew"


def test_finished_evaluation_takes_no_more_declarations_and_rulings() -> None:
    evaluation, (member, _) = make_moderation()
    moderate_all(evaluation)
    conclude(evaluation=evaluation, by=system())
    with pytest.raises(Refused, match="finished"):
        declare_interest(evaluation=evaluation, has_interest=False, by=member.person)
    with pytest.raises(Refused, match="finished"):
        rule(member, R.EXCLUDED)


def test_member_who_no_longer_sees_the_network_is_no_scorer() -> None:
    evaluation = make_evaluation()
    network = make_network()
    person = make_person(role=Role.VIEWER, scope=evaluation.procurement.network, until=TODAY + timedelta(days=1))
    member = make_panel_member(evaluation, person)
    person.role_assignments.update(valid_to=TODAY, network=network)
    with pytest.raises(NotPermitted):
        declare_interest(evaluation=evaluation, has_interest=False, by=member.person)
