"""Reading sign-offs as of a day, and whether what was signed is still what stands."""

from collections.abc import Iterable
from datetime import date

from tracker.accounts.roles import SignOffRole
from tracker.governance.models import SignOff, SignOffRequest
from tracker.governance.policies.sign_offs import SignOffOn, SignOffsOn, changed_since, counts_on
from tracker.governance.selectors.catalogue import held_on
from tracker.governance.selectors.releases import releases_on
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.models import Deployment


def sign_offs_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, SignOffsOn]:
    """The decisions that stand on each deployment on a day, by deployment id, in a fixed number of queries."""
    ids = list(deployment_ids)
    programmes = dict(Deployment.objects.filter(pk__in=ids).values_list("pk", "programme_id"))
    versions = held_on(programmes.values(), on=on)
    catalogues = {pk: versions[held].code for pk, held in programmes.items() if held in versions}
    releases = {pk: release.name if release else "" for pk, release in releases_on(ids, on=on).items()}
    asked: dict[int, SignOffRequest] = {}
    requests = SignOffRequest.objects.filter(deployment__in=ids, requested_on__lte=on)
    for request in requests.select_related("requested_by").order_by("requested_on", "pk"):
        asked[request.deployment_id] = request
    standing: dict[int, dict[SignOffRole, SignOffOn]] = {pk: {} for pk in ids}
    for row in SignOff.objects.filter(deployment__in=ids, decided_on__lte=on).order_by("decided_on", "pk"):
        now = {"release": releases[row.deployment_id], "catalogue": catalogues.get(row.deployment_id, "")}
        standing[row.deployment_id][SignOffRole(row.role)] = _sign_off_on(row, now, on)
    return {
        pk: SignOffsOn(
            standing[pk],
            requested_by_id=asked[pk].requested_by_id if pk in asked else None,
            requested_by=str(asked[pk].requested_by) if pk in asked else "",
            requested_on=asked[pk].requested_on if pk in asked else None,
            release=releases[pk],
            catalogue=catalogues.get(pk, ""),
        )
        for pk in ids
    }


def _sign_off_on(row: SignOff, now: dict[str, str], on: date) -> SignOffOn:
    stale = changed_since(row.covers, now)
    counts = counts_on(row.decision, decided_on=row.decided_on, expires_on=row.expires_on, day=on)
    return SignOffOn(
        role=SignOffRole(row.role),
        decision=SignOffDecision(row.decision),
        decided_on=row.decided_on,
        signatory_name=row.signatory_name,
        conditions=row.conditions,
        expires_on=row.expires_on,
        counts=counts and not stale,
        is_bound=bool(row.content_hash),
        stale=stale,
        id=row.pk,
        signatory_id=row.signatory_id,
    )
