"""What every change of a contract asks first: the right, the lock, and who hears of it."""

from datetime import date

from tracker.accounts.models import User
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import Access, SubjectScope, access_of, scope_of_network
from tracker.procurement.models import Contract

UPDATES, SEES_MONEY, RELEASES = (
    "procurement.update_contract",
    "networks.view_commercial",
    "procurement.release_payment",
)


def scope_of(contract: Contract) -> SubjectScope:
    """Where a contract lies."""
    return scope_of_network(contract.network_id, programme_id=contract.programme_id)


def demand_on(contract: Contract, *permissions: str, by: User) -> tuple[Access, date]:
    """Raises `NotPermitted` unless the person has each of these rights over the contract; answers who asks, and today."""
    today = today_in_london()
    access = access_of(by, day=today)
    for permission in permissions:
        demand(permission, access, scope_of(contract))
    return access, today


def lock_contract(contract: Contract, *, version: int | None = None) -> Contract:
    """The contract as it stands now, locked until the change is done; with `version`, refuses a write over a newer
    one."""
    current = Contract.objects.select_for_update().select_related("network", "use_case").get(pk=contract.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def contract_changed(contract: Contract) -> None:
    """Counts the change, and has the contract's flags judged again."""
    contract.version += 1
    contract.save(update_fields=["version"])
    touch("contract", contract.pk)
