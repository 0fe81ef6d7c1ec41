"""What waits for a person, by role: the first page and the page of their work both read it here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role, SignOffRole
from tracker.core.models import OutboxItem
from tracker.core.permissions import decide
from tracker.governance.policies.reviews import DueReview, schedule_of
from tracker.governance.policies.sign_offs import SignOffsOn
from tracker.governance.selectors.inbox import Inbox, inbox_of
from tracker.governance.selectors.reviews import reviews_on
from tracker.governance.selectors.sign_offs import sign_offs_on
from tracker.governance.selectors.standing import GovernanceOn, governance_on
from tracker.networks.access import Access, SubjectScope, scope_of_network, scopes_of_deployments
from tracker.networks.models import ClinicalUse, Deployment, ImagingNetwork, Programme, RoleAssignment
from tracker.networks.next_actions import NextActionOn, next_actions_on
from tracker.networks.selectors import DeploymentOn, LiveCount, current_programme, live_counts
from tracker.notifications.models import Delivery
from tracker.portfolio.selectors.pictures import Picture, picture
from tracker.procurement.contract_vocabulary import PaymentStep
from tracker.procurement.policies.pack_waivers import PackWaiverOn
from tracker.procurement.policies.payments import PaymentOn
from tracker.procurement.selectors.contract_content import with_content
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.packs import with_packs
from tracker.procurement.selectors.pipeline import Due, lines_on, what_is_due
from tracker.procurement.selectors.procurements import ProcurementOn

DELIVERY = frozenset({Role.PROGRAMME_MANAGER, Role.TRUST_USER})
PROCURING = frozenset({Role.PROCUREMENT, Role.PROGRAMME_MANAGER})
GOVERNED = DELIVERY | {Role.SIGNATORY}


@dataclass(frozen=True)
class AwaitedSignature:
    """A deployment that waits for the person's approval in one of their capacities."""

    deployment: DeploymentOn
    capacity: SignOffRole


@dataclass(frozen=True)
class AwaitedPackWaiver:
    """A waiver of a procurement pack that somebody has to decide; `is_mine` where this person may."""

    procurement: ProcurementOn
    waiver: PackWaiverOn
    is_mine: bool


@dataclass(frozen=True)
class Failures:
    """What the service owes and could not do by itself: e-mails, things to follow a change, and people who can see
    nothing."""

    emails: tuple[Delivery, ...] = ()
    undelivered: tuple[OutboxItem, ...] = ()
    without_role: tuple[User, ...] = ()


@dataclass(frozen=True)
class WorkView:
    """What the person sees today, with the roles that they hold. `networks` are those that they hold a role over; what no
    role of theirs asks for is left empty."""

    day: date
    roles: frozenset[Role]
    user_id: int = 0
    programme: Programme | None = None
    live: LiveCount | None = None
    now: Picture = field(default_factory=lambda: Picture(date.min))
    networks: tuple[ImagingNetwork, ...] = ()
    own_trust_ids: frozenset[int] = frozenset()
    next_actions: dict[int, NextActionOn] = field(default_factory=dict)
    governance: dict[int, GovernanceOn] = field(default_factory=dict)
    asked: dict[int, SignOffsOn] = field(default_factory=dict)
    reviews: dict[int, list[DueReview]] = field(default_factory=dict)
    awaited: tuple[AwaitedSignature, ...] = ()
    inbox: Inbox | None = None
    dues: tuple[Due, ...] = ()
    pack_waivers: tuple[AwaitedPackWaiver, ...] = ()
    payments: tuple[tuple[ContractOn, PaymentOn], ...] = ()
    failures: Failures = field(default_factory=Failures)


def work_view(access: Access, *, on: date) -> WorkView:
    """The person's work on a day, in a fixed number of queries. Only what a role of theirs asks for is read."""
    programme, roles = current_programme(), access.roles
    if programme is None or not roles:
        return WorkView(on, roles, access.user.pk, programme)
    now = picture(access, programme, on=on)
    running = [each.id for each in now.deployments if each.state.state != ClinicalUse.WITHDRAWN]
    governance = governance_on(running, on=on) if roles & GOVERNED else {}
    return WorkView(
        day=on,
        roles=roles,
        user_id=access.user.pk,
        programme=programme,
        live=live_counts(programme, days=[on])[0],
        now=now,
        networks=tuple(ImagingNetwork.objects.filter(pk__in=access.network_ids).order_by("name")),
        own_trust_ids=access.trust_ids,
        next_actions=next_actions_on(running, on=on) if roles & DELIVERY else {},
        governance=governance,
        asked=sign_offs_on(running, on=on) if roles & DELIVERY else {},
        reviews=_reviews(running, on) if roles & GOVERNED else {},
        awaited=_awaited(access, now, governance, on) if Role.SIGNATORY in roles else (),
        inbox=inbox_of(access, on=on) if Role.SIGNATORY in roles else None,
        dues=tuple(what_is_due(lines_on(access, programme, on=on), day=on)) if Role.PROCUREMENT in roles else (),
        pack_waivers=_pack_waivers(access, now, on) if roles & (PROCURING | {Role.NATIONAL_LEAD}) else (),
        payments=_payments(access, now, on) if roles & PROCURING else (),
        failures=_failures(on) if Role.ADMINISTRATOR in roles else Failures(),
    )


def _awaited(
    access: Access, now: Picture, governance: dict[int, GovernanceOn], on: date
) -> tuple[AwaitedSignature, ...]:
    """Deployments on their way, or in use, in which no approval counts in a capacity that the person signs in; those
    that go live first come first."""
    scopes = scopes_of_deployments(Deployment.objects.filter(pk__in=governance), day=on)
    waiting = [
        AwaitedSignature(each, role)
        for each in now.deployments
        if each.id in governance
        for role in governance[each.id].missing_roles
        if access.signs_as(role, scopes[each.id])
    ]
    return tuple(sorted(waiting, key=lambda row: row.deployment.go_live.expected or date.max))


def _reviews(ids: Iterable[int], on: date) -> dict[int, list[DueReview]]:
    """The reviews after go-live that nobody has held, by deployment."""
    found: dict[int, list[DueReview]] = defaultdict(list)
    for pk, reviews in reviews_on(ids, on=on).items():
        found[pk] = [each for each in schedule_of(reviews) if each.held is None]
    return dict(found)


def _pack_waivers(access: Access, now: Picture, on: date) -> tuple[AwaitedPackWaiver, ...]:
    """The waivers that nobody has decided, those that end first first."""
    found = [
        AwaitedPackWaiver(each, waiver, is_mine=_may_decide(access, each, waiver))
        for each in with_packs(now.procurements, on=on)
        for waiver in (each.pack.waivers if each.pack else ())
        if waiver.is_waiting(on) and access.sees(_scope(each))
    ]
    return tuple(sorted(found, key=lambda row: row.waiver.expires_on))


def _may_decide(access: Access, procurement: ProcurementOn, waiver: PackWaiverOn) -> bool:
    """Whoever asked for a waiver does not agree it."""
    may = decide("procurement.waive_pack", access, _scope(procurement))
    return bool(may) and waiver.requested_by_id != access.user.pk


def _scope(each: ProcurementOn | ContractOn) -> SubjectScope:
    return scope_of_network(each.network_id, programme_id=each.programme_id)


def _payments(access: Access, now: Picture, on: date) -> tuple[tuple[ContractOn, PaymentOn], ...]:
    """The payments that are not made, of contracts whose money this person looks after, by their day."""
    own = [
        each
        for each in now.contracts
        if each.shows_money and decide("procurement.release_payment", access, _scope(each))
    ]
    found = [
        (contract, payment)
        for contract in with_content(own, on=on)
        for payment in (contract.content.payments if contract.content else ())
        if payment.state != PaymentStep.PAID
    ]
    return tuple(sorted(found, key=lambda row: row[1].due_on))


def _failures(on: date) -> Failures:
    holders = RoleAssignment.objects.on(on).values("user")
    people = User.objects.filter(is_active=True, is_system=False).exclude(pk__in=holders)
    undelivered = OutboxItem.objects.filter(delivered_at=None, attempts__gt=0)
    emails = Delivery.objects.needing_an_administrator().select_related("person").order_by("created_at", "pk")
    return Failures(
        emails=tuple(emails),
        undelivered=tuple(undelivered.order_by("created_at")),
        without_role=tuple(people.order_by("created_at", "pk")),
    )
