"""What the demo knows of its suppliers beyond their names: legal entity, sub-processors and reference sites."""

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.suppliers import CT, FAILED_SUPPLIER, PRODUCTS, SUPPLIERS, Product
from tracker.procurement.actions.supply import (
    add_sub_processor,
    check_reference_site,
    describe_supplier,
    save_reference_site,
)
from tracker.procurement.models import Product as Row
from tracker.procurement.models import Supplier
from tracker.procurement.supply_vocabulary import ContactRole, Modality

PARENTS = {"Norrvik Radiant UK Ltd": "Norrvik Radiant AS, Norway"}
HOSTS = (
    ("Cloudmere Hosting UK Ltd", "United Kingdom", "Hosting of the analysis service", False),
    ("Fjellsky Support AS", "Norway", "Second-line support, with access to logs that carry accession numbers", True),
    ("Tallowgate Monitoring Ltd", "United Kingdom", "Monitoring of availability", False),
)
SYSTEMS = (("Alderley PACS", "Birchwood RIS"), ("Cedarline PACS", "Birchwood RIS"), ("Alderley PACS", "Dunmore RIS"))
SITES = (
    (
        "Marlbeck University Hospitals",
        142_000,
        "Availability of 99.8% over a year; the reporting radiographers were asked",
    ),
    ("Wrenshaw and Coldbrook Hospitals", 61_000, "Results before reading in 98 of 100 studies over six months"),
    ("Isle of Hestle Hospitals", 18_500, "Two outages of a day within a quarter, after an upgrade of PACS"),
)


def load_supply(*, calendar: Calendar, by: User) -> None:
    """Describes every supplier, with two reference sites for most products and a third that is not stable for some."""
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        rows = {row.name: row for row in Supplier.objects.filter(name__in=SUPPLIERS)}
        for place, (name, number) in enumerate(SUPPLIERS.items()):
            _describe(rows[name], number, calendar, place=place, by=by)
        products = {row.name: row for row in Row.objects.filter(supplier__in=rows.values())}
        for place, name in enumerate(dict.fromkeys(product.name for product in PRODUCTS)):
            product = next(each for each in PRODUCTS if each.name == name)
            if name in products and product.supplier != FAILED_SUPPLIER:
                _prove(product, products[name], calendar, place=place, by=by)


def _describe(row: Supplier, number: str, calendar: Calendar, *, place: int, by: User) -> None:
    domain = row.name.split()[0].lower()
    describe_supplier(
        supplier=row,
        name=row.name,
        company_number=number,
        registered_country="United Kingdom",
        parent=PARENTS.get(row.name, ""),
        contacts={
            ContactRole.ACCOUNT: f"NHS accounts, accounts@{domain}.example",
            ContactRole.SAFETY: f"Clinical safety, safety@{domain}.example",
            ContactRole.DATA_PROTECTION: f"Data protection, dpo@{domain}.example",
        },
        version=None,
        by=by,
    )
    hosts = HOSTS if row.name in PARENTS else HOSTS[:: 2 if place % 2 else 3]
    for name, country, purpose, is_outside_uk in hosts:
        add_sub_processor(
            supplier=row,
            name=name,
            country=country,
            purpose=purpose,
            is_outside_uk=is_outside_uk,
            valid_from=calendar.starts_on,
            by=by,
        )


def _prove(product: Product, row: Row, calendar: Calendar, *, place: int, by: User) -> None:
    """Reference sites of a product, each checked once."""
    chosen = [SITES[(place + step) % len(SITES)] for step in range(1 + (place + 1) % 3)]
    for step, (name, volume, evidence) in enumerate(chosen):
        pacs, ris = SYSTEMS[(place + step) % len(SYSTEMS)]
        site = save_reference_site(
            product=row,
            organisation=name,
            modality=Modality.CT if product.use_cases[0] == CT else Modality.XRAY,
            pacs_vendor=pacs,
            ris_vendor=ris,
            yearly_volume=volume,
            live_since=calendar.starts_on,
            by=by,
        )
        is_stable = "outages" not in evidence
        check_reference_site(
            site=site, is_stable=is_stable, evidence=evidence, on=calendar.before(90 + 11 * place), by=by
        )
