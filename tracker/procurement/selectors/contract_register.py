"""Reading the list of contracts as of a day, in a fixed number of queries."""

from datetime import date

from tracker.networks.access import Access
from tracker.procurement.policies.contract_register import Line
from tracker.procurement.selectors.contracts import ContractOn, contracts_on


def register_on(access: Access, *, on: date) -> list[Line]:
    """Every contract that the person may know of; money only of those whose money they may see."""
    return [line_of(contract) for contract in contracts_on(access, on=on)]


def line_of(contract: ContractOn) -> Line:
    """A contract as a line of the list."""
    return Line(
        id=contract.id,
        reference=contract.reference,
        network_slug=contract.network_slug,
        network=contract.network_name,
        supplier_id=contract.supplier_id,
        supplier=contract.supplier,
        use_case=contract.use_case,
        use_case_name=contract.use_case_name,
        signature=contract.signature,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        notice_by=contract.notice_by,
        trusts=len(contract.deployment_ids),
        shows_money=contract.shows_money,
        value_pence=contract.value_pence,
        committed_pence=contract.committed_pence,
        paid_pence=contract.paid_pence,
    )
