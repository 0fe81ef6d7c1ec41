"""The shortlist: what is vetted, which release speaks for a product, and which sites compare."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.governance.policies.vetting import Evidence, Standing, VettingOn
from tracker.portfolio.shortlist import Wish, candidates, comparable, modality_of
from tracker.procurement.policies.supply import SiteCheckOn, SiteOn
from tracker.procurement.selectors.supply import ProductOn, ReleaseName, StatusOn, SupplierOn
from tracker.procurement.supply_vocabulary import EvidenceKind, Modality
from tracker.procurement.vocabulary import SupplierStatusCode

DAY = date(2026, 3, 10)
ISO = EvidenceKind.ISO_13485
WISH = Wish("chest-xray", "Chest X-ray", DAY, (ISO,))
GOOD = VettingOn(1, (Evidence(ISO, Standing.IN_DATE, date(2027, 1, 1)),))
BAD = VettingOn(2, (Evidence(ISO, Standing.EXPIRED, date(2026, 1, 1)),))


def product(pk: int, *releases: int, use_case: str = "chest-xray") -> ProductOn:
    names = tuple(ReleaseName(each, str(each)) for each in releases)
    return ProductOn(pk, f"Product {pk}", ((use_case, use_case),), names)


def supplier(*products: ProductOn, status: SupplierStatusCode = SupplierStatusCode.ACTIVE) -> SupplierOn:
    return SupplierOn(9, 1, "Acme Ltd", "", "", "", (StatusOn(status, DAY),), products)


def names(wish: Wish, *suppliers: SupplierOn) -> list[str]:
    found = candidates(suppliers, {1: GOOD, 2: BAD}, {}, {}, wish)
    return [f"{each.product.name}, {each.release.version}" for each in found]


def test_only_what_lacks_nothing_is_shown_unless_asked() -> None:
    both = supplier(product(1, 1), product(2, 2))
    assert names(WISH, both) == ["Product 1, 1"]
    assert names(replace(WISH, shows_lacking=True), both) == ["Product 1, 1", "Product 2, 2"]
    assert names(replace(WISH, kinds=()), both) == ["Product 1, 1", "Product 2, 2"]


def test_release_that_lacks_least_speaks_for_its_product() -> None:
    assert names(WISH, supplier(product(1, 2, 1))) == ["Product 1, 1"]


@pytest.mark.parametrize(
    "other",
    [
        supplier(product(1, 1), status=SupplierStatusCode.WITHDRAWN),
        supplier(product(1, 1, use_case="chest-ct")),
        supplier(product(1)),
    ],
)
def test_supplier_that_does_not_trade_other_use_cases_and_products_without_releases_are_left_out(
    other: SupplierOn,
) -> None:
    assert names(replace(WISH, shows_lacking=True), other) == []


def site(pk: int = 1, *, is_stable: bool | None = True, modality: Modality = Modality.XRAY) -> SiteOn:
    check = None if is_stable is None else SiteCheckOn(is_stable, "Seen", DAY, "Asha")
    return SiteOn(pk, 1, "Exemplar NHS Trust", modality, "Alder", "Birch", 9, DAY, check)


@pytest.mark.parametrize(
    ("each", "wish", "compares"),
    [
        (site(), WISH, True),
        (site(is_stable=False), WISH, False),
        (site(is_stable=None), WISH, False),
        (site(modality=Modality.CT), WISH, False),
        (site(modality=Modality.CT), replace(WISH, use_case_name="Stroke"), True),
        (site(), replace(WISH, pacs="ALDER", ris="birch"), True),
        (site(), replace(WISH, pacs="Cedar"), False),
        (site(), replace(WISH, ris="Cedar"), False),
    ],
)
def test_site_compares_by_images_and_systems_once_found_stable(each: SiteOn, wish: Wish, compares: bool) -> None:
    assert bool(comparable([each], wish)) == compares


def test_modality_is_in_the_name_of_the_use_case() -> None:
    assert [modality_of(name) for name in ("Chest CT", "Chest X-ray", "Doctors")] == [Modality.CT, Modality.XRAY, None]
