"""Sheets Suppliers and Products."""

from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.known import release_key
from tracker.exchange.importing.run import Field, Run
from tracker.exchange.workbook import Row
from tracker.networks.models import UseCase
from tracker.procurement.actions.suppliers import record_supplier_status, save_product, save_release, save_supplier
from tracker.procurement.models import Product, ProductRelease, Supplier, SupplierStatus, SupplierStatusCode

SUPPLIERS, PRODUCTS = "Suppliers", "Products"
RELEASE_FIELDS = {
    "device class": Field("device_class", ""),
    "marking": Field("marking", ""),
    "certificate expires": Field("certificate_expires_on"),
    "mhra reference": Field("mhra_reference", ""),
    "iso 13485 expires": Field("iso_13485_expires_on"),
    "dcb0129 on": Field("dcb0129_on"),
    "dtac on": Field("dtac_on"),
    "penetration test on": Field("penetration_test_on"),
    "cyber essentials plus expires": Field("cyber_essentials_plus_expires_on"),
    "dspt status": Field("dspt_status", ""),
}


def apply_suppliers(run: Run) -> None:
    """Creates or updates suppliers. A new supplier's status counts from the start of the programme, a change of it from
    the day of import."""
    statuses: dict[int, str] = {}
    for status in SupplierStatus.objects.filter(effective_on__lte=run.today).order_by("effective_on", "pk"):
        statuses[status.supplier_id] = status.status
    for row in run.rows(SUPPLIERS):
        name = str(row.cells["supplier"])
        current = run.known.suppliers.get(name.casefold())
        changes = run.changed_fields(SUPPLIERS, row, {"company number": Field("company_number", "")}, current)
        if current is None:
            run.note(SUPPLIERS, row, "supplier", None, name, is_new=True)
        if current is None or changes:
            stored_name = current.name if current else name
            made = run.attempt_or_stand_in(SUPPLIERS, row, save_supplier, name=stored_name, **changes)
            run.known.suppliers[name.casefold()] = made
        save_status(run, row, run.known.suppliers[name.casefold()], statuses, is_new=current is None)


def save_status(run: Run, row: Row, supplier: Supplier, statuses: dict[int, str], *, is_new: bool) -> None:
    """The status that the row gives."""
    status, before = row.get("status"), statuses.get(supplier.pk)
    if status is CLEAR:
        run.problem(
            SUPPLIERS, row, "status", "A status can't be cleared. Write active, in administration or withdrawn."
        )
    elif status is not LEAVE and status != before:
        run.note(SUPPLIERS, row, "status", before, status)
        since = min(run.programme.starts_on, run.today) if is_new else run.today
        fields = {"supplier": supplier, "status": SupplierStatusCode(str(status)), "on": since}
        run.attempt(SUPPLIERS, row, record_supplier_status, **fields)


def apply_products(run: Run) -> None:
    """Creates or updates products and their versions."""
    products = {
        (row.supplier_id, row.name.casefold()): row
        for row in Product.objects.select_related("supplier").prefetch_related("use_cases")
    }
    for row in run.rows(PRODUCTS):
        supplier = find_supplier(run, PRODUCTS, row)
        if supplier is None:
            continue
        name = str(row.cells["product"])
        current = products.get((supplier.pk, name.casefold()))
        product = save_product_row(run, row, supplier, current)
        products[supplier.pk, name.casefold()] = product
        save_release_row(run, row, product)


def find_supplier(run: Run, sheet: str, row: Row) -> Supplier | None:
    """The supplier that a row names."""
    name = str(row.cells["supplier"])
    supplier = run.known.suppliers.get(name.casefold())
    if supplier is None:
        remedy = "No supplier has this name. Add it on sheet Suppliers or correct the name."
        run.unknown(sheet, row, "supplier", defined_on=SUPPLIERS, key=name.casefold(), remedy=remedy)
    return supplier


def save_product_row(run: Run, row: Row, supplier: Supplier, current: Product | None) -> Product:
    """The product of the row with its use cases."""
    wanted = find_use_cases(run, row)
    if current is None:
        run.has_what_a_new_row_needs(PRODUCTS, row)
    before = sorted(use_case.code for use_case in current.use_cases.all()) if current else []
    is_other = wanted is not None and sorted(use_case.code for use_case in wanted) != before
    if is_other:
        codes = [use_case.code for use_case in wanted or ()]
        run.note(PRODUCTS, row, "use cases", before, codes, is_new=current is None)
    if current is not None and not is_other:
        return current
    fields = {"supplier": supplier, "name": current.name if current else row.cells["product"], "use_cases": wanted}
    return run.attempt_or_stand_in(PRODUCTS, row, save_product, **fields)


def find_use_cases(run: Run, row: Row) -> list[UseCase] | None:
    """The use cases that the row lists; None when it lists none or an unknown one."""
    codes = row.get("use cases")
    if codes is CLEAR:
        run.problem(PRODUCTS, row, "use cases", "A product is for at least one use case. Write its code.")
    if not isinstance(codes, tuple):
        return None
    unknown = [code for code in codes if code not in run.known.use_cases]
    if unknown:
        known = ", ".join(sorted(run.known.use_cases))
        run.problem(PRODUCTS, row, "use cases", f"There is no use case {unknown[0]}. Use one of: {known}.")
        return None
    return [run.known.use_cases[code] for code in codes]


def save_release_row(run: Run, row: Row, product: Product) -> None:
    """The version of the row with the dates of its evidence."""
    version = str(row.cells["version"])
    key = release_key(str(row.cells["supplier"]), str(row.cells["product"]), version)
    current: ProductRelease | None = run.known.releases.get(key)
    changes = run.changed_fields(PRODUCTS, row, RELEASE_FIELDS, current)
    if current is None:
        run.note(PRODUCTS, row, "version", None, version, is_new=True)
    if current is None or changes:
        stored = current.version if current else version
        made = run.attempt_or_stand_in(PRODUCTS, row, save_release, product=product, version=stored, **changes)
        run.known.releases[key] = made
