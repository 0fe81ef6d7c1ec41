"""Audits of bias as they are recorded: by whom, and all of it or nothing."""

from datetime import timedelta

import pytest

from tests.factories import make_deployment, make_network, make_person
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.core.models import OutboxItem
from tracker.governance.actions.audits import record_audit
from tracker.governance.models import BiasAudit, BiasAuditGroup
from tracker.governance.policies.audits import GroupOn
from tracker.governance.policies.statistics import Counts
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
MEN = GroupOn("Sex", "Male", True, Counts(90, 40, 760, 10))
WOMEN = GroupOn("Sex", "Female", False, Counts(70, 30, 770, 30))


@pytest.fixture
def deployment() -> Deployment:
    return make_deployment()


def test_audit_keeps_the_counts_of_each_group(deployment: Deployment) -> None:
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    OutboxItem.objects.all().delete()
    audit = record_audit(
        deployment=deployment,
        groups=[MEN, WOMEN],
        first_day=TODAY - timedelta(days=90),
        last_day=TODAY,
        held_on=TODAY,
        impact_assessment=" EIA-1 ",
        note="Agreed by the board",
        by=manager,
    )
    assert (audit.impact_assessment, audit.recorded_by) == ("EIA-1", manager)
    told = audit.groups.order_by("pk").values_list("name", "is_reference", "true_positives", "false_negatives")
    assert list(told) == [("Male", True, 90, 10), ("Female", False, 70, 30)]
    assert audit.audit_events.get().pgh_context["reason"] == "Agreed by the board"
    assert [item.payload["deployment"] for item in OutboxItem.objects.filter(topic="touched")] == [[deployment.pk]]


def test_impossible_audit_and_people_without_the_right_leave_nothing(deployment: Deployment) -> None:
    given = {"deployment": deployment, "first_day": TODAY, "last_day": TODAY, "held_on": TODAY}
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=deployment.trust.memberships.get().network)
    with pytest.raises(Refused, match="needs one"):
        record_audit(**given, groups=[WOMEN], by=manager)
    for person in (make_person(role=Role.VIEWER), make_person(role=Role.PROGRAMME_MANAGER, scope=make_network())):
        with pytest.raises(NotPermitted):
            record_audit(**given, groups=[MEN, WOMEN], by=person)
    assert not BiasAudit.objects.exists()
    assert not BiasAuditGroup.objects.exists()
