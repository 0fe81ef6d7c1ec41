"""A DPIA from the first answer to the approval and after it, through the actions."""

import pytest

from tests import factories
from tests.factories.dpia import (
    DpiaPeople,
    make_approved_dpia,
    make_dpia_people,
    make_reviewed_dpia,
    make_risk,
    move,
    sign,
    write_dpia,
)
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.governance.checks import verdicts_on
from tracker.governance.models import DpiaState
from tracker.governance.selectors.dpias import dpia_on
from tracker.governance.selectors.standing import governance_on
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


def test_dpia_is_approved_by_those_who_may(deployment: Deployment, people: DpiaPeople) -> None:
    dpia = make_approved_dpia(deployment, people)
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.APPROVED
    assert standing.missing_roles == ()
    assert governance_on([deployment.pk], on=TODAY)[deployment.pk].approved_on == TODAY
    verdicts = verdicts_on([deployment.pk], on=TODAY)[deployment.pk]
    assert verdicts["dpia-approved"].is_met, verdicts["dpia-approved"]
    assert verdicts["article-28"].is_met
    assert (dpia.controller, dpia.processor, dpia.residual_risk) == ("The trust", "Acme Imaging Ltd", "low")
    statuses = DpiaState.objects.filter(dpia=dpia).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["drafting", "dpo-review", "awaiting-sign-off", "approved"]


def test_changed_content_voids_the_signatures(deployment: Deployment, people: DpiaPeople) -> None:
    make_approved_dpia(deployment, people)
    make_risk(deployment, by=people.author, description="Data are out of date")
    standing = dpia_on(deployment.pk, on=TODAY)
    assert standing.status == DpiaStatus.UNDER_REVIEW
    assert set(standing.stale_roles) == set(DpiaRole)
    assert not verdicts_on([deployment.pk], on=TODAY)[deployment.pk]["dpia-approved"].is_met


def test_incomplete_dpia_does_not_reach_the_officer(deployment: Deployment, people: DpiaPeople) -> None:
    write_dpia(deployment, by=people.author, without=["security"])
    with pytest.raises(Refused, match="not complete"):
        move(deployment, DpiaStatus.DPO_REVIEW, by=people.author)
    assert dpia_on(deployment.pk, on=TODAY).status == DpiaStatus.DRAFTING


def test_siro_signs_last(deployment: Deployment, people: DpiaPeople) -> None:
    make_reviewed_dpia(deployment, people)
    with pytest.raises(Refused, match="Caldicott Guardian"):
        sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.SIRO])
    with pytest.raises(Refused, match="You are not the"):
        sign(deployment, DpiaRole.SIRO, by=people.by_role[DpiaRole.DPO])
    with pytest.raises(NotPermitted):
        sign(deployment, DpiaRole.SIRO, by=factories.make_person())
