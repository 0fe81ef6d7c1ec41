"""The filters of the lists of procurement. There is none over money: a filter would tell what is hidden."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.core.filters import Choice, ListFilter, Offered, Words
from tracker.procurement.policies.contract_register import MONEY_ORDERS, ORDERS, Status, is_in, ordered
from tracker.procurement.policies.contract_register import Line as ContractLine
from tracker.procurement.selectors.pipeline import FRAMEWORK_WITHIN, Line
from tracker.procurement.selectors.routes import FrameworkRow
from tracker.procurement.vocabulary import Stage


class ContractFilter(ListFilter):
    """Choices over the contracts that a person may know of. Ordering by money is offered where some of it is shown."""

    one = "contract"
    orders = ORDERS

    text = Words(label="Reference or supplier", of=lambda line: (line.reference, line.supplier))
    status = Choice(label="Status", choices=[(each.value, each.label) for each in Status], method="in_status")
    use_case = Offered(label="Use case", of=lambda line: (line.use_case, line.use_case_name))
    network = Offered(label="Network", of=lambda line: (line.network_slug, line.network))
    supplier = Offered(label="Supplier", of=lambda line: (line.supplier_id, line.supplier))

    def offered_orders(self, rows: Iterable[ContractLine]) -> dict[str, Any]:
        if any(line.shows_money for line in rows):
            return ORDERS
        return {name: key for name, key in ORDERS.items() if name not in MONEY_ORDERS}

    def filter_queryset(self, queryset: Any) -> Any:
        return ordered(super().filter_queryset(queryset), self.order)

    @property
    def unfiltered(self) -> list[ContractLine]:
        return ordered(self.queryset, "")

    def in_order(self, rows: Sequence[ContractLine], _name: str, _value: str) -> Sequence[ContractLine]:
        return rows  # the order of this list has a rule of its own

    def in_status(self, rows: Sequence[ContractLine], _name: str, value: str) -> list[ContractLine]:
        assert self.day is not None  # noqa: S101 - where a contract stands depends on the day
        return [line for line in rows if is_in(line, value, day=self.day)]


DONE = "done"
SIGNED, OVERDUE, EXPECTED = "signed", "overdue", "expected"
CONTRACT_STATES = ((SIGNED, "Signed"), (OVERDUE, "Overdue"), (EXPECTED, "Expected"))


class ProcurementFilter(ListFilter):
    """Choices over the procurements whose plan a person may see."""

    one = "procurement"
    orders = {
        "network": lambda line: line.procurement.network_name.casefold(),
        "use-case": lambda line: line.procurement.use_case_name,
        "planned": lambda line: line.procurement.contract.baseline,
        "contract": lambda line: line.procurement.contract.expected,
        "slip": lambda line: line.procurement.contract.slip_days,
        "moved": lambda line: line.procurement.contract.times_moved(),
    }

    network = Offered(label="Network", of=lambda line: (line.procurement.network_slug, line.procurement.network_name))
    use_case = Offered(label="Use case", of=lambda line: (line.procurement.use_case, line.procurement.use_case_name))
    stage = Choice(
        label="Stage now",
        choices=[*((each.value, each.label) for each in Stage), (DONE, "All done")],
        of=lambda line: line.procurement.current_stage or DONE,
    )
    contract = Choice(label="Contract", choices=CONTRACT_STATES, method="in_state")
    framework = Offered(label="Framework", of=lambda line: (line.procurement.framework, line.procurement.framework))

    def in_state(self, rows: Sequence[Line], _name: str, value: str) -> list[Line]:
        return [line for line in rows if self._state(line) == value]

    def _state(self, line: Line) -> str:
        plan = line.procurement.contract
        if plan.is_done:
            return SIGNED
        return OVERDUE if self.day and plan.is_overdue(self.day) else EXPECTED


IN_FORCE, SOON, EXPIRED = "in-force", "soon", "expired"
FRAMEWORK_STATES = ((IN_FORCE, "In force"), (SOON, f"Expires within {FRAMEWORK_WITHIN} days"), (EXPIRED, "Expired"))


def framework_state(expires_on: date | None, day: date) -> str:
    """How a framework stands on a day; one without an end is in force."""
    if expires_on is None or (expires_on - day).days > FRAMEWORK_WITHIN:
        return IN_FORCE
    return EXPIRED if expires_on < day else SOON


class FrameworkFilter(ListFilter):
    """Choices over the frameworks on record."""

    one = "framework"
    orders = {
        "framework": lambda row: row.name.casefold(),
        "starts": lambda row: row.starts_on,
        "expires": lambda row: row.expires_on,
    }

    text = Words(label="Name, reference or lot", of=lambda row: (row.name, row.reference, row.lot))
    state = Choice(label="State", choices=FRAMEWORK_STATES, method="in_state")

    def in_state(self, rows: Sequence[FrameworkRow], _name: str, value: str) -> list[FrameworkRow]:
        assert self.day is not None  # noqa: S101 - how a framework stands depends on the day
        return [row for row in rows if framework_state(row.expires_on, self.day) == value]
