"""Publishing versions of the catalogue, holding programmes to them, and keeping what is used."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import factories
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.governance.actions.catalogue import adopt_catalogue, publish_catalogue, remove_requirement
from tracker.governance.models import CatalogueAdoption, CatalogueVersion, Requirement
from tracker.governance.selectors.catalogue import version_of
from tracker.networks.actions.programmes import save_programme

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_deployments_are_held_to_the_version_of_the_day() -> None:
    deployment = factories.make_deployment()
    first, second = factories.make_catalogue(), factories.make_catalogue()
    factories.adopt(deployment.programme, first, on=date(2025, 1, 1))
    today = today_in_london()
    factories.adopt(deployment.programme, second, on=today + DAY)
    held = {day: version_of(deployment, on=day) for day in (date(2024, 12, 31), today, today + DAY)}
    assert [version.code if version else None for version in held.values()] == [None, first.code, second.code]
    assert held[today + DAY].first_held_on == date(2025, 1, 1)  # type: ignore[union-attr]


def test_version_is_not_adopted_before_it_takes_effect_nor_backwards() -> None:
    programme = factories.make_programme()
    future = factories.make_catalogue(effective_from=today_in_london() + 10 * DAY)
    with pytest.raises(Refused, match="takes effect on"):
        factories.adopt(programme, future, on=today_in_london())
    factories.adopt(programme, factories.make_catalogue())
    with pytest.raises(Refused, match="stays"):
        factories.adopt(programme, factories.make_catalogue(), on=today_in_london() - DAY)


def test_programme_that_begins_today_is_held_to_the_newest_version_from_today() -> None:
    programme = save_programme(code="new", name="New programme", starts_on=date(2026, 1, 1), by=factories.system())
    adoption = CatalogueAdoption.objects.get(programme=programme)
    assert (adoption.version.code, adoption.effective_on) == ("1", today_in_london())


def test_programme_begins_without_a_catalogue_while_none_is_published() -> None:
    Requirement.objects.all().delete()
    CatalogueVersion.objects.all().delete()
    programme = save_programme(code="new", name="New programme", starts_on=date(2026, 1, 1), by=factories.system())
    assert not CatalogueAdoption.objects.filter(programme=programme).exists()


def test_requirement_in_use_is_kept_by_the_action_and_by_the_database() -> None:
    deployment = factories.make_deployment()
    version = factories.make_catalogue()
    factories.adopt(deployment.programme, version)
    requirement = version.requirements.get(code="downtime-drill")
    with pytest.raises(Refused, match="held to this requirement"):
        remove_requirement(requirement=requirement, by=factories.system())
    for write in (requirement.delete, lambda: Requirement.objects.filter(pk=requirement.pk).update(title="Easier")):
        with pytest.raises(IntegrityError, match="adopted catalogue stays"), transaction.atomic():
            write()
    assert version.requirements.count() == 3


def test_requirement_that_nobody_uses_may_go() -> None:
    version = factories.make_catalogue()
    remove_requirement(requirement=version.requirements.get(code="lessons"), by=factories.system())
    assert version.requirements.count() == 2


def test_who_may_not() -> None:
    programme, version = factories.make_programme(), factories.make_catalogue()
    manager = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=factories.make_network())
    lead = factories.make_person(role=Role.NATIONAL_LEAD)
    with pytest.raises(NotPermitted):
        adopt_catalogue(programme=programme, version=version, on=today_in_london(), by=manager)
    with pytest.raises(NotPermitted):
        remove_requirement(requirement=version.requirements.earliest("pk"), by=lead)
    with pytest.raises(NotPermitted):
        publish_catalogue(code="x", title="X", effective_from=date(2025, 1, 1), requirements=[], by=lead)
    assert adopt_catalogue(programme=programme, version=version, on=today_in_london(), by=lead)


def test_two_requirements_of_one_code_are_refused() -> None:
    twice = [factories.requirement("same"), factories.requirement("same")]
    with pytest.raises(IntegrityError, match="code_is_unique"), transaction.atomic():
        factories.make_catalogue(*twice)
    assert not CatalogueVersion.objects.filter(code__startswith="test").exists()
