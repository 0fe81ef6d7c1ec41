"""Recording suppliers, their status over time, their products and releases."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, deny
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import UseCase
from tracker.procurement.models import (
    Product,
    ProductRelease,
    ProductUseCase,
    Supplier,
    SupplierStatus,
    SupplierStatusCode,
)


def _demand(by: User) -> None:
    demand(
        "procurement.manage_suppliers",
        access_of(by, day=today_in_london()),
        SubjectScope(),
    )


def save_supplier(*, name: str, by: User, **fields: Any) -> Supplier:
    """Creates the supplier of that legal name, or updates the given fields of it."""
    with change(by=by):
        _demand(by)
        supplier, is_new = Supplier.objects.update_or_create(name=name.strip(), defaults=fields)
        if not is_new:
            _count_change(supplier)
        touch("supplier", supplier.pk)
    return supplier


def record_supplier_status(
    *,
    supplier: Supplier,
    status: SupplierStatusCode,
    on: date,
    reason: str = "",
    by: User,
) -> SupplierStatus | None:
    """Records that the supplier has this status from a day on; None when it has it already on that day."""
    if on > today_in_london():
        raise Refused(
            deny(
                "A status can't count from a day in the future.",
                remedy="Use today or an earlier day.",
                field="on",
            )
        )
    with change(reason=reason, by=by):
        _demand(by)
        before = supplier.statuses.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
        if before is not None and before.status == status:
            return None
        row = SupplierStatus.objects.create(
            supplier=supplier,
            status=status,
            effective_on=on,
            reason=reason.strip(),
            recorded_by=by,
        )
        _count_change(supplier)
        touch("supplier", supplier.pk)
    return row


def _count_change(supplier: Supplier) -> None:
    """A form that showed the supplier as it was before is stale."""
    Supplier.objects.filter(pk=supplier.pk).update(version=F("version") + 1)
    supplier.refresh_from_db(fields=["version"])


def save_product(
    *,
    supplier: Supplier,
    name: str,
    use_cases: Iterable[UseCase] | None = None,
    by: User,
) -> Product:
    """Creates the supplier's product of that name; its use cases become the given ones (None leaves them)."""
    with change(by=by):
        _demand(by)
        product, _ = Product.objects.get_or_create(supplier=supplier, name=name.strip())
        if use_cases is not None:
            wanted = {use_case.pk for use_case in use_cases}
            ProductUseCase.objects.filter(product=product).exclude(use_case__in=wanted).delete()
            for pk in sorted(wanted):
                ProductUseCase.objects.get_or_create(product=product, use_case_id=pk)
    return product


def save_release(*, product: Product, version: str, by: User, **fields: Any) -> ProductRelease:
    """Creates the product's release of that version, or updates the given fields of its evidence dates."""
    with change(by=by):
        _demand(by)
        release, _ = ProductRelease.objects.update_or_create(product=product, version=version.strip(), defaults=fields)
        touch("supplier", product.supplier_id)
    return release
