"""Reading waivers as of a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from tracker.governance.models import Waiver, WaiverDecision
from tracker.governance.policies.catalogue import RequirementOn, VersionOn
from tracker.governance.policies.waivers import WaiverOn, WaiverVoice
from tracker.governance.selectors.catalogue import as_plain
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict
from tracker.networks.access import Access, SubjectScope, scopes_of_deployments
from tracker.networks.models import Deployment


def _read(rows: QuerySet[Waiver], on: date) -> QuerySet[Waiver]:
    decisions = WaiverDecision.objects.filter(decided_on__lte=on).select_related("decided_by")
    return (
        rows.filter(effective_on__lte=on)
        .select_related("requirement", "requested_by")
        .prefetch_related(Prefetch("decisions", decisions.order_by("decided_on", "pk")))
        .order_by("effective_on", "pk")
    )


def as_plain_waiver(row: Waiver) -> WaiverOn:
    return WaiverOn(
        id=row.pk,
        requirement_id=row.requirement_id,
        reason=row.reason,
        since=row.effective_on,
        expires_on=row.expires_on,
        requested_by_id=row.requested_by_id,
        requested_by=str(row.requested_by),
        voices=tuple(
            WaiverVoice(
                WaiverParty(each.party),
                WaiverVerdict(each.verdict),
                each.decided_on,
                each.decided_by_id,
                str(each.decided_by),
                each.reason,
            )
            for each in row.decisions.all()
        ),
    )


def waivers_on(versions: Mapping[int, VersionOn | None], *, on: date) -> dict[int, dict[int, WaiverOn]]:
    """The waiver of each requirement of each deployment on a day, by deployment id and requirement id, in two queries:
    the one that counts, else the newest. `versions` is what each deployment is held to."""
    rows: dict[int, list[Waiver]] = {pk: [] for pk in versions}
    for row in _read(Waiver.objects.filter(deployment__in=versions), on):
        rows[row.deployment_id].append(row)
    return {pk: _by_requirement(version, rows[pk], on) for pk, version in versions.items()}


def _by_requirement(version: VersionOn | None, rows: Iterable[Waiver], on: date) -> dict[int, WaiverOn]:
    found: dict[int, WaiverOn] = {}
    by_code = {each.code: each for each in version.requirements} if version else {}
    for row in rows:
        requirement = by_code.get(row.requirement.code)
        if requirement is None or not requirement.asks_as(as_plain(row.requirement)):
            continue
        waiver, before = as_plain_waiver(row), found.get(requirement.id)
        if before is None or waiver.counts_on(on) or not before.counts_on(on):
            found[requirement.id] = waiver
    return found


def get_waiver_on(waiver: Waiver, *, on: date) -> WaiverOn:
    """One waiver as it stands on a day."""
    return as_plain_waiver(_read(Waiver.objects.filter(pk=waiver.pk), on).get())


def waivers_of(deployment: Deployment, requirement: RequirementOn, *, on: date) -> tuple[WaiverOn, ...]:
    """Every waiver of one requirement at one deployment by a day, the newest first."""
    rows = _read(Waiver.objects.filter(deployment=deployment, requirement__code=requirement.code), on)
    return tuple(as_plain_waiver(row) for row in rows)[::-1]


@dataclass(frozen=True)
class PlacedWaiver:
    """A waiver with the deployment and the requirement that it is of."""

    waiver: WaiverOn
    deployment_id: int
    deployment: str
    requirement: RequirementOn
    scope: SubjectScope


def waivers_seen(access: Access, *, on: date) -> list[PlacedWaiver]:
    """The waivers of all deployments that the person may see, those that end first first, in a fixed number of queries."""
    visible = Deployment.objects.visible_to(access, on=on).select_related("trust", "use_case")
    deployments = {row.pk: row for row in visible}
    scopes = scopes_of_deployments(deployments.values(), day=on)
    rows = _read(Waiver.objects.filter(deployment__in=deployments), on).order_by("expires_on", "pk")
    return [
        PlacedWaiver(
            as_plain_waiver(row),
            row.deployment_id,
            str(deployments[row.deployment_id]),
            as_plain(row.requirement),
            scopes[row.deployment_id],
        )
        for row in rows
    ]
