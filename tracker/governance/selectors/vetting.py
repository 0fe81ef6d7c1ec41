"""What releases are vetted by on a day, whoever runs them: suppliers belong to no network."""

from collections.abc import Iterable
from datetime import date

from tracker.governance.models import SafetyPack
from tracker.governance.policies.devices import DevicesOn
from tracker.governance.policies.vetting import Told, VettingOn, vet
from tracker.governance.selectors.assurance import limits_on
from tracker.governance.selectors.devices import evidence_on
from tracker.governance.selectors.dtac import dtac_of_releases


def vetting_on(release_ids: Iterable[int], *, on: date) -> dict[int, VettingOn]:
    """What each release is vetted by on a day, by release id, in a fixed number of queries."""
    ids = set(release_ids)
    evidence, dtac, limits = evidence_on(ids, on=on), dtac_of_releases(ids, on=on), limits_on(on)
    packs = dict(
        SafetyPack.objects.filter(release__in=ids, received_on__lte=on).values_list("release_id", "received_on")
    )
    found = {}
    for pk, known in evidence.items():
        row = known.release
        found[pk] = vet(
            release_id=pk,
            devices=DevicesOn(
                deployment_id=0,
                release_id=pk,
                release=row.version,
                device=known.device,
                iso_13485_until=row.iso_13485_expires_on,
                cyber=known.cyber,
                limits=limits,
            ),
            dtac=dtac[pk],
            told=Told(row.certificate_expires_on, row.dcb0129_on, row.dtac_on),
            safety_pack_on=packs.get(pk),
            day=on,
        )
    return found
