"""The pages of suppliers: all of them, one of them, and the shortlist of vetted products."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tracker.core.presentation import Link
from tracker.networks.following import follow_button
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import dated, viewing
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.filters import SupplierFilter
from tracker.portfolio.forms.shortlist import ShortlistForm
from tracker.portfolio.presenters.shortlist import present_shortlist
from tracker.portfolio.presenters.supplier import present_supplier
from tracker.portfolio.presenters.suppliers import present_suppliers
from tracker.portfolio.selectors.shortlist import choices_on, shortlist_view
from tracker.portfolio.selectors.suppliers import find_supplier_view, suppliers_view


@require_GET
@saves_views("suppliers", title="Suppliers")
def suppliers(request: HttpRequest) -> HttpResponse:
    """Every supplier, for whoever has a role; where they are used, of what the person may see."""
    look = viewing(request)
    view = suppliers_view(look.access, on=look.as_of)
    filters = SupplierFilter(request.GET, view, day=look.as_of)
    as_of = None if look.is_today else look.as_of
    page = present_suppliers(view, filters.found, as_of=as_of, is_filtered=filters.is_in_use)
    context = {"page": page, "crumbs": [Link("Home", "/")], **listing(request, filters, columns=page.columns)}
    return render(request, "portfolio/suppliers.jinja", context)


@require_GET
def supplier(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """One supplier on a day: what depends on it, and what vets its products."""
    look = viewing(request)
    view = find_supplier_view(look.access, supplier_id, on=look.as_of)
    if view is None:
        raise Http404
    page = present_supplier(view)
    context = {
        "page": page,
        "follow": follow_button(look, FollowedKind.SUPPLIER, supplier_id),
        "crumbs": page.crumbs,
        **dated(request),
    }
    return render(request, "portfolio/supplier.jinja", context)


@require_GET
def shortlist(request: HttpRequest) -> HttpResponse:
    """The products that are vetted for a use case on a day."""
    look = viewing(request)
    form = ShortlistForm(request.GET, choices=choices_on(look.access, on=look.today), today=look.today)
    page = present_shortlist(shortlist_view(look.access, form.wish())) if form.is_valid() else None
    crumbs = [Link("Home", "/"), Link("Suppliers", "/suppliers/")]
    context = {"page": page, "form": form, "crumbs": crumbs, "has_errors": bool(form.errors)}
    return render(request, "portfolio/shortlist.jinja", context)
