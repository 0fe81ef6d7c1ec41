"""Everything that one person sees of a programme, or of one network in it, on one day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from tracker.core.data_version import remembered
from tracker.flags.selectors import FlagOn, open_flags
from tracker.networks.access import Access
from tracker.networks.models import Deployment, Programme, ProgrammeScope, Trust
from tracker.networks.selectors import DeploymentOn, TrustOn, deployments_on, trusts_on
from tracker.procurement.selectors.contracts import ContractOn, contracts_on
from tracker.procurement.selectors.procurements import ProcurementOn, procurements_on


@dataclass(frozen=True)
class Picture:
    """Trusts in scope with their deployments, procurements, contracts and open flags, all as of `day`."""

    day: date
    trusts: tuple[TrustOn, ...] = ()
    deployments: tuple[DeploymentOn, ...] = ()
    procurements: tuple[ProcurementOn, ...] = ()
    contracts: tuple[ContractOn, ...] = ()
    flags: tuple[FlagOn, ...] = ()
    _by_trust: dict[int, list[DeploymentOn]] = field(default_factory=dict, compare=False, repr=False)
    _flags_by_trust: dict[int, list[FlagOn]] = field(default_factory=dict, compare=False, repr=False)

    def deployments_of(self, trust_id: int) -> list[DeploymentOn]:
        return self._by_trust.get(trust_id, [])

    def flags_of_trust(self, trust_id: int) -> list[FlagOn]:
        return self._flags_by_trust.get(trust_id, [])

    def flags_of_network(self, network_id: int) -> list[FlagOn]:
        """Flags of the network itself and of its trusts."""
        return [flag for flag in self.flags if flag.network_id == network_id]


def picture(access: Access, programme: Programme, *, on: date, network_id: int | None = None) -> Picture:
    """What the person sees of the programme (of one network, when given) on a day, in a fixed number of queries."""
    scopes = ProgrammeScope.objects.on(on).filter(programme=programme)
    if network_id is not None:
        scopes = scopes.filter(network=network_id)
    visible = Trust.objects.visible_to(access, on=on)
    trust_ids = list(scopes.filter(trust__in=visible).values_list("trust_id", flat=True))
    trusts = trusts_on(trust_ids, on=on, programme=programme)
    rows = Deployment.objects.visible_to(access, on=on).filter(programme=programme, trust__in=trust_ids)
    deployments = deployments_on(rows, on=on)
    flags = open_flags(access, on=on, programme=programme)
    if network_id is not None:
        flags = [flag for flag in flags if flag.network_id == network_id]
    by_trust: dict[int, list[DeploymentOn]] = defaultdict(list)
    for deployment in deployments:
        by_trust[deployment.trust.id].append(deployment)
    flags_by_trust: dict[int, list[FlagOn]] = defaultdict(list)
    for flag in flags:
        if flag.trust_id is not None:
            flags_by_trust[flag.trust_id].append(flag)
    return Picture(
        day=on,
        trusts=tuple(sorted(trusts.values(), key=lambda trust: (trust.network_name, trust.name))),
        deployments=tuple(deployments),
        procurements=tuple(procurements_on(access, on=on, programme_id=programme.pk, network_id=network_id)),
        contracts=tuple(contracts_on(access, on=on, programme_id=programme.pk, network_id=network_id)),
        flags=tuple(flags),
        _by_trust=by_trust,
        _flags_by_trust=flags_by_trust,
    )


def past_picture(access: Access, programme: Programme, *, on: date, network_id: int | None = None) -> Picture:
    """The picture of a day gone by, which every dashboard compares with: taken once for each person and version of the
    data, since what a person may see follows from these and the day."""
    return remembered(
        f"picture:{access.user.pk}:{access.day}:{programme.pk}:{network_id}:{on}",
        lambda: picture(access, programme, on=on, network_id=network_id),
    )
