"""What grants give, without a database: every question is denied unless a grant covers the thing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.permissions import PERMISSIONS, decide
from tracker.networks.access import Access, Grant, SubjectScope
from tracker.networks.vocabulary import ScopeKind

DAY = date(2025, 6, 30)
ids = st.integers(1, 3)
scopes = st.builds(SubjectScope, st.none() | ids, st.frozensets(ids, max_size=2), st.none() | ids)
grants = st.one_of(
    st.builds(Grant, st.sampled_from(Role), st.just(ScopeKind.PROGRAMME), programme_id=st.none() | ids),
    st.builds(Grant, st.sampled_from(Role), st.just(ScopeKind.NETWORK), network_id=ids),
    st.builds(Grant, st.sampled_from(Role), st.just(ScopeKind.TRUST), trust_id=ids),
)
OWN = SubjectScope(programme_id=1, network_ids=frozenset({1}), trust_id=1)
OTHER = SubjectScope(programme_id=1, network_ids=frozenset({2}), trust_id=2)
PROGRAMME_2 = SubjectScope(programme_id=2, network_ids=frozenset({1}), trust_id=1)


def access(*held: Grant) -> Access:
    return Access(User(email="a@tests.example"), DAY, held)


def over_network(role: Role) -> Access:
    return access(Grant(role, ScopeKind.NETWORK, network_id=1))


def over_trust(role: Role) -> Access:
    return access(Grant(role, ScopeKind.TRUST, trust_id=1))


def nationally(role: Role, programme_id: int | None = None) -> Access:
    return access(Grant(role, ScopeKind.PROGRAMME, programme_id=programme_id))


def test_nobody_without_a_grant_sees_or_does_anything() -> None:
    nobody = access()
    assert not nobody.sees(OWN)
    assert not nobody.is_national
    assert not nobody.sees_plan_of(1)
    assert not any(decide(name, nobody, OWN) for name in PERMISSIONS)


def test_unknown_permission_and_missing_subject_are_denied() -> None:
    lead = nationally(Role.NATIONAL_LEAD)
    assert not decide("networks.do_as_you_please", lead, OWN)
    assert not decide("networks.update_deployment", lead, None)
    assert not decide("networks.update_deployment", None, OWN)


def test_programme_of_another_fund_is_not_covered() -> None:
    lead = nationally(Role.NATIONAL_LEAD, programme_id=1)
    assert lead.sees(OWN)
    assert not lead.sees(PROGRAMME_2)
    assert not lead.sees_every_programme
    assert nationally(Role.NATIONAL_LEAD).sees(PROGRAMME_2)


@pytest.mark.parametrize(
    ("who", "sees_money"),
    [
        (nationally(Role.NATIONAL_LEAD), True),
        (nationally(Role.PROCUREMENT), True),
        (nationally(Role.ADMINISTRATOR), True),
        (nationally(Role.VIEWER), False),
        (nationally(Role.PROGRAMME_MANAGER), False),
        (over_network(Role.PROGRAMME_MANAGER), True),
        (over_network(Role.PROCUREMENT), True),
        (over_network(Role.VIEWER), False),
        (over_network(Role.SIGNATORY), False),
        (over_trust(Role.PROGRAMME_MANAGER), False),
        (over_trust(Role.PROCUREMENT), False),
        (over_trust(Role.TRUST_USER), False),
    ],
)
def test_commercial_figures_are_for_the_roles_that_need_them(who: Access, sees_money: bool) -> None:
    assert who.sees(OWN)
    assert who.sees_commercial(OWN) == sees_money
    assert not access(*[grant for grant in who.grants if grant.kind != ScopeKind.PROGRAMME]).sees_commercial(OTHER)


@pytest.mark.parametrize("role", Role)
def test_who_may_update_a_deployment(role: Role) -> None:
    may = role in {Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.TRUST_USER}
    for who in (nationally(role), over_network(role), over_trust(role)):
        assert bool(decide("networks.update_deployment", who, OWN)) == may
    for who in (over_network(role), over_trust(role)):
        assert not decide("networks.update_deployment", who, OTHER)


def test_refusal_says_who_may() -> None:
    decision = decide("networks.update_deployment", over_trust(Role.VIEWER), OWN)
    assert "Only people who run delivery" in decision.reason
    assert decision.remedy


def test_signatory_signs_in_their_own_capacity_and_scope() -> None:
    signatory = access(
        Grant(Role.SIGNATORY, ScopeKind.NETWORK, network_id=1, sign_off_role=SignOffRole.CLINICAL_SAFETY_OFFICER)
    )
    assert signatory.signs_as(SignOffRole.CLINICAL_SAFETY_OFFICER, OWN)
    assert not signatory.signs_as(SignOffRole.SIRO, OWN)
    assert not signatory.signs_as(SignOffRole.CLINICAL_SAFETY_OFFICER, OTHER)


def test_trust_person_sees_the_plan_of_their_network_and_no_other_trust() -> None:
    person = Access(
        User(email="t@tests.example"), DAY, (Grant(Role.TRUST_USER, ScopeKind.TRUST, trust_id=1),), frozenset({1})
    )
    assert person.sees_plan_of(1)
    assert not person.sees_plan_of(2)
    assert not person.sees(SubjectScope(programme_id=1, network_ids=frozenset({1}), trust_id=2))
    assert not person.sees(SubjectScope(programme_id=1, network_ids=frozenset({1})))


@given(st.lists(grants, max_size=4), grants, scopes)
def test_another_grant_never_takes_a_right_away(held: list[Grant], more: Grant, scope: SubjectScope) -> None:
    before, after = access(*held), access(*held, more)
    assert after.sees(scope) >= before.sees(scope)
    assert after.sees_commercial(scope) >= before.sees_commercial(scope)
    for name in PERMISSIONS:
        assert bool(decide(name, after, scope)) >= bool(decide(name, before, scope))


@given(st.lists(grants, max_size=4), scopes)
def test_who_may_change_a_thing_sees_it(held: list[Grant], scope: SubjectScope) -> None:
    who = access(*held)
    if not who.sees(scope):
        assert not any(decide(name, who, scope) for name in PERMISSIONS)
