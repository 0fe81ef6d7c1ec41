"""The filters of the lists of procurement. There is none over money: a filter would tell what is hidden."""

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.core.filters import Choice, ListFilter, Offered, Words
from tracker.procurement.policies.contract_register import MONEY_ORDERS, ORDERS, Line, Status, is_in, ordered


class ContractFilter(ListFilter):
    """Choices over the contracts that a person may know of. Ordering by money is offered where some of it is shown."""

    one = "contract"
    orders = ORDERS

    text = Words(label="Reference or supplier", of=lambda line: (line.reference, line.supplier))
    status = Choice(label="Status", choices=[(each.value, each.label) for each in Status], method="in_status")
    use_case = Offered(label="Use case", of=lambda line: (line.use_case, line.use_case_name))
    network = Offered(label="Network", of=lambda line: (line.network_slug, line.network))
    supplier = Offered(label="Supplier", of=lambda line: (line.supplier_id, line.supplier))

    def offered_orders(self, rows: Iterable[Line]) -> dict[str, Any]:
        if any(line.shows_money for line in rows):
            return ORDERS
        return {name: key for name, key in ORDERS.items() if name not in MONEY_ORDERS}

    def filter_queryset(self, queryset: Any) -> Any:
        return ordered(super().filter_queryset(queryset), self.order)

    @property
    def unfiltered(self) -> list[Line]:
        return ordered(self.queryset, "")

    def in_order(self, rows: Sequence[Line], _name: str, _value: str) -> Sequence[Line]:
        return rows  # the order of this list has a rule of its own

    def in_status(self, rows: Sequence[Line], _name: str, value: str) -> list[Line]:
        assert self.day is not None  # noqa: S101 - where a contract stands depends on the day
        return [line for line in rows if is_in(line, value, day=self.day)]
