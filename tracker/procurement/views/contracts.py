"""The list of contracts, its file, one contract's page, and the form that enters a contract."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.core.csv_export import csv_response
from tracker.core.filters import one_page
from tracker.core.living import live
from tracker.core.markings import COMMERCIAL, OFFICIAL
from tracker.core.permissions import PERMISSIONS, decide
from tracker.core.presentation import AsOf, Link
from tracker.networks.editing import EditPage, edit
from tracker.networks.following import follow_button
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import Viewing, viewing
from tracker.notifications.vocabulary import FollowedKind
from tracker.procurement.actions.contracts import open_contract
from tracker.procurement.contract_finding import contract_parts, places_to_contract, things_to_contract
from tracker.procurement.filters import ContractFilter
from tracker.procurement.forms.contract_content import OpenContractForm
from tracker.procurement.presenters.contract import present_contract
from tracker.procurement.presenters.contract_register import (
    Slice,
    export_header,
    export_rows,
    has_money,
    present_register,
)
from tracker.procurement.selectors.contract_page import contract_view
from tracker.procurement.selectors.contract_register import register_on
from tracker.procurement.views.common import both, crumbs_to, posted
from tracker.procurement.views.contract_common import RELEASES, SEES_MONEY, UPDATES, nothing_stored, opened

PAGE_SIZE = 50


def contract_filters(request: HttpRequest, seen: Viewing) -> ContractFilter:
    """The choices of the address, over the contracts that the person may know of."""
    return ContractFilter(request.GET, register_on(seen.access, on=seen.as_of), day=seen.as_of)


@require_safe
@saves_views("contracts", title="Contracts")
@live
def contracts(request: HttpRequest) -> HttpResponse:
    """Every contract that the person may know of, by what they choose."""
    seen = viewing(request)
    if seen.as_of_error:
        messages.error(request, f"{seen.as_of_error} You are looking at today.")
    filters = contract_filters(request, seen)
    part = one_page(filters.found, request.GET.get("page", ""), size=PAGE_SIZE)
    page = present_register(
        Slice(list(part), filters.found),
        kept=filters.kept(),
        day=seen.as_of,
        is_filtered=filters.is_in_use,
        is_today=seen.is_today,
        add_href=reverse("add-contract") if seen.is_today and places_to_contract(seen.access) else "",
    )
    context = {"page": page, **listing(request, filters, columns=page.columns, part=part)}
    return render(request, "procurement/contracts.jinja", context)


@require_safe
def export_contracts(request: HttpRequest) -> StreamingHttpResponse:
    """The list as a file: exactly what is chosen and may be seen."""
    seen = viewing(request)
    found = contract_filters(request, seen).found
    return csv_response(
        f"contracts-{seen.as_of.isoformat()}",
        marking=COMMERCIAL if has_money(found) else OFFICIAL,
        header=export_header(found),
        rows=export_rows(found, seen.as_of),
    )


@require_safe
@live
def contract(request: HttpRequest, contract_id: int) -> HttpResponse:
    """One contract: the answer first, then what it says, and the forms that the person may open."""
    seen, found = opened(request, contract_id)
    rights = (UPDATES, SEES_MONEY, RELEASES)
    allowed = [name for name in rights if seen.is_today and decide(name, seen.access, found.scope)]
    query = "" if seen.is_today else f"?as_of={seen.as_of.isoformat()}"
    page = present_contract(contract_view(seen.access, found.row, on=seen.as_of), allowed=allowed, query=query)
    crumbs = crumbs_to(found.row.network, Link("Contracts", reverse("contracts") + query))
    as_of = AsOf(seen.as_of, seen.today, request.path)
    context = {
        "page": page,
        "follow": follow_button(seen, FollowedKind.CONTRACT, contract_id),
        "crumbs": crumbs,
        "as_of": as_of,
    }
    return render(request, "procurement/contract.jinja", context)


@both
def add_contract(request: HttpRequest) -> HttpResponse:
    """Enters a contract of one of the person's networks, planned or signed."""
    seen = viewing(request)
    networks = places_to_contract(seen.access) if seen.is_today else []
    if not networks:
        raise PermissionDenied(PERMISSIONS[UPDATES].sentence)
    form = OpenContractForm(posted(request), standing={}, choices={"network": networks, **things_to_contract()})

    def save() -> None:
        typed = form.cleaned_data
        parts = contract_parts(**{name: typed[name] for name in ("network", "use_case", "release")})
        open_contract(reference=typed["reference"], by=seen.user, **parts)

    home = reverse("contracts")
    crumbs = [Link("Home", "/"), Link("Contracts", home)]
    page = EditPage(
        "Add a contract", "Contracts", home, crumbs, done="The contract is added. Open it to plan its signature."
    )
    return edit(request, form, page, save=save, current=nothing_stored)
