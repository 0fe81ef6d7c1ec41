"""Sheets Suppliers and Products."""

from collections.abc import Iterator

from tracker.exchange.exporting.extent import Extent
from tracker.exchange.exporting.rows import Cells
from tracker.exchange.importing.suppliers import RELEASE_FIELDS
from tracker.procurement.models import ProductRelease, Supplier, SupplierStatus


def supplier_rows(extent: Extent) -> Iterator[Cells]:
    """Every supplier, which everybody signed in may see, with its status on the day."""
    told = SupplierStatus.objects.filter(effective_on__lte=extent.on).order_by("effective_on", "pk")
    statuses = dict(told.values_list("supplier_id", "status"))
    for supplier in Supplier.objects.order_by("name"):
        yield {
            "supplier": supplier.name,
            "company number": supplier.company_number,
            "status": statuses.get(supplier.pk),
        }


def product_rows(_extent: Extent) -> Iterator[Cells]:
    """Every version of every product, with the dates of its evidence."""
    releases = ProductRelease.objects.select_related("product__supplier").prefetch_related("product__use_cases")
    for release in releases.order_by("product__supplier__name", "product__name", "version"):
        product = release.product
        yield {
            "supplier": product.supplier.name,
            "product": product.name,
            "version": release.version,
            "use cases": sorted(use_case.code for use_case in product.use_cases.all()),
            **{column: getattr(release, field.attribute) for column, field in RELEASE_FIELDS.items()},
        }
