"""Clinical safety of deployments on a day: the supplier's pack, the trust's safety case and its safety officers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch

from tracker.accounts.roles import Role
from tracker.governance.models import (
    Hazard,
    SafetyCase,
    SafetyCaseState,
    SafetyPack,
    SafetyPackDecision,
    SupplierHazard,
)
from tracker.governance.models.hazards import HazardRow
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.risk import Scheme
from tracker.governance.policies.safety import Completeness, HazardOn
from tracker.governance.policies.safety_gate import CaseOn, PackOn, SafetyOn
from tracker.governance.safety_vocabulary import HazardStatus, PackDecision, SafetyCaseStatus
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.safety_standards import officers_on, scheme_of
from tracker.networks.access import Grant, SubjectScope, scopes_of_deployments
from tracker.networks.models import Deployment, ScopeKind

HAZARD_FIELDS = (
    *("number", "name", "description", "impact", "causes", "existing_controls"),
    *("initial_severity", "initial_likelihood", "residual_severity", "residual_likelihood"),
    *("design_controls", "test_controls", "training_controls", "process_controls", "owner", "status"),
)
LOCAL_FIELDS = ("alarp", "accepted_by", "accepted_on", "supplier_hazard_id")
CASE_FIELDS = (
    *("deployment_id", "release_id", "standard_id", "scheme_id"),
    *("report_reference", "plan_reference", "hazard_log_reference"),
)
PACK_FIELDS = (
    *("release_id", "standard_id", "scheme_id", "is_applicable", "rationale"),
    *("received_on", "report_reference", "answers"),
)


def safety_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, SafetyOn]:
    """Clinical safety of deployments on a day, by deployment id, in a fixed number of queries. The caller has checked
    who may see them."""
    ids = list(deployment_ids)
    releases = releases_on(ids, on=on)
    scopes = scopes_of_deployments(Deployment.objects.filter(pk__in=ids), day=on)
    officers = officers_on(scopes, on=on)
    packs = _packs({release.id for release in releases.values() if release is not None}, on=on)
    cases = _cases(ids, on=on)
    found = {}
    for pk in ids:
        release = releases[pk]
        pack = packs.get(release.id) if release else None
        case = _counting(cases.get(pk, ()), release.id if release else None)
        found[pk] = SafetyOn(
            deployment_id=pk,
            release_id=release.id if release else None,
            release=release.name if release else "",
            release_since=release.since if release else None,
            pack=_pack_on(pack, scopes[pk]) if pack else None,
            case=_case_on(case, on) if case else None,
            unlinked=tuple(str(row) for row in unlinked(pack, case)),
            officers=officers[pk],
        )
    return found


def _packs(release_ids: Iterable[int], *, on: date) -> dict[int, SafetyPack]:
    """The packs of releases that were there on a day, with what was decided by then and the hazards that were added."""
    rows = SafetyPack.objects.filter(release__in=release_ids).prefetch_related(
        Prefetch("decisions", SafetyPackDecision.objects.filter(decided_on__lte=on).order_by("decided_on", "pk")),
        Prefetch("hazards", SupplierHazard.objects.filter(added_on__lte=on).order_by("number")),
    )
    return {row.release_id: row for row in rows if row.received_on is None or row.received_on <= on}


def _cases(deployment_ids: Iterable[int], *, on: date) -> dict[int, list[SafetyCase]]:
    rows = (
        SafetyCase.objects.filter(deployment__in=deployment_ids, opened_on__lte=on)
        .select_related("release__product", "scheme")
        .prefetch_related(
            Prefetch("states", SafetyCaseState.objects.order_by("effective_on", "pk")),
            Prefetch("hazards", Hazard.objects.order_by("number")),
        )
        .order_by("opened_on", "pk")
    )
    found: dict[int, list[SafetyCase]] = {}
    for row in rows:
        found.setdefault(row.deployment_id, []).append(row)
    return found


def _counting(cases: Sequence[SafetyCase], release_id: int | None) -> SafetyCase | None:
    """Of a deployment's cases the one for the release in use, else the newest."""
    return next((case for case in cases if case.release_id == release_id), cases[-1] if cases else None)


def decision_for(decisions: Iterable[SafetyPackDecision], scope: SubjectScope) -> SafetyPackDecision | None:
    """Of decisions in their order the last one that holds where a deployment lies: those of people who sign there, and
    that the pack has changed since."""
    covering = [row for row in decisions if _grant_of(row).covers(scope)]
    return covering[-1] if covering else None


def _grant_of(row: SafetyPackDecision) -> Grant:
    return Grant(Role.SIGNATORY, ScopeKind(row.scope_kind), row.programme_id, row.network_id, row.trust_id)


def _pack_on(pack: SafetyPack, scope: SubjectScope) -> PackOn:
    row = decision_for(pack.decisions.all(), scope)
    return PackOn(
        is_applicable=pack.is_applicable,
        received_on=pack.received_on,
        decision=PackDecision(row.decision) if row else None,
        decided_on=row.decided_on if row else None,
    )


def _case_on(case: SafetyCase, on: date) -> CaseOn:
    scheme, hazards = scheme_of(case.scheme), list(case.hazards.all())
    states = list(case.states.all())
    state = [each for each in states if each.effective_on <= on][-1]
    is_newest = state == states[-1]
    binds = state.status == SafetyCaseStatus.APPROVED and is_newest
    return CaseOn(
        id=case.pk,
        release_id=case.release_id,
        release=str(case.release),
        status=SafetyCaseStatus(state.status),
        since=state.effective_on,
        is_as_approved=not binds or state.content_hash == hash_of_case(case, hazards),
        hazards=tuple(hazard_on(row, scheme) for row in hazards),
    )


def hazard_on(row: HazardRow, scheme: Scheme) -> HazardOn:
    """A hazard as the rules judge it, by its document's risk scheme."""
    return HazardOn(
        number=row.number,
        name=row.name,
        status=HazardStatus(row.status),
        initial=scheme.rate(row.initial_severity, row.initial_likelihood),
        residual=scheme.rate(row.residual_severity, row.residual_likelihood),
        has_alarp=bool(getattr(row, "alarp", "").strip()),
        is_accepted=getattr(row, "accepted_on", None) is not None,
    )


def unlinked(pack: SafetyPack | None, case: SafetyCase | None) -> list[SupplierHazard]:
    """The hazards of a pack that the supplier transferred and that have no row in a case's log."""
    if pack is None:
        return []
    linked = {row.supplier_hazard_id for row in case.hazards.all()} if case else set()
    return [row for row in pack.hazards.all() if row.status == HazardStatus.TRANSFERRED and row.pk not in linked]


def completeness_of(case: SafetyCase) -> Completeness:
    """What a safety case is made of today, as far as it is there."""
    scheme = scheme_of(case.scheme)
    pack = SafetyPack.objects.prefetch_related("hazards").filter(release=case.release_id).first()
    return Completeness(
        report_reference=case.report_reference,
        plan_reference=case.plan_reference,
        hazard_log_reference=case.hazard_log_reference,
        hazards=tuple(hazard_on(row, scheme) for row in case.hazards.order_by("number")),
        unlinked=tuple(str(row) for row in unlinked(pack, case)),
    )


# --- What an approval is bound to -----------------------------------------------------------------------------------


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def hash_of_case(case: SafetyCase, hazards: Iterable[Hazard]) -> str:
    """The hash of a safety case and its hazard log."""
    log = [_values(row, (*HAZARD_FIELDS, *LOCAL_FIELDS)) for row in sorted(hazards, key=lambda row: row.number)]
    return content_hash({**_values(case, CASE_FIELDS), "hazards": log})


def hash_of_pack(pack: SafetyPack, hazards: Iterable[SupplierHazard]) -> str:
    """The hash of a supplier's pack and its hazard log."""
    log = [_values(row, HAZARD_FIELDS) for row in sorted(hazards, key=lambda row: row.number)]
    return content_hash({**_values(pack, PACK_FIELDS), "hazards": log})
