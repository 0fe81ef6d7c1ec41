"""Checks of devices and of cyber security, and intended use, as they are written, refused and read on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    make_assured,
    make_contract,
    make_cyber_check,
    make_deployment,
    make_device,
    make_intended_use,
    make_network,
    make_officer,
    make_person,
    make_release,
    make_release_in_use,
    make_trust,
    set_state,
    system,
)
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.core.models import OutboxItem
from tracker.governance.actions.devices import record_cyber_check, record_device, record_intended_use
from tracker.governance.checks import verdicts_on
from tracker.governance.models import CeAcceptance
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.selectors.devices import devices_on
from tracker.governance.selectors.release_finding import find_release, scopes_of_release
from tracker.networks.access import SubjectScope, access_of
from tracker.networks.models import Deployment
from tracker.networks.vocabulary import ClinicalUse
from tracker.procurement.models import ProductRelease

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
DAY = timedelta(days=1)
ON = date(2026, 6, 1)


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


@pytest.fixture
def release(deployment: Deployment) -> ProductRelease:
    return make_release_in_use(deployment, on=ON)


@pytest.fixture
def manager(deployment: Deployment) -> User:
    network = deployment.trust.memberships.get().network
    return make_person(role=Role.PROGRAMME_MANAGER, scope=network, name="Priya Manager")


def verdicts(deployment: Deployment, on: date = TODAY) -> dict[str, Verdict]:
    return verdicts_on([deployment.pk], on=on)[deployment.pk]


def test_everything_in_order_meets_every_check(deployment: Deployment) -> None:
    ours = {
        *("dcb0129-pack", "dcb0160-safety-case", "dtac", "device-regulation", "intended-purpose", "iso-13485", "cyber"),
    }
    before = verdicts(deployment)
    assert [code for code in ours if before[code]] == []
    make_assured(deployment, on=ON)
    after = verdicts(deployment)
    assert [(code, after[code].sentence) for code in ours if not after[code]] == []
    past = verdicts(deployment, on=ON - DAY)
    assert [code for code in ours if past[code]] == []


def test_newest_check_of_a_device_counts_from_its_day(deployment: Deployment, release: ProductRelease) -> None:
    make_device(release, on=ON)
    make_device(release, on=ON + DAY, mhra_reference="")
    assert verdicts(deployment, on=ON)["device-regulation"]
    assert "MHRA registration" in verdicts(deployment)["device-regulation"].reason
    event = apps.get_model("governance", "DeviceRegistrationAuditEvent").objects.order_by("-pgh_id").first()
    assert event.mhra_reference == ""


def test_ce_mark_ends_as_the_dated_rows_say(deployment: Deployment, release: ProductRelease) -> None:
    make_device(release, on=ON, mark="CE-MDD", expires_on=date(2031, 1, 1))
    assert verdicts(deployment, on=date(2028, 6, 30))["device-regulation"]
    assert "30 June 2028" in verdicts(deployment, on=date(2028, 7, 1))["device-regulation"].reason
    CeAcceptance.objects.filter(mark="CE-MDD").update(valid_to=ON)
    CeAcceptance.objects.create(mark="CE-MDD", accepted_until=date(2028, 12, 31), valid_from=ON, source="In a test")
    assert verdicts(deployment, on=date(2028, 7, 1))["device-regulation"]


def test_use_for_a_source_beyond_the_purpose_is_outside_whoever_recorded_it(
    deployment: Deployment, release: ProductRelease
) -> None:
    make_device(release, on=ON, referral_sources=["gp"])
    make_intended_use(deployment, on=ON)
    assert verdicts(deployment)["intended-purpose"]
    set_state(deployment, ClinicalUse.LIVE_PARTIAL, on=ON + DAY, sources=["gp", "ed"])
    assert "Emergency department" in verdicts(deployment)["intended-purpose"].reason
    assert verdicts(deployment, on=ON)["intended-purpose"]
    set_state(deployment, ClinicalUse.PAUSED, on=ON + 2 * DAY)
    assert verdicts(deployment)["intended-purpose"]


def test_two_who_check_at_once_meet(release: ProductRelease, deployment: Deployment, manager: User) -> None:
    first = make_device(release, on=ON)
    with pytest.raises(StaleWrite) as stale:
        record_device(release=release, version=None, checked_on=ON, mark="UKCA", by=manager)
    assert stale.value.current == first
    check = make_cyber_check(release, on=ON)
    with pytest.raises(StaleWrite):
        record_cyber_check(release=release, version=check.pk - 1, checked_on=ON, by=manager)
    make_intended_use(deployment, on=ON)
    with pytest.raises(StaleWrite):
        record_intended_use(deployment=deployment, on=ON, version=None, referral_sources=["gp"], by=manager)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"expires_on": ON - 30 * DAY}, "expires_on"),
        ({"certificate_number": ""}, "certificate_number"),
        ({"issued_on": TODAY + DAY}, "issued_on"),
        ({"minimum_age": 80, "maximum_age": 18}, "maximum_age"),
    ],
)
def test_device_with_dates_out_of_order_is_refused(release: ProductRelease, fields: dict, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        make_device(release, on=ON, **fields)
    assert refusal.value.decision.field == field
    assert not release.device_registrations.exists()


def test_use_and_checks_that_are_not_whole_are_refused(release: ProductRelease, deployment: Deployment) -> None:
    with pytest.raises(Refused, match="referral source"):
        make_intended_use(deployment, on=ON, referral_sources=[])
    with pytest.raises(Refused, match="below the lowest"):
        make_intended_use(deployment, on=ON, maximum_age=1)
    with pytest.raises(Refused, match="between 0 and 10"):
        make_cyber_check(release, on=ON, highest_open_cvss=Decimal("10.5"))


def test_rights(release: ProductRelease, deployment: Deployment) -> None:
    stranger = make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())
    trust_user = make_person(role=Role.TRUST_USER, scope=deployment.trust)
    for person in (stranger, trust_user, make_person(role=Role.VIEWER)):
        with pytest.raises(NotPermitted):
            record_device(release=release, version=None, checked_on=ON, by=person)
        with pytest.raises(NotPermitted):
            record_cyber_check(release=release, version=None, checked_on=ON, by=person)
    with pytest.raises(NotPermitted):
        record_intended_use(deployment=deployment, on=ON, version=None, by=stranger)


def test_check_touches_every_deployment_of_the_release(release: ProductRelease, deployment: Deployment) -> None:
    other = make_deployment()
    make_contract(other.trust.memberships.get().network, release=release, covers=[other])
    OutboxItem.objects.all().delete()
    make_device(release, on=ON)
    payloads = [item.payload for item in OutboxItem.objects.filter(topic="touched")]
    assert {"supplier": [release.product.supplier_id]} in payloads
    assert {"deployment": sorted([deployment.pk, other.pk])} in payloads


def test_release_is_seen_where_it_is_used(release: ProductRelease, deployment: Deployment) -> None:
    def sees(person: User, row: ProductRelease) -> bool:
        return find_release(access_of(person, day=TODAY), row.pk, on=TODAY) is not None

    unused = make_release()
    assert scopes_of_release(unused.pk, on=TODAY) == (SubjectScope(),)
    network = deployment.trust.memberships.get().network
    assert sees(make_person(role=Role.TRUST_USER, scope=deployment.trust), release)
    assert sees(make_person(role=Role.VIEWER, scope=network), release)
    assert sees(make_person(role=Role.VIEWER), unused)
    for person in (make_person(role=Role.TRUST_USER, scope=make_trust()), make_person()):
        assert not sees(person, release)
        assert not sees(person, unused)
    assert find_release(access_of(system(), day=TODAY), 0, on=TODAY) is None


def test_reading_counts_the_same_queries_for_many() -> None:
    network = make_network()
    deployments = [make_deployment(make_trust(network)) for _ in range(4)]
    officer = make_officer(deployments[0], checked_on=ON)
    for each in deployments:
        make_assured(each, on=ON, officer=officer)
    ids = [each.pk for each in deployments]
    counts = []
    for some in (ids, ids[:1]):
        with CaptureQueriesContext(connection) as captured:
            devices_on(some, on=TODAY)
        counts.append(len(captured))
    assert counts[0] == counts[1]
