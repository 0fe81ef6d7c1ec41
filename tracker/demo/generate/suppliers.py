"""Invented suppliers, what they sell, and what evidence they have given for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.rows import Row

XRAY, CT = "chest-xray", "chest-ct"


@dataclass(frozen=True)
class Product:
    """One version of an invented product."""

    supplier: str
    name: str
    version: str
    use_cases: tuple[str, ...]
    device_class: str = "IIa"
    marking: str = "UKCA"

    @property
    def as_bought(self) -> Row:
        """The columns in which a contract names it."""
        return {"supplier": self.supplier, "product": self.name, "version": self.version}


SUPPLIERS = {  # invented company numbers, in a form that Companies House does not use
    "Quillon Imaging AI Ltd": "XX000101",
    "Tamberly Diagnostics Ltd": "XX000102",
    "Vesperline Health Ltd": "XX000103",
    "Norrvik Radiant UK Ltd": "XX000104",
    "Oakhelm Analytics Ltd": "XX000105",
    "Pellucid Reads Ltd": "XX000106",
}
FAILED_SUPPLIER = "Pellucid Reads Ltd"
FAILURE = "Administrators appointed after a funding round fell through; support runs on for ninety days"

PRODUCTS = (
    Product("Quillon Imaging AI Ltd", "Quillon Chest", "4.2", (XRAY,), "IIb"),
    Product("Tamberly Diagnostics Ltd", "ThoraSight", "2.8", (XRAY,)),
    Product("Vesperline Health Ltd", "Vesper CXR", "1.9", (XRAY,), "IIa", "CE"),
    Product("Norrvik Radiant UK Ltd", "Radiant Nodule", "3.1", (CT,), "IIb"),
    Product("Oakhelm Analytics Ltd", "Oakhelm LungTrace", "5.0", (XRAY, CT)),
    Product("Quillon Imaging AI Ltd", "Quillon Chest", "4.1", (XRAY,), "IIb"),
    Product(FAILED_SUPPLIER, "PelluScan Nodule", "1.4", (CT,), "IIa", "CE"),
    Product("Tamberly Diagnostics Ltd", "ThoraSight CT", "0.9", (CT,)),
)
XRAY_CHOICES = (0, 0, 1, 4, 0, 2, 0, 1)  # most networks chose one supplier, as in the study
CT_CHOICES = (3, 4, 3)
FAILED_PRODUCT = PRODUCTS[6]
TROUBLED_PRODUCT = PRODUCTS[2]  # its supplier trades on, and its evidence is not in order


def supplier_rows() -> Iterator[Row]:
    """A row for each supplier, with its status on the anchor day."""
    for name, number in SUPPLIERS.items():
        status = "in administration" if name == FAILED_SUPPLIER else "active"
        yield {"supplier": name, "company number": number, "status": status}


def product_rows(calendar: Calendar) -> Iterator[Row]:
    """A row for each product version; the evidence of the failed supplier has run out."""
    for place, product in enumerate(PRODUCTS):
        is_failed, is_troubled = product.supplier == FAILED_SUPPLIER, product == TROUBLED_PRODUCT
        yield {
            **product.as_bought,
            "use cases": product.use_cases,
            "device class": product.device_class,
            "marking": product.marking,
            "certificate expires": calendar.after(-40 if is_failed else 55 if is_troubled else 320 + 90 * place),
            "mhra reference": f"DEMO-{4100 + place * 37}",
            "iso 13485 expires": calendar.after(-12 if is_troubled else 260 + 61 * place),
            "dcb0129 on": calendar.starts_on - timedelta(days=120 + 11 * place),
            "dtac on": calendar.starts_on - timedelta(days=90 + 7 * place),
            "penetration test on": calendar.before(410 if is_failed or is_troubled else 95 + 23 * place),
            "cyber essentials plus expires": calendar.after(-25 if is_failed else 150 + 17 * place),
            "dspt status": "Standards not met" if is_failed else "Standards met",
        }
