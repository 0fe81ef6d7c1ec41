"""What programmes are held to on a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tracker.accounts.roles import Role
from tracker.governance.models import CatalogueAdoption, CatalogueVersion, Requirement
from tracker.governance.policies.catalogue import RequirementOn, VersionOn
from tracker.networks.models import Deployment, Programme


def as_plain(row: Requirement) -> RequirementOn:
    """A requirement as plain data."""
    return RequirementOn(
        id=row.pk,
        code=row.code,
        domain=row.domain,
        domain_title=row.domain_title,
        title=row.title,
        evidence=row.evidence,
        owner_role=Role(row.owner_role),
        signs_role=row.signs_role,
        due_days=row.due_days_before_go_live,
        is_blocking=row.is_blocking,
        is_waivable=row.is_waivable,
        check=row.check_code,
        sign_off_place=row.sign_off_place,
        source=row.source,
    )


def held_on(programme_ids: Iterable[int], *, on: date) -> dict[int, VersionOn]:
    """The version that each programme is held to on a day, by programme id, in two queries. A programme that is held to
    none is left out."""
    adopted: dict[int, list[CatalogueAdoption]] = defaultdict(list)
    rows = CatalogueAdoption.objects.filter(programme__in=set(programme_ids), effective_on__lte=on)
    for row in rows.select_related("version").order_by("effective_on", "pk"):
        adopted[row.programme_id].append(row)
    requirements: dict[int, list[RequirementOn]] = defaultdict(list)
    versions = {rows[-1].version_id for rows in adopted.values()}
    for requirement in Requirement.objects.filter(version__in=versions).order_by("domain", "pk"):
        requirements[requirement.version_id].append(as_plain(requirement))
    return {
        programme_id: _version_on(rows[-1], rows[0].effective_on, requirements[rows[-1].version_id])
        for programme_id, rows in adopted.items()
    }


def _version_on(row: CatalogueAdoption, first_held_on: date, requirements: list[RequirementOn]) -> VersionOn:
    version = row.version
    return VersionOn(
        id=version.pk,
        code=version.code,
        title=version.title,
        since=row.effective_on,
        first_held_on=first_held_on,
        longest_waiver_days=version.longest_waiver_days,
        requirements=tuple(requirements),
    )


def version_of(deployment: Deployment, *, on: date) -> VersionOn | None:
    """What one deployment is held to on a day; None where its programme is held to nothing."""
    return held_on([deployment.programme_id], on=on).get(deployment.programme_id)


def first_held_on(programme_id: int) -> date | None:
    """The day from which the programme's go-lives pass through the gate; what lies before is history."""
    rows = CatalogueAdoption.objects.filter(programme=programme_id).order_by("effective_on")
    return rows.values_list("effective_on", flat=True).first()


def newest_version(*, on: date) -> CatalogueVersion | None:
    """The newest version that has taken effect by a day."""
    return CatalogueVersion.objects.filter(effective_from__lte=on).order_by("effective_from", "pk").last()


def newest_adoption(programme: Programme) -> CatalogueAdoption | None:
    return programme.catalogue_adoptions.order_by("effective_on", "pk").last()


def uses_of(requirement: Requirement) -> tuple[int, int]:
    """How many programmes adopted the requirement's version, and how many assessments and waivers answer it."""
    return requirement.version.adoptions.count(), requirement.assessments.count() + requirement.waivers.count()
