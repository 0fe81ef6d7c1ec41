"""What the pages of clinical safety show beside the standing of a deployment. The caller has checked who may see it."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.governance.models import (
    Hazard,
    IntendedUse,
    SafetyCase,
    SafetyCaseState,
    SafetyOfficerCheck,
    SafetyPack,
    StarterHazard,
    SupplierHazard,
)
from tracker.governance.policies.devices import DevicesOn
from tracker.governance.policies.risk import Scheme
from tracker.governance.policies.safety import missing_from_case
from tracker.governance.policies.safety_gate import SafetyOn
from tracker.governance.selectors.devices import devices_on
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.safety import completeness_of, safety_on, unlinked
from tracker.governance.selectors.safety_standards import scheme_of
from tracker.networks.models import Deployment


@dataclass(frozen=True)
class SafetyView:
    """A deployment's clinical safety: how it stands on the day, and its documents as they are now."""

    safety: SafetyOn
    devices: DevicesOn
    case: SafetyCase | None
    scheme: Scheme | None
    states: tuple[SafetyCaseState, ...]
    hazards: tuple[Hazard, ...]
    unlinked: tuple[SupplierHazard, ...]
    missing: tuple[str, ...]
    checks: tuple[SafetyOfficerCheck, ...]


def safety_view(deployment: Deployment, *, on: date) -> SafetyView:
    """Clinical safety of one deployment for its page."""
    safety = safety_on([deployment.pk], on=on)[deployment.pk]
    rows = SafetyCase.objects.select_related("release__product", "standard", "scheme")
    case = rows.filter(pk=safety.case.id).first() if safety.case else None
    pack = pack_of(safety.release_id) if safety.release_id else None
    officers = {officer.user_id for officer in safety.officers}
    checks = SafetyOfficerCheck.objects.filter(officer__in=officers, checked_on__lte=on).select_related("officer")
    return SafetyView(
        safety=safety,
        devices=devices_on([deployment.pk], on=on)[deployment.pk],
        case=case,
        scheme=scheme_of(case.scheme) if case else None,
        states=_states(deployment, on),
        hazards=tuple(case.hazards.select_related("supplier_hazard").order_by("number")) if case else (),
        unlinked=tuple(unlinked(pack, case)),
        missing=tuple(missing_from_case(completeness_of(case))) if case else (),
        checks=tuple({row.officer_id: row for row in checks.order_by("checked_on", "pk")}.values()),
    )


def _states(deployment: Deployment, on: date) -> tuple[SafetyCaseState, ...]:
    rows = SafetyCaseState.objects.filter(case__deployment=deployment, effective_on__lte=on)
    return tuple(rows.select_related("case__release__product", "recorded_by").order_by("-effective_on", "-pk"))


def pack_of(release_id: int) -> SafetyPack | None:
    """The supplier's pack for a release."""
    rows = SafetyPack.objects.select_related("release__product__supplier", "standard", "scheme")
    return rows.prefetch_related("hazards").filter(release=release_id).first()


def case_in_use(deployment: Deployment, *, on: date) -> SafetyCase | None:
    """The safety case for the release that the deployment runs; None where it is not begun."""
    release = releases_on([deployment.pk], on=on)[deployment.pk]
    rows = SafetyCase.objects.select_related("deployment", "release__product", "scheme")
    return rows.filter(deployment=deployment, release=release.id).first() if release else None


def find_hazard(case: SafetyCase, hazard_id: int) -> Hazard | None:
    """A hazard of the case's log."""
    return case.hazards.filter(pk=hazard_id).first()


def find_supplier_hazard(release_id: int, hazard_id: int) -> SupplierHazard | None:
    """A hazard of the supplier's log for a release."""
    rows = SupplierHazard.objects.select_related("pack__scheme", "pack__release__product")
    return rows.filter(pk=hazard_id, pack__release=release_id).first()


def starters_for(case: SafetyCase, *, on: date) -> list[StarterHazard]:
    """The starter hazards that the log does not have by name."""
    names = case.hazards.values("name")
    return list(StarterHazard.objects.filter(effective_on__lte=on).exclude(name__in=names))


def officers_to_check(safety: SafetyOn, *, but: User) -> list[tuple[int, str]]:
    """The clinical safety officers of a deployment whom a person may check: everybody but themselves."""
    return [(officer.user_id, officer.name) for officer in safety.officers if officer.user_id != but.pk]


def newest_use(deployment: Deployment) -> IntendedUse | None:
    """What the deployment means to use the tool for, as recorded last."""
    return deployment.intended_uses.order_by("effective_on", "pk").last()
