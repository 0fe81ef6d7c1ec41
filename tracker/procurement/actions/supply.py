"""Changing what is recorded of a supplier on its pages: legal entity, status, sub-processors, reference sites."""

from collections.abc import Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of
from tracker.procurement.actions.suppliers import record_supplier_status
from tracker.procurement.models import (
    Product,
    ReferenceSite,
    ReferenceSiteCheck,
    SubProcessor,
    Supplier,
    SupplierContact,
    SupplierStatus,
    SupplierStatusCode,
)
from tracker.procurement.policies.supply import (
    may_change_status,
    may_check_site,
    may_describe_site,
    may_describe_supplier,
    may_last,
    may_name_sub_processor,
)
from tracker.procurement.supply_vocabulary import ContactRole, Modality


def _demand(by: User) -> None:
    demand("procurement.manage_suppliers", access_of(by, day=today_in_london()), SubjectScope())


def _locked(supplier: Supplier, version: int | None) -> Supplier:
    """The supplier's row, locked; refuses a write over a newer version than the form showed."""
    current = Supplier.objects.select_for_update().get(pk=supplier.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def describe_supplier(
    *,
    supplier: Supplier,
    name: str,
    company_number: str,
    registered_country: str,
    parent: str,
    contacts: Mapping[ContactRole, str],
    version: int | None,
    by: User,
) -> Supplier:
    """Changes a supplier's legal entity and whom to ask there; an empty contact is removed."""
    with change(by=by):
        _demand(by)
        current = _locked(supplier, version)
        is_taken = Supplier.objects.filter(name__iexact=name.strip()).exclude(pk=current.pk).exists()
        require(
            may_describe_supplier(
                name=name, company_number=company_number, country=registered_country, is_taken=is_taken
            )
        )
        current.name, current.company_number = name.strip(), company_number.strip().upper()
        current.registered_country, current.parent = registered_country.strip(), parent.strip()
        current.version += 1
        current.save()
        for role, contact in contacts.items():
            if contact.strip():
                SupplierContact.objects.update_or_create(
                    supplier=current, role=role, defaults={"contact": contact.strip()}
                )
            else:
                SupplierContact.objects.filter(supplier=current, role=role).delete()
        touch("supplier", current.pk)
    return current


def change_supplier_status(
    *,
    supplier: Supplier,
    status: SupplierStatusCode,
    on: date,
    reason: str,
    version: int | None,
    by: User,
) -> SupplierStatus:
    """Records that a supplier has another status from a day on, which raises or closes the flags of everything that it
    touches (rule T07)."""
    with change(reason=reason, by=by):
        _demand(by)
        current = _locked(supplier, version)
        newest = current.statuses.order_by("effective_on", "pk").last()
        require(
            may_change_status(
                now=SupplierStatusCode(newest.status) if newest else None,
                since=newest.effective_on if newest else None,
                status=status,
                on=on,
                reason=reason,
                today=today_in_london(),
            )
        )
        row = record_supplier_status(supplier=current, status=status, on=on, reason=reason, by=by)
        if row is None:  # the policy has refused a status that stands
            raise AssertionError(status)
    return row


def add_sub_processor(
    *,
    supplier: Supplier,
    product: Product | None = None,
    name: str,
    country: str,
    purpose: str,
    is_outside_uk: bool,
    valid_from: date,
    valid_to: date | None = None,
    by: User,
) -> SubProcessor:
    """Records who processes personal data for a supplier, for one of its products or for all."""
    with change(by=by):
        _demand(by)
        current = _locked(supplier, None)
        _check_product(current, product)
        named = SubProcessor.objects.filter(supplier=current, product=product, name__iexact=name.strip(), valid_to=None)
        require(may_name_sub_processor(country=country, is_outside_uk=is_outside_uk, is_named=named.exists()))
        require(may_last(valid_from=valid_from, valid_to=valid_to))
        row = SubProcessor.objects.create(
            supplier=current,
            product=product,
            name=name.strip(),
            country=country.strip(),
            purpose=purpose.strip(),
            is_outside_uk=is_outside_uk,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        _changed(current)
    return row


def end_sub_processor(*, sub_processor: SubProcessor, on: date, by: User) -> SubProcessor:
    """Records the day from which a sub-processor no longer works for the supplier."""
    with change(by=by):
        _demand(by)
        supplier = _locked(sub_processor.supplier, None)
        current = SubProcessor.objects.select_for_update().get(pk=sub_processor.pk)
        if current.valid_to is not None:
            raise Refused(
                deny(
                    f"It has ended already, on {current.valid_to:%-d %B %Y}.",
                    remedy="Add it again if it works for the supplier once more.",
                    field="valid_to",
                )
            )
        require(may_last(valid_from=current.valid_from, valid_to=on))
        current.valid_to = on
        current.save(update_fields=["valid_to"])
        _changed(supplier)
    return current


def _check_product(supplier: Supplier, product: Product | None) -> None:
    if product is not None and product.supplier_id != supplier.pk:
        raise Refused(
            deny(
                f"{product.name} is not a product of {supplier}.",
                remedy="Choose one of its products, or all of them.",
                field="product",
            )
        )


def save_reference_site(
    *,
    product: Product,
    site: ReferenceSite | None = None,
    organisation: str,
    modality: Modality,
    pacs_vendor: str = "",
    ris_vendor: str = "",
    yearly_volume: int | None = None,
    live_since: date,
    version: int | None = None,
    by: User,
) -> ReferenceSite:
    """Adds a reference site of a product, or changes one that a form showed in `version`."""
    with change(by=by):
        _demand(by)
        supplier = _locked(product.supplier, None)
        current = ReferenceSite(product=product) if site is None else _locked_site(site, version)
        others = ReferenceSite.objects.filter(
            product=product, organisation__iexact=organisation.strip(), modality=modality
        )
        is_known = others.exclude(pk=current.pk).exists()
        require(may_describe_site(live_since=live_since, is_known=is_known, today=today_in_london()))
        current.organisation, current.modality = organisation.strip(), modality
        current.pacs_vendor, current.ris_vendor = pacs_vendor.strip(), ris_vendor.strip()
        current.yearly_volume, current.live_since = yearly_volume, live_since
        if site is not None:
            current.version += 1
        current.save()
        _changed(supplier)
    return current


def _locked_site(site: ReferenceSite, version: int | None) -> ReferenceSite:
    current = ReferenceSite.objects.select_for_update().get(pk=site.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def check_reference_site(
    *, site: ReferenceSite, is_stable: bool, evidence: str, on: date, by: User
) -> ReferenceSiteCheck:
    """Records what somebody found who asked a reference site."""
    with change(by=by):
        _demand(by)
        current = _locked_site(site, None)
        require(may_check_site(live_since=current.live_since, evidence=evidence, on=on, today=today_in_london()))
        row = ReferenceSiteCheck.objects.create(
            site=current, is_stable=is_stable, evidence=evidence.strip(), checked_on=on, checked_by=by
        )
        _changed(Supplier.objects.select_for_update().get(pk=current.product.supplier_id))
    return row


def _changed(supplier: Supplier) -> None:
    supplier.version += 1
    supplier.save(update_fields=["version"])
    touch("supplier", supplier.pk)
