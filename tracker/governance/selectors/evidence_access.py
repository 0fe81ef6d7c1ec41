"""Where evidence lies, who may see it, and which right each thing done to it needs."""

from dataclasses import dataclass
from datetime import date

from tracker.core.permissions import decide
from tracker.governance.models import Evidence
from tracker.governance.policies.evidence import EvidenceOn
from tracker.governance.selectors.evidence import evidence_rows_on
from tracker.governance.vocabulary import EvidenceScope
from tracker.networks.access import Access, SubjectScope, scope_of_deployment, scope_of_network
from tracker.networks.models import Deployment
from tracker.procurement.models import Contract

CONTRACT_RIGHT = "governance.manage_contract_evidence"


def adding(scope: EvidenceScope) -> str:
    """The permission to add, replace, describe and withdraw evidence about a thing of this kind."""
    return CONTRACT_RIGHT if scope == EvidenceScope.CONTRACT else "governance.add_evidence"


def reviewing(scope: EvidenceScope) -> str:
    """The permission to review it."""
    return CONTRACT_RIGHT if scope == EvidenceScope.CONTRACT else "governance.review_evidence"


def scope_of_evidence(evidence: Evidence, *, day: date) -> SubjectScope:
    """Where evidence lies, for permission questions about it."""
    return scope_of_subject(evidence.scope, evidence.subject_id, day=day)


def scope_of_subject(scope: EvidenceScope, subject_id: int, *, day: date) -> SubjectScope:
    """Where the thing lies that evidence is about; a release belongs to no network, so that only people with a role over
    the whole programme work on its evidence."""
    match scope:
        case EvidenceScope.DEPLOYMENT:
            return scope_of_deployment(Deployment.objects.get(pk=subject_id), day=day)
        case EvidenceScope.NETWORK:
            return scope_of_network(subject_id)
        case EvidenceScope.CONTRACT:
            contract = Contract.objects.get(pk=subject_id)
            return scope_of_network(contract.network_id, programme_id=contract.programme_id)
        case EvidenceScope.PROGRAMME:
            return SubjectScope(programme_id=subject_id)
        case EvidenceScope.RELEASE:
            return SubjectScope()


def may_see_evidence(access: Access, evidence: Evidence, *, on: date) -> bool:
    """Whether somebody may know of it: who sees the deployment or the network's plan; of a contract, who sees its
    figures; of a release or the whole programme, everybody with a role."""
    scope = scope_of_evidence(evidence, day=on)
    match evidence.scope:
        case EvidenceScope.DEPLOYMENT:
            return access.sees(scope)
        case EvidenceScope.NETWORK:
            return access.sees_plan_of(evidence.subject_id)
        case EvidenceScope.CONTRACT:
            return bool(decide("networks.view_commercial", access, scope))
        case EvidenceScope.RELEASE | EvidenceScope.PROGRAMME:
            return access.is_system or bool(access.roles)


@dataclass(frozen=True)
class FoundEvidence:
    """Evidence that the person may see, how it stands, and where it lies."""

    row: Evidence
    item: EvidenceOn
    scope: SubjectScope


def find_evidence(access: Access, evidence_id: int, *, on: date) -> FoundEvidence | None:
    """The evidence, if there was any on that day and the person may see it."""
    row = (
        Evidence.objects.select_related("deployment__trust", "deployment__use_case", "network", "release__product")
        .filter(pk=evidence_id)
        .first()
    )
    if row is None or not may_see_evidence(access, row, on=access.day):
        return None
    items = evidence_rows_on(Evidence.objects.filter(pk=row.pk), on=on)
    return FoundEvidence(row, items[0], scope_of_evidence(row, day=access.day)) if items else None
