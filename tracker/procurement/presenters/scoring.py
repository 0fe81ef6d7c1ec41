"""A member's own scores: one page for each bid, and one that says what is missing before they submit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.core.decisions import Decision
from tracker.core.formats import nhs_date, plural
from tracker.core.markings import COMMERCIAL
from tracker.core.presentation import Link, Tag
from tracker.procurement.evaluation_finding import FoundEvaluation
from tracker.procurement.policies.evaluation import BidOn, Cell, CriterionOn, MemberOn, ScoreOn
from tracker.procurement.policies.scoring import missing_cells
from tracker.procurement.presenters.evaluation_parts import percent, score, to


@dataclass(frozen=True)
class Task:
    """A bid to score, and how far that is."""

    title: str
    href: str
    hint: str
    state: Tag


@dataclass(frozen=True)
class MyScoresPage:
    """What a member has to do before they submit."""

    title: str
    caption: str
    marking: str
    lead: str
    refusal: str
    tasks: Sequence[Task]
    missing: Sequence[Link]
    submit_href: str


DONE, BEGUN, NOT_BEGUN = Tag("All scored", "green"), Tag("Begun", "blue"), Tag("Not begun", "grey")


def present_my_scores(
    found: FoundEvaluation, member: MemberOn, known: Mapping[Cell, ScoreOn], may_score: Decision
) -> MyScoresPage:
    record, pk = found.record, found.procurement.pk
    missing = missing_cells(record, member, known.keys())
    names = {bid.id: bid.supplier for bid in record.bids}
    criteria = {each.id: each for each in record.criteria}
    return MyScoresPage(
        title="Your scores",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=_lead(member, len(missing)),
        refusal="" if may_score or member.has_submitted else may_score.sentence,
        tasks=[_task(bid, found, member, known) for bid in record.live_bids],
        missing=[
            Link(
                f"{names[bid_id]}: {_named(criteria[criterion_id])}",
                f"{to(pk, 'score-bid', bid_id)}#criterion-{criterion_id}",
            )
            for bid_id, criterion_id in missing
        ]
        if may_score
        else [],
        submit_href=to(pk, "submit-scores") if may_score and not missing else "",
    )


def _lead(member: MemberOn, missing: int) -> str:
    if member.submitted_on:
        return f"You submitted on {nhs_date(member.submitted_on)}. Your scores stand."
    if missing:
        return f"{plural(missing, 'score')} missing. Only you see your scores until everybody has submitted."
    return "Everything is scored. Only you see your scores until everybody has submitted."


def _task(bid: BidOn, found: FoundEvaluation, member: MemberOn, known: Mapping[Cell, ScoreOn]) -> Task:
    cells = [cell for cell in found.record.cells_of(member) if cell[0] == bid.id]
    done = sum(1 for cell in cells if cell in known)
    if not cells:
        return Task(bid.supplier, "", "You do not score this bid.", Tag("Not for you", "grey"))
    state = DONE if done == len(cells) else BEGUN if done else NOT_BEGUN
    return Task(bid.supplier, to(found.procurement.pk, "score-bid", bid.id), f"{done} of {len(cells)} scored", state)


def _named(criterion: CriterionOn) -> str:
    return f"{criterion.code} {criterion.name}"


# --- The sheet of one bid -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetRow:
    """One criterion on the sheet, with the names of its fields; `theirs` is what was saved in another window."""

    id: int
    title: str
    hint: str
    good_answer: str
    state: Tag
    value_name: str
    comment_name: str
    version_name: str
    theirs: str
    shown: str


@dataclass(frozen=True)
class SheetPage:
    """One bid to score. `is_open`: scores can be changed; else they are shown as they stand."""

    title: str
    caption: str
    marking: str
    lead: str
    rows: Sequence[SheetRow]
    is_open: bool
    refusal: str
    back: Link
    next_bid: Link | None


SAVED, EMPTY, CLASH = Tag("Saved", "green"), Tag("Not scored", "grey"), Tag("Two versions", "orange")


def present_sheet(
    found: FoundEvaluation,
    member: MemberOn,
    bid: BidOn,
    known: Mapping[Cell, ScoreOn],
    *,
    may_score: Decision,
    stale: Mapping[int, ScoreOn],
) -> SheetPage:
    pk = found.procurement.pk
    return SheetPage(
        title=f"Score the bid of {bid.supplier}",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=f"Scores go {found.record.scale.in_words}. Save as often as you like: you submit at the end.",
        rows=[
            _sheet_row(each, known.get((bid.id, each.id)), stale.get(each.id)) for each in found.record.scored_criteria
        ],
        is_open=bool(may_score),
        refusal=may_score.sentence,
        back=Link("Your scores", to(pk, "my-scores")),
        next_bid=next(bids_after(found, member, bid), None),
    )


def bids_after(found: FoundEvaluation, member: MemberOn, bid: BidOn) -> Iterator[Link]:
    """The bids that the member scores after this one."""
    after = False
    for each in found.record.live_bids:
        if after and each.id not in member.barred_bids:
            yield Link(each.supplier, to(found.procurement.pk, "score-bid", each.id))
        after = after or each.id == bid.id


def _sheet_row(criterion: CriterionOn, known: ScoreOn | None, theirs: ScoreOn | None) -> SheetRow:
    pk = criterion.id
    return SheetRow(
        id=pk,
        title=_named(criterion),
        hint=f"{criterion.group.label}, weight {percent(criterion.weight)}",
        good_answer=criterion.good_answer,
        state=CLASH if theirs else SAVED if known else EMPTY,
        value_name=f"value_{pk}",
        comment_name=f"comment_{pk}",
        version_name=f"version_{pk}",
        theirs=f"{score(theirs.value)}: {theirs.comment}" if theirs else "",
        shown=f"{score(known.value)}: {known.comment}" if known else "No score.",
    )
