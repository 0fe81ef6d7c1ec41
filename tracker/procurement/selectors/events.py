"""The days from which the clocks of a procurement run, as its contracts tell them."""

from collections.abc import Collection
from datetime import date

from tracker.procurement.policies.route import Events
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn


def signed_on(procurement: ProcurementOn, contracts: Collection[ContractOn]) -> date | None:
    """When its contract was signed: the newest signature of its contracts, or what its last stage says."""
    signed = [each.signature.actual for each in contracts if each.signature.actual]
    return max(signed, default=procurement.contract.actual)


def events_of(procurement: ProcurementOn, contracts: Collection[ContractOn], *, day: date) -> Events:
    """What is known of a procurement's contracts on a day. How large they are counts only where it may be known."""
    ended = [each.ends_on for each in contracts if each.ends_on and each.ends_on < day]
    values = [each.value_pence for each in contracts if each.value_pence is not None]
    return Events(
        signed_on=signed_on(procurement, contracts),
        ended_on=max(ended, default=None),
        value_pence=max(values, default=None),
    )
