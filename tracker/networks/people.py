"""Who holds which role over a thing: the question of `Access`, asked the other way round."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.accounts.selectors import has_usable_account
from tracker.networks.access import Grant, SubjectScope
from tracker.networks.models import RoleAssignment, ScopeKind

NARROWEST_FIRST = (ScopeKind.TRUST, ScopeKind.NETWORK, ScopeKind.PROGRAMME)


@dataclass(frozen=True)
class Holder:
    """A person with one of their roles."""

    user: User
    grant: Grant


def holders_on(day: date) -> list[Holder]:
    """Everybody who can sign in, with each role that they hold on a day, in one query."""
    rows = RoleAssignment.objects.on(day).filter(user__is_active=True, user__is_system=False)
    return [
        Holder(row.user, grant_of(row))
        for row in rows.select_related("user").order_by("user__name", "pk")
        if has_usable_account(row.user)
    ]


def grant_of(row: RoleAssignment) -> Grant:
    return Grant(
        role=Role(row.role),
        kind=ScopeKind(row.scope_kind),
        programme_id=row.programme_id,
        network_id=row.network_id,
        trust_id=row.trust_id,
        sign_off_role=SignOffRole(row.sign_off_role) if row.sign_off_role else None,
    )


def who_holds(holders: Iterable[Holder], roles: Iterable[Role], scope: SubjectScope) -> list[User]:
    """The people with one of the roles over the scope, each once."""
    wanted = frozenset(roles)
    found = {each.user.pk: each.user for each in holders if each.grant.role in wanted and each.grant.covers(scope)}
    return list(found.values())


def who_signs(holders: Iterable[Holder], scope: SubjectScope) -> Mapping[SignOffRole, list[User]]:
    """The signatories over the scope, by the capacity in which they sign."""
    found: dict[SignOffRole, list[User]] = {}
    for each in holders:
        if each.grant.sign_off_role and each.grant.covers(scope):
            found.setdefault(each.grant.sign_off_role, []).append(each.user)
    return found


def nearest(holders: Iterable[Holder], roles: Iterable[Role], scope: SubjectScope) -> list[User]:
    """Those with one of the roles who stand nearest to the thing: the trust's own people, without any the network's, and
    without those the programme's."""
    known = list(holders)
    for kind in NARROWEST_FIRST:
        found = who_holds((each for each in known if each.grant.kind == kind), roles, scope)
        if found:
            return found
    return []
