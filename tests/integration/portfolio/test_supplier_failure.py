"""A supplier that fails is told at once at everything that it touches, and recovery takes that back."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import (
    START,
    go_live,
    make_contract,
    make_deployment,
    make_network,
    make_person,
    make_release,
    make_release_in_use,
    make_supplier,
    make_trust,
    system,
)
from tests.support.forms import text_of
from tracker.accounts.roles import Role
from tracker.core import outbox
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.core.touched import TOUCHED
from tracker.flags.models import Flag
from tracker.networks.models import Deployment
from tracker.procurement.actions.supply import change_supplier_status
from tracker.procurement.models import Contract, Supplier, SupplierStatusCode

TODAY = today_in_london()
DAY = timedelta(days=1)
FAILED = SupplierStatusCode.IN_ADMINISTRATION


class Scene:
    """A supplier with contracts in two networks, a deployment in use and one in preparation under the first, and one
    of a third network that runs its release under nobody's contract."""

    def __init__(self) -> None:
        self.supplier = make_supplier("Acme Imaging Ltd")
        self.release = make_release(self.supplier)
        self.first, self.second, self.third = (make_network() for _ in range(3))
        self.live, self.waiting = (make_deployment(make_trust(self.first)) for _ in range(2))
        self.elsewhere = make_deployment(make_trust(self.second))
        self.uncovered = make_deployment(make_trust(self.third))
        self.bystander = make_deployment(make_trust(self.third))
        go_live(self.live, on=START + 200 * DAY)
        signed = START + 100 * DAY
        self.contracts = [
            make_contract(self.first, release=self.release, signed_on=signed, covers=[self.live, self.waiting]),
            make_contract(self.second, release=self.release, signed_on=signed, covers=[self.elsewhere]),
        ]
        make_release_in_use(self.uncovered, on=START, release=self.release)

    @property
    def touched(self) -> list[Deployment]:
        return [self.live, self.waiting, self.elsewhere, self.uncovered]


def deliver() -> None:
    """One run of what follows, as a worker does it."""
    for item in OutboxItem.objects.filter(topic=TOUCHED, delivered_at=None).order_by("pk"):
        outbox.deliver(item.pk)


def change(supplier: Supplier, status: SupplierStatusCode) -> None:
    change_supplier_status(
        supplier=supplier, status=status, on=TODAY, reason="Announced in the Gazette", version=None, by=system()
    )


def flagged() -> tuple[set[int], set[int]]:
    """The deployments and contracts with an open flag about a failed supplier."""
    rows = Flag.objects.open().filter(rule="T07")
    return (
        set(rows.filter(subject_kind="deployment").values_list("subject_id", flat=True)),
        set(rows.filter(subject_kind="contract").values_list("subject_id", flat=True)),
    )


@pytest.mark.django_db(transaction=True)
def test_failure_is_flagged_everywhere_in_one_run_and_recovery_clears_it(client: Client) -> None:
    scene = Scene()
    deliver()
    assert flagged() == (set(), set())

    change(scene.supplier, FAILED)
    assert OutboxItem.objects.filter(topic=TOUCHED, delivered_at=None).count() >= 1
    deliver()
    assert flagged() == ({each.pk for each in scene.touched}, {each.pk for each in scene.contracts})
    severities = dict(
        Flag.objects.open().filter(rule="T07", subject_kind="deployment").values_list("subject_id", "severity")
    )
    assert severities[scene.live.pk] == "critical"
    assert severities[scene.waiting.pk] == severities[scene.uncovered.pk] == "high"

    client.force_login(make_person(role=Role.NATIONAL_LEAD))
    told = "has been in administration since"
    for each in scene.touched:
        assert told in text_of(client.get(f"/deployments/{each.pk}/"))
        assert told in text_of(client.get(f"/trusts/{each.trust.ods_code}/"))
    assert told not in text_of(client.get(f"/deployments/{scene.bystander.pk}/"))
    for network in (scene.first, scene.second, scene.third):
        page = text_of(client.get(f"/networks/{network.slug}/"))
        assert "Supplier has failed" in page
    assert "Supplier has failed" in text_of(client.get("/national/"))
    supplier = text_of(client.get(f"/suppliers/{scene.supplier.pk}/"))
    assert "In administration since" in supplier
    assert supplier.count("Supplier has failed") == len(scene.touched) + len(scene.contracts)
    listed = text_of(client.get("/flags/", {"rule": "T07"}))
    assert listed.count("tracker-flag__title") == len(scene.touched) + len(scene.contracts)

    change(scene.supplier, SupplierStatusCode.ACTIVE)
    deliver()
    assert flagged() == (set(), set())
    assert "Supplier has failed" not in text_of(client.get(f"/suppliers/{scene.supplier.pk}/"))


@pytest.mark.django_db(transaction=True)
def test_people_of_a_network_are_told_of_their_own_and_of_nothing_elsewhere(client: Client) -> None:
    scene = Scene()
    change(scene.supplier, FAILED)
    deliver()
    others = [scene.contracts[1].reference, scene.second.name, scene.elsewhere.trust.name, scene.third.name]
    for role, scope in ((Role.PROGRAMME_MANAGER, scene.first), (Role.TRUST_USER, scene.live.trust)):
        client.force_login(make_person(role=role, scope=scope))
        pages = [
            text_of(client.get(f"/suppliers/{scene.supplier.pk}/")),
            text_of(client.get("/suppliers/")),
            text_of(client.get("/flags/", {"rule": "T07"})),
            text_of(client.get(f"/deployments/{scene.live.pk}/")),
        ]
        assert scene.contracts[0].reference in pages[0]
        for page in pages:
            assert not [name for name in others if name in page]


@pytest.mark.django_db(transaction=True)
def test_as_of_a_day_before_the_failure_nothing_is_wrong(client: Client) -> None:
    scene = Scene()
    change(scene.supplier, FAILED)
    deliver()
    client.force_login(make_person(role=Role.VIEWER))
    yesterday = (TODAY - DAY).isoformat()
    page = text_of(client.get(f"/suppliers/{scene.supplier.pk}/", {"as_of": yesterday}))
    assert "Active since 30 June 2023" in page
    assert "Supplier has failed" not in page
    assert Contract.objects.count() == 2
