"""Reading suppliers with their products, as of a day. Suppliers belong to no network: whoever has a role may see them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from tracker.networks.access import Access
from tracker.networks.models import UseCase
from tracker.procurement.models import (
    Product,
    ReferenceSite,
    ReferenceSiteCheck,
    ShortlistRule,
    SubProcessor,
    Supplier,
    SupplierStatus,
    SupplierStatusCode,
)
from tracker.procurement.policies.supply import SiteCheckOn, SiteOn
from tracker.procurement.supply_vocabulary import ContactRole, EvidenceKind, Modality


@dataclass(frozen=True)
class ReleaseName:
    """A release of a product."""

    id: int
    version: str


@dataclass(frozen=True)
class ProductOn:
    """A product with its releases, the newest version first, and the use cases that it is offered for."""

    id: int
    name: str
    use_cases: tuple[tuple[str, str], ...]  # code and name
    releases: tuple[ReleaseName, ...]

    def is_for(self, use_case: str) -> bool:
        return use_case in {code for code, _ in self.use_cases}


@dataclass(frozen=True)
class StatusOn:
    """From `since` the supplier has a status, for a reason."""

    status: SupplierStatusCode
    since: date | None
    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class SupplierOn:
    """A supplier on a day. `statuses` are those that it had, the newest first."""

    id: int
    version: int
    name: str
    company_number: str
    registered_country: str
    parent: str
    statuses: tuple[StatusOn, ...] = ()
    products: tuple[ProductOn, ...] = ()

    @property
    def now(self) -> StatusOn:
        """A supplier of which nothing was ever said trades."""
        return self.statuses[0] if self.statuses else StatusOn(SupplierStatusCode.ACTIVE, None)

    @property
    def is_active(self) -> bool:
        return self.now.status == SupplierStatusCode.ACTIVE


def may_see_suppliers(access: Access) -> bool:
    """Whoever has any role; the account of jobs too."""
    return access.is_system or bool(access.grants)


def suppliers_on(access: Access, *, on: date, supplier_id: int | None = None) -> list[SupplierOn]:
    """The suppliers with their products, by name, in five queries for any number; none for somebody without a role."""
    if not may_see_suppliers(access):
        return []
    rows = Supplier.objects.all() if supplier_id is None else Supplier.objects.filter(pk=supplier_id)
    statuses = SupplierStatus.objects.filter(effective_on__lte=on).select_related("recorded_by")
    rows = rows.prefetch_related(
        Prefetch("statuses", statuses.order_by("-effective_on", "-pk")),
        Prefetch(
            "products",
            Product.objects.order_by("name").prefetch_related(
                Prefetch("use_cases", UseCase.objects.order_by("name")), "releases"
            ),
        ),
    )
    return [_supplier_on(row) for row in rows.order_by("name")]


def _supplier_on(row: Supplier) -> SupplierOn:
    return SupplierOn(
        id=row.pk,
        version=row.version,
        name=row.name,
        company_number=row.company_number,
        registered_country=row.registered_country,
        parent=row.parent,
        statuses=tuple(
            StatusOn(SupplierStatusCode(each.status), each.effective_on, each.reason, str(each.recorded_by))
            for each in row.statuses.all()
        ),
        products=tuple(_product_on(each) for each in row.products.all()),
    )


def _product_on(row: Product) -> ProductOn:
    releases = sorted(row.releases.all(), key=lambda release: (in_order(release.version), release.pk), reverse=True)
    return ProductOn(
        id=row.pk,
        name=row.name,
        use_cases=tuple((each.code, each.name) for each in row.use_cases.all()),
        releases=tuple(ReleaseName(release.pk, release.version) for release in releases),
    )


def in_order(version: str) -> tuple[tuple[int, str], ...]:
    """Sorts versions as people count them: 2.10 comes after 2.9."""
    parts = re.findall(r"\d+|[^\d.]+", version)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def contacts_of(supplier_id: int) -> dict[ContactRole, str]:
    """Whom to ask at a supplier, by what about."""
    supplier = Supplier.objects.get(pk=supplier_id)
    return {ContactRole(row.role): row.contact for row in supplier.contacts.all()}


def sub_processors_on(supplier_id: int, *, on: date) -> list[SubProcessor]:
    """Who works for a supplier on a day, or will, or has ended; by name."""
    rows = SubProcessor.objects.filter(supplier=supplier_id, valid_from__lte=on).select_related("product")
    return list(rows.order_by("name", "valid_from", "pk"))


def sites_on(product_ids: Iterable[int], *, on: date) -> dict[int, list[SiteOn]]:
    """The reference sites of products with their newest check by a day, by product id, in two queries."""
    checks = ReferenceSiteCheck.objects.filter(checked_on__lte=on).select_related("checked_by")
    rows = ReferenceSite.objects.filter(product__in=set(product_ids), live_since__lte=on)
    found: dict[int, list[SiteOn]] = defaultdict(list)
    for row in rows.prefetch_related(Prefetch("checks", checks.order_by("checked_on", "pk"))).order_by("organisation"):
        found[row.product_id].append(site_on(row))
    return found


def site_on(row: ReferenceSite) -> SiteOn:
    """A site with its newest check; the caller chose which of them are read."""
    checks = list(row.checks.all())
    newest = checks[-1] if checks else None
    return SiteOn(
        id=row.pk,
        product_id=row.product_id,
        organisation=row.organisation,
        modality=Modality(row.modality),
        pacs_vendor=row.pacs_vendor,
        ris_vendor=row.ris_vendor,
        yearly_volume=row.yearly_volume,
        live_since=row.live_since,
        check=SiteCheckOn(newest.is_stable, newest.evidence, newest.checked_on, str(newest.checked_by))
        if newest
        else None,
    )


def shortlist_needs(*, on: date) -> tuple[EvidenceKind, ...]:
    """What a product needs on a day to be on the shortlist, in the order of the kinds."""
    asked = set(ShortlistRule.objects.on(on).values_list("kind", flat=True))
    return tuple(kind for kind in EvidenceKind if kind in asked)


def find_supplier(access: Access, supplier_id: int) -> Supplier | None:
    """The supplier, for whoever has a role."""
    return Supplier.objects.filter(pk=supplier_id).first() if may_see_suppliers(access) else None


def find_sub_processor(access: Access, supplier_id: int, sub_processor_id: int) -> SubProcessor | None:
    """A sub-processor of a supplier, for whoever has a role."""
    if not may_see_suppliers(access):
        return None
    rows = SubProcessor.objects.select_related("supplier", "product")
    return rows.filter(pk=sub_processor_id, supplier=supplier_id).first()


def find_site(access: Access, supplier_id: int, site_id: int) -> ReferenceSite | None:
    """A reference site of one of a supplier's products, for whoever has a role."""
    if not may_see_suppliers(access):
        return None
    rows = ReferenceSite.objects.select_related("product__supplier").prefetch_related("checks__checked_by")
    return rows.filter(pk=site_id, product__supplier=supplier_id).first()


def statuses_since(supplier_ids: Iterable[int], *, on: date) -> dict[int, StatusOn]:
    """The status of suppliers on a day, and since when they have it, by supplier id. One of which nothing was ever said
    is left out."""
    found: dict[int, StatusOn] = {}
    rows = SupplierStatus.objects.filter(supplier__in=set(supplier_ids), effective_on__lte=on)
    for row in rows.order_by("effective_on", "pk"):
        found[row.supplier_id] = StatusOn(SupplierStatusCode(row.status), row.effective_on, row.reason)
    return found


def release_ids(suppliers: Iterable[SupplierOn]) -> list[int]:
    """The releases of suppliers."""
    return [release.id for each in suppliers for product in each.products for release in product.releases]


def product_names(supplier: Supplier) -> list[tuple[int, str]]:
    """The ids and names of a supplier's products, for what a form may choose from."""
    return list(supplier.products.order_by("name").values_list("pk", "name"))


def find_product(supplier: Supplier, product_id: str) -> Product | None:
    """The supplier's product that a form chose; None where it chose none."""
    return supplier.products.filter(pk=product_id).first() if product_id else None
