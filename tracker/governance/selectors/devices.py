"""Device regulation, quality and cyber evidence of the releases that deployments run, and their intended use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.governance.models import CeAcceptance, CyberCheck, DeviceRegistration, IntendedUse
from tracker.governance.policies.devices import CyberOn, DeviceOn, DevicesOn, Purpose
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark
from tracker.governance.selectors.assurance import limits_on
from tracker.governance.selectors.releases import releases_on
from tracker.networks.models import Deployment, DeploymentState
from tracker.networks.policies import is_live
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.models import ProductRelease


@dataclass(frozen=True)
class ReleaseEvidence:
    """What is on record about one release on a day."""

    release: ProductRelease
    device: DeviceOn | None
    cyber: CyberOn


def devices_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, DevicesOn]:
    """Device, quality and cyber evidence of deployments on a day, by deployment id, in a fixed number of queries. The
    caller has checked who may see them."""
    ids = list(deployment_ids)
    releases = releases_on(ids, on=on)
    evidence = evidence_on((release.id for release in releases.values() if release is not None), on=on)
    use_cases = dict(Deployment.objects.filter(pk__in=ids).values_list("pk", "use_case__code"))
    uses = _newest(IntendedUse, "deployment_id", "effective_on", deployment__in=ids, effective_on__lte=on)
    states = _newest(DeploymentState, "deployment_id", "effective_on", deployment__in=ids, effective_on__lte=on)
    limits = limits_on(on)
    found = {}
    for pk in ids:
        release, use, state = releases[pk], uses.get(pk), states.get(pk)
        known = evidence[release.id] if release else None
        found[pk] = DevicesOn(
            deployment_id=pk,
            use_case=use_cases[pk],
            release_id=release.id if release else None,
            release=release.name if release else "",
            device=known.device if known else None,
            use=purpose_of(use) if use else None,
            live_sources=tuple(state.sources) if state and is_live(ClinicalUse(state.state)) else (),
            iso_13485_until=known.release.iso_13485_expires_on if known else None,
            cyber=known.cyber if known else CyberOn(),
            limits=limits,
        )
    return found


def evidence_on(release_ids: Iterable[int], *, on: date) -> dict[int, ReleaseEvidence]:
    """What is on record about releases on a day, by release id, in a fixed number of queries."""
    ids = set(release_ids)
    devices = _newest(DeviceRegistration, "release_id", "checked_on", release__in=ids, checked_on__lte=on)
    checks = _newest(CyberCheck, "release_id", "checked_on", release__in=ids, checked_on__lte=on)
    accepted = {row.mark: row for row in CeAcceptance.objects.on(on)}
    return {
        row.pk: ReleaseEvidence(
            release=row,
            device=device_on(devices[row.pk], accepted) if row.pk in devices else None,
            cyber=cyber_on(row, checks.get(row.pk)),
        )
        for row in ProductRelease.objects.filter(pk__in=ids)
    }


def _newest(model: Any, key: str, dated: str, **where: Any) -> dict[int, Any]:
    """The last row of each key by its day."""
    return {getattr(row, key): row for row in model.objects.filter(**where).order_by(dated, "pk")}


def purpose_of(row: DeviceRegistration | IntendedUse) -> Purpose:
    """What a stored row says about the use."""
    return Purpose(
        views=tuple(row.views),
        sources=tuple(row.referral_sources),
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        autonomy=Autonomy(row.autonomy),
    )


def device_on(row: DeviceRegistration, accepted: dict[str, CeAcceptance]) -> DeviceOn:
    """A check of a device, with the end of what its mark is accepted for."""
    ends = accepted.get(row.mark)
    return DeviceOn(
        mark=DeviceMark(row.mark),
        device_class=row.device_class,
        purpose=purpose_of(row),
        use_cases=tuple(row.use_cases),
        certificate_number=row.certificate_number,
        expires_on=row.expires_on,
        mhra_reference=row.mhra_reference,
        is_uk_manufacturer=row.is_uk_manufacturer,
        uk_responsible_person=row.uk_responsible_person,
        checked_on=row.checked_on,
        accepted_until=ends.accepted_until if ends else None,
        is_policy_pending=bool(ends and ends.is_policy_pending),
    )


def cyber_on(release: ProductRelease, check: CyberCheck | None) -> CyberOn:
    """The dates that procurement keeps, with the newest check."""
    return CyberOn(
        penetration_test_on=release.penetration_test_on,
        essentials_plus_until=release.cyber_essentials_plus_expires_on,
        dspt_status=release.dspt_status,
        checked_on=check.checked_on if check else None,
        highest_open_cvss=check.highest_open_cvss if check else None,
        charter_signed_on=check.charter_signed_on if check else None,
        essentials_until=check.cyber_essentials_expires_on if check else None,
        dspt_until=check.dspt_expires_on if check else None,
        ico_until=check.ico_registration_expires_on if check else None,
    )
