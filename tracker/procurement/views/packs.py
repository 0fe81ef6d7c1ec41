"""The pages of a procurement's pack: its sections and items."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tracker.core.permissions import decide
from tracker.core.presentation import AsOf, Link
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.finding import FoundProcurement
from tracker.procurement.policies.packs import ItemOn, PackOn, SectionOn
from tracker.procurement.presenters.packs import pack_href, present_item, present_pack, present_section
from tracker.procurement.selectors.packs import answers_to, offers_for, packs_on, template_on
from tracker.procurement.views.common import crumbs_to, procurement_or_404

UPDATE = "procurement.update_procurement"


def query_of(seen: Viewing) -> str:
    """Keeps the day that is looked at in links."""
    return "" if seen.is_today else f"?as_of={seen.as_of.isoformat()}"


def pack_crumbs(found: FoundProcurement, *more: Link) -> list[Link]:
    """The way from home to the pack, and on."""
    procurement = Link(str(found.row), reverse("procurement", args=[found.row.pk]))
    return crumbs_to(found.row.network, procurement, *more)


def may_edit(seen: Viewing, found: FoundProcurement) -> bool:
    return seen.is_today and bool(decide(UPDATE, seen.access, found.scope))


def pack_or_404(seen: Viewing, procurement_id: int, permission: str = "") -> tuple[FoundProcurement, PackOn]:
    """The pack of the address as it stood on the day that is looked at."""
    found = procurement_or_404(seen, procurement_id, permission)
    pack = packs_on([procurement_id], on=seen.as_of).get(procurement_id)
    if pack is None:
        raise Http404
    return found, pack


def section_or_404(pack: PackOn, code: str) -> SectionOn:
    section = pack.section(code)
    if section is None:
        raise Http404
    return section


def item_or_404(pack: PackOn, section_code: str, code: str) -> tuple[SectionOn, ItemOn]:
    section = section_or_404(pack, section_code)
    item = section.item(code)
    if item is None:
        raise Http404
    return section, item


@require_GET
def pack(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """How far the pack is, and what the tender waits for; or how to begin it."""
    seen = viewing(request)
    found = procurement_or_404(seen, procurement_id)
    standing = packs_on([procurement_id], on=seen.as_of).get(procurement_id)
    newest = template_on(seen.as_of)
    context: dict[str, Any] = {
        "page": None,
        "caption": str(found.row),
        "open_href": reverse("open-pack", args=[procurement_id]) if may_edit(seen, found) else "",
        "crumbs": pack_crumbs(found),
        "as_of": AsOf(seen.as_of, seen.today, request.path),
    }
    if standing is not None:
        context["page"] = present_pack(
            standing,
            caption=str(found.row),
            day=seen.as_of,
            newest=newest.version if newest else None,
            may_edit=may_edit(seen, found),
            may_waive=seen.is_today and bool(decide("procurement.waive_pack", seen.access, found.scope)),
            query=query_of(seen),
        )
    return render(request, "procurement/pack.jinja", context)


@require_GET
def section(request: HttpRequest, procurement_id: int, pack_section: str) -> HttpResponse:
    """One section of a pack: its items, each with how far it is."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id)
    shown = section_or_404(standing, pack_section)
    page = present_section(standing, shown, caption=f"Procurement pack, {found.row}", query=query_of(seen))
    crumbs = pack_crumbs(found, Link("Procurement pack", f"{pack_href(procurement_id)}{query_of(seen)}"))
    context = {"page": page, "crumbs": crumbs, "as_of": AsOf(seen.as_of, seen.today, request.path)}
    return render(request, "procurement/pack_section.jinja", context)


@require_GET
def item(request: HttpRequest, procurement_id: int, pack_section: str, pack_item: str) -> HttpResponse:
    """One item of a pack, with what other networks wrote about it."""
    seen = viewing(request)
    found, standing = pack_or_404(seen, procurement_id)
    part, shown = item_or_404(standing, pack_section, pack_item)
    page = present_item(
        standing,
        part,
        shown,
        offers=offers_for(
            part.code,
            shown.code,
            programme_id=found.row.programme_id,
            network_id=found.row.network_id,
            on=seen.as_of,
        ),
        history=answers_to(standing.id, part.code, shown.code, on=seen.as_of),
        may_edit=may_edit(seen, found),
    )
    query = query_of(seen)
    section_link = Link(part.title, f"{reverse('pack-section', args=[procurement_id, part.code])}{query}")
    crumbs = pack_crumbs(found, Link("Procurement pack", f"{pack_href(procurement_id)}{query}"), section_link)
    context = {"page": page, "crumbs": crumbs, "as_of": AsOf(seen.as_of, seen.today, request.path)}
    return render(request, "procurement/pack_item.jinja", context)
