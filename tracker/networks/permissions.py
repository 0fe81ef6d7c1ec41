"""Who may do what in this app, over the scope of a network, a trust or a deployment."""

from collections.abc import Callable
from dataclasses import dataclass

import rules

from tracker.accounts.roles import Role
from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.permissions import declare
from tracker.networks.access import Access, SubjectScope


def holds(*roles: Role) -> rules.Predicate:
    """Predicate: the person holds one of the roles over the scope of the thing."""
    name = "holds:" + ",".join(roles)

    def holds_one(access: Access, scope: SubjectScope) -> bool:
        return isinstance(access, Access) and isinstance(scope, SubjectScope) and access.holds(roles, scope)

    return rules.predicate(holds_one, name=name)


def asks(question: Callable[[Access, SubjectScope], bool], name: str) -> rules.Predicate:
    """Predicate: the answer of the access to another question about the scope."""

    def ask(access: Access, scope: SubjectScope) -> bool:
        return isinstance(access, Access) and isinstance(scope, SubjectScope) and question(access, scope)

    return rules.predicate(ask, name=name)


TAKING_PART = frozenset(role for role in Role if role != Role.VIEWER)

sees = asks(Access.sees, "sees")
sees_commercial = asks(Access.sees_commercial, "sees_commercial")
runs_delivery = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.TRUST_USER)
leads_delivery = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER)
leads_programme = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR)
administers = holds(Role.ADMINISTRATOR)
takes_part = holds(*sorted(TAKING_PART))


def may_change_anything(access: Access) -> Decision:
    """Whether the person holds a role that changes things, over whatever it is. Each thing asks for its own permission."""
    if access.is_system or access.roles & TAKING_PART:
        return ALLOWED
    return deny("Only people with a role other than a read-only viewer’s may change several things at once.")


@dataclass(frozen=True)
class ViewScope(SubjectScope):
    """Where a saved view is shared, and whose it is. A private one is shared nowhere."""

    owner_id: int | None = None
    is_shared: bool = False


def _is_of_team(access: Access, scope: SubjectScope) -> bool:
    """A question about sharing a view, and about nothing else."""
    if not isinstance(scope, ViewScope):
        return False
    return all(map(access.sees_plan_of, scope.network_ids)) if scope.network_ids else access.is_national


@rules.predicate
def owns_view(access: Access, scope: SubjectScope) -> bool:
    """The saved view is the person's own, or one that is shared where they administer."""
    if not isinstance(access, Access) or not isinstance(scope, ViewScope):
        return False
    own = scope.owner_id is not None and scope.owner_id == access.user.pk
    return own or (scope.is_shared and access.holds([Role.ADMINISTRATOR], scope))


declare(
    "networks.view_trust",
    sees,
    sentence="Only people with a role over this trust may see it.",
)
declare(
    "networks.view_commercial",
    sees_commercial,
    sentence="Only procurement, programme managers of the network and national leads may see contract values.",
)
declare(
    "networks.update_deployment",
    runs_delivery,
    sentence="Only people who run delivery of this trust or its "
    "network (trust user, programme manager, national lead, administrator) may update it.",
)
declare(
    "networks.set_first_baseline",
    leads_delivery,
    sentence="Only a programme manager, national lead or administrator may set a baseline.",
)
declare(
    "networks.rebaseline",
    leads_programme,
    sentence="Only a national lead or an administrator may move a baseline that was agreed.",
)
declare(
    "networks.manage_scope",
    leads_programme,
    sentence="Only a national lead or an administrator may change which trusts and networks are in the programme.",
)
declare(
    "networks.manage_capacity",
    leads_delivery,
    sentence="Only a programme manager, national lead or administrator "
    "may record a trust's project manager, clinical lead and protected time.",
)
declare(
    "networks.manage_organisations",
    administers,
    sentence="Only an administrator may change organisations.",
)
declare(
    "networks.manage_people",
    administers,
    sentence="Only an administrator may give or end roles.",
)
declare(
    "notifications.settle_email",
    administers,
    sentence="Only an administrator may decide about an e-mail that could not be sent.",
)
declare(
    "networks.share_view",
    asks(_is_of_team, "is_of_team"),
    sentence="Only people of a network may share a saved view with it, and only people with a national role with "
    "everybody national.",
)
declare(
    "networks.change_view",
    owns_view,
    sentence="Only whoever saved a view may rename, share or delete it; an administrator may where it is shared.",
)
