"""Suppliers as one person sees them: who they are and what vets their products is everybody's; where they are used is
counted only of what the person may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.core.decisions import Decision
from tracker.core.permissions import decide
from tracker.flags.selectors import FlagOn, open_flags
from tracker.governance.policies.incidents import IncidentOn
from tracker.governance.policies.reviews import HeldSupplierReview
from tracker.governance.policies.vetting import Evidence, VettingOn
from tracker.governance.selectors.incidents import incidents_on
from tracker.governance.selectors.releases import ReleaseOn, releases_on
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.selectors.vetting import vetting_on
from tracker.networks.access import Access, SubjectScope
from tracker.networks.selectors import DeploymentOn, visible_deployments
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.models import SubProcessor
from tracker.procurement.policies.supply import SiteOn
from tracker.procurement.selectors.contracts import ContractOn, contracts_on
from tracker.procurement.selectors.supply import (
    ProductOn,
    SupplierOn,
    contacts_of,
    release_ids,
    shortlist_needs,
    sites_on,
    sub_processors_on,
    suppliers_on,
)
from tracker.procurement.supply_vocabulary import ContactRole, EvidenceKind
from tracker.procurement.vocabulary import SupplierStatusCode

SUPPLIER_RULE = "T07"


@dataclass(frozen=True)
class Usage:
    """What of one supplier the person sees in use: contracts that have not ended, and deployments that those cover or
    that run one of its releases, withdrawn ones apart."""

    contracts: tuple[ContractOn, ...] = ()
    deployments: tuple[DeploymentOn, ...] = ()

    @property
    def is_some(self) -> bool:
        return bool(self.deployments or self.contracts)

    @property
    def trusts(self) -> int:
        return len({each.trust.id for each in self.deployments})

    @property
    def networks(self) -> int:
        places = {each.network_id for each in self.contracts}
        return len(places | {each.trust.network_id for each in self.deployments if each.trust.network_id})


@dataclass(frozen=True)
class UseInNetwork:
    """What would break in one network for one use case. `is_sole` tells that no other supplier that trades has a
    signed contract there."""

    network_name: str
    network_slug: str
    use_case_name: str
    contracts: tuple[ContractOn, ...]
    live: int
    in_preparation: int
    is_sole: bool

    @property
    def ends_on(self) -> date | None:
        """The first end of its contracts."""
        return min((each.ends_on for each in self.contracts if each.ends_on), default=None)


@dataclass(frozen=True)
class SuppliersView:
    """All suppliers on a day. `sees_all` tells whether usage is counted over the whole programme."""

    day: date
    sees_all: bool
    suppliers: tuple[SupplierOn, ...] = ()
    usage: dict[int, Usage] = field(default_factory=dict)
    vetting: dict[int, VettingOn] = field(default_factory=dict)
    needs: tuple[EvidenceKind, ...] = ()

    def lacking(self, supplier: SupplierOn) -> list[tuple[ProductOn, tuple[Evidence, ...]]]:
        """Its products that lack evidence, and what, each by the newest of its releases that lack least."""
        best = ((product, self.best_of(product)) for product in supplier.products)
        return [(product, lacks) for product, own in best if own and (lacks := own.wanting(self.needs))]

    def best_of(self, product: ProductOn) -> VettingOn | None:
        """The vetting of the newest release that lacks least; None where no release is recorded."""
        found = [self.vetting[each.id] for each in product.releases]
        return min(found, key=lambda each: len(each.wanting(self.needs)), default=None)


@dataclass(frozen=True)
class SupplierView:
    """One supplier on a day."""

    day: date
    is_today: bool
    sees_all: bool
    supplier: SupplierOn
    usage: Usage
    networks: tuple[UseInNetwork, ...]
    vetting: dict[int, VettingOn]
    needs: tuple[EvidenceKind, ...]
    contacts: dict[ContactRole, str]
    sub_processors: tuple[SubProcessor, ...]
    sites: dict[int, list[SiteOn]]
    flags: tuple[FlagOn, ...]
    incidents: tuple[IncidentOn, ...]
    reviews: tuple[tuple[DeploymentOn, HeldSupplierReview], ...]
    may_manage: Decision


@dataclass(frozen=True)
class _Seen:
    """What the person sees in use on a day, of all suppliers."""

    contracts: tuple[ContractOn, ...]
    deployments: tuple[DeploymentOn, ...]
    releases: dict[int, ReleaseOn | None]


def _seen(access: Access, on: date) -> _Seen:
    """Contracts that have not ended and deployments that are not withdrawn, as the person sees them."""
    deployments = tuple(
        each for each in visible_deployments(access, on=on) if each.state.state != ClinicalUse.WITHDRAWN
    )
    contracts = contracts_on(access, on=on)
    return _Seen(
        contracts=tuple(each for each in contracts if each.ends_on is None or each.ends_on >= on),
        deployments=deployments,
        releases=releases_on([each.id for each in deployments], on=on),
    )


def usage_of(supplier_id: int, seen: _Seen) -> Usage:
    """What of one supplier is in use."""
    contracts = tuple(each for each in seen.contracts if each.supplier_id == supplier_id)
    covered = frozenset[int]().union(*(each.deployment_ids for each in contracts))
    return Usage(
        contracts,
        tuple(each for each in seen.deployments if each.id in covered or _runs(seen.releases[each.id], supplier_id)),
    )


def _runs(release: ReleaseOn | None, supplier_id: int) -> bool:
    return release is not None and release.is_recorded and release.supplier_id == supplier_id


def usage_on(access: Access, supplier_ids: Iterable[int], *, on: date) -> dict[int, Usage]:
    """What the person sees in use of each supplier, by its id, in a fixed number of queries."""
    seen = _seen(access, on)
    return {pk: usage_of(pk, seen) for pk in supplier_ids}


def suppliers_view(access: Access, *, on: date) -> SuppliersView:
    """All suppliers for somebody who has a role, in a fixed number of queries."""
    suppliers = suppliers_on(access, on=on)
    if not suppliers:
        return SuppliersView(on, access.is_national)
    return SuppliersView(
        day=on,
        sees_all=access.is_national,
        suppliers=tuple(suppliers),
        usage=usage_on(access, [each.id for each in suppliers], on=on),
        vetting=vetting_on(release_ids(suppliers), on=on),
        needs=shortlist_needs(on=on),
    )


def find_supplier_view(access: Access, supplier_id: int, *, on: date) -> SupplierView | None:
    """One supplier, for somebody who has a role; None where there is none. A fixed number of queries."""
    found = suppliers_on(access, on=on, supplier_id=supplier_id)
    if not found:
        return None
    supplier, seen, is_today = found[0], _seen(access, on), on == access.day
    usage = usage_of(supplier.id, seen)
    ids = [each.id for each in usage.deployments]
    incidents, reviews = incidents_on(ids, on=on), reviews_on(ids, on=on)
    return SupplierView(
        day=on,
        is_today=is_today,
        sees_all=access.is_national,
        supplier=supplier,
        usage=usage,
        networks=tuple(_by_network(usage, seen, supplier.id)),
        vetting=vetting_on(release_ids(found), on=on),
        needs=shortlist_needs(on=on),
        contacts=contacts_of(supplier.id),
        sub_processors=tuple(sub_processors_on(supplier.id, on=date.max if is_today else on)),
        sites=sites_on([product.id for product in supplier.products], on=on),
        flags=tuple(flag for flag in open_flags(access, on=on) if _concerns(flag, usage)),
        incidents=tuple(each for pk in ids for each in incidents[pk].incidents),
        reviews=tuple((each, held) for each in usage.deployments for held in reviews[each.id].supplier_reviews),
        may_manage=decide("procurement.manage_suppliers", access, SubjectScope()),
    )


def _concerns(flag: FlagOn, usage: Usage) -> bool:
    """Whether a flag says that something depends on the failed supplier."""
    if flag.rule != SUPPLIER_RULE:
        return False
    if flag.deployment_id is not None:
        return flag.deployment_id in {each.id for each in usage.deployments}
    return flag.subject_kind == "contract" and flag.subject_id in {each.id for each in usage.contracts}


def _by_network(usage: Usage, seen: _Seen, supplier_id: int) -> Iterable[UseInNetwork]:
    """What would break, by network and use case, the most deployments in use first."""
    places: dict[tuple[int | None, str], list[DeploymentOn]] = {
        (each.network_id, each.use_case): [] for each in usage.contracts
    }
    for each in usage.deployments:
        places.setdefault((each.trust.network_id, each.use_case), []).append(each)
    rows = [_in_network(place, deployments, usage, seen, supplier_id) for place, deployments in places.items()]
    return sorted(rows, key=lambda row: (-row.live, -row.in_preparation, row.network_name, row.use_case_name))


def _in_network(
    place: tuple[int | None, str], deployments: list[DeploymentOn], usage: Usage, seen: _Seen, supplier_id: int
) -> UseInNetwork:
    own = tuple(each for each in usage.contracts if (each.network_id, each.use_case) == place)
    others = [
        each
        for each in seen.contracts
        if (each.network_id, each.use_case) == place
        and each.supplier_id != supplier_id
        and each.signature.is_done
        and each.supplier_status == SupplierStatusCode.ACTIVE
    ]
    live = Counter(each.state.is_live for each in deployments)
    trust = deployments[0].trust if deployments else None
    return UseInNetwork(
        network_name=own[0].network_name if own else (trust.network_name if trust else ""),
        network_slug=own[0].network_slug if own else (trust.network_slug if trust else ""),
        use_case_name=own[0].use_case_name if own else deployments[0].use_case_name,
        contracts=own,
        live=live[True],
        in_preparation=live[False],
        is_sole=not others,
    )
