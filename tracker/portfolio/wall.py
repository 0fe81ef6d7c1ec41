"""The wall: every trust of the programme in its place, or every network where there are too many to read. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tracker.flags.selectors import FlagOn
from tracker.networks.selectors import DeploymentOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.portfolio.selectors.pictures import Picture
from tracker.portfolio.stages import is_live, state_of_trust

READABLE_TRUSTS = 150  # beyond it a trust's tile is too small to find, and the wall shows networks instead
TRUSTS, NETWORKS = "trusts", "networks"
# What fills up first to last, and what stands beside the way.
STATES = (
    ClinicalUse.LIVE_FULL,
    ClinicalUse.LIVE_PARTIAL,
    ClinicalUse.SHADOW,
    ClinicalUse.NOT_STARTED,
    ClinicalUse.PAUSED,
    ClinicalUse.WITHDRAWN,
)
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WallChoices:
    """What the wall can be filtered by, as (value, label), from what the viewer sees: nothing else is named."""

    use_case: Options = ()
    region: Options = ()
    icb: Options = ()
    supplier: Options = ()
    pacs: Options = ()
    network: Options = ()


@dataclass(frozen=True)
class WallWish:
    """What somebody wants to see of the wall; an empty word asks for everything. `by` is `trusts`, `networks`, or empty
    for whichever is readable."""

    use_case: str = ""
    region: str = ""
    icb: str = ""
    supplier: str = ""
    pacs: str = ""
    network: str = ""
    by: str = ""

    @property
    def is_filtered(self) -> bool:
        return any((self.use_case, self.region, self.icb, self.supplier, self.pacs, self.network))


@dataclass(frozen=True)
class WallTrust:
    """One trust as the wall shows it: over those of its deployments that were asked for, flags worst first."""

    trust: TrustOn
    deployments: tuple[DeploymentOn, ...]
    flags: tuple[FlagOn, ...]

    @property
    def state(self) -> ClinicalUse:
        return state_of_trust(self.deployments)


@dataclass(frozen=True)
class WallNetwork:
    """One network's trusts on the wall, by name."""

    name: str
    slug: str
    trusts: tuple[WallTrust, ...]

    @property
    def live(self) -> int:
        return sum(1 for each in self.trusts if is_live(each.deployments))

    @property
    def states(self) -> list[tuple[ClinicalUse, int]]:
        """How many trusts are in each state, in the order of `STATES`; states of none are left out."""
        return count_states(self.trusts)

    @property
    def flags(self) -> list[FlagOn]:
        """The flags of its trusts, worst first."""
        return sorted((flag for each in self.trusts for flag in each.flags), key=lambda flag: flag.order)


@dataclass(frozen=True)
class Wall:
    """The networks that are shown, by name, with how many trusts there would be without filters."""

    networks: tuple[WallNetwork, ...] = ()
    all_trusts: int = 0
    by: str = TRUSTS
    wish: WallWish = field(default_factory=WallWish)

    @property
    def trusts(self) -> list[WallTrust]:
        return [each for network in self.networks for each in network.trusts]


def wall_of(picture: Picture, wish: WallWish, pacs: Mapping[int, Collection[str]]) -> Wall:
    """The trusts of a picture that are asked for, in the same order each time. `pacs` has the PACS of each trust, by id."""
    suppliers = suppliers_of(picture)
    networks: dict[str, list[WallTrust]] = {}
    placed = [trust for trust in picture.trusts if trust.network_id is not None]
    for trust in placed:
        if _is_there(trust, wish, pacs.get(trust.id, ())):
            found = _wall_trust(trust, picture, wish, suppliers)
            if found is not None:
                networks.setdefault(trust.network_slug, []).append(found)
    rows = [_network(slug, trusts) for slug, trusts in networks.items()]
    shown = sum(len(row.trusts) for row in rows)
    by = wish.by or (NETWORKS if shown > READABLE_TRUSTS else TRUSTS)
    return Wall(tuple(sorted(rows, key=lambda row: row.name)), len(placed), by, wish)


def choices_of(picture: Picture, pacs: Mapping[int, Collection[str]]) -> WallChoices:
    """Everything that the trusts of a picture differ in."""
    use_cases = {each.use_case: each.use_case_name for each in picture.deployments}
    networks = {trust.network_slug: trust.network_name for trust in picture.trusts if trust.network_slug}
    return WallChoices(
        use_case=_options(use_cases),
        region=_named(trust.region for trust in picture.trusts),
        icb=_named(trust.icb for trust in picture.trusts),
        supplier=_named(name for names in suppliers_of(picture).values() for name in names),
        pacs=_named(name for trust in picture.trusts for name in pacs.get(trust.id, ())),
        network=_options(networks),
    )


def suppliers_of(picture: Picture) -> dict[int, set[str]]:
    """The suppliers under contract for each deployment, by its id."""
    found: dict[int, set[str]] = {}
    for contract in picture.contracts:
        for deployment_id in contract.deployment_ids:
            found.setdefault(deployment_id, set()).add(contract.supplier)
    return found


def count_states(trusts: Iterable[WallTrust]) -> list[tuple[ClinicalUse, int]]:
    """How many trusts are in each state, in the order of `STATES`; states of none are left out."""
    counts = Counter(each.state for each in trusts)
    return [(state, counts[state]) for state in STATES if counts[state]]


def _is_there(trust: TrustOn, wish: WallWish, pacs: Collection[str]) -> bool:
    return (
        (not wish.region or wish.region == trust.region)
        and (not wish.icb or wish.icb == trust.icb)
        and (not wish.network or wish.network == trust.network_slug)
        and (not wish.pacs or wish.pacs in pacs)
    )


def _wall_trust(
    trust: TrustOn, picture: Picture, wish: WallWish, suppliers: Mapping[int, set[str]]
) -> WallTrust | None:
    """The trust with its deployments of the use case and supplier asked for; None when it has none of those."""
    deployments = tuple(
        each
        for each in picture.deployments_of(trust.id)
        if (not wish.use_case or wish.use_case == each.use_case)
        and (not wish.supplier or wish.supplier in suppliers.get(each.id, ()))
    )
    if (wish.use_case or wish.supplier) and not deployments:
        return None
    ids = {each.id for each in deployments}
    flags = picture.flags_of_trust(trust.id)
    return WallTrust(trust, deployments, tuple(f for f in flags if f.deployment_id is None or f.deployment_id in ids))


def _network(slug: str, trusts: Sequence[WallTrust]) -> WallNetwork:
    return WallNetwork(trusts[0].trust.network_name, slug, tuple(sorted(trusts, key=lambda each: each.trust.name)))


def _options(names: Mapping[str, str]) -> Options:
    return tuple(sorted(names.items(), key=lambda option: option[1]))


def _named(names: Iterable[str]) -> Options:
    return tuple((name, name) for name in sorted({name for name in names if name}))
