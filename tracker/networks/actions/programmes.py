"""Setting up a programme: its frame, its networks, who is in scope from when, and who has which role."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import Access, SubjectScope, access_of, scope_of_trust
from tracker.networks.beginnings import begin_programme
from tracker.networks.comparing import as_texts
from tracker.networks.models import (
    DeliveryCapacity,
    Deployment,
    ImagingNetwork,
    ITSystem,
    ITSystemKind,
    NetworkFunding,
    NetworkMembership,
    Programme,
    ProgrammeScope,
    RoleAssignment,
    ScopeKind,
    Site,
    Trust,
)
from tracker.networks.policies import may_count_from

MAIN_SITE = "Main site"
CAPACITY: dict[str, Any] = {"project_manager": "", "clinical_lead": "", "protected_sessions_per_week": None}


def _access(by: User) -> Access:
    return access_of(by, day=today_in_london())


def save_programme(*, code: str, by: User, **fields: Any) -> Programme:
    """Creates the programme of that code, or updates the given fields of it."""
    with change(by=by):
        programme = Programme.objects.filter(code=code).first()
        demand(
            "networks.manage_scope",
            _access(by),
            SubjectScope(programme_id=programme.pk if programme else None),
        )
        if programme is None:
            programme = Programme.objects.create(code=code, **fields)
            begin_programme(programme, by=by)
            return programme
        for name, value in fields.items():
            setattr(programme, name, value)
        programme.version += 1
        programme.save()
    return programme


def save_network(*, slug: str, by: User, **fields: Any) -> ImagingNetwork:
    """Creates the network of that slug, or updates the given fields of it."""
    with change(by=by):
        demand("networks.manage_scope", _access(by), SubjectScope())
        network, _ = ImagingNetwork.objects.update_or_create(slug=slug, defaults=fields)
    return network


def fund_network(*, programme: Programme, network: ImagingNetwork, allocated_pence: int, by: User) -> NetworkFunding:
    """Allocates money of the programme to a network; the allocations together never exceed the programme's funding."""
    with change(by=by):
        demand(
            "networks.manage_scope",
            _access(by),
            SubjectScope(programme_id=programme.pk),
        )
        locked = Programme.objects.select_for_update().get(pk=programme.pk)
        others = NetworkFunding.objects.filter(programme=programme).exclude(network=network)
        total = sum(others.values_list("allocated_pence", flat=True)) + allocated_pence
        if total > locked.funding_pence:
            raise Refused(
                deny(
                    f"The networks would be allocated £{total / 100:,.2f} of a programme of "
                    f"£{locked.funding_pence / 100:,.2f}.",
                    remedy="Lower an allocation, or raise the programme's funding first.",
                    field="funding",
                )
            )
        funding, _ = NetworkFunding.objects.update_or_create(
            programme=programme,
            network=network,
            defaults={"allocated_pence": allocated_pence},
        )
    return funding


def join_programme(
    *,
    programme: Programme,
    network: ImagingNetwork,
    trust: Trust,
    joined_on: date,
    reason: str = "",
    by: User,
) -> ProgrammeScope:
    """Takes a trust into the programme through a network from a day on, and into that network when it is in none."""
    with change(reason=reason, by=by):
        demand(
            "networks.manage_scope",
            _access(by),
            SubjectScope(programme_id=programme.pk),
        )
        if not NetworkMembership.objects.filter(trust=trust, network=network, valid_to=None).exists():
            NetworkMembership.objects.filter(trust=trust, is_primary=True, valid_to=None).update(valid_to=joined_on)
            NetworkMembership.objects.create(trust=trust, network=network, valid_from=joined_on)
        scope = ProgrammeScope.objects.create(
            programme=programme,
            network=network,
            trust=trust,
            valid_from=joined_on,
            reason=reason.strip(),
        )
        touch("trust", trust.pk)
    return scope


def leave_programme(*, scope: ProgrammeScope, left_on: date, reason: str, by: User) -> ProgrammeScope:
    """Ends a trust's part in the programme on a day (the first day on which it no longer counts)."""
    with change(reason=reason, by=by):
        demand(
            "networks.manage_scope",
            _access(by),
            SubjectScope(programme_id=scope.programme_id),
        )
        if left_on <= scope.valid_from:
            raise Refused(
                deny(
                    "A trust can't leave the programme on or before the day it joined.",
                    remedy=f"Enter a day after {scope.valid_from:%-d %B %Y}.",
                    field="left_on",
                )
            )
        scope.valid_to = left_on
        scope.reason = reason.strip() or scope.reason
        scope.save(update_fields=["valid_to", "reason"])
        touch("trust", scope.trust_id)
    return scope


def record_capacity(
    *, trust: Trust, on: date, shown: Mapping[str, str] | None = None, by: User, **fields: Any
) -> DeliveryCapacity:
    """Records from a day on who manages the trust's delivery, who leads clinically, and the protected sessions a week.
    `fields` are those of `DeliveryCapacity`; what is not named stays as it was. With `shown`, what a page showed as
    texts (`comparing.as_texts`), refuses a write over something newer."""
    with change(by=by):
        demand(
            "networks.manage_capacity",
            _access(by),
            scope_of_trust(trust, day=today_in_london()),
        )
        current = DeliveryCapacity.objects.select_for_update().filter(trust=trust, valid_to=None).first()
        before = {name: getattr(current, name, default) for name, default in CAPACITY.items()}
        if shown is not None and as_texts(before) != shown:
            raise StaleWrite(current)
        require(may_count_from(on, today=today_in_london(), field="effective_on"))
        after = {**before, **fields}
        if current is not None and after == before:
            return current
        if current is not None and current.valid_from >= on:
            for name, value in after.items():
                setattr(current, name, value)
            current.save()
        else:
            DeliveryCapacity.objects.filter(trust=trust, valid_to=None).update(valid_to=on)
            current = DeliveryCapacity.objects.create(trust=trust, valid_from=on, **after)
        touch("trust", trust.pk)
        touch(
            "deployment",
            *Deployment.objects.filter(trust=trust).values_list("pk", flat=True),
        )
    return current


def save_it_system(*, trust: Trust, kind: ITSystemKind, name: str, site_name: str = MAIN_SITE, by: User) -> ITSystem:
    """Records which PACS, RIS, VNA or orchestrator a site of the trust runs."""
    with change(by=by):
        demand(
            "networks.manage_capacity",
            _access(by),
            scope_of_trust(trust, day=today_in_london()),
        )
        site, _ = Site.objects.get_or_create(trust=trust, name=site_name)
        system, _ = ITSystem.objects.update_or_create(site=site, kind=kind, defaults={"name": name.strip()})
    return system


def assign_role(
    *,
    user: User,
    role: Role,
    kind: ScopeKind,
    target: Programme | ImagingNetwork | Trust | None = None,
    sign_off_role: SignOffRole | None = None,
    on: date,
    until: date | None = None,
    by: User,
) -> RoleAssignment:
    """Gives a person a role over a programme (every one when `target` is None), a network or a trust."""
    with change(by=by):
        demand("networks.manage_people", _access(by), SubjectScope())
        return RoleAssignment.objects.create(
            user=user,
            role=role,
            sign_off_role=sign_off_role or "",
            scope_kind=kind,
            valid_from=on,
            valid_to=until,
            **({str(kind): target} if target is not None else {}),
        )


def end_role(*, assignment: RoleAssignment, on: date, by: User) -> RoleAssignment:
    """Ends a role on a day (the first day on which it no longer holds)."""
    with change(by=by):
        demand("networks.manage_people", _access(by), SubjectScope())
        assignment.valid_to = on
        assignment.save(update_fields=["valid_to"])
    return assignment
