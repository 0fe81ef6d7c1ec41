"""Which release each deployment runs on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from tracker.governance.models import ReleaseInUse
from tracker.procurement.models import ContractCoverage


@dataclass(frozen=True)
class ReleaseOn:
    """A release on a day. `since` is the day from which the deployment runs it; `is_recorded` tells that somebody said
    so, where it is not only the release that the contract names."""

    id: int
    product_id: int
    supplier_id: int
    product: str
    version: str
    supplier: str
    since: date
    is_recorded: bool

    @property
    def name(self) -> str:
        return f"{self.product} {self.version}"


_FIELDS = {
    "id": "pk",
    "product_id": "product_id",
    "supplier_id": "product__supplier_id",
    "product": "product__name",
    "version": "version",
    "supplier": "product__supplier__name",
}


def _release(values: Iterable[Any], *, since: date, is_recorded: bool) -> ReleaseOn:
    return ReleaseOn(since=since, is_recorded=is_recorded, **dict(zip(_FIELDS, values, strict=True)))


def releases_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, ReleaseOn | None]:
    """The release of each deployment on a day, by deployment id, in two queries: the one recorded last, else the one of
    the newest contract that covers it. None where neither names one."""
    ids = list(deployment_ids)
    found: dict[int, ReleaseOn | None] = dict.fromkeys(ids)
    coverages = ContractCoverage.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
        deployment__in=ids,
        valid_from__lte=on,
        contract__release__isnull=False,
    ).order_by("valid_from", "pk")
    for deployment_id, since, *release in coverages.values_list(
        "deployment_id", "valid_from", *(f"contract__release__{name}" for name in _FIELDS.values())
    ):
        found[deployment_id] = _release(release, since=since, is_recorded=False)
    recorded = ReleaseInUse.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    for deployment_id, since, *release in recorded.values_list(
        "deployment_id", "effective_on", *(f"release__{name}" for name in _FIELDS.values())
    ):
        found[deployment_id] = _release(release, since=since, is_recorded=True)
    return found
