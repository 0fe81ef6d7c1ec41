"""The programme in a handful of numbers, over what one person may see; `/api/v1/summary/` answers exactly this."""

from collections.abc import Iterable
from datetime import date
from statistics import median
from typing import Any

from tracker.flags.selectors import flag_counts, open_flags
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import NetworkFunding, Programme, ProgrammeScope
from tracker.networks.selectors import current_programme, live_counts
from tracker.procurement.selectors.contracts import ContractOn, contracts_on


def summary(access: Access, *, on: date) -> dict[str, Any]:
    """The numbers of the current programme on a day. Live trusts are those with at least one deployment in clinical use,
    in part or in full; slip is in whole months over the contracts signed by the day; money is in pence, and None where
    the person may see none. Forecast dates are None while nothing computes them."""
    programme = current_programme()
    live, in_scope = _trusts(programme, access, on=on)
    contracts = contracts_on(access, on=on, programme_id=programme.pk) if programme else []
    networks = networks_in_scope(programme, access, on=on) if programme else []
    flags = open_flags(access, on=on, programme=programme) if programme else []
    return {
        "as_of": on.isoformat(),
        "trusts": {"in_scope": in_scope, "live": live, "not_live": in_scope - live},
        "networks": len(networks),
        "contracts": _contracts(contracts),
        "flags": {severity.value: count for severity, count in flag_counts(flags).items()},
        "funding": funding(programme, access, networks, contracts),
        "forecast": {"all_live": {"p10": None, "p50": None, "p90": None}},
    }


def networks_in_scope(programme: Programme, access: Access, *, on: date) -> list[int]:
    """Ids of the networks with a trust in the programme on the day whose plan the person may see."""
    networks = ProgrammeScope.objects.on(on).filter(programme=programme).values_list("network_id", flat=True)
    return [network for network in networks.order_by("network_id").distinct() if access.sees_plan_of(network)]


def _trusts(programme: Programme | None, access: Access, *, on: date) -> tuple[int, int]:
    """How many trusts are live, of how many in scope."""
    if programme is None:
        return 0, 0
    [count] = live_counts(programme, days=[on], access=access)
    return count.live, count.in_scope


def _contracts(contracts: Iterable[ContractOn]) -> dict[str, Any]:
    """How many are signed, and how many months later than planned: least, middle and most."""
    signed = [contract.signature for contract in contracts if contract.signature.is_done]
    slips = [plan.slip_months for plan in signed if plan.slip_months is not None]
    return {
        "signed": len(signed),
        "slip_months": {
            "min": min(slips, default=None),
            "median": median(slips) if slips else None,
            "max": max(slips, default=None),
        },
    }


def funding(
    programme: Programme | None, access: Access, networks: Iterable[int], contracts: Iterable[ContractOn]
) -> dict[str, int | None]:
    """Pence allocated to the networks, and committed and paid under their contracts, over those whose money the person
    may see; None where they may see no network's."""
    shown = {
        pk for pk in networks if programme and access.sees_commercial(scope_of_network(pk, programme_id=programme.pk))
    }
    if not shown:
        return {"allocated_pence": None, "committed_pence": None, "paid_pence": None}
    allocated = NetworkFunding.objects.filter(programme=programme, network__in=shown)
    paying = [contract for contract in contracts if contract.shows_money]
    return {
        "allocated_pence": sum(allocated.values_list("allocated_pence", flat=True)),
        "committed_pence": sum(contract.committed_pence or 0 for contract in paying),
        "paid_pence": sum(contract.paid_pence or 0 for contract in paying),
    }
