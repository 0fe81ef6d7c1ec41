"""The people of the demo: seven to sign in as, and the contacts and signatories of each network, who can't."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.accounts.actions import create_person
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.accounts.selectors import system_user
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.sign_in import DEMO_PASSWORD
from tracker.demo.generate import names
from tracker.demo.generate.organisations import DEMO_NETWORK
from tracker.governance.vocabulary import DpiaRole
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import ImagingNetwork, Programme, ProgrammeScope, RoleAssignment, ScopeKind, Trust
from tracker.networks.selectors import current_programme


@dataclass(frozen=True)
class SignIn:
    """Somebody to sign in as."""

    email: str
    name: str
    job_title: str
    role: Role
    kind: ScopeKind
    sign_off_role: SignOffRole | None = None


SIGN_INS = (
    SignIn(
        "national@demo.example",
        "Verity Okonmere",
        "National programme lead",
        Role.NATIONAL_LEAD,
        ScopeKind.PROGRAMME,
    ),
    SignIn(
        "manager@demo.example",
        "Rhys Dalmunzie",
        "Network programme manager",
        Role.PROGRAMME_MANAGER,
        ScopeKind.NETWORK,
    ),
    SignIn(
        "trust@demo.example",
        "Amara Tarnbrook",
        "PACS manager",
        Role.TRUST_USER,
        ScopeKind.TRUST,
    ),
    SignIn(
        "procurement@demo.example",
        "Tomasz Fennimarr",
        "Senior procurement manager",
        Role.PROCUREMENT,
        ScopeKind.NETWORK,
    ),
    SignIn(
        "safety@demo.example",
        "Dr Deepa Larkhurst",
        "Clinical safety officer",
        Role.SIGNATORY,
        ScopeKind.NETWORK,
        SignOffRole.CLINICAL_SAFETY_OFFICER,
    ),
    SignIn(
        "viewer@demo.example",
        "Leon Silverthwaite",
        "Policy analyst",
        Role.VIEWER,
        ScopeKind.PROGRAMME,
    ),
    SignIn(
        "admin@demo.example",
        "Zofia Hollinrath",
        "Service administrator",
        Role.ADMINISTRATOR,
        ScopeKind.PROGRAMME,
    ),
)
CONTACTS = (
    ("pm", "Network programme manager", Role.PROGRAMME_MANAGER),
    ("procurement", "Procurement lead", Role.PROCUREMENT),
)


def load_people(*, by: User | None = None) -> list[User]:
    """Creates whoever is missing of the seven and gives them the roles that can be given: those of a network or a trust
    need one. Running it again changes nothing."""
    by = by or system_user()
    targets = find_targets()
    with change(reason="People of the demo", door=Door.COMMAND, by=by):
        people = []
        for each in SIGN_INS:
            person = _person(each.email, each.name, each.job_title, password=DEMO_PASSWORD)
            if each.kind in targets:
                _give(person, each.role, each.kind, targets[each.kind], each.sign_off_role, by=by)
            people.append(person)
    return people


def load_contacts(*, by: User | None = None) -> None:
    """Gives every network of the programme somebody who manages it and somebody who buys for it."""
    by = by or system_user()
    programme = current_programme()
    if programme is None:
        return
    invented = names.people_names(random.Random("contacts"))
    networks = ImagingNetwork.objects.filter(scopes__programme=programme).distinct().order_by("pk")
    with change(reason="Contacts of the demo's networks", door=Door.COMMAND, by=by):
        for email, job_title, role, network in _contacts(list(networks)):
            person = _person(email, next(invented), job_title)
            _give(person, role, ScopeKind.NETWORK, network, by=by)


@dataclass(frozen=True)
class Hands:
    """Who prepares and who signs for the deployments of a network."""

    network: ImagingNetwork
    manager: User
    signs: dict[SignOffRole, User]


def load_signatories(programme: Programme, *, by: User) -> dict[int, Hands]:
    """Gives every network somebody who signs in each capacity, and tells who acts there, by network id."""
    invented = names.people_names(random.Random("signatories"))
    networks = ImagingNetwork.objects.filter(scopes__programme=programme).distinct().order_by("pk")
    hands = {}
    with change(reason="Signatories of the demo's networks", door=Door.COMMAND, by=by):
        for network in networks:
            signs = {}
            for role in SignOffRole:
                email = f"{role.value}.{network.slug}@demo.example"
                signs[role] = _person(email, next(invented), role.label)
                _give(signs[role], Role.SIGNATORY, ScopeKind.NETWORK, network, role, by=by)
            hands[network.pk] = Hands(network, User.objects.get(email=f"pm.{network.slug}@demo.example"), signs)
    return hands


def trust_person(trust: Trust, role: SignOffRole | DpiaRole, *, by: User) -> User:
    """Who acts in a capacity for a trust itself, and can't sign in; the same person each time."""
    email = f"{role.value}.{trust.ods_code.lower()}@demo.example"
    person = _person(email, next(names.people_names(random.Random(email))), str(role.label))
    is_signatory = role.value in SignOffRole.values
    held = Role.SIGNATORY if is_signatory else Role.TRUST_USER
    _give(person, held, ScopeKind.TRUST, trust, SignOffRole(role.value) if is_signatory else None, by=by)
    return person


def panel_person(network: ImagingNetwork, key: str, job_title: str, *, by: User) -> User:
    """Who sits on a network's panel for its bids, and can't sign in; the same person each time."""
    email = f"panel-{key}.{network.slug}@demo.example"
    person = _person(email, next(names.people_names(random.Random(email))), job_title)
    _give(person, Role.VIEWER, ScopeKind.NETWORK, network, by=by)
    return person


def _contacts(networks: list[ImagingNetwork]) -> Iterator[tuple[str, str, Role, ImagingNetwork]]:
    for network in networks:
        for name, job_title, role in CONTACTS:
            yield f"{name}.{network.slug}@demo.example", job_title, role, network


def find_targets() -> dict[ScopeKind, ImagingNetwork | Trust | None]:
    """What each kind of role is given over: every programme, the demo's network, and a trust of it that is not live
    yet; a kind is absent while there is nothing of it."""
    targets: dict[ScopeKind, ImagingNetwork | Trust | None] = {ScopeKind.PROGRAMME: None}
    programme = current_programme()
    scopes = ProgrammeScope.objects.filter(programme=programme, valid_to=None).order_by("network_id", "trust_id")
    networks = list(dict.fromkeys(scopes.values_list("network_id", flat=True)))
    if programme is None or not networks:
        return targets
    network = ImagingNetwork.objects.get(pk=networks[min(DEMO_NETWORK, len(networks) - 1)])
    trusts = Trust.objects.filter(scopes__programme=programme, scopes__network=network).order_by("pk")
    waiting = trusts.exclude(deployments__states__state__in=("live-partial", "live-full"))
    return {**targets, ScopeKind.NETWORK: network, ScopeKind.TRUST: waiting.first() or trusts.first()}


def _person(email: str, name: str, job_title: str, password: str | None = None) -> User:
    found = User.objects.filter(email=email).first()
    return found or create_person(email=email, name=name, job_title=job_title, password=password)


def _give(
    person: User,
    role: Role,
    kind: ScopeKind,
    target: ImagingNetwork | Trust | None,
    sign_off_role: SignOffRole | None = None,
    *,
    by: User,
) -> None:
    """The role, unless the person holds it over something of the kind already."""
    if RoleAssignment.objects.filter(user=person, role=role, scope_kind=kind, valid_to=None).exists():
        return
    assign_role(
        user=person,
        role=role,
        kind=kind,
        target=target,
        sign_off_role=sign_off_role,
        on=_since(),
        by=by,
    )


def _since() -> date:
    """Roles of the demo hold since its programme started."""
    programme = current_programme()
    return programme.starts_on if programme else today_in_london()
