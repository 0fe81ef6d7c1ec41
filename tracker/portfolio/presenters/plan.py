"""A plan on a page: what was planned, what is expected and what happened, as lines over the same days."""

from collections.abc import Mapping, Sequence
from datetime import date

from tracker.core.formats import nhs_date
from tracker.core.presentation import Slip, Span, Timeline, TimelineRow, slip_of
from tracker.networks.plans import Plan
from tracker.networks.vocabulary import MilestoneType
from tracker.portfolio.stages import slip_so_far
from tracker.procurement.vocabulary import Stage


def timeline_of(rows: Sequence[TimelineRow], caption: str, day: date) -> Timeline | None:
    """The lines over all days that they mark, the day looked at among them; None without a line."""
    spans = [span for row in rows for span in (row.planned, row.forecast, row.actual) if span]
    if not spans:
        return None
    days = [day, *(edge for span in spans for edge in (span.first, span.last))]
    return Timeline(caption, min(days), max(days), day, rows)


def stage_timeline(stages: Mapping[Stage, Plan], caption: str, day: date) -> Timeline | None:
    """The stages of a procurement."""
    return timeline_of(stage_rows(stages, day), caption, day)


def deployment_timeline(
    stages: Mapping[Stage, Plan], milestones: Mapping[MilestoneType, Plan], caption: str, day: date
) -> Timeline | None:
    """The way of a deployment to clinical use: the stages of its network's procurement, then its own milestones."""
    events = [event_row(kind.label, plan, day) for kind, plan in milestones.items() if plan.expected]
    return timeline_of([*stage_rows(stages, day), *events], caption, day)


def stage_rows(stages: Mapping[Stage, Plan], day: date) -> list[TimelineRow]:
    """Each stage as a span from the end of the stage before it to its own end; the first one is a point."""
    rows = []
    planned: date | None = None
    real: date | None = None
    for stage, plan in stages.items():
        rows.append(_row(stage.label, plan, day, planned_from=planned, real_from=real))
        planned, real = plan.baseline or planned, plan.actual or plan.forecast or real
    return rows


def event_row(label: str, plan: Plan, day: date) -> TimelineRow:
    """One event as points in time."""
    return _row(label, plan, day, planned_from=None, real_from=None)


def _row(label: str, plan: Plan, day: date, *, planned_from: date | None, real_from: date | None) -> TimelineRow:
    return TimelineRow(
        label=label,
        text=_words(plan, day),
        planned=_span(planned_from, plan.baseline),
        forecast=None if plan.is_done else _span(real_from, plan.forecast),
        actual=_span(real_from, plan.actual),
        slip=slip_words(plan, day) if plan.baseline else None,
    )


def _span(first: date | None, last: date | None) -> Span | None:
    if last is None:
        return None
    return Span(first if first and first < last else last, last)


def slip_words(plan: Plan, day: date) -> Slip:
    """The slip; of what is overdue, how late it is so far."""
    slip = slip_of(slip_so_far(plan, day))
    return Slip(f"{slip.text} so far", slip.tone) if plan.is_overdue(day) and plan.baseline else slip


def _words(plan: Plan, day: date) -> str:
    planned = f"Planned for {nhs_date(plan.baseline)}" if plan.baseline else "Never planned"
    if plan.is_done:
        return f"{planned}, done on {nhs_date(plan.actual)}"
    if plan.is_overdue(day):
        return f"{planned}, expected on {nhs_date(plan.expected)}, which has passed"
    return f"{planned}, forecast for {nhs_date(plan.forecast)}" if plan.forecast else planned
