"""What the API tells of deployments."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.governance.policies.gate import Gate
from tracker.governance.selectors.gate import gates_on
from tracker.networks.access import Access
from tracker.networks.models import Deployment
from tracker.networks.selectors import DeploymentOn, deployments_on, visible_deployments

NEVER = date.max


def list_deployments(access: Access, query: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """One page of the deployments in scope that the person may see, filtered and in order; a fixed number of queries."""
    found = [each for each in visible_deployments(access, on=on) if _fits(each, query)]
    gates = gates_on([each.id for each in found], on=on)
    wanted = {"open": True, "closed": False}.get(query.get("gate", ""))
    if wanted is not None:
        found = [each for each in found if gates[each.id].is_held and gates[each.id].is_open == wanted]
    ordered = _in_order(found, query["ordering"])
    first = (query["page"] - 1) * query["page_size"]
    shown = ordered[first : first + query["page_size"]]
    return {
        "count": len(ordered),
        "page": query["page"],
        "page_size": query["page_size"],
        "results": [as_data(each, gates[each.id], on=on) for each in shown],
    }


def _fits(each: DeploymentOn, query: Mapping[str, Any]) -> bool:
    told = {
        "network": each.trust.network_slug,
        "trust": each.trust.ods_code,
        "use_case": each.use_case,
        "state": each.state.state,
    }
    return all(query.get(name) in (None, value) for name, value in told.items())


def _in_order(found: Iterable[DeploymentOn], ordering: str) -> list[DeploymentOn]:
    keys = {
        "trust": lambda each: (each.trust.name, each.use_case, each.id),
        "go_live_on": lambda each: (each.go_live.expected or NEVER, each.id),
        "id": lambda each: each.id,
    }
    return sorted(found, key=keys[ordering.removeprefix("-")], reverse=ordering.startswith("-"))


def find_deployment_data(access: Access, deployment_id: int, *, on: date) -> dict[str, Any] | None:
    """One deployment on a day; None when there is none that the person may see."""
    rows = Deployment.objects.visible_to(access, on=on).filter(pk=deployment_id)
    found = deployments_on(rows, on=on)
    return as_data(found[0], gates_on([deployment_id], on=on)[deployment_id], on=on) if found else None


def as_data(each: DeploymentOn, gate: Gate, *, on: date) -> dict[str, Any]:
    """A deployment as the API tells it."""
    return {
        "id": each.id,
        "version": each.version,
        "as_of": on,
        "trust": each.trust.ods_code,
        "trust_name": each.trust.name,
        "network": each.trust.network_slug,
        "use_case": each.use_case,
        "state": each.state.state,
        "sources": list(each.state.sources),
        "state_since": each.state.since,
        "go_live_on": each.go_live.expected,
        "gate": {
            "is_open": gate.is_open if gate.is_held else None,
            "held_to": gate.version.code if gate.version else None,
            "in_place": gate.done,
            "requirements": len(gate.items),
            "reasons": [
                {
                    "code": item.requirement.code,
                    "title": item.requirement.title,
                    "reason": item.reason,
                    "due_on": item.due_on,
                }
                for item in gate.blocking
            ],
        },
    }
