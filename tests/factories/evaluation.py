"""Evaluations of procurements: criteria, bids, a panel, and scores."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from tests.factories.networks import make_network
from tests.factories.people import make_person, system
from tests.factories.procurement import make_procurement, make_supplier
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.models import ImagingNetwork
from tracker.procurement.actions.bids import add_bid, record_reference_site
from tracker.procurement.actions.evaluations import begin_moderation, open_evaluation, open_scoring, save_criterion
from tracker.procurement.actions.panel import add_panel_member, declare_interest
from tracker.procurement.actions.scoring import Typed, moderate, save_scores, submit_scores
from tracker.procurement.evaluation_vocabulary import CriterionGroup, PanelCapacity
from tracker.procurement.models import Bid, BidSite, Evaluation, PanelMember, Procurement
from tracker.procurement.policies.comparing_sites import SiteFacts
from tracker.procurement.policies.criteria import CriterionContent
from tracker.procurement.policies.evaluation import Cell, EvaluationRecord, Scale
from tracker.procurement.selectors.evaluations import evaluation_on
from tracker.procurement.selectors.scores import own_scores

G = CriterionGroup
WEIGHTS: tuple[tuple[str, CriterionGroup, str], ...] = (
    ("C1", G.CLINICAL, "30"),
    ("I1", G.INTEGRATION, "25"),
    ("P1", G.PRICE, "20"),
    ("S1", G.SOCIAL_VALUE, "12.5"),
    ("D1", G.DEMONSTRATION, "12.5"),
)
REASON = "It answers the question, with evidence"
Values = Callable[[Cell], Decimal | int]


def criterion(
    code: str = "C1", group: CriterionGroup = G.CLINICAL, weight: str = "100", **more: object
) -> CriterionContent:
    """What a criterion says."""
    return CriterionContent(code, group, f"{group.label} {code}", Decimal(weight), **more)  # type: ignore[arg-type]


def make_evaluation(
    procurement: Procurement | None = None,
    *,
    weights: Sequence[tuple[str, CriterionGroup, str]] = WEIGHTS,
    formula: bool = False,
    bids: int = 2,
    scale: Scale | None = None,
    volume: int | None = None,
) -> Evaluation:
    """An evaluation whose criteria are set and whose bids are in. `formula`: the price is worked out."""
    evaluation = open_evaluation(
        procurement=procurement or make_procurement(make_network()),
        scale=scale or Scale(),
        comparison_volume=volume,
        by=system(),
    )
    for code, group, weight in weights:
        content = criterion(code, group, weight, is_formula=formula and group == G.PRICE)
        save_criterion(evaluation=evaluation, content=content, by=system())
    for number in range(bids):
        make_bid(evaluation, price_pence=100_000_00 + number * 25_000_00)
    return evaluation


def make_bid(evaluation: Evaluation, *, name: str = "", price_pence: int | None = 100_000_00) -> Bid:
    return add_bid(evaluation=evaluation, supplier=make_supplier(name), price_pence=price_pence, by=system())


def make_bid_site(
    bid: Bid, organisation: str = "Example Hospitals NHS Trust", *, contact_role: str = "", **fields: object
) -> BidSite:
    """A reference site with evidence, in use for long; comparable if the network has its systems or volume."""
    given = {"live_since": date(2024, 2, 1), "evidence": "Annual report", **fields}
    facts = SiteFacts(organisation, **given)  # type: ignore[arg-type]
    return record_reference_site(bid=bid, facts=facts, contact_role=contact_role, by=system())


def make_panel_member(
    evaluation: Evaluation,
    person: User | None = None,
    capacity: PanelCapacity = PanelCapacity.CLINICAL,
    *,
    declares: bool = True,
) -> PanelMember:
    """A member who has declared that they have no interest, unless told otherwise."""
    network: ImagingNetwork = evaluation.procurement.network
    person = person or make_person(role=Role.VIEWER, scope=network)
    member = add_panel_member(evaluation=evaluation, person=person, capacity=capacity, by=system())
    if declares:
        declare_interest(evaluation=evaluation, has_interest=False, by=person)
    return member


def record_of(evaluation: Evaluation) -> EvaluationRecord:
    """How the evaluation stands today."""
    record = evaluation_on(evaluation.procurement_id, on=today_in_london())
    assert record is not None
    return record


def make_scoring(evaluation: Evaluation | None = None, *, members: int = 2) -> tuple[Evaluation, list[PanelMember]]:
    """An evaluation that is open for scoring, with so many members."""
    evaluation = evaluation or make_evaluation()
    panel = [make_panel_member(evaluation) for _ in range(members)]
    open_scoring(evaluation=evaluation, by=system())
    return evaluation, panel


def score_all(member: PanelMember, values: Values | int = 3, *, comment: str = REASON, submits: bool = True) -> None:
    """The member scores every cell that they may, and submits."""
    evaluation = Evaluation.objects.get(pk=member.evaluation_id)
    record = record_of(evaluation)
    standing = record.find_member(member.pk)
    assert standing is not None
    cells, known = record.cells_of(standing), own_scores(standing)
    for bid in record.live_bids:
        typed = {
            cell[1]: Typed(
                Decimal(values(cell) if callable(values) else values),
                comment,
                known[cell].version if cell in known else None,
            )
            for cell in cells
            if cell[0] == bid.id
        }
        if typed:
            outcome = save_scores(evaluation=evaluation, bid_id=bid.id, typed=typed, by=member.person)
            assert outcome.is_clean, outcome
    if submits:
        submit_scores(evaluation=evaluation, by=member.person)


def make_moderation(members: int = 2) -> tuple[Evaluation, list[PanelMember]]:
    """An evaluation in moderation, in which everybody gave 3 for everything."""
    evaluation, panel = make_scoring(members=members)
    for member in panel:
        score_all(member)
    begin_moderation(evaluation=evaluation, by=system())
    return evaluation, panel


def moderate_all(evaluation: Evaluation, values: Values | int = 3) -> None:
    for cell in record_of(evaluation).cells:
        value = Decimal(values(cell) if callable(values) else values)
        moderate(evaluation=evaluation, cell=cell, value=value, reasons=REASON, by=system())
