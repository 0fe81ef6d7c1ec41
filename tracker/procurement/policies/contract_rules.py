"""Rules that hold between contracts, and between a contract and its network: scope, overlap and funding. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import money, nhs_date


@dataclass(frozen=True)
class CoveredTrust:
    """A deployment that a contract is to cover from a day on: its name, whether it is of the contract's use case, and
    the ids of the networks through which its trust is in the programme on that day."""

    name: str
    is_of_use_case: bool
    network_ids: frozenset[int]


@dataclass(frozen=True)
class Service:
    """A deployment is served under a signed contract from a day to a last day (None: without an end). `name` is how the
    person who asks may hear of the contract."""

    contract_id: int
    name: str
    replaces_id: int | None
    deployment_id: int
    deployment: str
    first: date
    last: date | None

    def overlaps(self, other: "Service") -> bool:
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)


def may_cover(
    deployments: Iterable[CoveredTrust], *, reference: str, network: str, network_id: int, use_case: str, on: date
) -> Decision:
    """A contract covers deployments of its own use case, at trusts that are in the programme through its network on
    that day."""
    remedy = "Name trusts of the contract's own network and use case."
    for each in deployments:
        if not each.is_of_use_case or (each.network_ids and network_id not in each.network_ids):
            return deny(
                f"{each.name} is not a deployment of {use_case} in {network}, so {reference} can't cover it.",
                remedy=remedy,
                field="trusts",
            )
        if not each.network_ids:
            return deny(
                f"{each.name} is not in the programme's scope on {nhs_date(on)}, so {reference} can't cover it from "
                "that day.",
                remedy="Choose a day on which the trust is in scope.",
                field="trusts",
            )
    return ALLOWED


def no_overlap(own: Iterable[Service], others: Iterable[Service]) -> Decision:
    """One signed contract at a time serves a deployment for a use case, unless one is recorded as replacing the
    other."""
    rivals = list(others)
    for service in own:
        for other in rivals:
            if service.deployment_id != other.deployment_id or not service.overlaps(other):
                continue
            if service.replaces_id == other.contract_id or other.replaces_id == service.contract_id:
                continue
            until = f" to {nhs_date(other.last)}" if other.last else ""
            return deny(
                f"{service.deployment} is served under {other.name} from {nhs_date(other.first)}{until}, and two signed "
                f"contracts can't serve one deployment at the same time.",
                remedy=f"End the coverage of the one before the other starts, or record that {service.name} replaces "
                f"{other.name}.",
                field="trusts",
            )
    return ALLOWED


def within_funding(*, committed_pence: int, allocated_pence: int | None, network: str) -> Decision:
    """What the contracts of a network commit together is within what the programme allocated to it; a network to which
    nothing was allocated yet has no limit."""
    if allocated_pence is None or committed_pence <= allocated_pence:
        return ALLOWED
    return deny(
        f"The contracts of {network} would commit {money(committed_pence)}, more than the {money(allocated_pence)} that "
        "the programme allocated to it.",
        remedy="Lower what is committed, or have the allocation raised first.",
        field="committed_pence",
    )
