"""What the rules are given: plain rows of one programme on one day, and the thresholds that hold on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.governance.policies.devices import DevicesOn
from tracker.governance.policies.dpia_standing import DpiaOn
from tracker.governance.policies.dtac import DtacOn
from tracker.governance.policies.evidence import EvidenceOn
from tracker.governance.policies.gate import Gate
from tracker.governance.policies.rollback import ContingencyOn
from tracker.governance.policies.safety_gate import SafetyOn
from tracker.governance.policies.training import TrainingOn
from tracker.governance.policies.validation import ValidationOn
from tracker.governance.selectors.in_use import InUse
from tracker.governance.selectors.releases import ReleaseOn
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.selectors import DeploymentOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.policies.route import FrameworkOn, Standing
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn
from tracker.procurement.selectors.supply import StatusOn
from tracker.procurement.vocabulary import Stage

BEFORE_GO_LIVE = (ClinicalUse.NOT_STARTED, ClinicalUse.SHADOW)


@dataclass(frozen=True)
class AssuranceFacts:
    """A deployment's local validation, training, and rollback and downtime plans."""

    validation: ValidationOn
    training: TrainingOn
    contingency: ContingencyOn


@dataclass(frozen=True)
class SafetyFacts:
    """A deployment's safety case and safety officers, and what is known of the release that it runs: DTAC, device
    regulation, quality and cyber security."""

    clinical: SafetyOn
    dtac: DtacOn
    devices: DevicesOn


@dataclass(frozen=True)
class DeploymentFacts:
    """A deployment's position, its governance, the contracts that cover it, the evidence about it and them, its go-live
    gate, the records of its assurance and use, its DPIA in full, its clinical safety, and the release that it runs.
    Rules about what is None have nothing to say."""

    position: DeploymentOn
    governance: GovernanceOn
    review_due_on: date | None = None
    contracts: tuple[ContractOn, ...] = ()
    evidence: tuple[EvidenceOn, ...] = ()
    gate: Gate | None = None
    assurance: AssuranceFacts | None = None
    use: InUse | None = None
    dpia: DpiaOn | None = None
    safety: SafetyFacts | None = None
    release: ReleaseOn | None = None

    @property
    def is_live(self) -> bool:
        return self.position.state.is_live

    @property
    def is_in_shadow(self) -> bool:
        return self.position.state.state == ClinicalUse.SHADOW

    @property
    def is_withdrawn(self) -> bool:
        return self.position.state.state == ClinicalUse.WITHDRAWN

    @property
    def awaits_go_live(self) -> bool:
        """It has not gone live yet, and is meant to."""
        return self.position.state.state in BEFORE_GO_LIVE and not self.position.go_live.is_done

    def go_live_is_overdue(self, day: date) -> bool:
        return self.awaits_go_live and self.position.go_live.is_overdue(day)

    def go_live_is_within(self, days: int, *, of: date) -> bool:
        """It awaits a go-live that is due within so many days, or was due before."""
        expected = self.position.go_live.expected
        return self.awaits_go_live and expected is not None and expected <= of + timedelta(days=days)


@dataclass(frozen=True)
class TrustFacts:
    """A trust in scope, and since when it has had no project manager (None: it has one)."""

    trust: TrustOn
    vacant_since: date | None = None


@dataclass(frozen=True)
class Facts:
    """One programme on one day. `supplier_status_since` tells from which day each supplier has its status, and
    `supplier_statuses` what it is, of suppliers whose contracts or releases serve somebody. `standings` are the route,
    notices and challenges of each procurement, by its id; `frameworks` those on record, by name."""

    programme_id: int
    day: date
    deployments: tuple[DeploymentFacts, ...] = ()
    trusts: tuple[TrustFacts, ...] = ()
    procurements: tuple[ProcurementOn, ...] = ()
    contracts: tuple[ContractOn, ...] = ()
    supplier_status_since: Mapping[int, date] = field(default_factory=dict)
    standings: Mapping[int, Standing] = field(default_factory=dict)
    frameworks: Mapping[str, FrameworkOn] = field(default_factory=dict)
    supplier_statuses: Mapping[int, StatusOn] = field(default_factory=dict)

    def deployments_of(self, contract: ContractOn) -> tuple[DeploymentFacts, ...]:
        """The deployments that a contract covers and that are not withdrawn."""
        return tuple(
            each for each in self.deployments if each.position.id in contract.deployment_ids and not each.is_withdrawn
        )

    def contracts_of(self, procurement: ProcurementOn) -> tuple[ContractOn, ...]:
        """The contracts of the procurement's network for its use case."""
        own = (procurement.network_id, procurement.use_case)
        return tuple(each for each in self.contracts if (each.network_id, each.use_case) == own)

    def has_staged_signature(self, contract: ContractOn) -> bool:
        """The contract's signature is planned as a stage of its network's procurement, so it is judged there."""
        return any(
            Stage.CONTRACT in each.stages
            for each in self.procurements
            if (each.network_id, each.use_case) == (contract.network_id, contract.use_case)
        )
