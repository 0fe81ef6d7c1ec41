"""Sheet Deployments: clinical use, blockers, stated confidence and updates, from every day on which one changed."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tracker.exchange.cells import CLEAR
from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.importing.deployments import History
from tracker.networks.intervals import held_on
from tracker.networks.models import Deployment


def deployment_rows(extent: Extent) -> Iterator[Cells]:
    """The deployments that the person may see. The newest row of each names its owner; one of which nothing is recorded
    has a row of the day."""
    history = History(extent.deployments)
    updates: dict[int, list[date]] = defaultdict(list)
    for deployment_id, day in history.updates:
        updates[deployment_id].append(day)
    for deployment in extent.deployments:
        days = _days_of(deployment, history, updates[deployment.pk])
        known = sorted(day for day in days if day <= extent.on) or [extent.on]
        for day in known:
            yield {
                **extent.keys[deployment.pk],
                "state on": day,
                **days[day],
                **({"owner": deployment.owner} if day == known[-1] else {}),
            }


def _days_of(deployment: Deployment, history: History, updates: list[date]) -> dict[date, Cells]:
    """What each day brought. A reason belongs to the rating, or else to the state."""
    days: dict[date, Cells] = defaultdict(dict)
    stood: list[str] = []
    for state in history.states[deployment.pk]:
        cells = days[state.effective_on]
        cells["state"] = state.state
        cells["sources"] = sorted(state.sources) or (CLEAR if stood else None)
        cells["rag reason"] = state.reason
        stood = state.sources
    for day, rating, reason in history.ratings[deployment.pk]:
        days[day].update({"stated rag": rating, "rag reason": reason})
    blockers = history.blockers[deployment.pk]
    for day in {edge for each in blockers for edge in (each.start, each.end) if edge is not None}:
        days[day]["blockers"] = sorted(held_on(blockers, day)) or CLEAR
    for day in updates:
        days[day]["updated on"] = day
    return days
