"""The rules between contracts, asked after a change and before it is kept: raising undoes the change."""

from collections.abc import Sequence
from datetime import date

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.networks.access import access_of
from tracker.networks.models import Deployment, ImagingNetwork
from tracker.procurement.models import Contract
from tracker.procurement.policies.contract_rules import may_cover, no_overlap, within_funding
from tracker.procurement.policies.payments import fits_the_value
from tracker.procurement.selectors.contract_rules import (
    allocated_pence,
    committed_pence,
    covered_trusts,
    milestones_pence,
    services,
)


def check_covered(contract: Contract, deployments: Sequence[Deployment], *, on: date) -> None:
    """A contract covers deployments of its own use case, at trusts in scope through its own network on that day."""
    require(
        may_cover(
            covered_trusts(contract, deployments, on=on),
            reference=contract.reference,
            network=str(contract.network),
            network_id=contract.network_id,
            use_case=str(contract.use_case),
            on=on,
        )
    )


def check_overlap(contract: Contract, *, by: User) -> None:
    """No other signed contract serves one of its deployments at the same time."""
    own, others = services(contract, access=access_of(by, day=today_in_london()))
    require(no_overlap(own, others))


def check_funding(contract: Contract) -> None:
    """The network's contracts commit no more than it was allocated. The network's row is the lock of all of them."""
    network = ImagingNetwork.objects.select_for_update().get(pk=contract.network_id)
    require(
        within_funding(
            committed_pence=committed_pence(contract),
            allocated_pence=allocated_pence(contract),
            network=network.name,
        )
    )


def check_milestones(contract: Contract, value_pence: int | None) -> None:
    """The contract's payments together stay within its value."""
    require(fits_the_value(total_pence=milestones_pence(contract), value_pence=value_pence, adjusts="value_pence"))


def check_among_contracts(*, contract: Contract, by: User) -> None:
    """What an import asks of a contract once all its rows are in, because one row may make room for another: that no two
    signed contracts serve one deployment at once, and that the network stays within its funding."""
    check_overlap(contract, by=by)
    check_funding(contract)
