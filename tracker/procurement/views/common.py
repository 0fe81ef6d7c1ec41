"""What every page over a procurement, a contract or a supplier shares."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, back_to, permit
from tracker.networks.models import ImagingNetwork
from tracker.networks.requests import Viewing
from tracker.procurement.finding import FoundContract, FoundProcurement, find_contract, find_procurement

both = require_http_methods(["GET", "POST"])


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None for a form that is shown."""
    return request.POST if request.method == "POST" else None


def procurement_or_404(seen: Viewing, procurement_id: int, permission: str = "") -> FoundProcurement:
    """The procurement of the address, for somebody who sees its network's plan, and has this right over it."""
    found = find_procurement(seen.access, procurement_id)
    if found is None:
        raise Http404
    if permission:
        permit(seen, permission, found.scope)
    return found


def contract_or_404(seen: Viewing, contract_id: int, permission: str = "") -> FoundContract:
    """The contract of the address, for somebody who may know of it, and has this right over it."""
    found = find_contract(seen.access, contract_id)
    if found is None:
        raise Http404
    if permission:
        permit(seen, permission, found.scope)
    return found


def crumbs_to(network: ImagingNetwork, *more: Link) -> list[Link]:
    """The way from home to a network, and on."""
    return [Link("Home", "/"), Link(network.name, reverse("network", args=[network.slug])), *more]


def page_about(
    request: HttpRequest,
    network: ImagingNetwork,
    title: str,
    caption: str,
    *,
    done: str,
    lead: str = "",
    back: str = "",
    crumbs: Sequence[Link] = (),
) -> EditPage:
    """The page of a form over something of a network; it leads back to the network unless `back` says where."""
    home = back or reverse("network", args=[network.slug])
    return EditPage(title, caption, back_to(request, home), crumbs or crumbs_to(network), lead, done=done)
