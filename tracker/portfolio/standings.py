"""How networks and trusts stand beside each other. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from tracker.flags.vocabulary import Severity
from tracker.networks.plans import Plan
from tracker.networks.selectors import TrustOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.portfolio.selectors.pictures import Picture
from tracker.portfolio.stages import is_live, slip_so_far

SEVERITIES = tuple(reversed(Severity))  # worst first


@dataclass(frozen=True)
class NetworkStanding:
    """One network's trusts, slip and open flags, over what the viewer sees. Slips are in days, None where there is no
    baseline: of the contract that is latest against its plan, and of go-live the middle one and the latest."""

    id: int
    name: str
    slug: str
    trusts: tuple[TrustOn, ...]
    live: int
    contract_slip_days: int | None
    go_live_slip_days: float | None
    worst_go_live_slip_days: int | None
    flags: Counter[str]

    @property
    def in_scope(self) -> int:
        return len(self.trusts)

    @property
    def open_flags(self) -> int:
        return self.flags.total()

    @property
    def weight(self) -> tuple[int, ...]:
        """Sorts by flags: the counts, worst severity first."""
        return tuple(self.flags[severity] for severity in SEVERITIES)


def network_standings(picture: Picture) -> list[NetworkStanding]:
    """The networks of the trusts in the picture, by name."""
    trusts: dict[int, list[TrustOn]] = {}
    for trust in picture.trusts:
        if trust.network_id is not None:
            trusts.setdefault(trust.network_id, []).append(trust)
    return [_standing(picture, network_id, tuple(rows)) for network_id, rows in trusts.items()]


def _standing(picture: Picture, network_id: int, trusts: tuple[TrustOn, ...]) -> NetworkStanding:
    deployments = [deployment for trust in trusts for deployment in picture.deployments_of(trust.id)]
    running = [each for each in deployments if each.state.state != ClinicalUse.WITHDRAWN]
    slips = _slips((each.go_live for each in running), picture.day)
    signatures = (each.signature for each in picture.contracts if each.network_id == network_id)
    contract_slips = _slips(signatures, picture.day)
    return NetworkStanding(
        id=network_id,
        name=trusts[0].network_name,
        slug=trusts[0].network_slug,
        trusts=trusts,
        live=sum(1 for trust in trusts if is_live(picture.deployments_of(trust.id))),
        contract_slip_days=max(contract_slips, default=None),
        go_live_slip_days=median(slips) if slips else None,
        worst_go_live_slip_days=max(slips, default=None),
        flags=Counter(flag.severity for flag in picture.flags_of_network(network_id)),
    )


def _slips(plans: Iterable[Plan], day: date) -> list[int]:
    return [slip for plan in plans if (slip := slip_so_far(plan, day)) is not None]
