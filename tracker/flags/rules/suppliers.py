"""Rules about what a failed supplier leaves behind at each deployment. Pure."""

from collections.abc import Iterator

from tracker.core.formats import mid_sentence, nhs_date
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed
from tracker.flags.rules.contracting import is_served_otherwise
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.vocabulary import SupplierStatusCode


def deployment_depends_on_failed_supplier(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """T07, deployment: it is served under a contract of a supplier that is in administration or has withdrawn, or runs
    one of its releases. Where a contract is affected, the decision is asked for there."""
    for each in facts.deployments:
        if each.is_withdrawn:
            continue
        for supplier_id, name, ways in _failed(each, facts):
            status = facts.supplier_statuses[supplier_id]
            since = status.since or facts.day
            yield about_deployment(
                each,
                Severity.CRITICAL if each.is_live else Severity.HIGH,
                f"{name} has been {mid_sentence(status.status.label)} since {nhs_date(since)}. {' '.join(ways)}",
                since=since,
                detail_key=str(supplier_id),
            )


def _failed(each: DeploymentFacts, facts: Facts) -> Iterator[tuple[int, str, list[str]]]:
    """The failed suppliers that a deployment depends on, each with its name and how."""
    names: dict[int, str] = {}
    ways: dict[int, list[str]] = {}
    contracts: dict[int, list[ContractOn]] = {}
    for contract in each.contracts:
        if _fails(contract.supplier_id, facts) and _still_serves(contract, each, facts):
            contracts.setdefault(contract.supplier_id, []).append(contract)
            names[contract.supplier_id] = contract.supplier
    for supplier_id, affected in contracts.items():
        ways[supplier_id] = [f"It supplies this deployment under {_named(affected, each)}."]
    release = each.release
    if release is not None and release.is_recorded and _fails(release.supplier_id, facts):
        names[release.supplier_id] = release.supplier
        ways.setdefault(release.supplier_id, []).append(f"This deployment runs {release.name}.")
    yield from ((supplier_id, names[supplier_id], ways[supplier_id]) for supplier_id in sorted(ways))


def _fails(supplier_id: int, facts: Facts) -> bool:
    status = facts.supplier_statuses.get(supplier_id)
    return status is not None and status.status != SupplierStatusCode.ACTIVE


def _still_serves(contract: ContractOn, each: DeploymentFacts, facts: Facts) -> bool:
    has_ended = contract.ends_on is not None and contract.ends_on < facts.day
    return not has_ended and not is_served_otherwise(each, contract)


def _named(contracts: list[ContractOn], each: DeploymentFacts) -> str:
    """The contracts of the deployment's own network by reference. One of another network, in which the trust was before,
    is not named to people of this one."""
    own = [contract.reference for contract in contracts if contract.network_id == each.position.trust.network_id]
    others = "a contract of another network"
    return listed([*sorted(own), *([others] if len(own) < len(contracts) else [])])
