"""The list of deployments in words."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from tracker.core.formats import in_words, nhs_date
from tracker.core.presentation import Cell, Row, TableColumn, slip_of, state_tag
from tracker.networks.next_actions import NextActionOn
from tracker.networks.selectors import DeploymentOn

COLUMNS = (
    ("trust", TableColumn("Deployment", width="wide")),
    ("", TableColumn("Network")),
    ("", TableColumn("Clinical use")),
    ("", TableColumn("Go-live")),
    ("owner", TableColumn("Owner")),
    ("", TableColumn("Next action")),
    ("", TableColumn("Last update")),
)


def deployment_rows(
    positions: Sequence[DeploymentOn], actions: Mapping[int, NextActionOn], *, day: date, as_of: date | None
) -> list[Row]:
    """A row for each deployment. On the page of a past day, `as_of`, there is nothing to choose."""
    query = f"?as_of={as_of.isoformat()}" if as_of else ""
    return [
        [
            Cell(
                name_of(each),
                f"{reverse('deployment', args=[each.id])}{query}",
                select="" if as_of else f"{each.id}",
            ),
            each.trust.network_name,
            Cell(tag=state_tag(each.state.state)),
            _go_live(each),
            each.owner or "Nobody",
            _next(actions.get(each.id), day),
            _updated(each, day),
        ]
        for each in positions
    ]


def name_of(position: DeploymentOn) -> str:
    """`Chest X-ray at Riverside University Hospitals`."""
    return f"{position.use_case_name} at {position.trust.name}"


def _go_live(position: DeploymentOn) -> Cell:
    plan = position.go_live
    return Cell(nhs_date(plan.expected, "No date"), slip=slip_of(plan.slip_days) if plan.expected else None)


def _next(action: NextActionOn | None, day: date) -> Cell:
    if action is None:
        return Cell("Not planned")
    late = f", {in_words((day - action.due_on).days)} ago" if action.due_on < day else ""
    return Cell(action.text, hint=f"By {nhs_date(action.due_on)}{late}")


def _updated(position: DeploymentOn, day: date) -> Cell:
    newest = position.last_update_on
    if newest is None:
        return Cell("Never")
    return Cell(nhs_date(newest), hint=f"{in_words((day - newest).days)} ago" if newest < day else "today")
