"""Signing: by whom, on what, in which order, and two at once."""

from datetime import timedelta
from typing import Any

import pytest

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.days import today_in_london
from tracker.core.decisions import NotPermitted, Refused, StaleWrite
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.sign_offs import Shown, ask_for_sign_offs, sign
from tracker.governance.models import SignOff
from tracker.governance.policies.hashing import content_hash
from tracker.governance.selectors.gate import gate_of
from tracker.governance.selectors.signing import signable
from tracker.governance.selectors.standing import governance_on
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.models import Deployment

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
APPROVED = SignOffDecision.APPROVED
IT, SIRO, DPO = SignOffRole.IT_LEAD, SignOffRole.SIRO, SignOffRole.DPO


def check_of(role: SignOffRole, place: int) -> dict[str, Any]:
    return factories.requirement(
        f"signed-{role}", check_code=f"sign-offs:{role}", signs_role=role, sign_off_place=place, is_waivable=False
    )


@pytest.fixture
def deployment() -> Deployment:
    """A deployment that is held to sign-offs of two, whose release is recorded and whose sign-offs are asked for."""
    deployment = factories.make_deployment()
    factories.adopt(deployment.programme, factories.make_catalogue(check_of(IT, 1), check_of(SIRO, 3)))
    use_release(deployment, "1.0")
    ask_for_sign_offs(deployment=deployment, by=factories.system())
    return deployment


def use_release(deployment: Deployment, version: str) -> None:
    release = factories.make_release(version=version)
    record_release(
        deployment=deployment, release=release, on=today_in_london(), reason="Upgrade", by=factories.system()
    )


def decide(deployment: Deployment, role: SignOffRole, by: User | None = None, **fields: Any) -> SignOff:
    given = {"decision": APPROVED, **fields}
    return sign(deployment=deployment, role=role, by=by or factories.make_signatory(deployment, role), **given)


def approves(deployment: Deployment, role: SignOffRole) -> bool:
    return role not in governance_on([deployment.pk], on=today_in_london())[deployment.pk].missing_roles


def test_signature_is_bound_to_what_stood(deployment: Deployment) -> None:
    content, _ = signable(deployment, on=today_in_london())
    row = decide(deployment, IT)
    assert (row.covers, row.content_hash) == (content, content_hash(content))
    assert row.signatory == row.recorded_by
    assert "1.0" in row.covers["release"]
    assert content_hash(row.covers) == row.content_hash


def test_all_who_sign_in_their_order_open_the_gate(deployment: Deployment) -> None:
    with pytest.raises(Refused, match="Others sign before"):
        decide(deployment, SIRO)
    decide(deployment, IT)
    decide(deployment, SIRO)
    assert gate_of(deployment.pk, on=today_in_london()).is_open


def test_new_release_makes_a_signature_stale_and_closes_the_gate(deployment: Deployment) -> None:
    decide(deployment, IT)
    decide(deployment, SIRO)
    use_release(deployment, "2.0")
    assert not approves(deployment, IT)
    gate = gate_of(deployment.pk, on=today_in_london())
    assert "the release in use changed" in gate.blocking[0].reason
    decide(deployment, IT)
    assert approves(deployment, IT)


def test_new_version_of_the_requirements_makes_a_signature_stale(deployment: Deployment) -> None:
    decide(deployment, IT)
    factories.adopt(deployment.programme, factories.make_catalogue(check_of(IT, 1)), on=today_in_london())
    assert not approves(deployment, IT)


@pytest.mark.parametrize("decision", [SignOffDecision.REFUSED, SignOffDecision.WITHDRAWN])
def test_approval_ends_when_it_is_taken_back(deployment: Deployment, decision: SignOffDecision) -> None:
    person = factories.make_signatory(deployment, IT)
    decide(deployment, IT, person)
    decide(deployment, IT, person, decision=decision, conditions="The test failed")
    assert not approves(deployment, IT)


def test_who_asked_does_not_sign(deployment: Deployment) -> None:
    both = factories.make_person(role=Role.PROGRAMME_MANAGER)
    factories.people.assign_role(
        user=both,
        role=Role.SIGNATORY,
        kind=factories.people.scope_kind(deployment.trust),
        target=deployment.trust,
        sign_off_role=IT,
        on=factories.START,
        by=factories.system(),
    )
    ask_for_sign_offs(deployment=deployment, by=both)
    with pytest.raises(Refused, match="You asked for these"):
        decide(deployment, IT, both)


def test_role_has_to_be_held_here_today(deployment: Deployment) -> None:
    today = today_in_london()
    ended = factories.make_person(role=Role.SIGNATORY, scope=deployment.trust, sign_off_role=IT, until=today)
    with pytest.raises(NotPermitted):
        decide(deployment, IT, ended)
    with pytest.raises(Refused, match="You don't sign as IT lead here today"):
        decide(deployment, IT, factories.make_signatory(deployment, DPO))
    with pytest.raises(Refused, match="You don't sign as"):
        decide(deployment, IT, factories.system())
    elsewhere = factories.make_person(role=Role.SIGNATORY, scope=factories.make_trust(), sign_off_role=IT)
    with pytest.raises(NotPermitted):
        decide(deployment, IT, elsewhere)
    assert not SignOff.objects.exists()


def test_nobody_signs_what_the_page_did_not_show(deployment: Deployment) -> None:
    content, _ = signable(deployment, on=today_in_london())
    shown = Shown(content_hash(content))
    use_release(deployment, "2.0")
    with pytest.raises(StaleWrite):
        decide(deployment, IT, shown=shown)


def test_two_who_sign_in_one_capacity_at_once_are_told(deployment: Deployment) -> None:
    content, _ = signable(deployment, on=today_in_london())
    shown = Shown(content_hash(content))
    decide(deployment, IT, shown=shown)
    with pytest.raises(StaleWrite):
        decide(deployment, IT, shown=shown)
    assert SignOff.objects.count() == 1


def test_two_who_sign_in_two_capacities_at_once_are_both_kept(deployment: Deployment) -> None:
    content, _ = signable(deployment, on=today_in_london())
    shown = Shown(content_hash(content))
    decide(deployment, IT, shown=shown)
    decide(deployment, DPO, shown=shown)
    assert SignOff.objects.count() == 2


def test_decision_from_a_workbook_counts_and_says_where_it_is_from(deployment: Deployment) -> None:
    factories.make_sign_off(deployment, IT, on=today_in_london())
    standing = governance_on([deployment.pk], on=today_in_london())[deployment.pk].sign_offs[IT]
    assert (standing.counts, standing.origin) == (True, "recorded from a workbook")


def test_only_who_runs_delivery_asks(deployment: Deployment) -> None:
    with pytest.raises(NotPermitted):
        ask_for_sign_offs(deployment=deployment, by=factories.make_signatory(deployment, IT))
