"""The products offered for a use case, and what vets them on a day."""

from dataclasses import dataclass, field
from datetime import date

from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.vetting import vetting_on
from tracker.networks.access import Access
from tracker.networks.models import UseCase
from tracker.networks.selectors import visible_deployments
from tracker.networks.vocabulary import ClinicalUse
from tracker.portfolio.shortlist import Candidate, Wish, candidates
from tracker.procurement.selectors.supply import release_ids, shortlist_needs, sites_on, suppliers_on
from tracker.procurement.supply_vocabulary import EvidenceKind


@dataclass(frozen=True)
class Choices:
    """What the filters offer: use cases by code and name, vendors of reference sites, and what the rules need."""

    use_cases: tuple[tuple[str, str], ...] = ()
    pacs: tuple[str, ...] = ()
    ris: tuple[str, ...] = ()
    needs: tuple[EvidenceKind, ...] = ()


@dataclass(frozen=True)
class ShortlistView:
    """The shortlist for one wish. `offered` counts the products of suppliers that trade, whatever they lack."""

    wish: Wish
    needs: tuple[EvidenceKind, ...]
    found: tuple[Candidate, ...] = field(default_factory=tuple)
    offered: int = 0
    sees_all: bool = False


def choices_on(access: Access, *, on: date) -> Choices:
    """What somebody with a role may filter by; nothing for anybody else."""
    products = [product.id for each in suppliers_on(access, on=on) for product in each.products]
    sites = [site for each in sites_on(products, on=on).values() for site in each]
    return Choices(
        use_cases=tuple(UseCase.objects.order_by("name").values_list("code", "name")),
        pacs=tuple(sorted({site.pacs_vendor for site in sites if site.pacs_vendor})),
        ris=tuple(sorted({site.ris_vendor for site in sites if site.ris_vendor})),
        needs=shortlist_needs(on=on),
    )


def shortlist_view(access: Access, wish: Wish) -> ShortlistView:
    """The products that fit a wish, in a fixed number of queries. Evidence is judged on the day of the wish, which may
    lie ahead; use is counted as it is today, of what the person sees."""
    suppliers = suppliers_on(access, on=wish.day)
    vetting = vetting_on(release_ids(suppliers), on=wish.day)
    products = [product.id for each in suppliers for product in each.products]
    sites = sites_on(products, on=min(wish.day, access.day))
    offered = [product for each in suppliers if each.is_active for product in each.products]
    return ShortlistView(
        wish=wish,
        needs=shortlist_needs(on=wish.day),
        found=tuple(candidates(suppliers, vetting, sites, _networks_using(access, wish.use_case), wish)),
        offered=sum(product.is_for(wish.use_case) for product in offered),
        sees_all=access.is_national,
    )


def _networks_using(access: Access, use_case: str) -> dict[int, int]:
    """How many networks that the person sees use each product for the use case today, by product id."""
    deployments = [
        each
        for each in visible_deployments(access, on=access.day)
        if each.use_case == use_case and each.state.state != ClinicalUse.WITHDRAWN
    ]
    running = releases_on([each.id for each in deployments], on=access.day)
    places: dict[int, set[int]] = {}
    for each in deployments:
        release = running[each.id]
        if release is not None and each.trust.network_id is not None:
            places.setdefault(release.product_id, set()).add(each.trust.network_id)
    return {pk: len(networks) for pk, networks in places.items()}
