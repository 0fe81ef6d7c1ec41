"""What has to be done next for deployments, as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.networks.models import NextAction


@dataclass(frozen=True)
class NextActionOn:
    """What has to be done next, and by when."""

    text: str
    due_on: date


def next_actions_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, NextActionOn]:
    """The next action of each deployment that has one on a day, by deployment id, in one query."""
    rows = NextAction.objects.filter(deployment__in=list(deployment_ids), effective_on__lte=on)
    newest = {row.deployment_id: row for row in rows.order_by("effective_on", "pk")}
    return {pk: NextActionOn(row.text, row.due_on) for pk, row in newest.items() if row.due_on is not None}
