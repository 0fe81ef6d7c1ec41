"""One imaging network in the programme, on a day and a week before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from tracker.accounts.roles import Role
from tracker.networks.access import Access, scope_of_network
from tracker.networks.models import ImagingNetwork, NetworkFunding, Programme, RoleAssignment
from tracker.networks.selectors import current_programme
from tracker.portfolio.selectors.national import WEEK
from tracker.portfolio.selectors.pictures import Picture, past_picture, picture

CONTACT_ROLES = (Role.PROGRAMME_MANAGER, Role.PROCUREMENT, Role.TRUST_USER, Role.SIGNATORY)


@dataclass(frozen=True)
class Contact:
    """Somebody to ask: what they do, and for which trust (empty: for the network)."""

    name: str
    job_title: str
    email: str
    phone: str
    role: str
    trust_name: str = ""


@dataclass(frozen=True)
class FundingOn:
    """The network's money in pence: allocated by the programme, and of its contracts."""

    allocated_pence: int | None
    value_pence: int
    committed_pence: int
    paid_pence: int


@dataclass(frozen=True)
class NetworkView:
    """A network as one person may see it. `sees_all` tells whether that is all of its trusts or only some; `funding` is
    None for who may not see money."""

    day: date
    network: ImagingNetwork
    programme: Programme | None
    now: Picture
    before: Picture
    sees_all: bool
    contacts: tuple[Contact, ...] = ()
    funding: FundingOn | None = None


def find_network_view(access: Access, slug: str, *, on: date) -> NetworkView | None:
    """The network of this name when the person may see its plan; None otherwise, whether it exists or not."""
    network = (
        ImagingNetwork.objects.with_plan_visible_to(access)
        .select_related("region", "lead_trust")
        .filter(slug=slug)
        .first()
    )
    if network is None:
        return None
    sees_all = access.is_national or network.pk in access.network_ids
    programme = current_programme()
    if programme is None:
        return NetworkView(on, network, None, Picture(on), Picture(on - WEEK), sees_all)
    now = picture(access, programme, on=on, network_id=network.pk)
    return NetworkView(
        day=on,
        network=network,
        programme=programme,
        now=now,
        before=past_picture(access, programme, on=on - WEEK, network_id=network.pk),
        sees_all=sees_all,
        contacts=_contacts(network, now, on),
        funding=_funding(access, network, programme, now),
    )


def _contacts(network: ImagingNetwork, now: Picture, on: date) -> tuple[Contact, ...]:
    """The people of the network on the day, and those of the trusts that the viewer sees."""
    names = {trust.id: trust.name for trust in now.trusts}
    rows = (
        RoleAssignment.objects.on(on)
        .filter(Q(network=network) | Q(trust__in=names), role__in=CONTACT_ROLES, user__is_active=True)
        .select_related("user")
    )
    order = list(CONTACT_ROLES)
    ordered = sorted(
        rows, key=lambda row: (names.get(row.trust_id or 0, ""), order.index(Role(row.role)), row.user.name)
    )
    return tuple(
        Contact(
            name=row.user.name,
            job_title=row.user.job_title,
            email=row.user.email,
            phone=row.user.phone,
            role=row.get_sign_off_role_display() if row.sign_off_role else row.get_role_display(),
            trust_name=names.get(row.trust_id or 0, ""),
        )
        for row in ordered
    )


def _funding(access: Access, network: ImagingNetwork, programme: Programme, now: Picture) -> FundingOn | None:
    if not access.sees_commercial(scope_of_network(network.pk, programme_id=programme.pk)):
        return None
    row = NetworkFunding.objects.filter(programme=programme, network=network).first()
    return FundingOn(
        allocated_pence=row.allocated_pence if row else None,
        value_pence=sum(contract.value_pence or 0 for contract in now.contracts),
        committed_pence=sum(contract.committed_pence or 0 for contract in now.contracts),
        paid_pence=sum(contract.paid_pence or 0 for contract in now.contracts),
    )


def networks_to_open(access: Access) -> list[ImagingNetwork]:
    """The networks whose page the person may open, by name."""
    return list(ImagingNetwork.objects.with_plan_visible_to(access).select_related("region").order_by("name"))
