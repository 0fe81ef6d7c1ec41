"""What the panel sees together: everybody's scores side by side, the score of one cell, and the ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.core.formats import nhs_date, plural
from tracker.core.markings import COMMERCIAL
from tracker.core.presentation import Cell as TableCell
from tracker.core.presentation import Link, Row, TableColumn, Tag
from tracker.procurement.evaluation_finding import FoundEvaluation
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.policies.evaluation import BidOn, Cell, CriterionOn, ModeratedOn, Scores
from tracker.procurement.policies.ranking import Ranked, as_decimal, places_that_tell_apart
from tracker.procurement.policies.scoring import agreed_value
from tracker.procurement.presenters.evaluation_parts import STATUS_TAGS, Press, percent, score, to

NEAR = Decimal(1)
OPEN = Tag("Open", "orange")


@dataclass(frozen=True)
class BidScores:
    """The scores of one bid, a row for each criterion."""

    title: str
    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class ModerationPage:
    """Everybody's scores, bid by bid."""

    title: str
    caption: str
    marking: str
    lead: str
    status: Tag
    presses: Sequence[Press]
    conclude: Link | None
    columns: Sequence[TableColumn]
    bids: Sequence[BidScores]


def present_moderation(found: FoundEvaluation, scores: Scores) -> ModerationPage:
    record, pk = found.record, found.procurement.pk
    left = [cell for cell in record.cells if cell not in scores.moderated]
    is_open = record.status == EvaluationStatus.MODERATION and found.runs
    alike = [cell for cell in left if agreed_value(each.value for each in scores.of_cell(cell)) is not None]
    presses = []
    if is_open and alike:
        words = f"Take the {plural(len(alike), 'score')} on which all members agree"
        presses.append(Press(words, to(pk, "take-agreed-scores")))
    return ModerationPage(
        title="Moderation",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=_lead(found, len(left)),
        status=STATUS_TAGS[record.status],
        presses=presses,
        conclude=Link("Conclude the evaluation", to(pk, "move-evaluation", "concluded"))
        if is_open and not left
        else None,
        columns=(
            TableColumn("Criterion", width="wide"),
            TableColumn("Agreed", numeric=True),
            TableColumn("How far apart"),
            *(TableColumn(member.name, numeric=True) for member in record.scorers),
        ),
        bids=[
            BidScores(
                f"Bid of {bid.supplier}", f"bid-{bid.id}", [_row(found, bid, each, scores) for each in record.criteria]
            )
            for bid in record.live_bids
        ],
    )


def _lead(found: FoundEvaluation, left: int) -> str:
    status = found.record.status
    if status == EvaluationStatus.SCORING:
        return "Everybody has submitted. Moderation can begin, and until then no score is agreed."
    if status != EvaluationStatus.MODERATION:
        return "The scores as they stand."
    if left:
        return f"{plural(left, 'score')} {'is' if left == 1 else 'are'} open. Start where members are far apart."
    return "Every score is agreed. The evaluation can be concluded."


def _row(found: FoundEvaluation, bid: BidOn, criterion: CriterionOn, scores: Scores) -> Row:
    label = f"{criterion.code} {criterion.name}"
    scorers = found.record.scorers
    if criterion.is_formula:
        return [TableCell(label, hint=percent(criterion.weight)), "", "By the lowest price", *([""] * len(scorers))]
    given = {each.member_id: each for each in scores.of_cell((bid.id, criterion.id))}
    values = [each.value for each in given.values()]
    href = to(found.procurement.pk, "moderate", bid.id, criterion.id)
    agreed = scores.moderated.get((bid.id, criterion.id))
    return [
        TableCell(label, href=href, hint=percent(criterion.weight)),
        score(agreed.value) if agreed else TableCell(tag=OPEN),
        TableCell(tag=spread_tag(values)),
        *(score(given[member.id].value) if member.id in given else "Does not score" for member in scorers),
    ]


def spread_tag(values: Sequence[Decimal]) -> Tag:
    """How far the members' scores of a cell lie apart, in words."""
    if not values:
        return Tag("Nobody scored", "grey")
    apart = max(values) - min(values)
    if not apart:
        return Tag("All agree", "green")
    return Tag(f"{score(apart)} apart", "yellow") if apart <= NEAR else Tag(f"{score(apart)} apart: discuss", "orange")


# --- One cell -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CellPage:
    """What everybody scored for one bid by one criterion, and why."""

    marking: str
    good_answer: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    agreed: str
    may_agree: bool


def present_cell(found: FoundEvaluation, criterion: CriterionOn, scores: Scores, cell: Cell) -> CellPage:
    """`may_agree`: the person records what the panel agrees on, now."""
    given, agreed = scores.of_cell(cell), scores.moderated.get(cell)
    names = {member.id: member for member in found.record.scorers}
    return CellPage(
        marking=COMMERCIAL,
        good_answer=criterion.good_answer,
        columns=(TableColumn("Member"), TableColumn("Score", numeric=True), TableColumn("Why", width="wide")),
        rows=[
            [
                TableCell(names[each.member_id].name, hint=names[each.member_id].capacity.label),
                score(each.value),
                each.comment,
            ]
            for each in given
        ],
        agreed=f"{score(agreed.value)}: {agreed.reasons}" if agreed else "No score is agreed yet.",
        may_agree=found.runs and found.record.status == EvaluationStatus.MODERATION,
    )


# --- Ranking --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RankingPage:
    """The bids in order, how each came to its total, and the reasons for each bidder's assessment summary."""

    title: str
    caption: str
    marking: str
    lead: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    point_columns: Sequence[TableColumn]
    points: Sequence[Row]
    reason_columns: Sequence[TableColumn]
    reasons: Sequence[BidScores]


def present_ranking(
    found: FoundEvaluation, ranking: Sequence[Ranked], moderated: Mapping[Cell, ModeratedOn]
) -> RankingPage:
    record = found.record
    bids = {bid.id: bid for bid in record.live_bids}
    places = places_that_tell_apart([each.total for each in ranking])
    return RankingPage(
        title="Ranking",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=_ranking_lead(found, ranking),
        columns=(TableColumn("Place"), TableColumn("Bidder", width="wide"), TableColumn("Total of 100", numeric=True)),
        rows=[
            [
                TableCell(str(each.rank), hint="Tied" if each.is_tied else ""),
                bids[each.bid_id].supplier,
                _points(each.total, places),
            ]
            for each in ranking
        ],
        point_columns=(
            TableColumn("Criterion", width="wide"),
            TableColumn("Weight", numeric=True),
            *(TableColumn(bids[each.bid_id].supplier, numeric=True) for each in ranking),
        ),
        points=[
            [
                f"{criterion.code} {criterion.name}",
                percent(criterion.weight),
                *(_points(each.points[criterion.id], 2) for each in ranking),
            ]
            for criterion in record.criteria
        ]
        if ranking
        else [],
        reason_columns=(
            TableColumn("Criterion"),
            TableColumn("Score", numeric=True),
            TableColumn("Reasons", width="wide"),
        ),
        reasons=[_reasons(found, bids[each.bid_id], moderated) for each in ranking],
    )


def _points(value: Fraction, places: int) -> str:
    return f"{as_decimal(value, places):,.{places}f}"


def _ranking_lead(found: FoundEvaluation, ranking: Sequence[Ranked]) -> str:
    if not ranking:
        return "The bids are ranked once the evaluation is concluded."
    first = [each for each in ranking if each.rank == 1]
    if len(first) > 1:
        return f"{plural(len(first), 'bid')} share the first place. What the tender said about ties decides."
    bid = found.record.find_bid(first[0].bid_id)
    name = bid.supplier if bid else ""
    return f"{name} is first. Concluded on {nhs_date(found.record.since)}."


def _reasons(found: FoundEvaluation, bid: BidOn, moderated: Mapping[Cell, ModeratedOn]) -> BidScores:
    rows: list[Row] = []
    for criterion in found.record.scored_criteria:
        agreed = moderated[bid.id, criterion.id]
        rows.append([f"{criterion.code} {criterion.name}", score(agreed.value), agreed.reasons])
    return BidScores(f"Bid of {bid.supplier}", f"reasons-{bid.id}", rows)
