"""Everything of one deployment on a day, for somebody who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.core.decisions import Decision
from tracker.core.permissions import decide
from tracker.flags.selectors import FlagOn, open_flags
from tracker.governance.policies.gate import Gate
from tracker.governance.selectors.gate import gates_on
from tracker.governance.selectors.standing import GovernanceOn, governance_on
from tracker.networks.access import Access, SubjectScope, scopes_of_deployments
from tracker.networks.models import Deployment
from tracker.networks.selectors import DeploymentOn, deployments_on
from tracker.portfolio.selectors.histories import Happened, happened_to
from tracker.procurement.selectors.contracts import ContractOn, contracts_on
from tracker.procurement.selectors.procurements import ProcurementOn, procurements_on

PERMISSIONS = (
    "networks.update_deployment",
    "networks.set_first_baseline",
    "networks.rebaseline",
    "governance.update_dpia",
    "governance.sign",
    "procurement.update_procurement",
    "procurement.update_contract",
)


@dataclass(frozen=True)
class DeploymentView:
    """One deployment on the day `on`. `contracts` are those that cover it, `procurement` its network's for the use
    case, `flags` those of the deployment and of what it depends on. `may` answers each of `PERMISSIONS`; on a day gone
    by nothing may be changed (`is_today`), and a page that only shows offers nothing (`offers`)."""

    on: date
    is_today: bool
    position: DeploymentOn
    governance: GovernanceOn
    contracts: tuple[ContractOn, ...] = ()
    procurement: ProcurementOn | None = None
    gate: Gate | None = None
    flags: tuple[FlagOn, ...] = ()
    history: tuple[Happened, ...] = ()
    may: dict[str, Decision] = field(default_factory=dict)
    offers: bool = True

    def allows(self, permission: str) -> bool:
        """Whether the page offers what this permission gives."""
        return self.offers and self.is_today and bool(self.may.get(permission))


def find_deployment_view(access: Access, deployment_id: int, *, on: date) -> DeploymentView | None:
    """The deployment as it stood on a day; None when there is none that the person may see. A fixed number of queries."""
    rows = list(Deployment.objects.visible_to(access, on=on).filter(pk=deployment_id))
    views = deployment_views(access, rows, on=on, flags=open_flags(access, on=on) if rows else [])
    return views[0] if views else None


def deployment_views(
    access: Access, rows: Sequence[Deployment], *, on: date, flags: Sequence[FlagOn]
) -> list[DeploymentView]:
    """Deployments of one trust that the person may see, as they stood on a day, in a fixed number of queries for any number."""
    if not rows:
        return []
    positions = deployments_on(rows, on=on)
    ids = [position.id for position in positions]
    contracts = contracts_on(access, on=on, deployment_ids=ids)
    networks = {position.trust.network_id for position in positions}
    read = _Read(
        on,
        governance_on(ids, on=on),
        contracts,
        # One trust's deployments lie in one network; without a network there is no procurement to show.
        [each for pk in networks if pk is not None for each in procurements_on(access, on=on, network_id=pk)],
        gates_on(ids, on=on),
        flags,
        happened_to(ids, contract_ids=[contract.id for contract in contracts], on=on),
    )
    scopes = scopes_of_deployments(rows, day=access.day)
    return [_view(access, position, scopes[position.id], read) for position in positions]


@dataclass(frozen=True)
class _Read:
    """What was read for several deployments at once."""

    on: date
    governance: dict[int, GovernanceOn]
    contracts: list[ContractOn]
    procurements: list[ProcurementOn]
    gates: dict[int, Gate]
    flags: Sequence[FlagOn]
    history: list[Happened]


def _view(access: Access, position: DeploymentOn, scope: SubjectScope, read: _Read) -> DeploymentView:
    covering = tuple(contract for contract in read.contracts if position.id in contract.deployment_ids)
    covered = {contract.id for contract in covering}
    procurement = next((each for each in read.procurements if _serves(each, position)), None)
    return DeploymentView(
        on=read.on,
        is_today=read.on == access.day,
        position=position,
        governance=read.governance[position.id],
        contracts=covering,
        procurement=procurement,
        gate=read.gates[position.id],
        flags=tuple(flag for flag in read.flags if _concerns(flag, position, covering, procurement)),
        history=tuple(
            each for each in read.history if each.deployment_id == position.id or each.contract_id in covered
        ),
        may={name: decide(name, access, scope) for name in PERMISSIONS},
    )


def _serves(procurement: ProcurementOn, position: DeploymentOn) -> bool:
    return (procurement.programme_id, procurement.use_case) == (position.programme_id, position.use_case)


def _concerns(
    flag: FlagOn, position: DeploymentOn, contracts: Sequence[ContractOn], procurement: ProcurementOn | None
) -> bool:
    """Whether a flag is about the deployment, its trust as a whole, or the contract and procurement that it needs."""
    if flag.deployment_id is not None:
        return flag.deployment_id == position.id
    if flag.trust_id is not None:
        return flag.trust_id == position.trust.id
    contract = flag.subject_kind == "contract" and flag.subject_id in {each.id for each in contracts}
    return contract or (
        flag.subject_kind == "procurement" and procurement is not None and flag.subject_id == procurement.id
    )
