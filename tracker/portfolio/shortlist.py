"""The shortlist of vetted products. Pure.

Source: the programme's governance standards, step P4: a pre-vetted shortlist of suppliers cuts evaluation time. What a
product needs is dated data (`ShortlistRule`); a supplier that does not trade is on no shortlist.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.governance.policies.vetting import Evidence, VettingOn
from tracker.procurement.policies.supply import SiteOn
from tracker.procurement.selectors.supply import ProductOn, ReleaseName, SupplierOn
from tracker.procurement.supply_vocabulary import EvidenceKind, Modality


@dataclass(frozen=True)
class Wish:
    """What somebody looks for: evidence that is in date on a day, and sites that run with the same systems."""

    use_case: str
    use_case_name: str
    day: date
    kinds: tuple[EvidenceKind, ...]
    shows_lacking: bool = False
    pacs: str = ""
    ris: str = ""


@dataclass(frozen=True)
class Candidate:
    """A product that is offered for the use case, by the release that lacks least. `networks` counts those that the
    viewer sees using the supplier's product."""

    supplier: SupplierOn
    product: ProductOn
    release: ReleaseName
    lacks: tuple[Evidence, ...]
    until: date | None
    sites: tuple[SiteOn, ...] = field(default_factory=tuple)
    networks: int = 0

    @property
    def is_vetted(self) -> bool:
        return not self.lacks


def candidates(
    suppliers: Iterable[SupplierOn],
    vetting: dict[int, VettingOn],
    sites: dict[int, list[SiteOn]],
    networks: dict[int, int],
    wish: Wish,
) -> list[Candidate]:
    """The products that fit, the best vetted first: those that lack nothing, and with `shows_lacking` the rest."""
    found = [
        _candidate(
            supplier,
            product,
            vetting=vetting,
            sites=comparable(sites.get(product.id, ()), wish),
            networks=networks,
            wish=wish,
        )
        for supplier in suppliers
        if supplier.is_active
        for product in supplier.products
        if product.is_for(wish.use_case) and product.releases
    ]
    fitting = [each for each in found if each.is_vetted or wish.shows_lacking]
    return sorted(fitting, key=lambda each: (len(each.lacks), -len(each.sites), each.product.name))


def _candidate(
    supplier: SupplierOn,
    product: ProductOn,
    *,
    vetting: dict[int, VettingOn],
    sites: Collection[SiteOn],
    networks: dict[int, int],
    wish: Wish,
) -> Candidate:
    """The newest release of those that lack least."""
    release = min(product.releases, key=lambda each: len(vetting[each.id].wanting(wish.kinds)))
    standing = vetting[release.id]
    return Candidate(
        supplier=supplier,
        product=product,
        release=release,
        lacks=standing.wanting(wish.kinds),
        until=standing.vetted_until(wish.kinds),
        sites=tuple(sites),
        networks=networks.get(product.id, 0),
    )


def comparable(sites: Iterable[SiteOn], wish: Wish) -> list[SiteOn]:
    """The sites that were found stable, make the same images, and run with the PACS and RIS that are asked for."""
    wanted = modality_of(wish.use_case_name)
    return [
        site
        for site in sites
        if site.is_proven
        and wanted in (None, site.modality)
        and (not wish.pacs or site.pacs_vendor.casefold() == wish.pacs.casefold())
        and (not wish.ris or site.ris_vendor.casefold() == wish.ris.casefold())
    ]


def modality_of(use_case_name: str) -> Modality | None:
    """How the images of a use case are made, where its name says so: `Chest CT` is CT."""
    words = use_case_name.casefold().split()
    return next((each for each in Modality if str(each.label).casefold() in words), None)
