"""Reading the facts that the rules judge, and the thresholds that hold on a day; each in a fixed number of queries."""

from collections.abc import Collection
from datetime import date

from tracker.accounts.selectors import system_user
from tracker.flags.models import Threshold
from tracker.flags.rules import AssuranceFacts, DeploymentFacts, Facts, SafetyFacts, Thresholds, TrustFacts
from tracker.flags.selectors.reach import Reach
from tracker.governance.selectors.devices import devices_on
from tracker.governance.selectors.dpias import dpias_on
from tracker.governance.selectors.dtac import dtac_on
from tracker.governance.selectors.evidence import evidence_on
from tracker.governance.selectors.gate import gates_on
from tracker.governance.selectors.in_use import in_use_on
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.rollback import contingency_on
from tracker.governance.selectors.safety import safety_on
from tracker.governance.selectors.standing import GovernanceOn, governance_on
from tracker.governance.selectors.training import training_on
from tracker.governance.selectors.validation import validation_on
from tracker.networks.access import Access, access_of
from tracker.networks.models import DeliveryCapacity, Deployment, Programme
from tracker.networks.selectors import TrustOn, deployments_on, trusts_in_scope
from tracker.procurement.selectors.contract_content import with_content
from tracker.procurement.selectors.contracts import ContractOn, contracts_on
from tracker.procurement.selectors.evaluations import with_evaluations
from tracker.procurement.selectors.packs import with_packs
from tracker.procurement.selectors.procurements import procurements_on
from tracker.procurement.selectors.routes import frameworks_by_name, standings_on
from tracker.procurement.selectors.supply import statuses_since


def thresholds_on(programme: Programme, day: date) -> Thresholds:
    """The values that hold for a programme on a day: its own, else those of every programme, else the rule's."""
    rows = Threshold.objects.on(day).filter(programme__isnull=True) | Threshold.objects.on(day).filter(
        programme=programme
    )
    ordered = sorted(rows, key=lambda row: (row.programme_id is not None, row.valid_from))
    return Thresholds({(row.rule, row.name): row.value for row in ordered})


def facts_on(programme: Programme, *, on: date, reach: Reach | None = None) -> Facts:
    """The facts of a programme on a day: all of them, or what a change reaches. Contracts and procurements are always
    all there, because each may answer for another."""
    access = access_of(system_user(), day=on)
    rows = Deployment.objects.in_scope(on=on).filter(programme=programme)
    if reach is not None:
        rows = rows.filter(pk__in=reach.deployments)
    positions = deployments_on(rows, on=on)
    ids = [position.id for position in positions]
    governance = governance_on(ids, on=on)
    evidence = evidence_on(ids, on=on)
    gates = gates_on(ids, on=on)
    in_use = in_use_on(ids, on=on)
    dpias = dpias_on(ids, on=on)
    procurements = procurements_on(access, on=on, programme_id=programme.pk)
    contracts = _with_content(contracts_on(access, on=on, programme_id=programme.pk), on)
    covering = _covering(contracts)
    assurance = _assurance(ids, on)
    releases = releases_on(ids, on=on)
    suppliers = {contract.supplier_id for contract in contracts}
    statuses = statuses_since(suppliers | {each.supplier_id for each in releases.values() if each}, on=on)
    safety = _safety(ids, on)
    return Facts(
        programme_id=programme.pk,
        day=on,
        deployments=tuple(
            DeploymentFacts(
                position,
                governance[position.id],
                _review_due_on(governance[position.id]),
                covering.get(position.id, ()),
                evidence[position.id],
                gates[position.id],
                assurance[position.id],
                use=in_use[position.id],
                dpia=dpias[position.id],
                safety=safety[position.id],
                release=releases[position.id],
            )
            for position in positions
        ),
        trusts=_trusts(programme, access, on, reach),
        procurements=tuple(with_evaluations(with_packs(procurements, on=on), access, on=on)),
        contracts=tuple(contracts),
        supplier_status_since={pk: status.since for pk, status in statuses.items() if status.since},
        supplier_statuses=statuses,
        standings=standings_on([each.id for each in procurements], on=on),
        frameworks=frameworks_by_name({each.framework for each in procurements}),
    )


def _with_content(contracts: Collection[ContractOn], on: date) -> list[ContractOn]:
    """What signed contracts say: what one that is not signed says is still being written."""
    signed = {each.id: each for each in with_content([each for each in contracts if each.signature.is_done], on=on)}
    return [signed.get(contract.id, contract) for contract in contracts]


def _assurance(ids: Collection[int], on: date) -> dict[int, AssuranceFacts]:
    validation, training = validation_on(ids, on=on), training_on(ids, on=on)
    contingency = contingency_on(ids, on=on)
    return {pk: AssuranceFacts(validation[pk], training[pk], contingency[pk]) for pk in ids}


def _safety(ids: Collection[int], on: date) -> dict[int, SafetyFacts]:
    clinical, dtac, devices = safety_on(ids, on=on), dtac_on(ids, on=on), devices_on(ids, on=on)
    return {pk: SafetyFacts(clinical[pk], dtac[pk], devices[pk]) for pk in ids}


def _review_due_on(governance: GovernanceOn) -> date | None:
    return governance.dpia.review_due_on if governance.dpia else None


def _covering(contracts: Collection[ContractOn]) -> dict[int, tuple[ContractOn, ...]]:
    covering: dict[int, tuple[ContractOn, ...]] = {}
    for contract in contracts:
        for deployment_id in contract.deployment_ids:
            covering[deployment_id] = (*covering.get(deployment_id, ()), contract)
    return covering


def _trusts(programme: Programme, access: Access, on: date, reach: Reach | None) -> tuple[TrustFacts, ...]:
    trusts = [
        trust for trust in trusts_in_scope(programme, on=on, access=access) if reach is None or trust.id in reach.trusts
    ]
    begun: dict[int, list[DeliveryCapacity]] = {trust.id: [] for trust in trusts}
    capacities = DeliveryCapacity.objects.filter(trust__in=begun, valid_from__lte=on)
    for row in capacities.order_by("valid_from"):
        begun[row.trust_id].append(row)
    return tuple(TrustFacts(trust, _vacant_since(trust, begun[trust.id], on)) for trust in trusts)


def _vacant_since(trust: TrustOn, capacities: list[DeliveryCapacity], on: date) -> date | None:
    """Since when nobody manages the trust's delivery: the last person's end, or the day on which the trust joined."""
    if trust.project_manager:
        return None
    last = next((row for row in reversed(capacities) if row.project_manager), None)
    after = [row for row in capacities if last is not None and row.valid_from > last.valid_from]
    ended_on = after[0].valid_from if after else (last.valid_to if last else None)
    return min(ended_on or trust.joined_on or on, on)
