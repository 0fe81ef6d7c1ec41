"""All procurements in words: what is due, where each stands, their stages in one picture, and where time goes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.urls import reverse

from tracker.core.charts import Stretch, draw, embedded, stretch_chart
from tracker.core.days import DAYS_A_MONTH
from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import BigNumber, Cell, Chart, Row, TableColumn, Tag, slip_of
from tracker.procurement.policies.slip import by_cause
from tracker.procurement.presenters.dues import PLACED_COLUMNS, due_rows
from tracker.procurement.presenters.procurements import cause_told, signed_days
from tracker.procurement.selectors.pipeline import Line, typical_days, what_is_due
from tracker.procurement.vocabulary import Stage

STAGE_COLOURS = {
    Stage.PANEL: "#aeb7bd",
    Stage.TENDER: "#41b6e6",
    Stage.EVALUATION: "#005eb8",
    Stage.AWARD: "#ffb81c",
    Stage.CONTRACT: "#330072",
}
LINE_COLUMNS = (
    ("network", TableColumn("Network")),
    ("use-case", TableColumn("Use case")),
    ("", TableColumn("Stage now")),
    ("planned", TableColumn("Contract planned")),
    ("contract", TableColumn("Contract")),
    ("slip", TableColumn("Slip")),
    ("moved", TableColumn("Moved", numeric=True)),
)
TIME_COLUMNS = (
    TableColumn("Stage"),
    TableColumn("Planned, median", numeric=True),
    TableColumn("Taken, median", numeric=True),
    TableColumn("Added to slip, all together", numeric=True),
)
CAUSE_COLUMNS = (TableColumn("Cause"), TableColumn("Days", numeric=True), TableColumn("Procurements", numeric=True))
NO_FIT = "No procurement fits these filters."
CHART_COLUMNS = tuple(map(TableColumn, ("Procurement", "Stage", "From", "To", "State")))


@dataclass(frozen=True)
class PipelinePage:
    title: str
    lead: str
    figures: Sequence[BigNumber]
    due: Sequence[Row]
    lines: Sequence[Row]
    chart: Chart | None
    time_lead: str
    times: Sequence[Row]
    causes: Sequence[Row]
    empty: str
    due_columns = PLACED_COLUMNS
    line_columns = LINE_COLUMNS
    time_columns = TIME_COLUMNS
    cause_columns = CAUSE_COLUMNS


def present_pipeline(lines: Sequence[Line], *, day: date, is_filtered: bool = False) -> PipelinePage:
    dues = what_is_due(lines, day=day)
    overdue = sum(1 for due in dues if due.is_overdue(day))
    signed = sum(1 for line in lines if line.procurement.contract.is_done)
    return PipelinePage(
        title=_headline(lines, signed, is_filtered),
        lead=f"{plural(overdue, 'thing is', 'things are')} overdue." if overdue else "Nothing is overdue.",
        figures=_figures(lines, signed, overdue),
        due=due_rows(dues, day=day, with_place=True),
        lines=[_line(line, day) for line in lines],
        chart=_chart(lines, day),
        time_lead=_time_lead(lines),
        times=_times(lines),
        causes=_causes(lines),
        empty=NO_FIT if is_filtered else "There is no procurement of a network that you have a role in.",
    )


def _headline(lines: Sequence[Line], signed: int, is_filtered: bool) -> str:  # noqa: FBT001 - one of two wordings
    if not lines:
        return "No procurement that fits" if is_filtered else "No procurement that you may see"
    return f"{signed} of {plural(len(lines), 'contract')} signed"


def _figures(lines: Sequence[Line], signed: int, overdue: int) -> Sequence[BigNumber]:
    slips = [slip[1] for line in lines if (slip := line.procurement.slip)]
    late = sum(1 for slip in slips if slip > 0)
    typical = f"{round(median(slips) / DAYS_A_MONTH)} months" if slips else "None"
    return [
        BigNumber(f"{signed}", f"of {len(lines)} contracts signed"),
        BigNumber(f"{late}", "late against their baseline", tone="bad" if late else "good"),
        BigNumber(typical, "median slip of the contract"),
        BigNumber(f"{overdue}", "things overdue", tone="bad" if overdue else "good"),
    ]


def _line(line: Line, day: date) -> Row:
    own, contract = line.procurement, line.procurement.contract
    stage = own.current_stage
    if contract.is_done:
        tag = Tag("Signed", "green", "state-live-full")
    else:
        tag = (
            Tag("Overdue", "red", "severity-critical")
            if contract.is_overdue(day)
            else Tag("Expected", "blue", "state-not-started")
        )
    return [
        Cell(own.network_name, reverse("procurement", args=[own.id])),
        own.use_case_name,
        stage.label if stage else "All done",
        nhs_date(contract.baseline, "No date"),
        Cell(nhs_date(contract.expected, "No date"), tag=tag),
        Cell(slip=slip_of(contract.slip_days)),
        plural(contract.times_moved(), "time"),
    ]


def _chart(lines: Sequence[Line], day: date) -> Chart | None:
    """The stages of every procurement over the same days."""
    stretches = [stretch for line in lines for stretch in _stretches(line)]
    if not stretches:
        return None
    spec = stretch_chart(stretches, colours={stage.label: STAGE_COLOURS[stage] for stage in Stage}, today=day)
    return Chart(
        title="Where each procurement spent its time",
        svg=draw(spec),
        spec_json=embedded(spec),
        columns=CHART_COLUMNS,
        rows=[
            [each.row, each.kind, nhs_date(each.first), nhs_date(each.last), "expected" if each.is_expected else "done"]
            for each in stretches
        ],
        alt="One bar a procurement, divided into its stages from start to contract. The table below has the same days.",
        name="stages",
    )


def _stretches(line: Line) -> list[Stretch]:
    """The stages one after the other, each from the end of the one before."""
    found, first = [], line.started_on
    name = f"{line.procurement.network_name}, {line.procurement.use_case_name}"
    for stage, plan in line.procurement.stages.items():
        if plan.expected is None:
            continue
        if first is not None and plan.expected > first:
            found.append(Stretch(name, stage.label, first, plan.expected, is_expected=not plan.is_done))
        first = max(first, plan.expected) if first else plan.expected
    return found


def _added(lines: Sequence[Line]) -> dict[Stage, int]:
    added: dict[Stage, int] = defaultdict(int)
    for line in lines:
        for time in line.times:
            added[time.stage] += time.own_slip_days
    return added


def _time_lead(lines: Sequence[Line]) -> str:
    added = _added(lines)
    total = sum(slip[1] for line in lines if (slip := line.procurement.slip))
    worst = max(added, key=lambda stage: added[stage], default=None)
    if worst is None or total <= 0:
        return "All together, no time was lost against the baselines."
    share = round(100 * added[worst] / total)
    return (
        f"{plural(total, 'day')} were lost in all procurements together, most of them ({share} %) in one stage: "
        f"{worst.label.lower()}."
    )


def _times(lines: Sequence[Line]) -> Sequence[Row]:
    added, taken = _added(lines), typical_days(lines)
    planned: dict[Stage, list[int]] = defaultdict(list)
    for line in lines:
        for time in line.times:
            if time.planned_days is not None:
                planned[time.stage].append(time.planned_days)
    rows: list[Row] = [
        [
            stage.label,
            f"{median(planned[stage]):g} days" if planned[stage] else "Not known",
            Cell(f"{taken[stage][0]:g} days", hint=f"of {taken[stage][1]} done") if stage in taken else "None done",
            signed_days(added[stage]),
        ]
        for stage in Stage
        if stage in added
    ]
    return [*rows, ["Total", "", "", signed_days(sum(added.values()))]] if rows else []


def _causes(lines: Sequence[Line]) -> Sequence[Row]:
    sums: dict[str, int] = defaultdict(int)
    touched: dict[str, int] = defaultdict(int)
    for line in lines:
        for cause, days in by_cause(line.procurement.moves).items():
            sums[cause] += days
            touched[cause] += 1
    ordered = sorted(sums, key=lambda cause: -sums[cause])
    rows: list[Row] = [[cause_told(cause), signed_days(sums[cause]), touched[cause]] for cause in ordered]
    return [*rows, ["Total", signed_days(sum(sums.values())), ""]] if rows else []
