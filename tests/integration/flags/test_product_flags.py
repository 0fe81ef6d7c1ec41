"""What is recorded about a release raises and closes the flags of every deployment that runs it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories import (
    go_live,
    make_assured,
    make_cyber_check,
    make_deployment,
    make_device,
    make_intended_use,
    make_programme,
    make_release_in_use,
    set_state,
    system,
)
from tracker.core import outbox
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.core.touched import TOUCHED
from tracker.flags.actions.sweeping import sweep
from tracker.flags.models import Flag
from tracker.networks.models import Deployment
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.models import ProductRelease

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
ON = TODAY - 30 * DAY
RULES = ("R40", "R41", "R42", "R43", "R44", "R45", "R46", "R50", "R51", "R52", "R53", "R54", "R70", "R71")


@pytest.fixture
def deployments() -> list[Deployment]:
    """Two in clinical use that run the same release; the first has its safety case too."""
    first, second = make_deployment(), make_deployment()
    release = make_assured(first, on=ON)
    make_release_in_use(second, on=ON, release=release)
    make_intended_use(second, on=ON)
    for each in (first, second):
        go_live(each, on=ON)
    return [first, second]


def release_of(deployment: Deployment) -> ProductRelease:
    return deployment.releases.get().release


def sweep_what_was_touched() -> None:
    """As a worker does: each touched item that waits, and no more."""
    for item in OutboxItem.objects.filter(topic=TOUCHED, delivered_at=None).order_by("pk"):
        outbox.deliver(item.pk)


def sweep_everything() -> None:
    """As the hourly job does: judges at once what was touched to make these deployments."""
    OutboxItem.objects.filter(topic=TOUCHED).delete()
    sweep(programme=make_programme(), on=TODAY, by=system())


def flagged(rule: str) -> set[int | None]:
    return set(Flag.objects.open().filter(rule=rule).values_list("deployment_id", flat=True))


def codes_of(deployment: Deployment, on: date = TODAY) -> list[str]:
    sweep(programme=make_programme(), on=on, by=system())
    rows = Flag.objects.open().filter(deployment=deployment, rule__in=RULES)
    return list(rows.order_by("rule").values_list("rule", flat=True))


def test_deployment_in_order_has_none_and_another_what_it_lacks(deployments: list[Deployment]) -> None:
    first, second = deployments
    assert codes_of(first) == []
    assert codes_of(second) == ["R40", "R41"]
    assert "R50" in codes_of(first, on=TODAY + 5 * 365 * DAY)


@pytest.mark.django_db(transaction=True)
def test_check_of_a_device_flags_and_clears_all_that_run_it(deployments: list[Deployment]) -> None:
    release = release_of(deployments[0])
    sweep_everything()
    assert flagged("R51") == flagged("R52") == set()
    make_device(release, on=TODAY, mhra_reference="", referral_sources=["ed"])
    sweep_what_was_touched()
    everywhere = {each.pk for each in deployments}
    assert flagged("R51") == flagged("R52") == everywhere
    set_state(deployments[1], ClinicalUse.PAUSED, on=TODAY)
    sweep_what_was_touched()
    assert flagged("R51") == {deployments[0].pk}
    make_device(release, on=TODAY)
    sweep_what_was_touched()
    assert flagged("R51") == flagged("R52") == set()


@pytest.mark.django_db(transaction=True)
def test_open_security_finding_flags_and_clears_all_that_run_it(deployments: list[Deployment]) -> None:
    release = release_of(deployments[0])
    sweep_everything()
    make_cyber_check(release, on=TODAY, highest_open_cvss=Decimal("7.0"), ico_registration_expires_on=TODAY + 9 * DAY)
    sweep_what_was_touched()
    everywhere = {each.pk for each in deployments}
    assert flagged("R71") == flagged("R70") == everywhere
    flag = Flag.objects.get(rule="R71", deployment=deployments[0])
    assert (flag.severity, flag.since) == ("critical", TODAY)
    make_cyber_check(release, on=TODAY)
    sweep_what_was_touched()
    assert flagged("R71") == flagged("R70") == set()


def test_another_release_is_flagged_with_what_it_leaves_behind(deployments: list[Deployment]) -> None:
    first, _ = deployments
    make_release_in_use(first, on=TODAY, version="3.0")
    assert codes_of(first) == ["R41", "R45", "R46", "R51", "R54"]
    finding = Flag.objects.get(rule="R46", deployment=first)
    assert "the safety case" in finding.finding
    assert finding.since == TODAY
