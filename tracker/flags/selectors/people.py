"""Who may see a flag, who could have it, and what has been said about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.flags.models import Flag, FlagComment
from tracker.flags.vocabulary import PLAN_KINDS
from tracker.networks.access import SubjectScope
from tracker.networks.models import NetworkMembership
from tracker.networks.people import Holder, holders_on
from tracker.networks.permissions import TAKING_PART


@dataclass(frozen=True)
class Person:
    """Somebody who may see a flag. `role` says as what; `takes_part` tells that they hold a role, other than a reader's,
    over what the flag is about, so that they could have it. `roles` are all that they hold over it."""

    id: int
    name: str
    role: str
    takes_part: bool
    user: User = field(compare=False, repr=False)
    roles: frozenset[Role] = frozenset()

    @property
    def title(self) -> str:
        return f"{self.name} ({self.role})" if self.role else self.name


def people_who_see(flags: Iterable[Flag], *, day: date) -> dict[int, list[Person]]:
    """The people who may see each flag on a day, by flag id and by name, in three queries: the rule of
    `Flag.objects.visible_to`, asked the other way round."""
    wanted = list(flags)
    trusts = {flag.trust_id for flag in wanted if flag.trust_id}
    plans = {flag.network_id for flag in wanted if _is_plan(flag) and flag.network_id}
    networks_of: dict[int, set[int]] = defaultdict(set)
    members_of: dict[int, set[int]] = defaultdict(set)
    members = NetworkMembership.objects.on(day)
    for trust_id, network_id in members.filter(trust__in=trusts).values_list("trust_id", "network_id"):
        networks_of[trust_id].add(network_id)
    for trust_id, network_id in members.filter(network__in=plans).values_list("trust_id", "network_id"):
        members_of[network_id].add(trust_id)
    holders = holders_on(day)
    found: dict[int, list[Person]] = {}
    for flag in wanted:
        own = {flag.network_id} if flag.network_id else set()
        networks = networks_of[flag.trust_id] if flag.trust_id else own
        plan = members_of[flag.network_id] if _is_plan(flag) and flag.network_id else set()
        found[flag.pk] = _people(holders, SubjectScope(flag.programme_id, frozenset(networks), flag.trust_id), plan)
    return found


def _is_plan(flag: Flag) -> bool:
    """A flag of a network itself that its trusts' people see too."""
    return flag.trust_id is None and flag.subject_kind in PLAN_KINDS


def _people(holders: Sequence[Holder], scope: SubjectScope, plan_trusts: set[int]) -> list[Person]:
    users: dict[int, User] = {}
    over: dict[int, list[Role]] = defaultdict(list)
    for user, grant in ((each.user, each.grant) for each in holders):
        covers = grant.covers(scope)
        if covers or grant.trust_id in plan_trusts:
            users[user.pk] = user
        if covers:
            over[user.pk].append(grant.role)
    return [
        Person(
            id=pk,
            name=str(user),
            role=", ".join(dict.fromkeys(role.label.lower() for role in over[pk])),
            takes_part=any(role in TAKING_PART for role in over[pk]),
            user=user,
            roles=frozenset(over[pk]),
        )
        for pk, user in users.items()
    ]


def comments_on(flag_id: int, *, day: date) -> list[FlagComment]:
    """What had been said about a flag by a day, oldest first, with who said it and whom they told."""
    rows = FlagComment.objects.filter(flag=flag_id, said_on__lte=day).select_related("recorded_by")
    return list(rows.prefetch_related("mentions__person").order_by("pk"))


def get_person(person_id: int) -> User:
    """Somebody whom a form offered."""
    return User.objects.get(pk=person_id)
