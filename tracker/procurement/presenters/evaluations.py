"""The page of an evaluation: what waits for whom, the weights and what is odd about them, the bids, and the panel."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.core.formats import money, nhs_date, number, plural
from tracker.core.markings import COMMERCIAL
from tracker.core.presentation import Action, Cell, Fact, HistoryEntry, Link, Row, TableColumn, Tag
from tracker.procurement.evaluation_finding import FoundEvaluation
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.models import EvaluationState
from tracker.procurement.policies.criteria import (
    Caution,
    EvaluationLimits,
    group_weights,
    site_warnings,
    weight_warnings,
)
from tracker.procurement.policies.evaluation import BidOn, CriterionOn, EvaluationRecord, MemberOn
from tracker.procurement.policies.evaluation_moves import HUNDRED, transitions_from
from tracker.procurement.presenters.evaluation_parts import (
    BID_TAGS,
    STATUS_TAGS,
    WeightBar,
    percent,
    to,
    weight_bars,
)

S = EvaluationStatus
LEAD = "Procurement lead"


@dataclass(frozen=True)
class EvaluationPage:
    """An evaluation as its page shows it: what stands and what to do first."""

    title: str
    caption: str
    marking: str
    lead: str
    status: Tag
    actions: Sequence[Action]
    more_actions: Sequence[Link]
    tasks: Sequence[Row]
    cautions: Sequence[Caution]
    bars: Sequence[WeightBar]
    total: str
    criteria: Sequence[Row]
    criterion_columns: Sequence[TableColumn]
    criterion_action: Link | None
    bids: Sequence[Row]
    bid_columns: Sequence[TableColumn]
    bid_action: Link | None
    panel: Sequence[Row]
    panel_columns: Sequence[TableColumn]
    panel_lead: str
    panel_action: Link | None
    facts: Sequence[Fact]
    history: Sequence[HistoryEntry]


TASK_COLUMNS = (TableColumn("What waits", width="wide"), TableColumn("For whom"))


def present_evaluation(
    found: FoundEvaluation,
    record: EvaluationRecord,
    limits: EvaluationLimits,
    states: Sequence[EvaluationState],
    *,
    is_today: bool,
) -> EvaluationPage:
    """`record` is how it stood on the day that the page shows; on a past day nothing is offered."""
    pk = found.procurement.pk
    runs, prices = is_today and found.runs, found.may("networks.view_commercial")
    edits = runs and record.is_draft
    return EvaluationPage(
        title="Evaluation",
        caption=str(found.procurement),
        marking=COMMERCIAL,
        lead=_lead(record),
        status=STATUS_TAGS[record.status],
        actions=_actions(found, record, runs=runs, is_today=is_today),
        more_actions=_more_actions(found, record, runs=runs),
        tasks=list(_tasks(record, found)) if is_today else [],
        cautions=_cautions(record, limits),
        bars=weight_bars(group_weights(record.criteria).items()),
        total=percent(record.total_weight),
        criteria=[
            _criterion_row(each, to(pk, "edit-award-criterion", each.id) if edits else "") for each in record.criteria
        ],
        criterion_columns=_CRITERION_COLUMNS,
        criterion_action=Link("Add a criterion", to(pk, "add-award-criterion")) if edits else None,
        bids=[_bid_row(bid, to(pk, "bid", bid.id), limits, shows_price=prices) for bid in record.bids],
        bid_columns=_BID_COLUMNS if prices else [each for each in _BID_COLUMNS if each.label != "Price"],
        bid_action=Link("Enter a bid", to(pk, "add-bid")) if edits else None,
        panel=[
            _member_row(member, record, to(pk, "panel-member", member.id) if runs else "") for member in record.members
        ],
        panel_columns=_PANEL_COLUMNS,
        panel_lead=_panel_lead(record),
        panel_action=Link("Add somebody to the panel", to(pk, "add-panel-member"))
        if _may_add(record, runs=runs)
        else None,
        facts=_facts(record, to(pk, "edit-scale") if edits else ""),
        history=[
            HistoryEntry(each.effective_on, each.get_status_display(), str(each.recorded_by), each.reason)
            for each in states
        ],
    )


_CRITERION_COLUMNS = (
    TableColumn("Code"),
    TableColumn("Criterion", width="wide"),
    TableColumn("About"),
    TableColumn("Weight", numeric=True),
)
_BID_COLUMNS = (
    TableColumn("Bidder"),
    TableColumn("Product"),
    TableColumn("Price", numeric=True),
    TableColumn("Received"),
    TableColumn("State"),
    TableColumn("Reference sites"),
)
_PANEL_COLUMNS = (
    TableColumn("Member"),
    TableColumn("Interests"),
    TableColumn("Scores"),
    TableColumn("Hours asked", numeric=True),
    TableColumn("Hours protected", numeric=True),
)


def submitted_in_words(record: EvaluationRecord) -> str:
    """`2 of 5 members have submitted`: all that is said of scores before the last has."""
    done = len(record.scorers) - len(record.outstanding)
    return f"{done} of {plural(len(record.scorers), 'member')} {'has' if done == 1 else 'have'} submitted"


def _lead(record: EvaluationRecord) -> str:
    if record.status == S.DRAFT:
        return f"The criteria are being set. Their weights add up to {percent(record.total_weight)} of 100%."
    if record.status == S.SCORING:
        rest = "Moderation can begin." if record.is_revealed else "Nobody sees anybody else’s scores until all have."
        return f"{submitted_in_words(record)}. {rest}"
    return {
        S.MODERATION: "The panel agrees on one score for each bid and criterion, with its reasons.",
        S.CONCLUDED: f"The bids are ranked since {nhs_date(record.since)}.",
        S.WITHDRAWN: f"The evaluation was withdrawn on {nhs_date(record.since)}.",
    }[record.status]


def _actions(found: FoundEvaluation, record: EvaluationRecord, *, runs: bool, is_today: bool) -> list[Action]:
    """The next step of this person, as one or two buttons."""
    pk, member = found.procurement.pk, found.member
    offered = []
    if is_today and member is not None and record.is_running:
        if member.declaration is None:
            offered.append(Action("Declare your interests", to(pk, "declare-interest")))
        elif record.status == S.SCORING and record.cells_of(member) and not member.has_submitted:
            offered.append(Action("Score the bids", to(pk, "my-scores")))
    if is_today and record.status in (S.MODERATION, S.CONCLUDED) and found.may("procurement.view_scores"):
        is_over = record.status == S.CONCLUDED
        name, text = ("evaluation-ranking", "See the ranking") if is_over else ("moderation", "Moderate the scores")
        offered.append(Action(text, to(pk, name)))
    if runs:
        ready = record.status != S.SCORING or record.is_revealed
        offered += [
            Action(each.name, to(pk, "move-evaluation", each.wanted), "secondary" if offered else "")
            for each in transitions_from(record.status)
            if ready and not each.needs_reason
        ]
    return offered


def _more_actions(found: FoundEvaluation, record: EvaluationRecord, *, runs: bool) -> list[Link]:
    pk, member = found.procurement.pk, found.member
    links = []
    if member is not None and member.declaration is not None and record.status != S.DRAFT:
        links.append(Link("Your own scores", to(pk, "my-scores")))
    if record.status in (S.SCORING, S.CONCLUDED) and found.may("procurement.view_scores"):
        links.append(Link("Everybody’s scores", to(pk, "moderation")))
    if member is not None and member.declaration is not None and record.is_running:
        links.append(Link("Change what you declared", to(pk, "declare-interest")))
    if runs:
        links += [
            Link(each.name, to(pk, "move-evaluation", each.wanted))
            for each in transitions_from(record.status)
            if each.needs_reason
        ]
    return links


def _tasks(record: EvaluationRecord, found: FoundEvaluation) -> Iterator[Row]:
    """What has to be done before the evaluation can move on, and by whom."""
    if not record.is_running:
        return
    if record.is_draft:
        yield from _draft_tasks(record)
    for member in record.members:
        if member.declaration is None:
            yield ["Declare their interests", member.name]
        elif member.waits_for_ruling:
            href = to(found.procurement.pk, "decide-on-interest", member.id) if found.runs else ""
            yield [Cell(f"Decide about the interest of {member.name}", href=href), LEAD]
        elif record.status == S.SCORING and member in record.outstanding:
            yield ["Score the bids and submit", member.name]
    if record.status == S.SCORING and record.is_revealed:
        yield ["Begin moderation", LEAD]
    if record.status == S.MODERATION:
        yield ["Agree on the scores that are open, and conclude", f"The panel, with the {LEAD.lower()}"]


def _draft_tasks(record: EvaluationRecord) -> Iterator[Row]:
    if record.total_weight != HUNDRED:
        yield ["Make the weights add up to 100%", LEAD]
    if not record.live_bids:
        yield ["Enter the bids", LEAD]
    if not record.members:
        yield ["Put the panel together", LEAD]


def _cautions(record: EvaluationRecord, limits: EvaluationLimits) -> list[Caution]:
    found = weight_warnings(record.criteria, limits) + site_warnings(record, limits)
    return found if record.is_running else []


def _criterion_row(each: CriterionOn, href: str) -> Row:
    hint = "Scored by the lowest price" if each.is_formula else each.good_answer
    return [Cell(each.code, href=href), Cell(each.name, hint=hint), each.group.label, percent(each.weight)]


def _bid_row(bid: BidOn, href: str, limits: EvaluationLimits, *, shows_price: bool) -> Row:
    price = [money(bid.price_pence, empty="Not given")] if shows_price else []
    sites = f"{bid.comparable_sites} comparable of {len(bid.sites)}, {limits.reference_sites} asked for"
    return [
        Cell(bid.supplier, href=href),
        bid.release or "Not named",
        *price,
        nhs_date(bid.received_on),
        Cell(tag=BID_TAGS[bid.status], hint=bid.reason),
        sites,
    ]


def _member_row(member: MemberOn, record: EvaluationRecord, href: str) -> Row:
    return [
        Cell(member.name, href=href, hint=member.capacity.label),
        Cell(tag=interest_tag(member)),
        Cell(tag=_score_tag(member, record)),
        number(member.hours_asked, empty="Not recorded"),
        number(member.hours_given, empty="Not recorded"),
    ]


def interest_tag(member: MemberOn) -> Tag:
    """How it stands with a member's interests."""
    if member.is_excluded:
        return Tag("Excluded", "red")
    if member.declaration is None:
        return Tag("Not declared", "orange")
    if member.waits_for_ruling:
        return Tag("Waits for a decision", "orange")
    if member.barred_bids:
        return Tag(f"May not score {plural(len(member.barred_bids), 'bid')}", "yellow")
    return Tag("Declared, may score" if member.declaration.has_interest else "None declared", "green")


def _score_tag(member: MemberOn, record: EvaluationRecord) -> Tag:
    if member.is_excluded:
        return Tag("Does not score", "grey")
    if member.has_submitted:
        return Tag("Submitted", "green")
    return Tag("Not submitted" if record.status != S.DRAFT else "Not open yet", "grey")


def _panel_lead(record: EvaluationRecord) -> str:
    asked = sum(member.hours_asked or 0 for member in record.members)
    given = sum(member.hours_given or 0 for member in record.members)
    if not record.members:
        return "Nobody sits on the panel yet."
    words = f"{plural(len(record.members), 'member')}."
    if not asked:
        return f"{words} The hours that are asked of them are not recorded."
    words += f" {number(asked)} hours are asked of them, {number(given)} are protected."
    if given < asked:
        words += " Clinicians without protected time held the first procurements up."
    return words


def _may_add(record: EvaluationRecord, *, runs: bool) -> bool:
    return runs and record.status in (S.DRAFT, S.SCORING) and not record.is_revealed


def _facts(record: EvaluationRecord, href: str) -> list[Fact]:
    change = Link("Change", href) if href else None
    volume = number(record.comparison_volume, empty="Not recorded")
    return [
        Fact("Scale", f"Scores go {record.scale.in_words}", change=change),
        Fact("Examinations a year at a typical trust", volume, change=change),
        Fact("Since", f"{record.status.label}, from {nhs_date(record.since)}"),
    ]
