"""What a person's roles give them on a day: the one thing that permissions and querysets ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.accounts.selectors import has_usable_account
from tracker.networks.models import (
    Deployment,
    NetworkMembership,
    RoleAssignment,
    ScopeKind,
    Trust,
)


@dataclass(frozen=True)
class SubjectScope:
    """Where a thing lies: its programme (None when it belongs to none in particular), the networks that it belongs to
    on the day, and its trust (None for a thing of a network or of the programme)."""

    programme_id: int | None = None
    network_ids: frozenset[int] = frozenset()
    trust_id: int | None = None


@dataclass(frozen=True)
class Grant:
    """One role over one scope, as held on the day."""

    role: Role
    kind: ScopeKind
    programme_id: int | None = None
    network_id: int | None = None
    trust_id: int | None = None
    sign_off_role: SignOffRole | None = None

    def covers(self, scope: SubjectScope) -> bool:
        if self.kind == ScopeKind.PROGRAMME:
            return self.programme_id is None or scope.programme_id in (
                None,
                self.programme_id,
            )
        if self.kind == ScopeKind.NETWORK:
            return self.network_id in scope.network_ids
        return scope.trust_id is not None and scope.trust_id == self.trust_id


COMMERCIAL_NATIONAL = frozenset({Role.NATIONAL_LEAD, Role.PROCUREMENT, Role.ADMINISTRATOR})
COMMERCIAL_NETWORK = frozenset({Role.PROCUREMENT, Role.PROGRAMME_MANAGER})


@dataclass(frozen=True)
class Access:
    """A person's grants on a day. `is_system` is the account of jobs and commands, which may do everything."""

    user: User
    day: date
    grants: tuple[Grant, ...] = ()
    trust_network_ids: frozenset[int] = frozenset()
    is_system: bool = False

    @property
    def is_national(self) -> bool:
        """Sees every network and trust: holds some role over a whole programme."""
        return self.is_system or any(grant.kind == ScopeKind.PROGRAMME for grant in self.grants)

    @property
    def sees_every_programme(self) -> bool:
        return self.is_system or any(
            grant.kind == ScopeKind.PROGRAMME and grant.programme_id is None for grant in self.grants
        )

    @property
    def programme_ids(self) -> frozenset[int]:
        """Programmes held as a whole (empty for somebody who holds every programme: ask `sees_every_programme`)."""
        return frozenset(grant.programme_id for grant in self.grants if grant.programme_id is not None)

    @property
    def network_ids(self) -> frozenset[int]:
        return frozenset(grant.network_id for grant in self.grants if grant.network_id is not None)

    @property
    def trust_ids(self) -> frozenset[int]:
        return frozenset(grant.trust_id for grant in self.grants if grant.trust_id is not None)

    @property
    def plan_network_ids(self) -> frozenset[int]:
        """Networks whose plan the person sees: their own, and their trust's."""
        return self.network_ids | self.trust_network_ids

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def sees(self, scope: SubjectScope) -> bool:
        return self.is_system or any(grant.covers(scope) for grant in self.grants)

    def sees_plan_of(self, network_id: int) -> bool:
        return self.is_national or network_id in self.plan_network_ids

    def holds(self, roles: Iterable[Role], scope: SubjectScope) -> bool:
        """Whether one of the roles is held over the scope."""
        wanted = frozenset(roles)
        return self.is_system or any(grant.role in wanted and grant.covers(scope) for grant in self.grants)

    def signs_as(self, sign_off_role: str, scope: SubjectScope) -> bool:
        return any(grant.sign_off_role == sign_off_role and grant.covers(scope) for grant in self.grants)

    def sees_commercial(self, scope: SubjectScope) -> bool:
        """Contract values, payments and bid scores: nationally the lead, procurement and administrators; in a network
        its procurement and programme managers; never people of a trust."""
        return self.is_system or any(
            grant.covers(scope)
            and (
                (grant.kind == ScopeKind.PROGRAMME and grant.role in COMMERCIAL_NATIONAL)
                or (grant.kind == ScopeKind.NETWORK and grant.role in COMMERCIAL_NETWORK)
            )
            for grant in self.grants
        )


def access_of(user: User, *, day: date) -> Access:
    """The access of a person on a day, in two queries at most. Somebody whose account does not count has none."""
    if user.is_system:
        return Access(user, day, is_system=True)
    if not has_usable_account(user):
        return Access(user, day)
    grants = tuple(
        Grant(
            role=Role(row.role),
            kind=ScopeKind(row.scope_kind),
            programme_id=row.programme_id,
            network_id=row.network_id,
            trust_id=row.trust_id,
            sign_off_role=SignOffRole(row.sign_off_role) if row.sign_off_role else None,
        )
        for row in RoleAssignment.objects.on(day).filter(user=user).order_by("pk")
    )
    trust_ids = [grant.trust_id for grant in grants if grant.trust_id is not None]
    networks: Iterable[int] = (
        NetworkMembership.objects.on(day).filter(trust__in=trust_ids).values_list("network_id", flat=True)
        if trust_ids
        else ()
    )
    return Access(user, day, grants, trust_network_ids=frozenset(networks))


def scope_of_trust(trust: Trust, *, day: date, programme_id: int | None = None) -> SubjectScope:
    """Where a trust lies on a day, for permission questions about it or about its deployments."""
    networks = NetworkMembership.objects.on(day).filter(trust=trust).values_list("network_id", flat=True)
    return SubjectScope(programme_id=programme_id, network_ids=frozenset(networks), trust_id=trust.pk)


def scopes_of_deployments(deployments: Iterable[Deployment], *, day: date) -> dict[int, SubjectScope]:
    """Where each deployment lies on a day, by its id, in one query."""
    wanted = list(deployments)
    networks: dict[int, set[int]] = {}
    rows = NetworkMembership.objects.on(day).filter(trust__in={deployment.trust_id for deployment in wanted})
    for trust_id, network_id in rows.values_list("trust_id", "network_id"):
        networks.setdefault(trust_id, set()).add(network_id)
    return {
        deployment.pk: SubjectScope(
            programme_id=deployment.programme_id,
            network_ids=frozenset(networks.get(deployment.trust_id, ())),
            trust_id=deployment.trust_id,
        )
        for deployment in wanted
    }


def scope_of_deployment(deployment: Deployment, *, day: date) -> SubjectScope:
    """Where one deployment lies on a day."""
    return scopes_of_deployments([deployment], day=day)[deployment.pk]


def scope_of_network(network_id: int, *, programme_id: int | None = None) -> SubjectScope:
    """Where something of a network as a whole lies: its procurements and contracts."""
    return SubjectScope(programme_id=programme_id, network_ids=frozenset({network_id}))
