"""People with roles."""

from datetime import date

from django.utils import timezone

from tests.factories.numbers import next_number
from tests.support.people import PASSWORD
from tracker.accounts.actions import create_person, end_tour
from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.accounts.selectors import system_user
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import ImagingNetwork, Programme, ScopeKind, Trust

SINCE = date(2020, 1, 1)

Scope = Programme | ImagingNetwork | Trust | None


def system() -> User:
    """The account behind commands and jobs, which may do everything."""
    return system_user()


def scope_kind(scope: Scope) -> ScopeKind:
    if isinstance(scope, ImagingNetwork):
        return ScopeKind.NETWORK
    return ScopeKind.TRUST if isinstance(scope, Trust) else ScopeKind.PROGRAMME


def make_person(
    email: str = "",
    role: Role | None = None,
    scope: Scope = None,
    *,
    sign_off_role: SignOffRole | None = None,
    name: str = "",
    on: date = SINCE,
    until: date | None = None,
    password: str | None = PASSWORD,
    is_new: bool = False,
) -> User:
    """A person who can sign in with `PASSWORD`, and their role over a programme (every one when `scope` is None), a
    network or a trust. Without `role` they hold none. A signatory is a clinical safety officer unless told otherwise. They
    have been here before, and saw the tour, unless `is_new`."""
    number = next_number()
    person = create_person(
        email=email or f"person{number}@tests.example",
        name=name or f"Person {number}",
        password=password,
    )
    if not is_new:
        end_tour(at=timezone.now(), by=person)
    if role is not None:
        if role == Role.SIGNATORY:
            sign_off_role = sign_off_role or SignOffRole.CLINICAL_SAFETY_OFFICER
        assign_role(
            user=person,
            role=role,
            kind=scope_kind(scope),
            target=scope,
            sign_off_role=sign_off_role,
            on=on,
            until=until,
            by=system(),
        )
    return person
