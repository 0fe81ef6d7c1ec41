"""What every page over one contract shares."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import Http404, HttpRequest
from django.urls import reverse

from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, permit
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.finding import FoundContract
from tracker.procurement.models import Contract
from tracker.procurement.views.common import contract_or_404, crumbs_to, page_about

UPDATES, SEES_MONEY, RELEASES = (
    "procurement.update_contract",
    "networks.view_commercial",
    "procurement.release_payment",
)
Part = TypeVar("Part")


def opened(request: HttpRequest, contract_id: int, *permissions: str) -> tuple[Viewing, FoundContract]:
    """Who looks, and the contract of the address, for somebody who may know of it and has each of these rights."""
    seen = viewing(request)
    found = contract_or_404(seen, contract_id)
    for permission in permissions:
        permit(seen, permission, found.scope)
    return seen, found


def part_or_404(find: Callable[[Contract, int], Part | None], found: FoundContract, part_id: int) -> Part:
    """A part of the contract that the address names."""
    part = find(found.row, part_id)
    if part is None:
        raise Http404
    return part


def crumbs_of(found: FoundContract) -> list[Link]:
    """The way to the contract's page."""
    return crumbs_to(found.row.network, Link(found.row.reference, reverse("contract", args=[found.row.pk])))


def form_page(
    request: HttpRequest, found: FoundContract, title: str, *, done: str, lead: str = "", part: str = ""
) -> EditPage:
    """The page of a form over the contract, which leads back to the part of the contract's page that it is about."""
    back = reverse("contract", args=[found.row.pk]) + (f"#{part}" if part else "")
    caption = f"{found.row.reference}, {found.row.supplier}"
    return page_about(
        request, found.row.network, title, caption, done=done, lead=lead, back=back, crumbs=crumbs_of(found)
    )


def nothing_stored() -> tuple[Mapping[str, Any], int | None]:
    """What stands beside a form that only adds."""
    return {}, None
