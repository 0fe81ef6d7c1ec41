"""Who may acknowledge a flag, give it to somebody, and comment on it."""

from dataclasses import dataclass

import rules

from tracker.accounts.roles import Role
from tracker.core.permissions import declare
from tracker.networks.access import Access, SubjectScope
from tracker.networks.permissions import leads_delivery, takes_part


@dataclass(frozen=True)
class FlagScope(SubjectScope):
    """Where a flag lies, and the role that looks after what it tells."""

    owner_role: Role | None = None


@rules.predicate
def looks_after(access: Access, scope: SubjectScope) -> bool:
    """The person holds the flag's own role over the scope."""
    owner = scope.owner_role if isinstance(scope, FlagScope) else None
    return isinstance(access, Access) and owner is not None and access.holds([owner], scope)


declare(
    "flags.acknowledge",
    looks_after | leads_delivery,
    sentence="Only the people whom a flag is for, programme managers, national leads and administrators may acknowledge "
    "it.",
)
declare(
    "flags.assign",
    looks_after | leads_delivery,
    sentence="Only the people whom a flag is for, programme managers, national leads and administrators may give it to "
    "somebody.",
)
declare(
    "flags.comment",
    takes_part,
    sentence="Only people with a role over what the flag is about, other than a read-only viewer’s, may comment on it.",
)
