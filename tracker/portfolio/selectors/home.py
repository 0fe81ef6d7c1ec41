"""What the first page needs to take each role to its work."""

from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.roles import Role, SignOffRole
from tracker.governance.selectors.standing import governance_on
from tracker.networks.access import Access, scopes_of_deployments
from tracker.networks.models import ClinicalUse, Deployment, ImagingNetwork, Programme
from tracker.networks.selectors import DeploymentOn, LiveCount, current_programme, live_counts
from tracker.portfolio.selectors.pictures import Picture, picture


@dataclass(frozen=True)
class AwaitedSignature:
    """A deployment that waits for the person's approval in one of their capacities."""

    deployment: DeploymentOn
    capacity: SignOffRole


@dataclass(frozen=True)
class HomeView:
    """What the person sees today, with the roles that they hold. `networks` are those that they hold a role over."""

    day: date
    roles: frozenset[Role]
    programme: Programme | None = None
    live: LiveCount | None = None
    now: Picture = field(default_factory=lambda: Picture(date.min))
    networks: tuple[ImagingNetwork, ...] = ()
    own_trust_ids: frozenset[int] = frozenset()
    is_national: bool = False
    awaited: tuple[AwaitedSignature, ...] = ()


def home_view(access: Access, *, on: date) -> HomeView:
    """The person's work on a day, in a fixed number of queries."""
    programme = current_programme()
    if programme is None or not access.roles:
        return HomeView(on, access.roles, programme)
    now = picture(access, programme, on=on)
    return HomeView(
        day=on,
        roles=access.roles,
        programme=programme,
        live=live_counts(programme, days=[on])[0],
        now=now,
        networks=tuple(ImagingNetwork.objects.filter(pk__in=access.network_ids).order_by("name")),
        own_trust_ids=access.trust_ids,
        is_national=access.is_national,
        awaited=_awaited(access, now, on) if Role.SIGNATORY in access.roles else (),
    )


def _awaited(access: Access, now: Picture, on: date) -> tuple[AwaitedSignature, ...]:
    """Deployments on their way, or in use, in which no approval counts in a capacity that the person signs in; those
    that go live first come first."""
    running = [each for each in now.deployments if each.state.state != ClinicalUse.WITHDRAWN]
    governance = governance_on([each.id for each in running], on=on)
    scopes = scopes_of_deployments(Deployment.objects.filter(pk__in=[each.id for each in running]), day=on)
    waiting = [
        AwaitedSignature(each, role)
        for each in running
        for role in governance[each.id].missing_roles
        if access.signs_as(role, scopes[each.id])
    ]
    return tuple(sorted(waiting, key=lambda row: row.deployment.go_live.expected or date.max))
