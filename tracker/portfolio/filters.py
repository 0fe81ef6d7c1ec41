"""The filters of the lists of networks and of suppliers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import QueryDict

from tracker.core.filters import Choice, ListFilter, Offered, Ticked, Words
from tracker.portfolio.selectors.suppliers import SuppliersView
from tracker.procurement.selectors.supply import SupplierOn
from tracker.procurement.vocabulary import SupplierStatusCode


class NetworkFilter(ListFilter):
    """Choices over the networks that a person may open."""

    one = "network"

    text = Words(label="Name", of=lambda network: network.name)
    region = Offered(label="Region", of=lambda network: (network.region_id, network.region and network.region.name))


class SupplierFilter(ListFilter):
    """Choices over the suppliers. Use is counted over what the person may see, and vetting is the same for everybody."""

    one = "supplier"
    orders = {"supplier": lambda row: row.name.casefold(), "use": "trusts"}

    text = Words(
        label="Supplier or product",
        of=lambda row: (row.name, row.company_number, *(each.name for each in row.products)),
    )
    status = Choice(label="Status", choices=SupplierStatusCode.choices, of=lambda row: row.now.status)
    use_case = Offered(label="Use case", of=lambda row: tuple(pair for each in row.products for pair in each.use_cases))
    used = Ticked(label="In use where you may see", method="in_use")
    vetted = Ticked(label="A product is not vetted", method="not_vetted")

    def __init__(self, data: QueryDict, view: SuppliersView, *, day: date) -> None:
        self.view = view
        # Those that do not trade come first.
        super().__init__(data, sorted(view.suppliers, key=lambda row: row.is_active), day=day)

    def in_order(self, rows: Any, name: str, value: str) -> Any:
        if value.removeprefix("-") == "use":
            return sorted(rows, key=self._trusts, reverse=value.startswith("-"))
        return super().in_order(rows, name, value)

    def in_use(self, rows: Sequence[SupplierOn], _name: str, value: bool) -> Sequence[SupplierOn]:  # noqa: FBT001 - the library's
        return [row for row in rows if self.view.usage[row.id].is_some] if value else rows

    def not_vetted(self, rows: Sequence[SupplierOn], _name: str, value: bool) -> Sequence[SupplierOn]:  # noqa: FBT001 - the library's
        return [row for row in rows if self.view.lacking(row)] if value else rows

    def _trusts(self, row: SupplierOn) -> int:
        return self.view.usage[row.id].trusts
