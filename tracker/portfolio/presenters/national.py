"""The national dashboard in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.charts import Line, draw, embedded, line_chart
from tracker.core.formats import nhs_date, nhs_month, plural
from tracker.core.presentation import (
    Card,
    Cell,
    Chart,
    FlagLine,
    Row,
    TableColumn,
    severity_tag,
    slip_of,
)
from tracker.flags.presenters import flag_line
from tracker.flags.selectors import FlagOn
from tracker.networks.selectors import LiveCount
from tracker.portfolio.changes import changes_between
from tracker.portfolio.presenters.briefing import Question, briefing
from tracker.portfolio.presenters.changes import ChangeGroup, change_groups
from tracker.portfolio.presenters.common import Links, against_plan, listed, of_all
from tracker.portfolio.presenters.wall import WallPart, present_wall
from tracker.portfolio.selectors.national import MonthPoint, NationalView
from tracker.portfolio.standings import SEVERITIES, NetworkStanding, network_standings
from tracker.portfolio.wall import WallChoices, WallWish, wall_of

DECISIONS_SHOWN = 3
BLUE, GREY, PURPLE = "#005eb8", "#4c6272", "#330072"
ORDERS = {"slip": "Go-live slip", "contract": "Contract slip", "flags": "Open flags", "live": "Live"}


@dataclass(frozen=True)
class NationalPage:
    """What the national dashboard draws. `sight` says what the viewer's part is where it is not everything; a page
    without a programme has no `headline`."""

    headline: str = ""
    lead: str = ""
    sight: str = ""
    cards: Sequence[Card] = ()
    decisions_title: str = ""
    decisions: Sequence[FlagLine] = ()
    more_decisions: str = ""
    flags_href: str = ""
    since: date | None = None
    changes: Sequence[ChangeGroup] = ()
    no_changes: str = ""
    chart: Chart | None = None
    wall: WallPart | None = None
    questions: Sequence[Question] = ()
    ranking_columns: Sequence[TableColumn] = ()
    ranking: Sequence[Row] = ()
    ranked_by: str = ""


def present_national(
    view: NationalView, *, links: Links, order: str, wish: WallWish, choices: WallChoices
) -> NationalPage:
    """The page of a view; `order` is one of `ORDERS` and sorts the networks, `wish` filters the wall by the `choices` that
    it offers, `links` keeps a past day in addresses."""
    if view.programme is None or view.live is None or view.live_before is None:
        return NationalPage()
    changes = changes_between(view.before, view.now)
    order = order if order in ORDERS else "slip"
    decisions = [flag for flag in view.now.flags if flag.needs_national_decision]
    groups = change_groups(changes, links=links, day=view.day)
    standings = network_standings(view.now)
    wall = wall_of(view.now, wish, view.pacs)
    return NationalPage(
        headline=_headline(view.live),
        lead=_lead(view),
        sight=_sight(view, standings),
        cards=_cards(view, decisions),
        decisions_title=_decisions_title(view),
        decisions=[flag_line(flag, view.day, as_of=links.as_of) for flag in decisions[:DECISIONS_SHOWN]],
        more_decisions=_more(len(decisions)),
        flags_href=links.flags(national="on"),
        since=view.before.day,
        changes=groups,
        no_changes="" if groups else "Nothing has changed.",
        chart=_chart(view.months, view.live),
        wall=present_wall(wall, choices, changes, links) if view.now.trusts else None,
        questions=briefing(view, standings, links),
        ranking_columns=_ranking_columns(order, links),
        ranking=[_ranking_row(each, links) for each in _ranked(standings, order)],
        ranked_by=ORDERS[order].lower(),
    )


def _headline(live: LiveCount) -> str:
    missing = live.in_scope - live.live
    if not missing:
        return f"All {plural(live.in_scope, 'trust')} are live"
    verb = "is" if live.live == 1 else "are"
    return f"{of_all(live.live, live.in_scope, 'trust')} {verb} live; {missing} {'is' if missing == 1 else 'are'} not"


def _lead(view: NationalView) -> str:
    """What the week did to the headline, and what the plan was."""
    more = view.live.live - view.live_before.live if view.live and view.live_before else 0
    week = (
        f"{abs(more)} {'more' if more > 0 else 'fewer'} than a week before." if more else "No more than a week before."
    )
    due = view.programme.live_due_on if view.programme else None
    return f"{week} The plan was for every trust to be live by {nhs_date(due)}." if due else week


def _sight(view: NationalView, standings: Sequence[NetworkStanding]) -> str:
    if view.sees_all:
        return ""
    counts = "Counts of live trusts and the chart are national."
    if not view.now.trusts:
        return f"{counts} You have no role over a network or trust, so nothing else is shown."
    names = listed([each.name for each in standings])
    return f"{counts} All else counts only what you may open: {plural(len(view.now.trusts), 'trust')} in {names}."


def _decisions_title(view: NationalView) -> str:
    return "Decisions needed from you" if view.decides else "Decisions needed nationally"


def _cards(view: NationalView, decisions: Sequence[FlagOn]) -> list[Card]:
    """The decisions that wait, the worst of them by name."""
    if not decisions:
        return []
    worst = decisions[0]
    return [
        Card(
            _decisions_title(view), plural(len(decisions), "decision"), "#decisions", f"{worst.title}: {worst.subject}"
        )
    ]


def _more(decisions: int) -> str:
    return f"See all {decisions} in the list of flags" if decisions > DECISIONS_SHOWN else ""


# --- The chart ------------------------------------------------------------------------------------------------------


def _chart(months: Sequence[MonthPoint], live: LiveCount) -> Chart:
    planned = [(point.day, point.planned) for point in months]
    actual = [(point.day, point.live) for point in months if point.live is not None]
    ahead = [(point.day, point.forecast) for point in months if point.forecast is not None]
    lines = [Line("Planned", GREY, planned, dash=(8, 4)), Line("Live", BLUE, actual)]
    if len(ahead) > 1:
        lines.append(Line("Forecast", PURPLE, ahead, dash=(3, 3)))
    spec = line_chart(lines, y_title="Trusts", today=live.day)
    now = next(point for point in months if point.day == live.day)
    as_planned = "As many trusts live as planned"
    return Chart(
        title=as_planned if now.planned == live.live else against_plan(now.planned, live.live),
        svg=draw(spec),
        spec_json=embedded(spec),
        columns=[
            TableColumn("End of month"),
            *(TableColumn(t, numeric=True) for t in ("Planned", "Live", "Forecast", "In scope")),
        ],
        rows=[_month_row(point, live) for point in months],
        alt=f"Line chart. On {nhs_date(live.day)} {now.planned} trusts were planned to be live and {live.live} were.",
        name="live-chart",
    )


def _month_row(point: MonthPoint, live: LiveCount) -> Row:
    label = nhs_date(point.day) if point.day == live.day else nhs_month(point.day)
    forecast = point.forecast if point.day > live.day else None
    return [label, point.planned, _or_dash(point.live), _or_dash(forecast), point.in_scope]


def _or_dash(count: int | None) -> str | int:
    return "–" if count is None else count


# --- Ranking --------------------------------------------------------------------------------------------------------


def _ranked(standings: Sequence[NetworkStanding], order: str) -> list[NetworkStanding]:
    """Worst first: the most slip, the most and worst flags, the smallest part live."""
    keys = {
        "slip": lambda each: (each.go_live_slip_days is not None, each.go_live_slip_days or 0),
        "contract": lambda each: (each.contract_slip_days is not None, each.contract_slip_days or 0),
        "flags": lambda each: (each.open_flags, each.weight),
        "live": lambda each: (-each.live / each.in_scope, each.in_scope),
    }
    return sorted(standings, key=keys[order], reverse=True)


def _ranking_columns(order: str, links: Links) -> list[TableColumn]:
    def column(key: str) -> TableColumn:
        joined = f"{links.national(order=key)}#networks"
        return TableColumn(
            ORDERS[key], sort_href=joined, sorted="descending" if key == order else "", numeric=key == "flags"
        )

    return [
        TableColumn("Network"),
        column("live"),
        column("slip"),
        column("contract"),
        column("flags"),
        TableColumn("Worst"),
    ]


def _ranking_row(standing: NetworkStanding, links: Links) -> Row:
    middle = standing.go_live_slip_days
    worst = standing.worst_go_live_slip_days
    severities = [severity for severity in SEVERITIES if standing.flags[severity]]
    return [
        Cell(standing.name, links.network(standing.slug)),
        f"{standing.live} of {standing.in_scope}",
        Cell(
            slip=slip_of(None if middle is None else round(middle)),
            hint=f"At most {slip_of(worst).text}" if worst is not None and worst != middle else "",
        ),
        Cell(slip=slip_of(standing.contract_slip_days)),
        standing.open_flags,
        Cell(tag=severity_tag(severities[0])) if severities else "None",
    ]
