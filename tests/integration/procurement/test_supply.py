"""What is recorded of suppliers on their pages: legal entity, status, sub-processors and reference sites."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import (
    START,
    make_network,
    make_person,
    make_release,
    make_site,
    make_sub_processor,
    make_supplier,
    make_use_case,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.networks.access import access_of
from tracker.procurement.actions.suppliers import record_supplier_status, save_product, save_supplier
from tracker.procurement.actions.supply import (
    change_supplier_status,
    check_reference_site,
    describe_supplier,
    end_sub_processor,
    save_reference_site,
)
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
from tracker.procurement.selectors.supply import sites_on, statuses_since, suppliers_on
from tracker.procurement.supply_vocabulary import ContactRole, Modality

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
FAILED = SupplierStatusCode.IN_ADMINISTRATION


@pytest.fixture
def supplier() -> Supplier:
    return make_supplier("Acme Imaging Ltd")


@pytest.fixture
def product(supplier: Supplier) -> Product:
    return make_release(supplier).product


@pytest.fixture
def lead() -> User:
    return make_person(role=Role.NATIONAL_LEAD)


def describe(supplier: Supplier, by: User, **fields: Any) -> Supplier:
    given = {
        "name": supplier.name,
        "company_number": "XX000101",
        "registered_country": "United Kingdom",
        "parent": "Acme Holdings",
        "contacts": {ContactRole.SAFETY: "Safety desk, safety@acme.example"},
        "version": Supplier.objects.get(pk=supplier.pk).version,
    }
    return describe_supplier(supplier=supplier, by=by, **given | fields)


def fail(supplier: Supplier, by: User, **fields: Any) -> SupplierStatus:
    given = {"status": FAILED, "on": TODAY, "reason": "Administrators appointed", "version": None}
    return change_supplier_status(supplier=supplier, by=by, **given | fields)


# --- Legal entity ---------------------------------------------------------------------------------------------------


def test_legal_entity_and_contacts_are_changed_and_counted(supplier: Supplier, lead: User) -> None:
    before = supplier.version
    row = describe(supplier, lead, company_number=" sc123456 ", registered_country="Scotland")
    assert (row.company_number, row.parent, row.version) == ("SC123456", "Acme Holdings", before + 1)
    assert SupplierContact.objects.get().contact == "Safety desk, safety@acme.example"
    describe(supplier, lead, contacts={ContactRole.SAFETY: " "})
    assert not SupplierContact.objects.exists()


def test_stale_form_and_taken_or_impossible_names_are_refused(supplier: Supplier, lead: User) -> None:
    other = make_supplier()
    with pytest.raises(StaleWrite):
        describe(supplier, lead, version=0)
    with pytest.raises(Refused, match=f"the name {other.name} already"):
        describe(supplier, lead, name=f" {other.name.upper()} ".replace(other.name.upper(), other.name))
    with pytest.raises(Refused, match="8 letters and digits"):
        describe(supplier, lead, company_number="12")
    supplier.refresh_from_db()
    assert (supplier.name, supplier.parent) == ("Acme Imaging Ltd", "")
    assert not SupplierContact.objects.exists()


def test_workbook_that_changes_a_supplier_makes_an_open_form_stale(supplier: Supplier, lead: User) -> None:
    shown = supplier.version
    save_supplier(name=supplier.name, company_number="XX000999", by=lead)
    with pytest.raises(StaleWrite):
        describe(supplier, lead, version=shown)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PROGRAMME_MANAGER, Role.TRUST_USER])
def test_who_does_not_keep_suppliers_changes_nothing(supplier: Supplier, product: Product, role: Role) -> None:
    person = make_person(role=role, scope=None if role == Role.VIEWER else make_network())
    site = make_site(product)
    for refused in (
        lambda: describe(supplier, person),
        lambda: fail(supplier, person),
        lambda: end_sub_processor(sub_processor=make_sub_processor(supplier), on=TODAY, by=person),
        lambda: check_reference_site(site=site, is_stable=True, evidence="Seen", on=TODAY, by=person),
    ):
        with pytest.raises(NotPermitted):
            refused()


def test_buyer_of_one_network_changes_no_supplier(supplier: Supplier) -> None:
    with pytest.raises(NotPermitted, match="Only procurement, a national lead or an administrator"):
        fail(supplier, make_person(role=Role.PROCUREMENT, scope=make_network()))
    assert fail(supplier, make_person(role=Role.PROCUREMENT)).status == FAILED


# --- Status ---------------------------------------------------------------------------------------------------------


def test_status_is_dated(supplier: Supplier, lead: User) -> None:
    fail(supplier, lead, on=TODAY - 3 * DAY)
    days = {day: statuses_since([supplier.pk], on=day)[supplier.pk].status for day in (TODAY, TODAY - 4 * DAY)}
    assert days == {TODAY: FAILED, TODAY - 4 * DAY: SupplierStatusCode.ACTIVE}


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"on": TODAY + DAY}, "on", "can't count from a day in the future"),
        ({"on": START - DAY}, "on", "is known from 30 June 2023 on"),
        ({"status": SupplierStatusCode.ACTIVE}, "status", "is “active” already, since 30 June 2023"),
        ({"reason": ""}, "reason", "needs a reason"),
    ],
)
def test_impossible_or_repeated_status_is_refused(
    supplier: Supplier, lead: User, fields: dict[str, Any], field: str, told: str
) -> None:
    with pytest.raises(Refused, match=told) as refused:
        fail(supplier, lead, **fields)
    assert refused.value.decision.field == field
    assert supplier.statuses.count() == 1


def test_first_status_and_a_stale_form(lead: User) -> None:
    supplier = save_supplier(name="New Ltd", by=lead)
    with pytest.raises(StaleWrite):
        fail(supplier, lead, version=supplier.version + 1)
    assert fail(supplier, lead, version=supplier.version).effective_on == TODAY
    assert record_supplier_status(supplier=supplier, status=FAILED, on=TODAY, by=lead) is None


def test_recorded_status_counts_from_a_day_that_has_come(supplier: Supplier, lead: User) -> None:
    with pytest.raises(Refused, match="can't count from a day in the future"):
        record_supplier_status(supplier=supplier, status=FAILED, on=TODAY + DAY, by=lead)
    assert supplier.statuses.count() == 1


def test_product_keeps_its_use_cases_unless_they_are_told(supplier: Supplier, lead: User) -> None:
    x_ray, ct = make_use_case("chest-xray"), make_use_case("chest-ct")
    product = save_product(supplier=supplier, name="Acme Chest", use_cases=[x_ray, ct], by=lead)
    assert save_product(supplier=supplier, name="Acme Chest", by=lead) == product
    assert set(product.use_cases.all()) == {x_ray, ct}
    save_product(supplier=supplier, name="Acme Chest", use_cases=[ct], by=lead)
    assert set(product.use_cases.all()) == {ct}


# --- Sub-processors -------------------------------------------------------------------------------------------------


def test_sub_processor_works_for_a_product_until_a_day(supplier: Supplier, product: Product, lead: User) -> None:
    row = make_sub_processor(supplier, product=product, name="Cloud Example Ltd")
    assert SubProcessor.objects.on(TODAY).get() == row
    end_sub_processor(sub_processor=row, on=TODAY, by=lead)
    assert not SubProcessor.objects.on(TODAY).exists()
    with pytest.raises(Refused, match="has ended already"):
        end_sub_processor(sub_processor=row, on=TODAY, by=lead)
    make_sub_processor(supplier, product=product, name="Cloud Example Ltd", valid_from=TODAY)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"country": "Ireland"}, "is_outside_uk"),
        ({"valid_to": START}, "valid_to"),
        ({"name": "host example ltd"}, "name"),
    ],
)
def test_impossible_or_repeated_sub_processor_is_refused(
    supplier: Supplier, fields: dict[str, Any], field: str
) -> None:
    make_sub_processor(supplier, name="Host Example Ltd")
    with pytest.raises(Refused) as refused:
        make_sub_processor(supplier, **fields)
    assert refused.value.decision.field == field
    assert SubProcessor.objects.count() == 1


def test_sub_processor_of_another_suppliers_product_and_an_end_before_its_start_are_refused(
    supplier: Supplier, lead: User
) -> None:
    with pytest.raises(Refused, match="is not a product of Acme Imaging Ltd"):
        make_sub_processor(supplier, product=make_release().product)
    row = make_sub_processor(supplier)
    with pytest.raises(Refused, match="would end on or before the day on which it started"):
        end_sub_processor(sub_processor=row, on=START, by=lead)
    row.refresh_from_db()
    assert row.valid_to is None


# --- Reference sites ------------------------------------------------------------------------------------------------


def test_site_is_changed_checked_and_read_as_of_a_day(product: Product, lead: User) -> None:
    site = make_site(product, checked_on=TODAY - 40 * DAY)
    save_reference_site(
        product=product,
        site=site,
        organisation=site.organisation,
        modality=Modality.XRAY,
        pacs_vendor="Cedar PACS",
        live_since=START,
        version=site.version,
        by=lead,
    )
    check_reference_site(site=site, is_stable=False, evidence="Down for two days", on=TODAY, by=lead)
    [now], [before] = (sites_on([product.pk], on=day)[product.pk] for day in (TODAY, TODAY - DAY))
    assert (now.pacs_vendor, now.ris_vendor, now.yearly_volume, now.is_proven) == ("Cedar PACS", "", None, False)
    assert before.is_proven
    assert sites_on([product.pk], on=START - DAY) == {}


def test_impossible_or_repeated_site_is_refused(product: Product, lead: User) -> None:
    site = make_site(product, organisation="Exemplar NHS Trust")
    for fields, field in (
        ({"organisation": "exemplar nhs trust"}, "organisation"),
        ({"live_since": TODAY + DAY}, "live_since"),
    ):
        with pytest.raises(Refused) as refused:
            make_site(product, **fields)
        assert refused.value.decision.field == field
    with pytest.raises(StaleWrite):
        save_reference_site(
            product=product, site=site, organisation="X", modality=Modality.CT, live_since=START, version=9, by=lead
        )
    for on, evidence, field in (
        (TODAY + DAY, "x", "checked_on"),
        (START - DAY, "x", "checked_on"),
        (TODAY, "", "evidence"),
    ):
        with pytest.raises(Refused) as refused:
            check_reference_site(site=site, is_stable=True, evidence=evidence, on=on, by=lead)
        assert refused.value.decision.field == field
    assert (ReferenceSite.objects.count(), ReferenceSiteCheck.objects.count()) == (1, 0)


# --- Who sees them --------------------------------------------------------------------------------------------------


def test_suppliers_are_there_for_whoever_has_a_role(supplier: Supplier) -> None:
    people = {role: make_person(role=role, scope=make_network()) for role in (Role.PROCUREMENT, Role.TRUST_USER)}
    seen = {role: len(suppliers_on(access_of(person, day=TODAY), on=TODAY)) for role, person in people.items()}
    assert seen == dict.fromkeys(people, 1)
    assert suppliers_on(access_of(make_person(), day=TODAY), on=TODAY) == []
    ended = make_person(role=Role.VIEWER, until=TODAY - DAY, on=date(2020, 1, 1))
    assert suppliers_on(access_of(ended, day=TODAY), on=TODAY) == []
