"""An evaluation from its criteria to its ranking: what is asked for at each step, and what is refused."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_bid,
    make_bid_site,
    make_evaluation,
    make_moderation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_release,
    make_scoring,
    make_supplier,
    make_trust,
    moderate_all,
    record_of,
    score_all,
    system,
)
from tests.factories.evaluation import criterion
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.access import access_of
from tracker.networks.actions.programmes import save_it_system
from tracker.networks.models import ITSystemKind
from tracker.procurement.actions.bids import add_bid, correct_bid, record_bid_status
from tracker.procurement.actions.evaluations import (
    begin_moderation,
    conclude,
    move_evaluation,
    open_evaluation,
    open_scoring,
    remove_criterion,
    save_criterion,
    set_scale,
)
from tracker.procurement.evaluation_vocabulary import BidStatus, CriterionGroup, EvaluationStatus
from tracker.procurement.models import (
    AwardCriterion,
    AwardCriterionRevision,
    Bid,
    Evaluation,
    EvaluationState,
    ModeratedScore,
)
from tracker.procurement.policies.evaluation import Scale
from tracker.procurement.selectors.evaluations import evaluation_on, evaluations_on, with_evaluations
from tracker.procurement.selectors.procurements import procurements_on
from tracker.procurement.selectors.scores import ranking_of

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
YESTERDAY = TODAY - timedelta(days=1)
S = EvaluationStatus


def test_evaluation_goes_from_its_criteria_to_its_ranking() -> None:
    evaluation = make_evaluation(formula=True)
    members = [make_panel_member(evaluation) for _ in range(3)]
    open_scoring(evaluation=evaluation, by=system())
    for member in members:
        score_all(member)
    begin_moderation(evaluation=evaluation, by=system())
    moderate_all(evaluation, 4)
    assert ranking_of(evaluation) == ()
    conclude(evaluation=evaluation, by=system())
    first, second = ranking_of(evaluation)
    # 80 of 100 by the panel at 4 of 5, and 20 by the lowest price over the price: 100,000 against 125,000.
    assert (first.rank, first.total) == (1, Fraction(84))
    assert (second.rank, second.total) == (2, Fraction(80))
    assert [state.status for state in EvaluationState.objects.all()] == [S.DRAFT, S.SCORING, S.MODERATION, S.CONCLUDED]


@pytest.mark.parametrize("scale", [Scale(5, 5), Scale(6, 5), Scale(0, 101), Scale(-1, 5)])
def test_scale_that_tells_nothing_apart_is_refused(scale: Scale) -> None:
    procurement = make_procurement(make_network())
    with pytest.raises(Refused) as refused:
        open_evaluation(procurement=procurement, scale=scale, by=system())
    assert refused.value.decision.field == "maximum"
    assert not Evaluation.objects.exists()


def test_procurement_has_one_evaluation() -> None:
    evaluation = make_evaluation()
    with pytest.raises(Refused, match="has its evaluation already"):
        open_evaluation(procurement=evaluation.procurement, by=system())
    with pytest.raises(Refused, match="in the future"):
        open_evaluation(procurement=make_procurement(make_network()), on=TODAY + timedelta(days=1), by=system())
    assert Evaluation.objects.count() == 1


def test_scale_changes_only_while_criteria_are_being_set() -> None:
    evaluation = make_evaluation()
    stale = evaluation.version
    set_scale(evaluation=evaluation, scale=Scale(0, 10, half_steps=True), comparison_volume=90_000, by=system())
    assert record_of(evaluation).scale == Scale(0, 10, half_steps=True)
    with pytest.raises(StaleWrite):
        set_scale(evaluation=evaluation, scale=Scale(), version=stale, by=system())
    make_scoring(evaluation)
    with pytest.raises(Refused, match="its criteria and scale stand"):
        set_scale(evaluation=evaluation, scale=Scale(), by=system())


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"weight": "0"}, "weight", "above 0%"),
        ({"weight": "-5"}, "weight", "Procurement Act 2023, section 23"),
        ({"weight": "100.01"}, "weight", "up to 100%"),
        ({"weight": "12.345"}, "weight", "up to 2 decimals"),
        ({"code": " "}, "code", "needs a code"),
        ({"code": "c1"}, "code", "already"),
        ({"is_formula": True}, "is_formula", "Only the price"),
    ],
)
def test_impossible_criterion_is_refused(changes: dict, field: str, words: str) -> None:
    evaluation = make_evaluation(weights=[("C1", CriterionGroup.CLINICAL, "30")])
    with pytest.raises(Refused, match=words) as refused:
        save_criterion(evaluation=evaluation, content=criterion(**{"code": "X", **changes}), by=system())
    assert refused.value.decision.field == field
    assert AwardCriterionRevision.objects.count() == 1


def test_criterion_keeps_what_it_said_before() -> None:
    evaluation = open_evaluation(procurement=make_procurement(make_network()), on=YESTERDAY, by=system())
    row = save_criterion(evaluation=evaluation, content=criterion(weight="40"), on=YESTERDAY, by=system())
    save_criterion(
        evaluation=evaluation,
        content=criterion("C2", weight="45.5"),
        criterion_id=row.pk,
        version=row.version,
        by=system(),
    )
    with pytest.raises(StaleWrite):
        save_criterion(
            evaluation=evaluation, content=criterion("C3"), criterion_id=row.pk, version=row.version, by=system()
        )
    assert [each.weight for each in record_of(evaluation).criteria] == [Decimal("45.5")]
    before = evaluation_on(evaluation.procurement_id, on=YESTERDAY)
    assert before is not None
    assert [each.weight for each in before.criteria] == [Decimal(40)]
    with pytest.raises(Refused, match="before what it follows"):
        save_criterion(evaluation=evaluation, content=criterion(), criterion_id=row.pk, on=YESTERDAY, by=system())
    assert evaluation_on(evaluation.procurement_id, on=YESTERDAY - timedelta(days=1)) is None


def test_removed_criterion_is_gone_and_its_code_can_come_back() -> None:
    evaluation = make_evaluation(weights=[("C1", CriterionGroup.CLINICAL, "30"), ("C2", CriterionGroup.CLINICAL, "70")])
    first, second = AwardCriterion.objects.order_by("pk")
    remove_criterion(evaluation=evaluation, criterion_id=first.pk, by=system())
    remove_criterion(evaluation=evaluation, criterion_id=first.pk, by=system())
    assert [each.code for each in record_of(evaluation).criteria] == ["C2"]
    with pytest.raises(Refused, match="that is removed"):
        save_criterion(evaluation=evaluation, content=criterion("C1"), criterion_id=second.pk, by=system())
    with pytest.raises(AwardCriterion.DoesNotExist):
        save_criterion(evaluation=evaluation, content=criterion("C9"), criterion_id=first.pk, by=system())
    save_criterion(evaluation=evaluation, content=criterion("C1", weight="30"), by=system())
    assert [each.code for each in record_of(evaluation).criteria] == ["C1", "C2"]


@pytest.mark.parametrize(
    ("weights", "bids", "members", "words"),
    [
        ([("C1", CriterionGroup.CLINICAL, "99.99")], 1, 1, "add up to 99.99%, not to 100%"),
        ([("C1", CriterionGroup.CLINICAL, "60"), ("C2", CriterionGroup.CLINICAL, "40.01")], 1, 1, "100.01%"),
        ([], 1, 1, "add up to 0%"),
        ([("C1", CriterionGroup.CLINICAL, "100")], 0, 1, "no bid to score"),
        ([("C1", CriterionGroup.CLINICAL, "100")], 1, 0, "Nobody on the panel"),
    ],
)
def test_scoring_does_not_open_early(weights: list, bids: int, members: int, words: str) -> None:
    evaluation = make_evaluation(weights=weights, bids=bids)
    for _ in range(members):
        make_panel_member(evaluation)
    with pytest.raises(Refused, match=words):
        open_scoring(evaluation=evaluation, by=system())
    assert record_of(evaluation).status == S.DRAFT


def test_price_that_is_worked_out_needs_every_price() -> None:
    evaluation = make_evaluation(formula=True)
    make_panel_member(evaluation)
    bid = make_bid(evaluation, name="Pricey Ltd", price_pence=None)
    with pytest.raises(Refused, match="none of Pricey Ltd"):
        open_scoring(evaluation=evaluation, by=system())
    correct_bid(bid=bid, release=None, price_pence=90_000_00, received_on=TODAY, version=1, by=system())
    with pytest.raises(StaleWrite):
        correct_bid(bid=bid, release=None, price_pence=1, received_on=TODAY, version=1, by=system())
    open_scoring(evaluation=evaluation, by=system())


def test_evaluation_goes_back_to_its_criteria_only_before_a_score() -> None:
    evaluation, (member, _) = make_scoring()
    with pytest.raises(Refused, match="Say why") as refused:
        move_evaluation(evaluation=evaluation, status=S.DRAFT, by=system())
    assert refused.value.decision.field == "reason"
    move_evaluation(evaluation=evaluation, status=S.DRAFT, reason="A weight was wrong", by=system())
    open_scoring(evaluation=evaluation, by=system())
    score_all(member, submits=False)
    with pytest.raises(Refused, match="Scoring has begun"):
        move_evaluation(evaluation=evaluation, status=S.DRAFT, reason="A weight was wrong", by=system())


def test_moves_that_no_transition_declares_are_refused() -> None:
    evaluation, _ = make_moderation()
    for status in (S.DRAFT, S.SCORING, S.MODERATION):
        with pytest.raises(Refused, match="can't become"):
            move_evaluation(evaluation=evaluation, status=status, reason="Again", by=system())
    move_evaluation(evaluation=evaluation, status=S.WITHDRAWN, reason="The network stops", by=system())
    with pytest.raises(Refused, match="It is finished"):
        conclude(evaluation=evaluation, by=system())
    with pytest.raises(StaleWrite):
        move_evaluation(evaluation=evaluation, status=S.CONCLUDED, version=1, by=system())


def test_evaluation_concludes_once_every_score_is_moderated() -> None:
    evaluation, _ = make_moderation()
    with pytest.raises(Refused, match="10 scores are not moderated yet"):
        conclude(evaluation=evaluation, by=system())
    moderate_all(evaluation)
    for bid in Bid.objects.all():
        record_bid_status(bid=bid, status=BidStatus.WITHDRAWN, reason="They left the market", by=system())
    with pytest.raises(Refused, match="No bid is left"):
        conclude(evaluation=evaluation, by=system())


def test_bids_that_are_alike_are_tied() -> None:
    evaluation, _ = make_moderation()
    moderate_all(evaluation)
    conclude(evaluation=evaluation, by=system())
    assert [(each.rank, each.total, each.is_tied) for each in ranking_of(evaluation)] == [(1, 60, True)] * 2


# --- Bids -----------------------------------------------------------------------------------------------------------


def test_supplier_bids_once_with_its_own_release_before_scoring() -> None:
    evaluation = make_evaluation(bids=0)
    supplier, release = make_supplier(), make_release()
    given = {"evaluation": evaluation, "supplier": supplier, "by": system()}
    for fields, field in (
        ({"release": release}, "release"),
        ({"price_pence": 0}, "price"),
        ({"received_on": TODAY + timedelta(days=1)}, "received_on"),
    ):
        with pytest.raises(Refused) as refused:
            add_bid(**given | fields)
        assert refused.value.decision.field == field
    assert not Bid.objects.exists()
    add_bid(**given, release=make_release(supplier))
    with pytest.raises(Refused, match="one bid of a supplier") as refused:
        add_bid(**given)
    assert refused.value.decision.field == "supplier"
    make_scoring(evaluation)
    with pytest.raises(Refused, match="before scoring opens"):
        add_bid(evaluation=evaluation, supplier=make_supplier(), by=system())
    assert Bid.objects.count() == 1


def test_bid_that_is_taken_out_says_why_and_comes_back_only_before_scoring() -> None:
    evaluation = make_evaluation()
    bid, other = Bid.objects.order_by("pk")
    with pytest.raises(Refused, match="Say why"):
        record_bid_status(bid=bid, status=BidStatus.EXCLUDED, reason=" ", by=system())
    with pytest.raises(Refused, match="already"):
        record_bid_status(bid=bid, status=BidStatus.RECEIVED, reason="Here", by=system())
    record_bid_status(bid=bid, status=BidStatus.EXCLUDED, reason="No declaration of exclusion grounds", by=system())
    assert [each.id for each in record_of(evaluation).live_bids] == [other.pk]
    record_bid_status(bid=bid, status=BidStatus.RECEIVED, reason="It was there", by=system())
    record_bid_status(bid=bid, status=BidStatus.WITHDRAWN, reason="The supplier said so", by=system())
    make_scoring(evaluation)
    with pytest.raises(Refused, match="can't come back"):
        record_bid_status(bid=bid, status=BidStatus.RECEIVED, reason="After all", by=system())
    move_evaluation(evaluation=evaluation, status=S.WITHDRAWN, reason="The network stops", by=system())
    with pytest.raises(Refused, match="finished"):
        record_bid_status(bid=other, status=BidStatus.WITHDRAWN, reason="Late", by=system())


def test_bid_of_another_day_is_not_there_yet() -> None:
    evaluation = make_evaluation(bids=1)
    bid = Bid.objects.get()
    assert [each.id for each in record_of(evaluation).bids] == [bid.pk]
    assert evaluation_on(evaluation.procurement_id, on=YESTERDAY) is None


def test_site_with_the_pacs_of_one_of_the_networks_trusts_is_comparable() -> None:
    evaluation = make_evaluation(bids=2)
    first, second = Bid.objects.order_by("pk")
    trust = make_trust(evaluation.procurement.network)
    save_it_system(trust=trust, kind=ITSystemKind.PACS, name="Oriole PACS 9.4", by=system())
    save_it_system(trust=make_trust(), kind=ITSystemKind.PACS, name="Tessel Imaging PACS", by=system())
    make_bid_site(first, pacs_vendor="Oriole")
    make_bid_site(second, pacs_vendor="Tessel")  # a trust of another network has that
    assert [bid.comparable_sites for bid in record_of(evaluation).bids] == [1, 0]
    access = access_of(system(), day=TODAY)
    (told,) = with_evaluations(
        procurements_on(access, on=TODAY, network_id=evaluation.procurement.network_id), access, on=TODAY
    )
    assert told.evaluation is not None
    assert told.evaluation.fewest_sites == 0


# --- Rights, the database, and queries ------------------------------------------------------------------------------


def test_only_who_buys_for_the_network_runs_an_evaluation() -> None:
    network = make_network()
    procurement = make_procurement(network)
    for person in (
        make_person(role=Role.VIEWER),
        make_person(role=Role.PROGRAMME_MANAGER),  # of every programme, and sees no commercial figures
        make_person(role=Role.TRUST_USER, scope=network),
        make_person(role=Role.PROCUREMENT, scope=make_network()),
    ):
        with pytest.raises(NotPermitted):
            open_evaluation(procurement=procurement, by=person)
    buyer = make_person(role=Role.PROCUREMENT, scope=network)
    evaluation = open_evaluation(procurement=procurement, by=buyer)
    save_criterion(evaluation=evaluation, content=criterion(), by=make_person(role=Role.NATIONAL_LEAD))
    with pytest.raises(NotPermitted):
        add_bid(evaluation=evaluation, supplier=make_supplier(), by=make_person(role=Role.VIEWER))
    with pytest.raises(Evaluation.DoesNotExist):
        remove_criterion(evaluation=Evaluation(pk=0), criterion_id=1, by=buyer)


def test_weights_are_told_only_to_who_may_see_commercial_figures() -> None:
    evaluation = make_evaluation()
    network = evaluation.procurement.network

    def told(role: Role) -> object:
        access = access_of(make_person(role=role, scope=network), day=TODAY)
        (found,) = with_evaluations(procurements_on(access, on=TODAY), access, on=TODAY)
        assert found.evaluation is not None
        assert found.evaluation.status == S.DRAFT
        return found.evaluation.weights

    assert told(Role.VIEWER) is None
    assert told(Role.PROCUREMENT) == {
        CriterionGroup.CLINICAL: 30,
        CriterionGroup.INTEGRATION: 25,
        CriterionGroup.PRICE: 20,
        CriterionGroup.SOCIAL_VALUE: Decimal("12.5"),
        CriterionGroup.DEMONSTRATION: Decimal("12.5"),
    }


def test_database_refuses_what_no_action_would_write() -> None:
    evaluation = make_evaluation(bids=1)
    row = AwardCriterion.objects.first()
    bid = Bid.objects.get()
    revision = {"criterion": row, "effective_on": TODAY, "name": "X", "group": "clinical", "recorded_by": system()}
    for name, write in (
        ("weight_is_a_share", lambda: AwardCriterionRevision.objects.create(**revision, weight=0)),
        (
            "formula_is_of_a_price",
            lambda: AwardCriterionRevision.objects.create(**revision, weight=1, is_formula=True),
        ),
        ("scale_rises", lambda: Evaluation.objects.filter(pk=evaluation.pk).update(scale_maximum=0)),
        ("price_is_positive", lambda: Bid.objects.filter(pk=bid.pk).update(price_pence=0)),
        (
            "moderatedscore_says_why",
            lambda: ModeratedScore.objects.create(
                bid=bid, criterion=row, value=3, reasons="", moderated_on=TODAY, recorded_by=system()
            ),
        ),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            write()


def test_any_number_of_evaluations_is_read_with_the_same_queries() -> None:
    def count(number: int) -> int:
        evaluations = [make_scoring(make_evaluation(bids=number), members=number)[0] for _ in range(number)]
        with CaptureQueriesContext(connection) as queries:
            evaluations_on([each.procurement_id for each in evaluations], on=TODAY)
        return len(queries)

    assert count(1) == count(3)
