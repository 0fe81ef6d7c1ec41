"""How a DPIA moves from status to status: who wrote in between is told, and what changes nothing leaves no row."""

import pytest

from tests import factories
from tests.factories.dpia import (
    DpiaPeople,
    make_approved_dpia,
    make_dpia_people,
    make_reviewed_dpia,
    move,
    sign,
    write_dpia,
)
from tracker.accounts.roles import Role
from tracker.audit.changes import Door
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite
from tracker.governance.actions.dpia_content import adopt_lead
from tracker.governance.actions.dpias import move_dpia, record_dpia_status, save_dpia
from tracker.governance.models import Dpia, DpiaLimits
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.vocabulary import DpiaRole, DpiaStatus
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
TODAY = today_in_london()


@pytest.fixture
def deployment() -> Deployment:
    return factories.make_deployment()


@pytest.fixture
def people(deployment: Deployment) -> DpiaPeople:
    return make_dpia_people(deployment)


def test_what_the_workbook_tells_is_not_written_over_a_newer_version(deployment: Deployment) -> None:
    given = {"deployment": deployment, "by": factories.system()}
    dpia = save_dpia(**given, controller="The trust")
    assert save_dpia(**given, controller="The network", version=dpia.version).version == 2
    with pytest.raises(StaleWrite):
        save_dpia(**given, controller="The trust", version=1)
    assert Dpia.objects.get().controller == "The network"


def test_first_move_starts_a_dpia_and_a_second_first_move_is_stale(deployment: Deployment, people: DpiaPeople) -> None:
    given = {"deployment": deployment, "on": TODAY, "by": people.author}
    dpia = move_dpia(**given, status=DpiaStatus.SCREENING, version=None)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.SCREENING
    assert not dpia.revisions.exists()  # nothing is written, so there is nothing to sign
    with pytest.raises(StaleWrite):
        move_dpia(**given, status=DpiaStatus.DRAFTING, version=None)
    with pytest.raises(StaleWrite):
        move_dpia(**given, status=DpiaStatus.DRAFTING, version=dpia.version + 1)
    move_dpia(**given, status=DpiaStatus.DRAFTING, version=dpia.version)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.DRAFTING


@pytest.mark.parametrize("door", [None, Door.IMPORT])
def test_move_to_where_it_is_leaves_no_row(deployment: Deployment, people: DpiaPeople, door: Door | None) -> None:
    dpia = write_dpia(deployment, by=people.author)
    before = dpia.states.count()
    given = {"dpia": dpia, "status": DpiaStatus.DRAFTING, "on": TODAY, "door": door, "by": people.author}
    assert record_dpia_status(**given) is None
    assert dpia.states.count() == before


def test_move_of_the_lead_leaves_a_follower_with_the_same_content_alone(
    deployment: Deployment, people: DpiaPeople
) -> None:
    network = deployment.trust.memberships.get().network
    lead_deployment = factories.make_deployment(factories.make_trust(network))
    lead_people = make_dpia_people(lead_deployment)
    lead = make_approved_dpia(lead_deployment, lead_people)
    manager = factories.make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    adopt_lead(deployment=deployment, lead=lead, version=None, by=manager)
    follower = Dpia.objects.get(deployment=deployment)
    before = (follower.revisions.count(), follower.states.count())
    move(lead_deployment, DpiaStatus.UNDER_REVIEW, by=lead_people.author)
    assert (follower.revisions.count(), follower.states.count()) == before


def test_nothing_is_approved_while_no_limits_are_set(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    sign(deployment, DpiaRole.CALDICOTT_GUARDIAN, by=people.by_role[DpiaRole.CALDICOTT_GUARDIAN])
    DpiaLimits.objects.all().delete()
    with pytest.raises(Refused, match="No limits are set"):
        sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.SIRO])
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.AWAITING_SIGN_OFF
