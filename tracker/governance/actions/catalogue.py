"""Publishing versions of the requirement catalogue, and holding programmes to them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import CatalogueAdoption, CatalogueVersion, Requirement
from tracker.governance.policies.catalogue import may_adopt, may_remove_requirement
from tracker.governance.selectors.catalogue import newest_adoption, newest_version, uses_of
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import Programme


def publish_catalogue(
    *,
    code: str,
    title: str,
    effective_from: date,
    longest_waiver_days: int = 90,
    source: str = "",
    requirements: Iterable[Mapping[str, Any]],
    by: User,
) -> CatalogueVersion:
    """Adds a version with its requirements, each a mapping of the fields of `Requirement`. No programme is held to it
    until it adopts it."""
    with change(by=by):
        demand("governance.publish_catalogue", access_of(by, day=today_in_london()), SubjectScope())
        version = CatalogueVersion.objects.create(
            code=code,
            title=title.strip(),
            effective_from=effective_from,
            longest_waiver_days=longest_waiver_days,
            source=source.strip(),
        )
        Requirement.objects.bulk_create([Requirement(version=version, **fields) for fields in requirements])
    return version


def remove_requirement(*, requirement: Requirement, by: User) -> None:
    """Takes a requirement out of a version that no programme has adopted and nobody has answered."""
    with change(by=by):
        demand("governance.publish_catalogue", access_of(by, day=today_in_london()), SubjectScope())
        adoptions, answers = uses_of(requirement)
        require(may_remove_requirement(adoptions=adoptions, answers=answers))
        requirement.delete()


def adopt_catalogue(*, programme: Programme, version: CatalogueVersion, on: date, by: User) -> CatalogueAdoption:
    """Holds the programme's deployments to a version from a day on."""
    today = today_in_london()
    with change(by=by):
        demand("governance.adopt_catalogue", access_of(by, day=today), SubjectScope(programme_id=programme.pk))
        Programme.objects.select_for_update().get(pk=programme.pk)
        before = newest_adoption(programme)
        require(
            may_adopt(
                effective_from=version.effective_from,
                newest_adoption=before.effective_on if before else None,
                on=on,
                today=today,
            )
        )
        adoption = CatalogueAdoption.objects.create(
            programme=programme, version=version, effective_on=on, recorded_by=by
        )
        touch("deployment", *programme.deployments.values_list("pk", flat=True))
    return adoption


def adopt_newest(programme: Programme, by: User) -> None:
    """Holds a programme that has just been set up to the newest version, from today on."""
    today = today_in_london()
    version = newest_version(on=today)
    if version is not None:
        adopt_catalogue(programme=programme, version=version, on=today, by=by)
