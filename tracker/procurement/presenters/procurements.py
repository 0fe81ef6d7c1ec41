"""One procurement in words: where it stands, what is due, where its time went, and what that does to each go-live."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from tracker.core.decisions import Decision
from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Action, Cell, Fact, Link, Row, TableColumn, Tag, slip_of
from tracker.networks.causes import cause_label
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn
from tracker.procurement.policies.challenges import ChallengeOn
from tracker.procurement.policies.route import NoticeDue, suspending_claim
from tracker.procurement.policies.slip import (
    NOT_SAID,
    REBASELINED,
    Move,
    StageTime,
    by_cause,
    consequence,
    late_since,
    share_of_slip,
)
from tracker.procurement.presenters.dues import DUE_COLUMNS, due_rows
from tracker.procurement.selectors.pipeline import Line, ProcurementView, typical_days, what_is_due

UPDATE = "procurement.update_procurement"
TIME_COLUMNS = (
    TableColumn("Stage"),
    TableColumn("Planned", numeric=True),
    TableColumn("Taken or expected", numeric=True),
    TableColumn("Own slip", numeric=True),
    TableColumn("Others, typically", numeric=True),
)
CAUSE_COLUMNS = (TableColumn("Cause"), TableColumn("Days", numeric=True), TableColumn("Moves", numeric=True))
MOVE_COLUMNS = tuple(map(TableColumn, ("Known since", "Moved by", "Slip after it", "Cause", "Reason")))
GO_LIVE_COLUMNS = tuple(map(TableColumn, ("Trust", "Go-live planned", "Go-live", "Slip", "What the contract does")))
NOTICE_COLUMNS = tuple(map(TableColumn, ("Notice", "State", "Due", "Published", "What the law asks")))
CHALLENGE_COLUMNS = tuple(map(TableColumn, ("Raised", "Supplier", "Came", "Answer due", "State")))
DAY_COLUMNS = (TableColumn("Day"), TableColumn("Counts as"))


@dataclass(frozen=True)
class StandstillPart:
    """A standstill with its sum."""

    lead: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class ProcurementPage:
    title: str
    caption: str
    lead: str
    actions: Sequence[Action]
    facts: Sequence[Fact]
    stages: Sequence[Row]
    due: Sequence[Row]
    time_lead: str
    times: Sequence[Row]
    causes: Sequence[Row]
    moves: Sequence[Row]
    go_live_lead: str
    go_lives: Sequence[Row]
    notices: Sequence[Row]
    standstill: StandstillPart | None
    challenges: Sequence[Row] | None
    pack: Fact
    links: Sequence[Fact]
    stage_columns = tuple(map(TableColumn, ("Stage", "Planned", "Expected or done", "Slip")))
    due_columns = DUE_COLUMNS
    time_columns = TIME_COLUMNS
    cause_columns = CAUSE_COLUMNS
    move_columns = MOVE_COLUMNS
    go_live_columns = GO_LIVE_COLUMNS
    notice_columns = NOTICE_COLUMNS
    challenge_columns = CHALLENGE_COLUMNS
    day_columns = DAY_COLUMNS


def present_procurement(view: ProcurementView, *, allows: Callable[[str], Decision], is_today: bool) -> ProcurementPage:
    """The page of one procurement; what changes it is offered only today, to people who may."""
    line, day = view.line, view.day
    own = line.procurement
    may = is_today and bool(allows(UPDATE))
    return ProcurementPage(
        title=_headline(line, day),
        caption=f"{own.use_case_name}, {own.network_name}",
        lead=_slipping(line),
        actions=_actions(line) if may else (),
        facts=_facts(line, may=may),
        stages=[_stage(line, stage.value, stage.label, plan, may=may) for stage, plan in own.stages.items()],
        due=due_rows(what_is_due([line], day=day), day=day, with_place=False),
        time_lead=_time_lead(view),
        times=_times(view),
        causes=_causes(own.moves),
        moves=[_move(each) for each in reversed(own.moves)],
        go_live_lead=_go_live_lead(view),
        go_lives=[row for deployment in view.deployments if (row := _go_live(own.contract, deployment))],
        notices=[_notice(line, each, day, may=may) for each in line.notices(day)],
        standstill=_standstill(line, day),
        challenges=[_challenge(line, each, day, may=may) for each in line.standing.challenges]
        if line.shows_commercial
        else None,
        pack=Fact("Procurement pack", "See how complete it is", href=reverse("pack", args=[own.id])),
        links=_contracts(line),
    )


def _headline(line: Line, day: date) -> str:
    contract = line.procurement.contract
    if contract.is_done:
        return f"Contract signed on {nhs_date(contract.actual)}"
    if contract.expected is None:
        return "No date for the contract yet"
    if contract.is_overdue(day):
        return f"Contract was expected by {nhs_date(contract.expected)}, and is not signed"
    return f"Contract expected on {nhs_date(contract.expected)}"


def _slipping(line: Line) -> str:
    """By how much it slips, since when that was known, and how often the date moved."""
    own = line.procurement
    slip = own.slip
    if slip is None:
        return "No stage has a baseline date yet, so slip can't be told."
    stage, days = slip
    if days <= 0:
        return f"It is {slip_of(days).text.lower()} against its baseline of {nhs_date(own.stages[stage].baseline)}."
    since, moved = late_since(own.moves), own.stages[stage].times_moved()
    told = f", known since {nhs_date(since)}" if since else ""
    often = f" The forecast moved {plural(moved, 'time')}." if moved else ""
    return f"{in_words(days).capitalize()} ({plural(days, 'day')}) later than its baseline{told}.{often}"


def _actions(line: Line) -> Sequence[Action]:
    pk = line.procurement.id
    actions = [Action("Record a notice", reverse("new-notice-published", args=[pk]))] if line.standing.route else []
    if line.shows_commercial:
        actions.append(Action("Record a question or challenge", reverse("new-challenge", args=[pk]), "secondary"))
    return actions


def _facts(line: Line, *, may: bool) -> Sequence[Fact]:
    own, route = line.procurement, line.standing.route
    change = Link("Change the route", reverse("edit-route", args=[own.id])) if may else None
    stage = own.current_stage
    facts = [
        Fact("Stage now", stage.label if stage else "All planned stages are done"),
        Fact("Route", route.method.label if route else "Not recorded", change=change),
        Fact("Law", f"{route.regime.label} ({route.regime.value})" if route else "Not recorded"),
        Fact(
            "Started on",
            nhs_date(route.started_on)
            if route
            else f"Not recorded; {nhs_date(line.started_on)} is the programme’s start",
        ),
    ]
    if own.framework:
        expires = line.framework.expires_on if line.framework else None
        facts.append(Fact("Framework", own.framework + (f", expires {nhs_date(expires)}" if expires else "")))
    if line.standing.route:
        facts.append(Fact("Standstill", _kind_of_standstill(line)))
    return facts


def _kind_of_standstill(line: Line) -> str:
    terms, route = line.standing.terms, line.standing.route
    if terms is None or route is None or not line.standing.keeps_standstill:
        return "Not asked for by the law, and none is promised"
    asked = "Asked for by the law" if route.method in terms.standstill_methods else "Voluntary"
    unit = terms.standstill.unit.label
    return f"{asked}: {plural(terms.standstill.count, unit)} ({terms.source})"


def _stage(line: Line, code: str, label: str, plan: Plan, *, may: bool) -> Row:
    href = reverse("edit-stage", args=[line.procurement.id, code]) + f"?next={_own(line)}" if may else ""
    done = Tag("Done", "green", "state-live-full") if plan.is_done else None
    return [
        Cell(label, href),
        nhs_date(plan.baseline, "No date"),
        Cell(nhs_date(plan.expected, "No date"), tag=done),
        Cell(slip=slip_of(plan.slip_days)),
    ]


def _own(line: Line) -> str:
    return reverse("procurement", args=[line.procurement.id])


def _time_lead(view: ProcurementView) -> str:
    slip, times = view.line.procurement.slip, view.line.times
    if slip is None or not times:
        return "Once stages have baseline dates, this shows where their time went."
    worst = max(times, key=lambda each: each.own_slip_days)
    total = f"The stages and the causes each add up to {signed_days(slip[1])}."
    if worst.own_slip_days <= 0:
        return f"No stage took longer than planned. {total}"
    return f"{worst.stage.label} cost the most: {plural(worst.own_slip_days, 'day')} more than planned. {total}"


def _times(view: ProcurementView) -> Sequence[Row]:
    times, typical = view.line.times, typical_days(view.others)
    if not times:
        return []
    rows: list[Row] = [_time(each, typical.get(each.stage)) for each in times]
    slip = view.line.procurement.slip
    return [*rows, ["Total", _sum(times, "planned_days"), _sum(times, "days"), signed_days(slip[1] if slip else 0), ""]]


def _time(time: StageTime, typical: tuple[float, int] | None) -> Row:
    days = Cell(_days(time.days), hint="" if time.is_done else "expected")
    others = (
        Cell(f"{typical[0]:g} days", hint=f"median of {plural(typical[1], 'procurement')}") if typical else "None done"
    )
    return [time.stage.label, _days(time.planned_days), days, signed_days(time.own_slip_days), others]


def _sum(times: Sequence[StageTime], name: str) -> str:
    found = [getattr(each, name) for each in times]
    return _days(sum(found)) if all(each is not None for each in found) else ""


def _days(days: int | None) -> str:
    return plural(days, "day") if days is not None else "Not known"


def signed_days(days: int) -> str:
    """`+12 days`, `−3 days`, `0 days`."""
    return plural(days, "day") if days == 0 else f"{'+' if days > 0 else '−'}{plural(abs(days), 'day')}"


def cause_told(cause: str) -> str:
    """A cause of a move in words, or that none was said."""
    if cause in (NOT_SAID, REBASELINED):
        return "Cause not said" if cause == NOT_SAID else "Baseline agreed anew"
    return cause_label(cause)


def _causes(moves: Sequence[Move]) -> Sequence[Row]:
    sums = by_cause(moves)
    counts = {cause: sum(1 for move in moves if move.cause == cause) for cause in sums}
    rows: list[Row] = [[cause_told(cause), signed_days(days), counts[cause]] for cause, days in sums.items()]
    return [*rows, ["Total", signed_days(sum(sums.values())), len(moves)]] if rows else []


def _move(move: Move) -> Row:
    return [
        nhs_date(move.known_on),
        signed_days(move.days),
        signed_days(move.slip_after),
        cause_told(move.cause),
        move.reason,
    ]


def _go_live_lead(view: ProcurementView) -> str:
    contract = view.line.procurement.contract
    if not contract.slip_days or contract.slip_days < 0:
        return "The contract is not late, so no go-live waits for it longer than planned."
    late = in_words(contract.slip_days)
    if contract.is_done:
        return f"The contract came {late} late. So much of each go-live’s slip comes from it."
    short = sum(1 for each in view.deployments if (found := consequence(contract, each.go_live)) and not found.is_told)
    if not short:
        return f"The contract is {late} late, and every go-live forecast allows for it."
    return (
        f"The contract is {late} late. {plural(short, 'go-live forecast does', 'go-live forecasts do')} not leave the time "
        "that was planned after the contract."
    )


def _go_live(contract: Plan, deployment: DeploymentOn) -> Row | None:
    go_live = deployment.go_live
    if go_live.baseline is None:
        return None
    return [
        Cell(deployment.trust.name, reverse("deployment", args=[deployment.id])),
        nhs_date(go_live.baseline),
        nhs_date(go_live.expected),
        Cell(slip=slip_of(go_live.slip_days)),
        _effect(contract, go_live),
    ]


def _effect(contract: Plan, go_live: Plan) -> Cell | str:
    found = consequence(contract, go_live)
    if found is None:
        share = share_of_slip(contract, go_live)
        return f"Accounts for {in_words(share)} of the slip" if share else "Nothing"
    earliest = f"with the planned time between, not before {nhs_date(found.earliest)}"
    if found.is_told:
        return Cell(tag=Tag("Allowed for", "green", "state-live-full"), hint=earliest)
    return Cell(tag=Tag(f"{in_words(found.short_days).capitalize()} short", "orange", "severity-high"), hint=earliest)


def _notice(line: Line, each: NoticeDue, day: date, *, may: bool) -> Row:
    published = each.published
    if published is not None:
        tag = (
            Tag("Published late", "orange", "severity-high")
            if each.is_late
            else Tag("Published", "green", "state-live-full")
        )
    elif each.is_overdue(day):
        tag = Tag("Overdue", "red", "severity-critical")
    else:
        tag = (
            Tag("Due", "blue", "state-not-started")
            if each.due_on
            else Tag("Not published", "grey", "state-not-started")
        )
    take_back = reverse("take-back-notice", args=[line.procurement.id, published.id]) if may and published else ""
    counted = f"counted from {nhs_date(each.counted_from)}" if each.counted_from else ""
    return [
        Cell(f"{each.duty.code} {each.duty.name}", take_back),
        Cell(tag=tag),
        Cell(nhs_date(each.due_on, "No day set"), hint=counted),
        Cell(nhs_date(published.published_on), hint=published.reference) if published else "",
        Cell(each.duty.duty, hint=each.duty.source),
    ]


def _standstill(line: Line, day: date) -> StandstillPart | None:
    still = line.standing.standstill_of(line.standing.award_notice())
    if still is None:
        return None
    claim = suspending_claim(line.standing, still, day) if line.shows_commercial else None
    runs = "runs" if still.is_running(day) else "ran"
    lead = (
        f"It began with the notice of {nhs_date(still.published_on)} and {runs} to the end of {nhs_date(still.ends_on)}. "
        f"The contract can be signed from {nhs_date(still.earliest_entry)} on."
    )
    if claim is not None:
        lead = f"{lead} A legal claim of {claim.supplier_name} suspends it until the claim has ended."
    rows: list[Row] = [
        [f"{each.day:%A} {nhs_date(each.day)}", f"Day {each.number}" if each.number else f"Not counted: {each.why_not}"]
        for each in still.days
    ]
    return StandstillPart(lead, rows)


def _challenge(line: Line, raised: ChallengeOn, day: date, *, may: bool) -> Row:
    is_open = raised.is_open(day)
    href = reverse("close-challenge", args=[line.procurement.id, raised.id]) if may and is_open else ""
    if not is_open:
        state = Cell(
            tag=Tag(raised.closed_as.label if raised.closed_as else "Closed", "green", "state-live-full"),
            hint=nhs_date(raised.closed_on),
        )
    elif raised.is_overdue(day):
        state = Cell(tag=Tag("Overdue", "red", "severity-critical"))
    else:
        state = Cell(tag=Tag("Open", "blue", "state-not-started"))
    return [
        Cell(raised.kind.label, href, hint=raised.summary),
        raised.supplier_name,
        nhs_date(raised.received_on),
        nhs_date(raised.due_on, "No day set"),
        state,
    ]


def _contracts(line: Line) -> Sequence[Fact]:
    return [
        Fact(
            each.reference,
            f"{each.supplier}, signed on {nhs_date(each.signature.actual)}"
            if each.signature.actual
            else f"{each.supplier}, signature expected on {nhs_date(each.signature.expected, 'no day yet')}",
            href=reverse("contract", args=[each.id]),
        )
        for each in line.contracts
    ]
