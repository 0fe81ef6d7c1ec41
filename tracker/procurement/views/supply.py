"""The forms over what is recorded of a supplier: legal entity, status, sub-processors and reference sites."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.networks.access import SubjectScope
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.actions.supply import (
    add_sub_processor,
    change_supplier_status,
    check_reference_site,
    describe_supplier,
    end_sub_processor,
    save_reference_site,
)
from tracker.procurement.forms.supply import (
    EndForm,
    SiteCheckForm,
    SiteForm,
    SubProcessorForm,
    SupplierForm,
    SupplierStatusForm,
)
from tracker.procurement.models import ReferenceSite, Supplier
from tracker.procurement.selectors.supply import (
    contacts_of,
    find_product,
    find_site,
    find_sub_processor,
    find_supplier,
    product_names,
    statuses_since,
)
from tracker.procurement.supply_vocabulary import ContactRole, Modality
from tracker.procurement.views.common import both, posted
from tracker.procurement.vocabulary import SupplierStatusCode

Standing = tuple[Mapping[str, object], int | None]


@dataclass(frozen=True)
class Found:
    """The supplier of the address, for somebody who may change suppliers."""

    seen: Viewing
    row: Supplier

    def now(self) -> Supplier:
        """The row as it stands now."""
        return find_supplier(self.seen.access, self.row.pk) or self.row


def found_or_404(request: HttpRequest, supplier_id: int) -> Found:
    seen = viewing(request)
    row = find_supplier(seen.access, supplier_id)
    if row is None:
        raise Http404
    permit(seen, "procurement.manage_suppliers", SubjectScope())
    return Found(seen, row)


def page_of(request: HttpRequest, found: Found, title: str, *, done: str, lead: str = "") -> EditPage:
    """The page of a form over a supplier; it leads back to the supplier."""
    home = reverse("supplier", args=[found.row.pk])
    crumbs = [Link("Home", "/"), Link("Suppliers", reverse("suppliers")), Link(found.row.name, home)]
    return EditPage(title, found.row.name, back_to(request, home), crumbs, lead, done=done)


def nothing_stored() -> Standing:
    """What a form over something new starts from."""
    return {}, None


@both
def edit_supplier(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """The legal entity, and whom to ask there."""
    found = found_or_404(request, supplier_id)

    def current() -> Standing:
        row, contacts = found.now(), contacts_of(supplier_id)
        names = ("name", "company_number", "registered_country", "parent")
        given = {f"contact-{role.value}": contacts.get(role, "") for role in ContactRole}
        return {**{name: getattr(row, name) for name in names}, **given}, row.version

    standing, version = current()
    form = SupplierForm(posted(request), standing=standing, version=version)

    def save() -> None:
        names = ("name", "company_number", "registered_country", "parent")
        describe_supplier(
            supplier=found.row,
            contacts=form.contacts(),
            version=form.typed_version,
            by=found.seen.user,
            **{name: form.cleaned_data[name] for name in names},
        )

    page = page_of(request, found, "Legal entity and contacts", done="The supplier is updated.")
    return edit(request, form, page, save=save, current=current)


@both
def edit_status(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Whether the supplier trades. A change raises or closes flags at everything that it touches."""
    found = found_or_404(request, supplier_id)

    def current() -> Standing:
        newest = statuses_since([supplier_id], on=found.seen.today).get(supplier_id)
        return {"status": newest.status if newest else SupplierStatusCode.ACTIVE}, found.now().version

    standing, version = current()
    form = SupplierStatusForm(posted(request), standing=standing, version=version)

    def save() -> None:
        typed = form.cleaned_data
        change_supplier_status(
            supplier=found.row,
            status=SupplierStatusCode(typed["status"]),
            on=typed["on"],
            reason=typed["reason"],
            version=form.typed_version,
            by=found.seen.user,
        )

    lead = "In administration or withdrawn: every contract and deployment of the supplier is flagged at once."
    page = page_of(request, found, "Status of the supplier", lead=lead, done="The status is recorded.")
    return edit(request, form, page, save=save, current=current)


@both
def add(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Another company that processes personal data for the supplier."""
    found = found_or_404(request, supplier_id)
    form = SubProcessorForm(posted(request), standing={}, products=product_names(found.row))

    def save() -> None:
        typed = form.cleaned_data
        add_sub_processor(
            supplier=found.row,
            product=find_product(found.row, typed["product"]),
            is_outside_uk=typed["is_outside_uk"] == "yes",
            by=found.seen.user,
            **{name: typed[name] for name in ("name", "country", "purpose", "valid_from", "valid_to")},
        )

    page = page_of(request, found, "Add a sub-processor", done="The sub-processor is added.")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def end(request: HttpRequest, supplier_id: int, sub_processor_id: int) -> HttpResponse:
    """The day from which a sub-processor no longer works for the supplier."""
    found = found_or_404(request, supplier_id)
    row = find_sub_processor(found.seen.access, supplier_id, sub_processor_id)
    if row is None:
        raise Http404
    form = EndForm(posted(request), standing={})
    page = page_of(request, found, f"End of {row.name}", done=f"{row.name} is ended.")
    return edit(
        request,
        form,
        page,
        save=lambda: end_sub_processor(sub_processor=row, on=form.cleaned_data["valid_to"], by=found.seen.user),
        current=nothing_stored,
    )


SITE_FIELDS = ("organisation", "modality", "pacs_vendor", "ris_vendor", "yearly_volume", "live_since")


@both
def add_site(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """An NHS organisation that uses one of the supplier's products."""
    found = found_or_404(request, supplier_id)
    form = SiteForm(posted(request), standing={}, products=product_names(found.row))

    def save() -> None:
        product = find_product(found.row, form.cleaned_data["product"])
        if product is not None:
            save_reference_site(product=product, by=found.seen.user, **site_fields(form))

    page = page_of(request, found, "Add a reference site", done="The reference site is added.")
    return edit(request, form, page, save=save, current=nothing_stored)


def site_fields(form: SiteForm) -> dict[str, Any]:
    typed = {name: form.cleaned_data[name] for name in SITE_FIELDS}
    return typed | {"modality": Modality(typed["modality"])}


@both
def edit_site(request: HttpRequest, supplier_id: int, site_id: int) -> HttpResponse:
    """What is known of a reference site."""
    found = found_or_404(request, supplier_id)
    row = site_or_404(found, site_id)

    def current() -> Standing:
        now = site_or_404(found, site_id)
        return {name: getattr(now, name) for name in SITE_FIELDS}, now.version

    standing, version = current()
    form = SiteForm(posted(request), standing=standing, version=version, products=[(row.product_id, row.product.name)])

    def save() -> None:
        save_reference_site(
            product=row.product, site=row, version=form.typed_version, by=found.seen.user, **site_fields(form)
        )

    page = page_of(request, found, f"Reference site: {row.organisation}", done="The reference site is updated.")
    return edit(request, form, page, save=save, current=current)


@both
def check_site(request: HttpRequest, supplier_id: int, site_id: int) -> HttpResponse:
    """What somebody found who asked a reference site."""
    found = found_or_404(request, supplier_id)
    row = site_or_404(found, site_id)
    form = SiteCheckForm(posted(request), standing={})

    def save() -> None:
        typed = form.cleaned_data
        check_reference_site(
            site=row,
            is_stable=typed["is_stable"] == "yes",
            evidence=typed["evidence"],
            on=typed["checked_on"],
            by=found.seen.user,
        )

    page = page_of(request, found, f"Check of {row.organisation}", done="The check is recorded.")
    return edit(request, form, page, save=save, current=nothing_stored)


def site_or_404(found: Found, site_id: int) -> ReferenceSite:
    row = find_site(found.seen.access, found.row.pk, site_id)
    if row is None:
        raise Http404
    return row
