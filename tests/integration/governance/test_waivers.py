"""Asking for waivers and giving them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests import factories
from tests.factories.gate import SAFETY
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused
from tracker.governance.actions.waivers import decide_waiver, request_waiver
from tracker.governance.models import Requirement, Waiver, WaiverDecision
from tracker.governance.selectors.gate import gate_of
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CODE = "downtime-drill"


@pytest.fixture
def deployment() -> Deployment:
    deployment = factories.make_deployment()
    factories.adopt(deployment.programme, factories.make_catalogue(longest_waiver_days=30))
    return deployment


def is_waived(deployment: Deployment) -> bool:
    item = gate_of(deployment.pk, on=today_in_london()).find(CODE)
    return item is not None and item.is_done


def test_waiver_counts_once_both_have_agreed_and_until_it_ends(deployment: Deployment) -> None:
    waiver = factories.make_waiver(deployment, CODE, is_agreed=False)
    executive = factories.make_signatory(deployment, SignOffRole.EXECUTIVE)
    decide_waiver(waiver=waiver, party=WaiverParty.EXECUTIVE, verdict=WaiverVerdict.AGREED, by=executive)
    assert not is_waived(deployment)
    officer = factories.make_signatory(deployment, SAFETY)
    decide_waiver(waiver=waiver, party=WaiverParty.SAFETY, verdict=WaiverVerdict.AGREED, by=officer)
    assert is_waived(deployment)
    with time_machine.travel(waiver.expires_on, tick=False):
        assert not is_waived(deployment)


def test_either_takes_it_back(deployment: Deployment) -> None:
    waiver = factories.make_waiver(deployment, CODE)
    first = waiver.decisions.earliest("pk")
    decide_waiver(
        waiver=waiver,
        party=WaiverParty(first.party),
        verdict=WaiverVerdict.WITHDRAWN,
        reason="The drill failed",
        by=first.decided_by,
    )
    assert not is_waived(deployment)


def test_one_person_with_both_roles_does_not_give_it_alone(deployment: Deployment) -> None:
    waiver = factories.make_waiver(deployment, CODE, is_agreed=False)
    both = factories.make_signatory(deployment, SAFETY)
    factories.people.assign_role(
        user=both,
        role=Role.SIGNATORY,
        kind=factories.people.scope_kind(deployment.trust),
        target=deployment.trust,
        sign_off_role=SignOffRole.SIRO,
        on=factories.START,
        by=factories.system(),
    )
    decide_waiver(waiver=waiver, party=WaiverParty.SAFETY, verdict=WaiverVerdict.AGREED, by=both)
    with pytest.raises(Refused, match="two people"):
        decide_waiver(waiver=waiver, party=WaiverParty.EXECUTIVE, verdict=WaiverVerdict.AGREED, by=both)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        WaiverDecision.objects.create(
            waiver=waiver,
            party=WaiverParty.EXECUTIVE,
            role=SignOffRole.SIRO,
            verdict=WaiverVerdict.AGREED,
            decided_on=today_in_london(),
            decided_by=both,
        )


def test_what_can_not_be_waived_is_refused_by_the_action_and_by_the_database(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="can't be waived"):
        factories.make_waiver(deployment, "audit-trail")
    today = today_in_london()
    with pytest.raises(IntegrityError, match="can not be waived"), transaction.atomic():
        Waiver.objects.create(
            deployment=deployment,
            requirement=Requirement.objects.get(code="audit-trail"),
            reason="Why not",
            effective_on=today,
            expires_on=today + DAY,
            requested_by=factories.system(),
        )


def test_waiver_runs_no_longer_than_the_catalogue_allows(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="at most 30 days"):
        factories.make_waiver(deployment, CODE, expires_on=today_in_london() + 31 * DAY)


def test_who_may_not(deployment: Deployment) -> None:
    requirement = Requirement.objects.get(code=CODE)
    fields = {"reason": "Booked", "expires_on": today_in_london() + DAY}
    with pytest.raises(NotPermitted):
        request_waiver(
            deployment=deployment, requirement=requirement, by=factories.make_person(role=Role.VIEWER), **fields
        )
    waiver = factories.make_waiver(deployment, CODE, is_agreed=False)
    agreed = {"party": WaiverParty.SAFETY, "verdict": WaiverVerdict.AGREED}
    with pytest.raises(NotPermitted):
        decide_waiver(waiver=waiver, by=factories.make_person(role=Role.NATIONAL_LEAD), **agreed)
    with pytest.raises(Refused, match="You don't speak as"):
        decide_waiver(waiver=waiver, by=factories.make_signatory(deployment, SignOffRole.DPO), **agreed)
    assert not WaiverDecision.objects.exists()
