"""How ready the trusts of a network are."""

from dataclasses import dataclass
from datetime import date

from tracker.governance.policies.gate import Gate
from tracker.governance.selectors.gate import gates_on
from tracker.networks.access import Access
from tracker.networks.models import ImagingNetwork
from tracker.networks.selectors import DeploymentOn, current_programme, visible_deployments


@dataclass(frozen=True)
class Board:
    """The deployments of a network that the person may see, with their gates, the least ready first."""

    name: str
    slug: str
    day: date
    rows: tuple[tuple[DeploymentOn, Gate], ...] = ()
    sees_all: bool = True


def find_board(access: Access, slug: str, *, on: date) -> Board | None:
    """The board of a network whose plan the person may see, in a fixed number of queries; None otherwise."""
    network = ImagingNetwork.objects.with_plan_visible_to(access).filter(slug=slug).first()
    if network is None:
        return None
    programme = current_programme()
    deployments = visible_deployments(access, on=on, programme=programme) if programme else []
    own = [each for each in deployments if each.trust.network_id == network.pk]
    gates = gates_on([each.id for each in own], on=on)
    rows = sorted(((each, gates[each.id]) for each in own), key=_least_ready_first)
    sees_all = access.is_national or network.pk in access.network_ids
    return Board(network.name, network.slug, on, tuple(rows), sees_all)


def _least_ready_first(row: tuple[DeploymentOn, Gate]) -> tuple[int, date, str, str]:
    deployment, gate = row
    return -len(gate.blocking), deployment.go_live.expected or date.max, deployment.trust.name, deployment.use_case
